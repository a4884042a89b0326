#!/bin/sh
# evpn-vxlan: Two leaves stretch two VLANs over a routed fabric; EVPN says who is where
# 7 nodes, 6 links; written by `labctl plan labs/evpn-vxlan.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-evpn-vxlan/*/pid)
#   for node in blue1 blue2 leaf1 leaf2 red1 red2 spine; do ip netns delete "$node"; done
#   rm -r /run/lab-evpn-vxlan

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-evpn-vxlan
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
ip netns add blue1
ip netns add blue2
ip netns add leaf1
ip netns add leaf2
ip netns add red1
ip netns add red2
ip netns add spine

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# spine:eth1 ---- leaf1:eth0 (labs/evpn-vxlan.yml:66)
ip link add name eth1 netns spine address 02:fa:05:76:78:d8 mtu 1600 \
  type veth peer name eth0 netns leaf1 address 02:32:a1:3c:61:73 mtu 1600

# spine:eth2 ---- leaf2:eth0 (labs/evpn-vxlan.yml:67)
ip link add name eth2 netns spine address 02:fa:05:76:7d:f1 mtu 1600 \
  type veth peer name eth0 netns leaf2 address 02:d4:4d:79:0f:fc mtu 1600

# leaf1:eth1 ---- red1:eth0 (labs/evpn-vxlan.yml:68)
ip link add name eth1 netns leaf1 address 02:32:a1:3c:5f:c0 mtu 1500 \
  type veth peer name eth0 netns red1 address 02:00:00:00:10:01 mtu 1500

# leaf1:eth2 ---- blue1:eth0 (labs/evpn-vxlan.yml:69)
ip link add name eth2 netns leaf1 address 02:32:a1:3c:64:d9 mtu 1500 \
  type veth peer name eth0 netns blue1 address 02:37:a8:8a:f7:eb mtu 1500

# leaf2:eth1 ---- red2:eth0 (labs/evpn-vxlan.yml:70)
ip link add name eth1 netns leaf2 address 02:d4:4d:79:11:af mtu 1500 \
  type veth peer name eth0 netns red2 address 02:00:00:00:10:02 mtu 1500

# leaf2:eth2 ---- blue2:eth0 (labs/evpn-vxlan.yml:71)
ip link add name eth2 netns leaf2 address 02:d4:4d:79:13:62 mtu 1500 \
  type veth peer name eth0 netns blue2 address 02:d8:b7:0e:9a:14 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# blue1 (labs/evpn-vxlan.yml:62): kernel settings
ip netns exec blue1 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# blue1 (labs/evpn-vxlan.yml:62): interfaces, addresses, routes
ip -n blue1 link set dev lo up
ip -n blue1 link set dev eth0 up
ip -n blue1 address add 192.168.10.1/24 dev eth0

# blue2 (labs/evpn-vxlan.yml:63): kernel settings
ip netns exec blue2 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# blue2 (labs/evpn-vxlan.yml:63): interfaces, addresses, routes
ip -n blue2 link set dev lo up
ip -n blue2 link set dev eth0 up
ip -n blue2 address add 192.168.10.2/24 dev eth0

# leaf1 (labs/evpn-vxlan.yml:30): kernel settings
ip netns exec leaf1 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth0/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 1
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

# leaf1: settings that not every kernel has (--ignore)
ip netns exec leaf1 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf1 (labs/evpn-vxlan.yml:8): interfaces, addresses, routes
ip -n leaf1 link add name br0 type bridge vlan_filtering 1 vlan_default_pvid 0
ip -n leaf1 link add name vni10 type vxlan id 10 dstport 4789 local 10.255.0.1 nolearning
ip -n leaf1 link add name vni20 type vxlan id 20 dstport 4789 local 10.255.0.1 nolearning
ip -n leaf1 link set dev lo up
ip -n leaf1 link set dev br0 address 02:e3:bb:3c:bd:f2 up
ip -n leaf1 link set dev eth0 up
ip -n leaf1 link set dev eth1 master br0 up
ip -n leaf1 link set dev eth2 master br0 up
ip -n leaf1 link set dev vni10 address 02:77:b9:fe:17:8c master br0 up
ip -n leaf1 link set dev vni20 address 02:77:ba:07:64:27 master br0 up
ip -n leaf1 address add 10.255.0.1/32 dev lo
bridge -n leaf1 vlan add dev br0 vid 1 pvid untagged self
bridge -n leaf1 vlan add dev eth1 vid 10 pvid untagged
bridge -n leaf1 vlan add dev eth2 vid 20 pvid untagged
bridge -n leaf1 vlan add dev vni10 vid 10 pvid untagged
bridge -n leaf1 link set dev vni10 learning off
bridge -n leaf1 vlan add dev vni20 vid 20 pvid untagged
bridge -n leaf1 link set dev vni20 learning off

# leaf2 (labs/evpn-vxlan.yml:45): kernel settings
ip netns exec leaf2 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
net/ipv6/conf/eth1/accept_dad = 0
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth0/accept_ra = 0
net/ipv6/conf/eth1/accept_ra = 0
net/ipv6/conf/eth2/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 1
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

# leaf2: settings that not every kernel has (--ignore)
ip netns exec leaf2 sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# leaf2 (labs/evpn-vxlan.yml:8): interfaces, addresses, routes
ip -n leaf2 link add name br0 type bridge vlan_filtering 1 vlan_default_pvid 0
ip -n leaf2 link add name vni10 type vxlan id 10 dstport 4789 local 10.255.0.2 nolearning
ip -n leaf2 link add name vni20 type vxlan id 20 dstport 4789 local 10.255.0.2 nolearning
ip -n leaf2 link set dev lo up
ip -n leaf2 link set dev br0 address 02:ff:72:ab:2b:f7 up
ip -n leaf2 link set dev eth0 up
ip -n leaf2 link set dev eth1 master br0 up
ip -n leaf2 link set dev eth2 master br0 up
ip -n leaf2 link set dev vni10 address 02:d6:27:76:11:a5 master br0 up
ip -n leaf2 link set dev vni20 address 02:d6:27:79:2b:2e master br0 up
ip -n leaf2 address add 10.255.0.2/32 dev lo
bridge -n leaf2 vlan add dev br0 vid 1 pvid untagged self
bridge -n leaf2 vlan add dev eth1 vid 10 pvid untagged
bridge -n leaf2 vlan add dev eth2 vid 20 pvid untagged
bridge -n leaf2 vlan add dev vni10 vid 10 pvid untagged
bridge -n leaf2 link set dev vni10 learning off
bridge -n leaf2 vlan add dev vni20 vid 20 pvid untagged
bridge -n leaf2 link set dev vni20 learning off

# red1 (labs/evpn-vxlan.yml:60): kernel settings
ip netns exec red1 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# red1 (labs/evpn-vxlan.yml:60): interfaces, addresses, routes
ip -n red1 link set dev lo up
ip -n red1 link set dev eth0 up
ip -n red1 address add 192.168.10.1/24 dev eth0

# red2 (labs/evpn-vxlan.yml:61): kernel settings
ip netns exec red2 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# red2 (labs/evpn-vxlan.yml:61): interfaces, addresses, routes
ip -n red2 link set dev lo up
ip -n red2 link set dev eth0 up
ip -n red2 address add 192.168.10.2/24 dev eth0

# spine (labs/evpn-vxlan.yml:15): kernel settings
ip netns exec spine sysctl --quiet --load=- <<'END'
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

# spine: settings that not every kernel has (--ignore)
ip netns exec spine sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# spine (labs/evpn-vxlan.yml:17): interfaces, addresses, routes
ip -n spine link set dev lo up
ip -n spine link set dev eth1 up
ip -n spine link set dev eth2 up
ip -n spine address add 10.255.0.100/32 dev lo

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# leaf1 (labs/evpn-vxlan.yml:30): its namespaces, then its files
start_node leaf1 leaf1

in_node leaf1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf1
END

in_node leaf1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.10.1	blue1
192.168.10.2	blue2
10.255.0.1	leaf1
10.255.0.2	leaf2
192.168.10.1	red1
192.168.10.2	red2
10.255.0.100	spine
END

in_node leaf1 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname leaf1
service integrated-vtysh-config
!
router bgp 65001
 bgp router-id 10.255.0.1
 no bgp ebgp-requires-policy
 neighbor eth0 interface remote-as external
 address-family ipv4 unicast
  network 10.255.0.1/32
 address-family l2vpn evpn
  neighbor eth0 activate
  advertise-all-vni
END

in_node leaf1 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf1 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# leaf1 (labs/evpn-vxlan.yml:35): FRR; zebra first, as the others look for it when they start
in_node leaf1 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf1 /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf1 /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf1 /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf1 /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf1 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# leaf2 (labs/evpn-vxlan.yml:45): its namespaces, then its files
start_node leaf2 leaf2

in_node leaf2 install -D -m 644 /dev/stdin /etc/hostname <<'END'
leaf2
END

in_node leaf2 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.10.1	blue1
192.168.10.2	blue2
10.255.0.1	leaf1
10.255.0.2	leaf2
192.168.10.1	red1
192.168.10.2	red2
10.255.0.100	spine
END

in_node leaf2 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname leaf2
service integrated-vtysh-config
!
router bgp 65002
 bgp router-id 10.255.0.2
 no bgp ebgp-requires-policy
 neighbor eth0 interface remote-as external
 address-family ipv4 unicast
  network 10.255.0.2/32
 address-family l2vpn evpn
  neighbor eth0 activate
  advertise-all-vni
END

in_node leaf2 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node leaf2 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# leaf2 (labs/evpn-vxlan.yml:50): FRR; zebra first, as the others look for it when they start
in_node leaf2 install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node leaf2 /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node leaf2 /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf2 /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf2 /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node leaf2 vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# spine (labs/evpn-vxlan.yml:15): its namespaces, then its files
start_node spine spine

in_node spine install -D -m 644 /dev/stdin /etc/hostname <<'END'
spine
END

in_node spine install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.10.1	blue1
192.168.10.2	blue2
10.255.0.1	leaf1
10.255.0.2	leaf2
192.168.10.1	red1
192.168.10.2	red2
10.255.0.100	spine
END

in_node spine install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname spine
service integrated-vtysh-config
!
router bgp 65100
 bgp router-id 10.255.0.100
 no bgp ebgp-requires-policy
 neighbor LEAF peer-group
 neighbor LEAF remote-as external
 neighbor eth1 interface peer-group LEAF
 neighbor eth2 interface peer-group LEAF
 address-family ipv4 unicast
  network 10.255.0.100/32
 address-family l2vpn evpn
  neighbor LEAF activate
END

in_node spine install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node spine install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# spine (labs/evpn-vxlan.yml:18): FRR; zebra first, as the others look for it when they start
in_node spine install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node spine /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node spine /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine /usr/lib/frr/bgpd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node spine vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own
