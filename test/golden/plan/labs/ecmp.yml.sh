#!/bin/sh
# ecmp: Two equal BGP paths through different providers; one is lost and comes back
# 4 nodes, 4 links; written by `labctl plan labs/ecmp.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-ecmp/*/pid)
#   for node in down left right up; do ip netns delete "$node"; done
#   rm -r /run/lab-ecmp

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-ecmp
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
ip netns add down
ip netns add left
ip netns add right
ip netns add up

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# left:eth1 ---- up:eth1 (labs/ecmp.yml:67)
ip link add name eth1 netns left address 02:d8:c0:9b:d5:7c mtu 1500 \
  type veth peer name eth1 netns up address 02:af:38:85:20:8c mtu 1500

# left:eth2 ---- down:eth1 (labs/ecmp.yml:69)
ip link add name eth2 netns left address 02:d8:c0:9b:da:95 mtu 1500 \
  type veth peer name eth1 netns down address 02:50:bc:5b:62:7f mtu 1500

# right:eth1 ---- up:eth2 (labs/ecmp.yml:71)
ip link add name eth1 netns right address 02:9b:d4:b8:08:2f mtu 1500 \
  type veth peer name eth2 netns up address 02:af:38:85:25:a5 mtu 1500

# right:eth2 ---- down:eth2 (labs/ecmp.yml:73)
ip link add name eth2 netns right address 02:9b:d4:b8:09:e2 mtu 1500 \
  type veth peer name eth2 netns down address 02:50:bc:5b:64:32 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# down (labs/ecmp.yml:37): kernel settings
ip netns exec down sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 1
net/ipv6/conf/all/ignore_routes_with_linkdown = 1
# IPv6 addresses survive a link going down, as IPv4 ones do
net/ipv6/conf/all/keep_addr_on_down = 1
# traceroute shows where a packet came in
net/ipv4/icmp_errors_use_inbound_ifaddr = 1
# room for a protocol on many interfaces (the default is 20 groups)
net/ipv4/igmp_max_memberships = 1000
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# down: settings that not every kernel has (--ignore)
ip netns exec down sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# down (labs/ecmp.yml:37): interfaces, addresses, routes
ip -n down link set dev lo up
ip -n down link set dev eth1 up
ip -n down link set dev eth2 up
ip -n down address add 10.1.2.2/30 dev eth1
ip -n down address add 10.2.2.2/30 dev eth2

# left (labs/ecmp.yml:5): kernel settings
ip netns exec left sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 1
net/ipv6/conf/all/ignore_routes_with_linkdown = 1
# IPv6 addresses survive a link going down, as IPv4 ones do
net/ipv6/conf/all/keep_addr_on_down = 1
# traceroute shows where a packet came in
net/ipv4/icmp_errors_use_inbound_ifaddr = 1
# room for a protocol on many interfaces (the default is 20 groups)
net/ipv4/igmp_max_memberships = 1000
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# left: settings that not every kernel has (--ignore)
ip netns exec left sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# left (labs/ecmp.yml:7): interfaces, addresses, routes
ip -n left link set dev lo up
ip -n left link set dev eth1 up
ip -n left link set dev eth2 up
ip -n left address add 192.168.1.1/24 dev lo
ip -n left address add 10.1.1.1/30 dev eth1
ip -n left address add 10.1.2.1/30 dev eth2

# right (labs/ecmp.yml:48): kernel settings
ip netns exec right sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 1
net/ipv6/conf/all/ignore_routes_with_linkdown = 1
# IPv6 addresses survive a link going down, as IPv4 ones do
net/ipv6/conf/all/keep_addr_on_down = 1
# traceroute shows where a packet came in
net/ipv4/icmp_errors_use_inbound_ifaddr = 1
# room for a protocol on many interfaces (the default is 20 groups)
net/ipv4/igmp_max_memberships = 1000
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# right: settings that not every kernel has (--ignore)
ip netns exec right sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# right (labs/ecmp.yml:50): interfaces, addresses, routes
ip -n right link set dev lo up
ip -n right link set dev eth1 up
ip -n right link set dev eth2 up
ip -n right address add 192.168.2.1/24 dev lo
ip -n right address add 10.2.1.1/30 dev eth1
ip -n right address add 10.2.2.1/30 dev eth2

# up (labs/ecmp.yml:26): kernel settings
ip netns exec up sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 1
net/ipv6/conf/all/ignore_routes_with_linkdown = 1
# IPv6 addresses survive a link going down, as IPv4 ones do
net/ipv6/conf/all/keep_addr_on_down = 1
# traceroute shows where a packet came in
net/ipv4/icmp_errors_use_inbound_ifaddr = 1
# room for a protocol on many interfaces (the default is 20 groups)
net/ipv4/igmp_max_memberships = 1000
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# up: settings that not every kernel has (--ignore)
ip netns exec up sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# up (labs/ecmp.yml:26): interfaces, addresses, routes
ip -n up link set dev lo up
ip -n up link set dev eth1 up
ip -n up link set dev eth2 up
ip -n up address add 10.1.1.2/30 dev eth1
ip -n up address add 10.2.1.2/30 dev eth2

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# down (labs/ecmp.yml:37): its namespaces, then its files
start_node down down

in_node down install -D -m 644 /dev/stdin /etc/hostname <<'END'
down
END

in_node down install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.1.2.2	down
192.168.1.1	left
192.168.2.1	right
10.1.1.2	up
END

in_node down install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname down
service integrated-vtysh-config
!
router bgp 65102
 bgp router-id 10.1.2.2
 no bgp ebgp-requires-policy
 coalesce-time 0
 neighbor 10.1.2.1 remote-as 65001
 neighbor 10.1.2.1 timers connect 1
 neighbor 10.2.2.1 remote-as 65002
 neighbor 10.2.2.1 timers connect 1
END

in_node down install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node down install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# down (labs/ecmp.yml:39): FRR; zebra first, as the others look for it when they start
in_node down install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node down /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node down /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node down /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node down /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node down vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# left (labs/ecmp.yml:5): its namespaces, then its files
start_node left left

in_node left install -D -m 644 /dev/stdin /etc/hostname <<'END'
left
END

in_node left install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.1.2.2	down
192.168.1.1	left
192.168.2.1	right
10.1.1.2	up
END

in_node left install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname left
service integrated-vtysh-config
!
! FRR 8.4 does not give a group of next hops back the one it lost while a port was dark
no zebra nexthop kernel enable
router bgp 65001
 bgp router-id 192.168.1.1
 no bgp ebgp-requires-policy
 ! paths of equal length count as equal, although other ASes are on them
 bgp bestpath as-path multipath-relax
 ! the best of them is the one with the lower router id, not the older one
 bgp bestpath compare-routerid
 coalesce-time 0
 neighbor 10.1.1.2 remote-as 65101
 neighbor 10.1.1.2 timers connect 1
 neighbor 10.1.2.2 remote-as 65102
 neighbor 10.1.2.2 timers connect 1
 address-family ipv4 unicast
  network 192.168.1.0/24
  maximum-paths 2
END

in_node left install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node left install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# left (labs/ecmp.yml:8): FRR; zebra first, as the others look for it when they start
in_node left install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node left /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node left /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node left /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node left /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node left vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# right (labs/ecmp.yml:48): its namespaces, then its files
start_node right right

in_node right install -D -m 644 /dev/stdin /etc/hostname <<'END'
right
END

in_node right install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.1.2.2	down
192.168.1.1	left
192.168.2.1	right
10.1.1.2	up
END

in_node right install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname right
service integrated-vtysh-config
!
no zebra nexthop kernel enable
router bgp 65002
 bgp router-id 192.168.2.1
 no bgp ebgp-requires-policy
 bgp bestpath as-path multipath-relax
 bgp bestpath compare-routerid
 coalesce-time 0
 neighbor 10.2.1.2 remote-as 65101
 neighbor 10.2.1.2 timers connect 1
 neighbor 10.2.2.2 remote-as 65102
 neighbor 10.2.2.2 timers connect 1
 address-family ipv4 unicast
  network 192.168.2.0/24
  maximum-paths 2
END

in_node right install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node right install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# right (labs/ecmp.yml:51): FRR; zebra first, as the others look for it when they start
in_node right install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node right /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node right /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node right /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node right /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node right vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# up (labs/ecmp.yml:26): its namespaces, then its files
start_node up up

in_node up install -D -m 644 /dev/stdin /etc/hostname <<'END'
up
END

in_node up install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.1.2.2	down
192.168.1.1	left
192.168.2.1	right
10.1.1.2	up
END

in_node up install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname up
service integrated-vtysh-config
!
router bgp 65101
 bgp router-id 10.1.1.2
 no bgp ebgp-requires-policy
 coalesce-time 0
 neighbor 10.1.1.1 remote-as 65001
 neighbor 10.1.1.1 timers connect 1
 neighbor 10.2.1.1 remote-as 65002
 neighbor 10.2.1.1 timers connect 1
END

in_node up install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node up install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# up (labs/ecmp.yml:28): FRR; zebra first, as the others look for it when they start
in_node up install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node up /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node up /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node up /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node up /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node up vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own
