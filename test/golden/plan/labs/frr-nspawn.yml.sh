#!/bin/sh
# frr-nspawn: FRR in a systemd-nspawn container takes a CoreOS server into layer 3 - BGP unnumbered with a Cumulus switch
# 2 nodes, 1 link; written by `labctl plan labs/frr-nspawn.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-frr-nspawn/*/pid)
#   for node in coreos cumulus; do ip netns delete "$node"; done
#   rm -r /run/lab-frr-nspawn

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-frr-nspawn
start_node() { # NODE HOSTNAME [rw|ro SOURCE TARGET]...
  node=$1 hostname=$2 dir="$lab/$1"; shift 2
  mkdir -p "$dir" && mkfifo "$dir/started"
  nsenter --net="/run/netns/$node" unshare --mount --uts --ipc --pid --fork sh -euc '
    read -r pid rest </proc/self/stat     # this process as the machine counts; in the node it is number 1
    cd "$1"; exec 3>started; hostname "$2"; shift 2
    mkdir root upper work; mount --bind root root
    for top in /*; do
      if [ -L "$top" ]; then cp -P "$top" root; continue; elif [ ! -d "$top" ]; then continue; fi
      mkdir "root$top" "upper$top" "work$top"
      case $top in
        /proc) mount -t proc proc root/proc ;;
        /sys) mount -t sysfs sysfs root/sys ;;
        /dev) mount --rbind /dev root/dev ;;
        /run | /tmp | /root | /mnt | /boot | /efi) ;; # these start empty
        *) mount -t overlay overlay -o "lowerdir=$top,upperdir=$PWD/upper$top,workdir=$PWD/work$top" "root$top" ;;
      esac
    done
    mkdir -p root/mnt; mount -t tmpfs tmpfs root/var/log; mount -t tmpfs tmpfs root/var/tmp
    chmod 700 root/root; chmod 1777 root/tmp root/var/tmp
    while [ $# -gt 0 ]; do                # binds: a file or folder of the machine, shown in the node
      if [ -d "$2" ]; then mkdir -p "root$3"; else mkdir -p "root${3%/*}"; : >>"root$3"; fi
      mount --rbind "$2" "root$3"         # with the file systems below it, which can only be read
      findmnt -lno TARGET -R "$PWD/root$3" | while read -r at; do
        if [ "$1" = ro ] || [ "$at" != "$PWD/root$3" ]; then mount -o remount,bind,ro "$at"; fi
      done
      shift 3
    done
    cd root; pivot_root . mnt; umount --lazy mnt
    echo "$pid" >&3; exec 3>&- >/dev/null 2>&1
    trap "" CHLD; exec sleep infinity
  ' sh "$dir" "$hostname" "$@" </dev/null &
  timeout 10 cat "$dir/started" >"$dir/pid" && [ -s "$dir/pid" ]
}
in_node() { # NODE COMMAND...
  node_pid=$(cat "$lab/$1/pid"); shift
  nsenter --target "$node_pid" --net --mount --uts --ipc --pid -- "$@"
}

# ---------- One network namespace per node ----------------------------------------------------------------------

# A node is a network namespace: interfaces, addresses, routes, firewall and sockets of its own. `ip netns` lists
# them, `ip -n NODE …` works inside one, and `ip netns exec NODE …` runs any program there.
ip netns add coreos
ip netns add cumulus

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# coreos:ens3 ---- cumulus:swp1 (labs/frr-nspawn.yml:32)
ip link add name ens3 netns coreos address 02:32:20:68:7c:bb mtu 1500 \
  type veth peer name swp1 netns cumulus address 02:ac:95:8b:bc:d4 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# coreos (labs/frr-nspawn.yml:12): kernel settings
ip netns exec coreos sysctl --quiet --load=- <<'END'
# a host does not forward packets
net/ipv4/ip_forward = 0
net/ipv6/conf/all/forwarding = 0
# link-local addresses are made of the MAC address
net/ipv6/conf/all/addr_gen_mode = 0
# no wait for duplicate address detection
net/ipv6/conf/all/accept_dad = 0
net/ipv6/conf/default/accept_dad = 0
net/ipv6/conf/ens3/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/ens3/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/ens3/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/ens3/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
# as the lab file says
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# coreos (labs/frr-nspawn.yml:12): interfaces, addresses, routes
ip -n coreos link set dev lo up

# cumulus (labs/frr-nspawn.yml:30): kernel settings
ip netns exec cumulus sysctl --quiet --load=- <<'END'
# a router forwards packets
net/ipv4/ip_forward = 1
net/ipv6/conf/all/forwarding = 1
# IPv6 is on, also where the machine has it off
net/ipv6/conf/all/disable_ipv6 = 0
net/ipv6/conf/default/disable_ipv6 = 0
# link-local addresses are made of the MAC address
net/ipv6/conf/all/addr_gen_mode = 0
# no wait for duplicate address detection
net/ipv6/conf/all/accept_dad = 0
net/ipv6/conf/default/accept_dad = 0
net/ipv6/conf/swp1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv6/conf/all/ignore_routes_with_linkdown = 1
# IPv6 addresses survive a link going down, as IPv4 ones do
net/ipv6/conf/all/keep_addr_on_down = 1
# traceroute shows where a packet came in
net/ipv4/icmp_errors_use_inbound_ifaddr = 1
# room for a protocol on many interfaces (the default is 20 groups)
net/ipv4/igmp_max_memberships = 1000
# ARP as on a Cumulus switch (its arp.conf)
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
net/ipv4/conf/default/arp_ignore = 1
net/ipv4/conf/swp1/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
END

# cumulus: settings that not every kernel has (--ignore)
ip netns exec cumulus sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# cumulus (labs/frr-nspawn.yml:30): interfaces, addresses, routes
ip -n cumulus link set dev lo up

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# coreos (labs/frr-nspawn.yml:12): its namespaces, then its files
start_node coreos coreos

in_node coreos install -D -m 644 /dev/stdin /etc/hostname <<'END'
coreos
END

in_node coreos install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
127.0.1.1	coreos
END

# cumulus (labs/frr-nspawn.yml:30): its namespaces, then its files
start_node cumulus cumulus

in_node cumulus install -D -m 644 /dev/stdin /etc/hostname <<'END'
cumulus
END

in_node cumulus install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
127.0.1.1	cumulus
END

in_node cumulus install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname cumulus
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
line vty
!
END

in_node cumulus install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=no
ripd=no
ripngd=no
ospfd=no
ospf6d=no
isisd=no
babeld=no
pimd=no
pim6d=no
ldpd=no
nhrpd=no
eigrpd=no
sharpd=no
pbrd=no
bfdd=no
fabricd=no
vrrpd=no
pathd=no

vtysh_enable=yes
frr_profile="datacenter"
zebra_options="-A 127.0.0.1 -s 90000000"
bgpd_options="-A 127.0.0.1"
ripd_options="-A 127.0.0.1"
ripngd_options="-A ::1"
ospfd_options="-A 127.0.0.1"
ospf6d_options="-A ::1"
isisd_options="-A 127.0.0.1"
babeld_options="-A 127.0.0.1"
pimd_options="-A 127.0.0.1"
pim6d_options="-A ::1"
ldpd_options="-A 127.0.0.1"
nhrpd_options="-A 127.0.0.1"
eigrpd_options="-A 127.0.0.1"
sharpd_options="-A 127.0.0.1"
pbrd_options="-A 127.0.0.1"
staticd_options="-A 127.0.0.1"
bfdd_options="-A 127.0.0.1"
fabricd_options="-A 127.0.0.1"
vrrpd_options="-A 127.0.0.1"
pathd_options="-A 127.0.0.1"
END

in_node cumulus install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node cumulus install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node cumulus install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node cumulus install -D -m 644 /dev/stdin /etc/timezone

in_node cumulus install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
END

# cumulus (labs/frr-nspawn.yml:30): FRR; zebra first, as the others look for it when they start
in_node cumulus install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node cumulus /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node cumulus /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node cumulus /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node cumulus vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------
