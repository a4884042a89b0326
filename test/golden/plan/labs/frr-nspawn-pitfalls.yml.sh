#!/bin/sh
# frr-nspawn-pitfalls: Four servers that ought to peer with their switch, three of them with one thing amiss - and what mends it
# 5 nodes, 4 links; written by `labctl plan labs/frr-nspawn-pitfalls.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-frr-nspawn-pitfalls/*/pid)
#   for node in cumulus no-ipv6 no-version own-network right; do ip netns delete "$node"; done
#   rm -r /run/lab-frr-nspawn-pitfalls

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-frr-nspawn-pitfalls
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

# A container is the same thing one level down: namespaces of its own inside its node's. Its network namespace has
# no name; it is reached by the pid of a process in it.
start_container() { # NODE NAME new|node|CONTAINER HOSTNAME COMMAND...
  node=$1 name=$2 net=$3 hostname=$4; shift 4; mkdir -p "$lab/$node/$name"; mkfifo "$lab/$node/$name/started"
  own= in=; case $net in new) own=--net ;; node) ;; *) in="--net=/proc/$(cat "$lab/$node/$net/pid")/ns/net" ;; esac
  nsenter --target "$(cat "$lab/$node/pid")" "${in:---net}" --pid unshare --mount --uts --ipc --pid $own --fork sh -euc '
    read -r pid rest </proc/self/stat; exec 3>"$1/started"; hostname "$2"; shift 2
    mount -t proc proc /proc; mount -t sysfs sysfs /sys
    for own in /run /tmp /var/log /var/tmp; do mount -t tmpfs tmpfs $own; done
    if [ -d /etc/frr ]; then mount -t tmpfs tmpfs /etc/frr; fi
    echo "$pid" >&3; exec 3>/dev/null
    exec "$@"
  ' sh "$lab/$node/$name" "$hostname" "$@" </dev/null >"$lab/$node/$name.log" 2>&1 &
  timeout 10 cat "$lab/$node/$name/started" >"$lab/$node/$name/pid" && [ -s "$lab/$node/$name/pid" ]
}

# ---------- One network namespace per node ----------------------------------------------------------------------

# A node is a network namespace: interfaces, addresses, routes, firewall and sockets of its own. `ip netns` lists
# them, `ip -n NODE …` works inside one, and `ip netns exec NODE …` runs any program there.
ip netns add cumulus
ip netns add no-ipv6
ip netns add no-version
ip netns add own-network
ip netns add right

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# right:ens3 ---- cumulus:swp1 (labs/frr-nspawn-pitfalls.yml:117)
ip link add name ens3 netns right address 02:9c:05:dc:2a:30 mtu 1500 \
  type veth peer name swp1 netns cumulus address 02:ac:95:8b:bc:d4 mtu 1500

# no-ipv6:ens3 ---- cumulus:swp2 (labs/frr-nspawn-pitfalls.yml:118)
ip link add name ens3 netns no-ipv6 address 02:a1:8a:f6:99:23 mtu 1500 \
  type veth peer name swp2 netns cumulus address 02:ac:95:8b:c1:ed mtu 1500

# own-network:ens3 ---- cumulus:swp3 (labs/frr-nspawn-pitfalls.yml:119)
ip link add name ens3 netns own-network address 02:e6:a9:9c:77:07 mtu 1500 \
  type veth peer name swp3 netns cumulus address 02:ac:95:8b:c0:3a mtu 1500

# no-version:ens3 ---- cumulus:swp4 (labs/frr-nspawn-pitfalls.yml:120)
ip link add name ens3 netns no-version address 02:f8:26:e0:0e:a6 mtu 1500 \
  type veth peer name swp4 netns cumulus address 02:ac:95:8b:b7:bb mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# cumulus (labs/frr-nspawn-pitfalls.yml:9): kernel settings
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
net/ipv6/conf/swp2/accept_dad = 0
net/ipv6/conf/swp3/accept_dad = 0
net/ipv6/conf/swp4/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
net/ipv4/conf/swp2/rp_filter = 0
net/ipv4/conf/swp3/rp_filter = 0
net/ipv4/conf/swp4/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
net/ipv6/conf/swp2/accept_ra = 0
net/ipv6/conf/swp3/accept_ra = 0
net/ipv6/conf/swp4/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp2/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp3/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp4/ignore_routes_with_linkdown = 1
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
net/ipv4/conf/swp2/arp_ignore = 1
net/ipv4/conf/swp3/arp_ignore = 1
net/ipv4/conf/swp4/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/swp2/arp_announce = 2
net/ipv4/conf/swp3/arp_announce = 2
net/ipv4/conf/swp4/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
net/ipv4/conf/swp2/arp_notify = 1
net/ipv4/conf/swp3/arp_notify = 1
net/ipv4/conf/swp4/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp2/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp3/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp4/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp2/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp3/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp4/base_reachable_time_ms = 1080000
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

# cumulus (labs/frr-nspawn-pitfalls.yml:9): interfaces, addresses, routes
ip -n cumulus link set dev lo up
ip -n cumulus link set dev swp1 up
ip -n cumulus link set dev swp2 up
ip -n cumulus link set dev swp3 up
ip -n cumulus link set dev swp4 up
ip -n cumulus address add 1.1.1.1/32 dev lo

# no-ipv6 (labs/frr-nspawn-pitfalls.yml:44): kernel settings
ip netns exec no-ipv6 sysctl --quiet --load=- <<'END'
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

# no-ipv6 (labs/frr-nspawn-pitfalls.yml:46): interfaces, addresses, routes
ip -n no-ipv6 link set dev lo up
ip -n no-ipv6 link set dev ens3 up
ip -n no-ipv6 address add 2.2.2.2/32 dev lo

# no-version (labs/frr-nspawn-pitfalls.yml:94): kernel settings
ip netns exec no-version sysctl --quiet --load=- <<'END'
# a host does not forward packets
net/ipv4/ip_forward = 0
net/ipv6/conf/all/forwarding = 0
# IPv6 is on, also where the machine has it off
net/ipv6/conf/all/disable_ipv6 = 0
net/ipv6/conf/default/disable_ipv6 = 0
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
END

# no-version (labs/frr-nspawn-pitfalls.yml:96): interfaces, addresses, routes
ip -n no-version link set dev lo up
ip -n no-version link set dev ens3 up
ip -n no-version address add 2.2.2.4/32 dev lo

# own-network (labs/frr-nspawn-pitfalls.yml:68): kernel settings
ip netns exec own-network sysctl --quiet --load=- <<'END'
# a host does not forward packets
net/ipv4/ip_forward = 0
net/ipv6/conf/all/forwarding = 0
# IPv6 is on, also where the machine has it off
net/ipv6/conf/all/disable_ipv6 = 0
net/ipv6/conf/default/disable_ipv6 = 0
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
END

# own-network (labs/frr-nspawn-pitfalls.yml:70): interfaces, addresses, routes
ip -n own-network link set dev lo up
ip -n own-network link set dev ens3 up
ip -n own-network address add 2.2.2.3/32 dev lo

# right (labs/frr-nspawn-pitfalls.yml:21): kernel settings
ip netns exec right sysctl --quiet --load=- <<'END'
# a host does not forward packets
net/ipv4/ip_forward = 0
net/ipv6/conf/all/forwarding = 0
# IPv6 is on, also where the machine has it off
net/ipv6/conf/all/disable_ipv6 = 0
net/ipv6/conf/default/disable_ipv6 = 0
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
END

# right (labs/frr-nspawn-pitfalls.yml:23): interfaces, addresses, routes
ip -n right link set dev lo up
ip -n right link set dev ens3 up
ip -n right address add 2.2.2.1/32 dev lo

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# cumulus (labs/frr-nspawn-pitfalls.yml:9): its namespaces, then its files
start_node cumulus cumulus

in_node cumulus install -D -m 644 /dev/stdin /etc/hostname <<'END'
cumulus
END

in_node cumulus install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
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
interface swp1
 ipv6 nd ra-interval 5
 ipv6 nd ra-lifetime 15
!
interface swp2
 ipv6 nd ra-interval 5
 ipv6 nd ra-lifetime 15
!
interface swp3
 ipv6 nd ra-interval 5
 ipv6 nd ra-lifetime 15
!
interface swp4
 ipv6 nd ra-interval 5
 ipv6 nd ra-lifetime 15
!
router bgp 65000
 bgp router-id 1.1.1.1
 neighbor swp1 interface remote-as external
 neighbor swp2 interface remote-as external
 neighbor swp3 interface remote-as external
 neighbor swp4 interface remote-as external
 !
 address-family ipv4 unicast
  network 1.1.1.1/32
 exit-address-family
!
line vty
!
END

in_node cumulus install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=yes
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
    address 1.1.1.1/32
END

# cumulus (labs/frr-nspawn-pitfalls.yml:9): FRR; zebra first, as the others look for it when they start
in_node cumulus install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node cumulus /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node cumulus /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node cumulus /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node cumulus /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node cumulus vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# no-ipv6 (labs/frr-nspawn-pitfalls.yml:44): its namespaces, then its files
start_node no-ipv6 no-ipv6

in_node no-ipv6 install -D -m 644 /dev/stdin /etc/hostname <<'END'
no-ipv6
END

in_node no-ipv6 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

# no-version (labs/frr-nspawn-pitfalls.yml:94): its namespaces, then its files
start_node no-version no-version

in_node no-version install -D -m 644 /dev/stdin /etc/hostname <<'END'
no-version
END

in_node no-version install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

# own-network (labs/frr-nspawn-pitfalls.yml:68): its namespaces, then its files
start_node own-network own-network

in_node own-network install -D -m 644 /dev/stdin /etc/hostname <<'END'
own-network
END

in_node own-network install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

# right (labs/frr-nspawn-pitfalls.yml:21): its namespaces, then its files
start_node right right

in_node right install -D -m 644 /dev/stdin /etc/hostname <<'END'
right
END

in_node right install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# no-ipv6/frr (labs/frr-nspawn-pitfalls.yml:49)
start_container no-ipv6 frr node frr sleep infinity

in_node no-ipv6/frr install -D -m 644 /dev/stdin /etc/hostname <<'END'
frr
END

in_node no-ipv6/frr install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

in_node no-ipv6/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
service integrated-vtysh-config
!
frr version 7.2
frr defaults traditional
hostname frr
no ipv6 forwarding
router bgp 65001
 bgp router-id 2.2.2.2
 neighbor TOR peer-group
 neighbor TOR remote-as external
 neighbor ens3 interface peer-group TOR
 address-family ipv4 unicast
  network 2.2.2.2/32
 exit-address-family
exit
END

in_node no-ipv6/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=yes
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
frr_profile="traditional"
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

in_node no-ipv6/frr install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# no-ipv6/frr: FRR
in_node no-ipv6/frr sh -c 'exec 3>/dev/null

install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x /usr/lib/frr/mgmtd ]; then start mgmtd /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi
start zebra /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
start staticd /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
start bgpd /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
' </dev/null >"$lab/no-ipv6/frr/"frr.log 2>&1 &

# no-version/frr (labs/frr-nspawn-pitfalls.yml:98)
start_container no-version frr node frr sleep infinity

in_node no-version/frr install -D -m 644 /dev/stdin /etc/hostname <<'END'
frr
END

in_node no-version/frr install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

in_node no-version/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
service integrated-vtysh-config
!
frr defaults traditional
hostname frr
no ipv6 forwarding
router bgp 65001
 bgp router-id 2.2.2.4
 neighbor TOR peer-group
 neighbor TOR remote-as external
 neighbor ens3 interface peer-group TOR
 address-family ipv4 unicast
  network 2.2.2.4/32
 exit-address-family
exit
END

in_node no-version/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=yes
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
frr_profile="traditional"
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

in_node no-version/frr install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# no-version/frr: FRR
in_node no-version/frr sh -c 'exec 3>/dev/null

install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x /usr/lib/frr/mgmtd ]; then start mgmtd /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi
start zebra /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
start staticd /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
start bgpd /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
' </dev/null >"$lab/no-version/frr/"frr.log 2>&1 &

# own-network (labs/frr-nspawn-pitfalls.yml:72): network ve-frr, driver bridge
ip netns exec own-network sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec own-network iptables-restore --noflush <<'END'
*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT -m addrtype --dst-type LOCAL -j DOCKER
COMMIT
*filter
:FORWARD DROP [0:0]
:DOCKER - [0:0]
:DOCKER-ISOLATION-STAGE-1 - [0:0]
:DOCKER-ISOLATION-STAGE-2 - [0:0]
:DOCKER-USER - [0:0]
-A FORWARD -j DOCKER-USER
-A FORWARD -j DOCKER-ISOLATION-STAGE-1
-A DOCKER-ISOLATION-STAGE-1 -j RETURN
-A DOCKER-ISOLATION-STAGE-2 -j RETURN
-A DOCKER-USER -j RETURN
COMMIT
END
ip -n own-network link add name br-022c6e9204b3 address 02:38:2a:ae:ed:d5 type bridge
ip -n own-network address add 10.0.0.1/28 broadcast + dev br-022c6e9204b3
ip -n own-network link set dev br-022c6e9204b3 up
ip netns exec own-network iptables-restore --noflush <<'END'
*nat
-A POSTROUTING -s 10.0.0.0/28 ! -o br-022c6e9204b3 -j MASQUERADE
-A POSTROUTING -o br-022c6e9204b3 -m addrtype --src-type LOCAL -j MASQUERADE
COMMIT
*filter
-A FORWARD -o br-022c6e9204b3 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br-022c6e9204b3 -j DOCKER
-A FORWARD -i br-022c6e9204b3 ! -o br-022c6e9204b3 -j ACCEPT
-A FORWARD -i br-022c6e9204b3 -o br-022c6e9204b3 -j ACCEPT
-I DOCKER-ISOLATION-STAGE-1 -i br-022c6e9204b3 ! -o br-022c6e9204b3 -j DOCKER-ISOLATION-STAGE-2
-I DOCKER-ISOLATION-STAGE-2 -o br-022c6e9204b3 -j DROP
COMMIT
END

# own-network/boxed (labs/frr-nspawn-pitfalls.yml:74)
start_container own-network boxed new boxed sleep infinity
nsenter --target "$(cat "$lab/"own-network/boxed/pid)" --net ip link set lo up
ip -n own-network link add name vethedb27e9 type veth peer name eth0 address 02:42:0a:00:00:02 netns "$(cat "$lab/"own-network/boxed/pid)"
ip -n own-network link set dev vethedb27e9 master br-022c6e9204b3
ip -n own-network link set dev vethedb27e9 up
nsenter --target "$(cat "$lab/"own-network/boxed/pid)" --net ip address add 10.0.0.2/28 broadcast + dev eth0
nsenter --target "$(cat "$lab/"own-network/boxed/pid)" --net ip link set dev eth0 up
nsenter --target "$(cat "$lab/"own-network/boxed/pid)" --net ip route add default via 10.0.0.1 dev eth0

in_node own-network/boxed install -D -m 644 /dev/stdin /etc/hostname <<'END'
boxed
END

in_node own-network/boxed install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

in_node own-network/boxed install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
service integrated-vtysh-config
!
frr version 7.2
frr defaults traditional
hostname frr
no ipv6 forwarding
router bgp 65001
 bgp router-id 2.2.2.3
 neighbor TOR peer-group
 neighbor TOR remote-as external
 neighbor ens3 interface peer-group TOR
 address-family ipv4 unicast
  network 2.2.2.3/32
 exit-address-family
exit
END

in_node own-network/boxed install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=yes
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
frr_profile="traditional"
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

in_node own-network/boxed install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# own-network/boxed: FRR
in_node own-network/boxed sh -c 'exec 3>/dev/null

install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x /usr/lib/frr/mgmtd ]; then start mgmtd /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi
start zebra /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
start staticd /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
start bgpd /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
' </dev/null >"$lab/own-network/boxed/"frr.log 2>&1 &

# right/frr (labs/frr-nspawn-pitfalls.yml:25)
start_container right frr node frr sleep infinity

in_node right/frr install -D -m 644 /dev/stdin /etc/hostname <<'END'
frr
END

in_node right/frr install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
1.1.1.1	cumulus
2.2.2.2	no-ipv6
2.2.2.4	no-version
2.2.2.3	own-network
2.2.2.1	right
END

in_node right/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
service integrated-vtysh-config
!
frr version 7.2
frr defaults traditional
hostname frr
no ipv6 forwarding
router bgp 65001
 bgp router-id 2.2.2.1
 neighbor TOR peer-group
 neighbor TOR remote-as external
 neighbor ens3 interface peer-group TOR
 address-family ipv4 unicast
  network 2.2.2.1/32
 exit-address-family
exit
END

in_node right/frr install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=yes
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
frr_profile="traditional"
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

in_node right/frr install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# right/frr: FRR
in_node right/frr sh -c 'exec 3>/dev/null

install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x /usr/lib/frr/mgmtd ]; then start mgmtd /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi
start zebra /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
start staticd /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
start bgpd /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
' </dev/null >"$lab/right/frr/"frr.log 2>&1 &
