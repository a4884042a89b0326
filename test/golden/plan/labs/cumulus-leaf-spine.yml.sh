#!/bin/sh
# cumulus-leaf-spine: Two spines, four leaves and their servers - BGP unnumbered by NCLU, equal-cost paths, a spine lost and back
# 10 nodes, 12 links; written by `labctl plan labs/cumulus-leaf-spine.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-cumulus-leaf-spine/*/pid)
#   for node in leaf01 leaf02 leaf03 leaf04 server01 server02 server03 server04 spine01 spine02; do ip netns delete "$node"; done
#   rm -r /run/lab-cumulus-leaf-spine

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-cumulus-leaf-spine
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
ip netns add leaf01
ip netns add leaf02
ip netns add leaf03
ip netns add leaf04
ip netns add server01
ip netns add server02
ip netns add server03
ip netns add server04
ip netns add spine01
ip netns add spine02

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# spine01:swp1 ---- leaf01:swp51 (labs/cumulus-leaf-spine.yml:83)
ip link add name swp1 netns spine01 address 02:84:5f:a1:b6:66 mtu 1500 \
  type veth peer name swp51 netns leaf01 address 02:33:16:a2:90:b0 mtu 1500

# spine01:swp2 ---- leaf02:swp51 (labs/cumulus-leaf-spine.yml:84)
ip link add name swp2 netns spine01 address 02:84:5f:a1:b4:b3 mtu 1500 \
  type veth peer name swp51 netns leaf02 address 02:c9:f0:f0:e4:89 mtu 1500

# spine01:swp3 ---- leaf03:swp51 (labs/cumulus-leaf-spine.yml:85)
ip link add name swp3 netns spine01 address 02:84:5f:a1:b3:00 mtu 1500 \
  type veth peer name swp51 netns leaf03 address 02:9e:62:5d:ff:7e mtu 1500

# spine01:swp4 ---- leaf04:swp51 (labs/cumulus-leaf-spine.yml:86)
ip link add name swp4 netns spine01 address 02:84:5f:a1:be:e5 mtu 1500 \
  type veth peer name swp51 netns leaf04 address 02:1a:8d:0c:d4:1f mtu 1500

# spine02:swp1 ---- leaf01:swp52 (labs/cumulus-leaf-spine.yml:87)
ip link add name swp1 netns spine02 address 02:66:53:f6:fc:3d mtu 1500 \
  type veth peer name swp52 netns leaf01 address 02:33:16:a2:95:c9 mtu 1500

# spine02:swp2 ---- leaf02:swp52 (labs/cumulus-leaf-spine.yml:88)
ip link add name swp2 netns spine02 address 02:66:53:f6:f7:24 mtu 1500 \
  type veth peer name swp52 netns leaf02 address 02:c9:f0:f0:df:70 mtu 1500

# spine02:swp3 ---- leaf03:swp52 (labs/cumulus-leaf-spine.yml:89)
ip link add name swp3 netns spine02 address 02:66:53:f6:f8:d7 mtu 1500 \
  type veth peer name swp52 netns leaf03 address 02:9e:62:5d:fd:cb mtu 1500

# spine02:swp4 ---- leaf04:swp52 (labs/cumulus-leaf-spine.yml:90)
ip link add name swp4 netns spine02 address 02:66:53:f6:f3:be mtu 1500 \
  type veth peer name swp52 netns leaf04 address 02:1a:8d:0c:d5:d2 mtu 1500

# leaf01:swp1 ---- server01:eth1 (labs/cumulus-leaf-spine.yml:91)
ip link add name swp1 netns leaf01 address 02:a7:d7:71:fb:6d mtu 1500 \
  type veth peer name eth1 netns server01 address 02:db:db:f0:19:9f mtu 1500

# leaf02:swp1 ---- server02:eth1 (labs/cumulus-leaf-spine.yml:92)
ip link add name swp1 netns leaf02 address 02:87:3b:67:84:16 mtu 1500 \
  type veth peer name eth1 netns server02 address 02:73:ef:69:ee:30 mtu 1500

# leaf03:swp1 ---- server03:eth1 (labs/cumulus-leaf-spine.yml:93)
ip link add name swp1 netns leaf03 address 02:26:9d:f2:1e:87 mtu 1500 \
  type veth peer name eth1 netns server03 address 02:27:fd:5a:4a:29 mtu 1500

# leaf04:swp1 ---- server04:eth1 (labs/cumulus-leaf-spine.yml:94)
ip link add name swp1 netns leaf04 address 02:b8:43:69:ef:08 mtu 1500 \
  type veth peer name eth1 netns server04 address 02:3f:a0:f4:9c:92 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# leaf01 (labs/cumulus-leaf-spine.yml:29): kernel settings
ip netns exec leaf01 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/swp51/accept_dad = 0
net/ipv6/conf/swp52/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
net/ipv4/conf/swp51/rp_filter = 0
net/ipv4/conf/swp52/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
net/ipv6/conf/swp51/accept_ra = 0
net/ipv6/conf/swp52/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp51/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp52/ignore_routes_with_linkdown = 1
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
net/ipv4/conf/swp51/arp_ignore = 1
net/ipv4/conf/swp52/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/swp51/arp_announce = 2
net/ipv4/conf/swp52/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
net/ipv4/conf/swp51/arp_notify = 1
net/ipv4/conf/swp52/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp52/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp52/base_reachable_time_ms = 1080000
END

# leaf01: settings that not every kernel has (--ignore)
ip netns exec leaf01 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf01 (labs/cumulus-leaf-spine.yml:29): interfaces, addresses, routes
ip -n leaf01 link set dev lo up
ip -n leaf01 link set dev swp1 up
ip -n leaf01 link set dev swp51 up
ip -n leaf01 link set dev swp52 up
ip -n leaf01 address add 10.255.255.1/32 dev lo
ip -n leaf01 address add 10.0.1.1/24 dev swp1

# leaf02 (labs/cumulus-leaf-spine.yml:41): kernel settings
ip netns exec leaf02 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/swp51/accept_dad = 0
net/ipv6/conf/swp52/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
net/ipv4/conf/swp51/rp_filter = 0
net/ipv4/conf/swp52/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
net/ipv6/conf/swp51/accept_ra = 0
net/ipv6/conf/swp52/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp51/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp52/ignore_routes_with_linkdown = 1
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
net/ipv4/conf/swp51/arp_ignore = 1
net/ipv4/conf/swp52/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/swp51/arp_announce = 2
net/ipv4/conf/swp52/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
net/ipv4/conf/swp51/arp_notify = 1
net/ipv4/conf/swp52/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp52/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp52/base_reachable_time_ms = 1080000
END

# leaf02: settings that not every kernel has (--ignore)
ip netns exec leaf02 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf02 (labs/cumulus-leaf-spine.yml:41): interfaces, addresses, routes
ip -n leaf02 link set dev lo up
ip -n leaf02 link set dev swp1 up
ip -n leaf02 link set dev swp51 up
ip -n leaf02 link set dev swp52 up
ip -n leaf02 address add 10.255.255.2/32 dev lo
ip -n leaf02 address add 10.0.2.1/24 dev swp1

# leaf03 (labs/cumulus-leaf-spine.yml:53): kernel settings
ip netns exec leaf03 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/swp51/accept_dad = 0
net/ipv6/conf/swp52/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
net/ipv4/conf/swp51/rp_filter = 0
net/ipv4/conf/swp52/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
net/ipv6/conf/swp51/accept_ra = 0
net/ipv6/conf/swp52/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp51/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp52/ignore_routes_with_linkdown = 1
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
net/ipv4/conf/swp51/arp_ignore = 1
net/ipv4/conf/swp52/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/swp51/arp_announce = 2
net/ipv4/conf/swp52/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
net/ipv4/conf/swp51/arp_notify = 1
net/ipv4/conf/swp52/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp52/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp52/base_reachable_time_ms = 1080000
END

# leaf03: settings that not every kernel has (--ignore)
ip netns exec leaf03 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf03 (labs/cumulus-leaf-spine.yml:53): interfaces, addresses, routes
ip -n leaf03 link set dev lo up
ip -n leaf03 link set dev swp1 up
ip -n leaf03 link set dev swp51 up
ip -n leaf03 link set dev swp52 up
ip -n leaf03 address add 10.255.255.3/32 dev lo
ip -n leaf03 address add 10.0.3.1/24 dev swp1

# leaf04 (labs/cumulus-leaf-spine.yml:65): kernel settings
ip netns exec leaf04 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/swp51/accept_dad = 0
net/ipv6/conf/swp52/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/swp1/rp_filter = 0
net/ipv4/conf/swp51/rp_filter = 0
net/ipv4/conf/swp52/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/swp1/accept_ra = 0
net/ipv6/conf/swp51/accept_ra = 0
net/ipv6/conf/swp52/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp1/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp51/ignore_routes_with_linkdown = 1
net/ipv4/conf/swp52/ignore_routes_with_linkdown = 1
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
net/ipv4/conf/swp51/arp_ignore = 1
net/ipv4/conf/swp52/arp_ignore = 1
net/ipv4/conf/default/arp_announce = 2
net/ipv4/conf/swp1/arp_announce = 2
net/ipv4/conf/swp51/arp_announce = 2
net/ipv4/conf/swp52/arp_announce = 2
net/ipv4/conf/default/arp_notify = 1
net/ipv4/conf/swp1/arp_notify = 1
net/ipv4/conf/swp51/arp_notify = 1
net/ipv4/conf/swp52/arp_notify = 1
# neighbours stay reachable for 18 minutes, as on a Cumulus switch
net/ipv4/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv4/neigh/swp52/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp1/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp51/base_reachable_time_ms = 1080000
net/ipv6/neigh/swp52/base_reachable_time_ms = 1080000
END

# leaf04: settings that not every kernel has (--ignore)
ip netns exec leaf04 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf04 (labs/cumulus-leaf-spine.yml:65): interfaces, addresses, routes
ip -n leaf04 link set dev lo up
ip -n leaf04 link set dev swp1 up
ip -n leaf04 link set dev swp51 up
ip -n leaf04 link set dev swp52 up
ip -n leaf04 address add 10.255.255.4/32 dev lo
ip -n leaf04 address add 10.0.4.1/24 dev swp1

# server01 (labs/cumulus-leaf-spine.yml:78): kernel settings
ip netns exec server01 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# server01 (labs/cumulus-leaf-spine.yml:78): interfaces, addresses, routes
ip -n server01 link set dev lo up
ip -n server01 link set dev eth1 up
ip -n server01 address add 10.0.1.101/24 dev eth1
ip -n server01 route add 0.0.0.0/0 via 10.0.1.1

# server02 (labs/cumulus-leaf-spine.yml:79): kernel settings
ip netns exec server02 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# server02 (labs/cumulus-leaf-spine.yml:79): interfaces, addresses, routes
ip -n server02 link set dev lo up
ip -n server02 link set dev eth1 up
ip -n server02 address add 10.0.2.102/24 dev eth1
ip -n server02 route add 0.0.0.0/0 via 10.0.2.1

# server03 (labs/cumulus-leaf-spine.yml:80): kernel settings
ip netns exec server03 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# server03 (labs/cumulus-leaf-spine.yml:80): interfaces, addresses, routes
ip -n server03 link set dev lo up
ip -n server03 link set dev eth1 up
ip -n server03 address add 10.0.3.103/24 dev eth1
ip -n server03 route add 0.0.0.0/0 via 10.0.3.1

# server04 (labs/cumulus-leaf-spine.yml:81): kernel settings
ip netns exec server04 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# server04 (labs/cumulus-leaf-spine.yml:81): interfaces, addresses, routes
ip -n server04 link set dev lo up
ip -n server04 link set dev eth1 up
ip -n server04 address add 10.0.4.104/24 dev eth1
ip -n server04 route add 0.0.0.0/0 via 10.0.4.1

# spine01 (labs/cumulus-leaf-spine.yml:5): kernel settings
ip netns exec spine01 sysctl --quiet --load=- <<'END'
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

# spine01: settings that not every kernel has (--ignore)
ip netns exec spine01 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# spine01 (labs/cumulus-leaf-spine.yml:5): interfaces, addresses, routes
ip -n spine01 link set dev lo up
ip -n spine01 link set dev swp1 up
ip -n spine01 link set dev swp2 up
ip -n spine01 link set dev swp3 up
ip -n spine01 link set dev swp4 up
ip -n spine01 address add 10.255.255.101/32 dev lo

# spine02 (labs/cumulus-leaf-spine.yml:17): kernel settings
ip netns exec spine02 sysctl --quiet --load=- <<'END'
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

# spine02: settings that not every kernel has (--ignore)
ip netns exec spine02 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# spine02 (labs/cumulus-leaf-spine.yml:17): interfaces, addresses, routes
ip -n spine02 link set dev lo up
ip -n spine02 link set dev swp1 up
ip -n spine02 link set dev swp2 up
ip -n spine02 link set dev swp3 up
ip -n spine02 link set dev swp4 up
ip -n spine02 address add 10.255.255.102/32 dev lo

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# leaf01 (labs/cumulus-leaf-spine.yml:29): its namespaces, then its files
start_node leaf01 leaf01

in_node leaf01 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf01
END

in_node leaf01 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node leaf01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname leaf01
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65101
 bgp router-id 10.255.255.1
 bgp bestpath as-path multipath-relax
 neighbor swp51 interface remote-as external
 neighbor swp52 interface remote-as external
 !
 address-family ipv4 unicast
  network 10.0.1.0/24
  network 10.255.255.1/32
 exit-address-family
!
line vty
!
END

in_node leaf01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf01 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node leaf01 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node leaf01 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node leaf01 install -D -m 644 /dev/stdin /etc/timezone

in_node leaf01 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.1/32

auto swp1
iface swp1
    address 10.0.1.1/24
END

# leaf01 (labs/cumulus-leaf-spine.yml:29): FRR; zebra first, as the others look for it when they start
in_node leaf01 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf01 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf01 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf01 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf01 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf01 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# leaf02 (labs/cumulus-leaf-spine.yml:41): its namespaces, then its files
start_node leaf02 leaf02

in_node leaf02 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf02
END

in_node leaf02 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node leaf02 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname leaf02
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65102
 bgp router-id 10.255.255.2
 bgp bestpath as-path multipath-relax
 neighbor swp51 interface remote-as external
 neighbor swp52 interface remote-as external
 !
 address-family ipv4 unicast
  network 10.0.2.0/24
  network 10.255.255.2/32
 exit-address-family
!
line vty
!
END

in_node leaf02 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf02 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node leaf02 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node leaf02 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node leaf02 install -D -m 644 /dev/stdin /etc/timezone

in_node leaf02 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.2/32

auto swp1
iface swp1
    address 10.0.2.1/24
END

# leaf02 (labs/cumulus-leaf-spine.yml:41): FRR; zebra first, as the others look for it when they start
in_node leaf02 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf02 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf02 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf02 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf02 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf02 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# leaf03 (labs/cumulus-leaf-spine.yml:53): its namespaces, then its files
start_node leaf03 leaf03

in_node leaf03 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf03
END

in_node leaf03 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node leaf03 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname leaf03
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65103
 bgp router-id 10.255.255.3
 bgp bestpath as-path multipath-relax
 neighbor swp51 interface remote-as external
 neighbor swp52 interface remote-as external
 !
 address-family ipv4 unicast
  network 10.0.3.0/24
  network 10.255.255.3/32
 exit-address-family
!
line vty
!
END

in_node leaf03 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf03 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node leaf03 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node leaf03 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node leaf03 install -D -m 644 /dev/stdin /etc/timezone

in_node leaf03 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.3/32

auto swp1
iface swp1
    address 10.0.3.1/24
END

# leaf03 (labs/cumulus-leaf-spine.yml:53): FRR; zebra first, as the others look for it when they start
in_node leaf03 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf03 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf03 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf03 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf03 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf03 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# leaf04 (labs/cumulus-leaf-spine.yml:65): its namespaces, then its files
start_node leaf04 leaf04

in_node leaf04 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf04
END

in_node leaf04 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node leaf04 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname leaf04
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65104
 bgp router-id 10.255.255.4
 bgp bestpath as-path multipath-relax
 neighbor swp51 interface remote-as external
 neighbor swp52 interface remote-as external
 !
 address-family ipv4 unicast
  network 10.0.4.0/24
  network 10.255.255.4/32
 exit-address-family
!
line vty
!
END

in_node leaf04 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf04 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node leaf04 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node leaf04 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node leaf04 install -D -m 644 /dev/stdin /etc/timezone

in_node leaf04 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.4/32

auto swp1
iface swp1
    address 10.0.4.1/24
END

# leaf04 (labs/cumulus-leaf-spine.yml:65): FRR; zebra first, as the others look for it when they start
in_node leaf04 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf04 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf04 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf04 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf04 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf04 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# spine01 (labs/cumulus-leaf-spine.yml:5): its namespaces, then its files
start_node spine01 spine01

in_node spine01 install -D -m 644 /dev/stdin /etc/hostname <<'END'
spine01
END

in_node spine01 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node spine01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname spine01
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65100
 bgp router-id 10.255.255.101
 bgp bestpath as-path multipath-relax
 neighbor fabric peer-group
 neighbor fabric remote-as external
 neighbor swp1 interface peer-group fabric
 neighbor swp2 interface peer-group fabric
 neighbor swp3 interface peer-group fabric
 neighbor swp4 interface peer-group fabric
 !
 address-family ipv4 unicast
  network 10.255.255.101/32
 exit-address-family
!
line vty
!
END

in_node spine01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node spine01 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node spine01 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node spine01 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node spine01 install -D -m 644 /dev/stdin /etc/timezone

in_node spine01 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.101/32
END

# spine01 (labs/cumulus-leaf-spine.yml:5): FRR; zebra first, as the others look for it when they start
in_node spine01 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node spine01 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node spine01 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine01 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine01 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine01 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# spine02 (labs/cumulus-leaf-spine.yml:17): its namespaces, then its files
start_node spine02 spine02

in_node spine02 install -D -m 644 /dev/stdin /etc/hostname <<'END'
spine02
END

in_node spine02 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.255.255.1	leaf01
10.255.255.2	leaf02
10.255.255.3	leaf03
10.255.255.4	leaf04
10.0.1.101	server01
10.0.2.102	server02
10.0.3.103	server03
10.0.4.104	server04
10.255.255.101	spine01
10.255.255.102	spine02
END

in_node spine02 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults datacenter
hostname spine02
username cumulus nopassword
!
service integrated-vtysh-config
!
log syslog informational
!
no zebra nexthop kernel enable
!
router bgp 65100
 bgp router-id 10.255.255.102
 bgp bestpath as-path multipath-relax
 neighbor fabric peer-group
 neighbor fabric remote-as external
 neighbor swp1 interface peer-group fabric
 neighbor swp2 interface peer-group fabric
 neighbor swp3 interface peer-group fabric
 neighbor swp4 interface peer-group fabric
 !
 address-family ipv4 unicast
  network 10.255.255.102/32
 exit-address-family
!
line vty
!
END

in_node spine02 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node spine02 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
username cumulus nopassword
END

printf %s '' | in_node spine02 install -D -m 644 /dev/stdin /etc/resolv.conf

printf %s '' | in_node spine02 install -D -m 644 /dev/stdin /etc/ntp.conf

printf %s '' | in_node spine02 install -D -m 644 /dev/stdin /etc/timezone

in_node spine02 install -D -m 644 /dev/stdin /etc/network/interfaces <<'END'
# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf

# The loopback network interface
auto lo
iface lo inet loopback
    address 10.255.255.102/32
END

# spine02 (labs/cumulus-leaf-spine.yml:17): FRR; zebra first, as the others look for it when they start
in_node spine02 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node spine02 /usr/lib/frr/mgmtd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node spine02 /usr/lib/frr/zebra -d -F datacenter -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine02 /usr/lib/frr/staticd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine02 /usr/lib/frr/bgpd -d -F datacenter -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine02 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own
