#!/bin/sh
# vlan-trunk: Two switches carry two VLANs over one cable, and a router on a stick joins them
# 8 nodes, 7 links; written by `labctl plan labs/vlan-trunk.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-vlan-trunk/*/pid)
#   for node in blue1 blue2 lost red1 red2 router sw1 sw2; do ip netns delete "$node"; done
#   rm -r /run/lab-vlan-trunk

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-vlan-trunk
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
ip netns add lost
ip netns add red1
ip netns add red2
ip netns add router
ip netns add sw1
ip netns add sw2

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# sw1 (labs/vlan-trunk.yml:8): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns sw1 type bridge vlan_filtering 1 vlan_default_pvid 0

# sw2 (labs/vlan-trunk.yml:17): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns sw2 type bridge vlan_filtering 1 vlan_default_pvid 0

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# sw1:red1 ---- red1:eth0 (labs/vlan-trunk.yml:35)
ip link add name red1 netns sw1 address 02:30:4f:64:62:32 mtu 1500 \
  type veth peer name eth0 netns red1 address 02:6d:1b:22:2a:ce mtu 1500

# sw1:blue1 ---- blue1:eth0 (labs/vlan-trunk.yml:36)
ip link add name blue1 netns sw1 address 02:be:8a:e5:7b:b7 mtu 1500 \
  type veth peer name eth0 netns blue1 address 02:37:a8:8a:f7:eb mtu 1500

# sw2:red2 ---- red2:eth0 (labs/vlan-trunk.yml:37)
ip link add name red2 netns sw2 address 02:5a:cd:da:7a:94 mtu 1500 \
  type veth peer name eth0 netns red2 address 02:b1:66:92:ee:81 mtu 1500

# sw2:blue2 ---- blue2:eth0 (labs/vlan-trunk.yml:38)
ip link add name blue2 netns sw2 address 02:98:d4:0c:3b:63 mtu 1500 \
  type veth peer name eth0 netns blue2 address 02:d8:b7:0e:9a:14 mtu 1500

# sw2:lost ---- lost:eth0 (labs/vlan-trunk.yml:39)
ip link add name lost netns sw2 address 02:07:c7:eb:86:0d mtu 1500 \
  type veth peer name eth0 netns lost address 02:32:85:50:c4:ca mtu 1500

# sw1:trunk ---- sw2:trunk (labs/vlan-trunk.yml:40)
ip link add name trunk netns sw1 address 02:22:61:87:60:f6 mtu 1500 \
  type veth peer name trunk netns sw2 address 02:fb:56:c4:3f:07 mtu 1500

# sw1:router ---- router:eth0 (labs/vlan-trunk.yml:41)
ip link add name router netns sw1 address 02:4a:52:10:90:0d mtu 1500 \
  type veth peer name eth0 netns router address 02:de:96:96:81:fb mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# blue1 (labs/vlan-trunk.yml:31): kernel settings
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

# blue1 (labs/vlan-trunk.yml:31): interfaces, addresses, routes
ip -n blue1 link set dev lo up
ip -n blue1 link set dev eth0 up
ip -n blue1 address add 10.0.20.1/24 dev eth0
ip -n blue1 route add 0.0.0.0/0 via 10.0.20.254

# blue2 (labs/vlan-trunk.yml:32): kernel settings
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

# blue2 (labs/vlan-trunk.yml:32): interfaces, addresses, routes
ip -n blue2 link set dev lo up
ip -n blue2 link set dev eth0 up
ip -n blue2 address add 10.0.20.2/24 dev eth0
ip -n blue2 route add 0.0.0.0/0 via 10.0.20.254

# lost (labs/vlan-trunk.yml:33): kernel settings
ip netns exec lost sysctl --quiet --load=- <<'END'
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

# lost (labs/vlan-trunk.yml:33): interfaces, addresses, routes
ip -n lost link set dev lo up
ip -n lost link set dev eth0 up
ip -n lost address add 10.0.10.3/24 dev eth0

# red1 (labs/vlan-trunk.yml:29): kernel settings
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

# red1 (labs/vlan-trunk.yml:29): interfaces, addresses, routes
ip -n red1 link set dev lo up
ip -n red1 link set dev eth0 up
ip -n red1 address add 10.0.10.1/24 dev eth0
ip -n red1 route add 0.0.0.0/0 via 10.0.10.254

# red2 (labs/vlan-trunk.yml:30): kernel settings
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

# red2 (labs/vlan-trunk.yml:30): interfaces, addresses, routes
ip -n red2 link set dev lo up
ip -n red2 link set dev eth0 up
ip -n red2 address add 10.0.10.2/24 dev eth0
ip -n red2 route add 0.0.0.0/0 via 10.0.10.254

# router (labs/vlan-trunk.yml:24): kernel settings
ip netns exec router sysctl --quiet --load=- <<'END'
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
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a router takes no default route from a neighbour's advertisements
net/ipv6/conf/default/accept_ra = 0
net/ipv6/conf/eth0/accept_ra = 0
# a router tells hosts of a shorter way, as Linux does by default
net/ipv4/conf/all/send_redirects = 1
net/ipv4/conf/default/send_redirects = 1
# a route over a link without carrier is not used
net/ipv4/conf/all/ignore_routes_with_linkdown = 1
net/ipv4/conf/default/ignore_routes_with_linkdown = 1
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 1
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

# router: settings that not every kernel has (--ignore)
ip netns exec router sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# router (labs/vlan-trunk.yml:27): interfaces, addresses, routes
ip -n router link add link eth0 name eth0.10 type vlan id 10
ip -n router link add link eth0 name eth0.20 type vlan id 20
ip -n router link set dev lo up
ip -n router link set dev eth0 up
ip -n router link set dev eth0.10 up
ip -n router link set dev eth0.20 up
ip -n router address add 10.0.10.254/24 dev eth0.10
ip -n router address add 10.0.20.254/24 dev eth0.20

# sw1 (labs/vlan-trunk.yml:6): kernel settings
ip netns exec sw1 sysctl --quiet --load=- <<'END'
# a switch does not route
net/ipv4/ip_forward = 0
# the switch says nothing of its own: no router solicitations, no multicast reports
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# sw1: settings that not every kernel has (--ignore)
ip netns exec sw1 sysctl --quiet --ignore --load=- <<'END'
# frames are switched without asking the firewall
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/bridge/bridge-nf-call-arptables = 0
END

# sw1 (labs/vlan-trunk.yml:6): interfaces, addresses, routes
ip -n sw1 link set dev lo up
ip -n sw1 link set dev blue1 master br0 up
ip -n sw1 link set dev br0 address 02:ff:ce:d7:ae:c4 up
ip -n sw1 link set dev red1 master br0 up
ip -n sw1 link set dev router master br0 up
ip -n sw1 link set dev trunk master br0 up
bridge -n sw1 vlan add dev blue1 vid 20 pvid untagged
bridge -n sw1 vlan add dev br0 vid 1 pvid untagged self
bridge -n sw1 vlan add dev red1 vid 10 pvid untagged
bridge -n sw1 vlan add dev router vid 10
bridge -n sw1 vlan add dev router vid 20
bridge -n sw1 vlan add dev trunk vid 10
bridge -n sw1 vlan add dev trunk vid 20

# sw2 (labs/vlan-trunk.yml:15): kernel settings
ip netns exec sw2 sysctl --quiet --load=- <<'END'
# a switch does not route
net/ipv4/ip_forward = 0
# the switch says nothing of its own: no router solicitations, no multicast reports
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# sw2: settings that not every kernel has (--ignore)
ip netns exec sw2 sysctl --quiet --ignore --load=- <<'END'
# frames are switched without asking the firewall
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/bridge/bridge-nf-call-arptables = 0
END

# sw2 (labs/vlan-trunk.yml:15): interfaces, addresses, routes
ip -n sw2 link set dev lo up
ip -n sw2 link set dev blue2 master br0 up
ip -n sw2 link set dev br0 address 02:79:ba:55:ef:05 up
ip -n sw2 link set dev lost master br0 up
ip -n sw2 link set dev red2 master br0 up
ip -n sw2 link set dev trunk master br0 up
bridge -n sw2 vlan add dev blue2 vid 20 pvid untagged
bridge -n sw2 vlan add dev br0 vid 1 pvid untagged self
bridge -n sw2 vlan add dev lost vid 30 pvid untagged
bridge -n sw2 vlan add dev red2 vid 10 pvid untagged
bridge -n sw2 vlan add dev trunk vid 10
bridge -n sw2 vlan add dev trunk vid 20

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# router (labs/vlan-trunk.yml:24): its namespaces, then its files
start_node router router

in_node router install -D -m 644 /dev/stdin /etc/hostname <<'END'
router
END

in_node router install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.0.20.1	blue1
10.0.20.2	blue2
10.0.10.3	lost
10.0.10.1	red1
10.0.10.2	red2
10.0.10.254	router
END

in_node router install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname router
service integrated-vtysh-config
!
END

in_node router install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node router install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# router (labs/vlan-trunk.yml:24): FRR; zebra first, as the others look for it when they start
in_node router install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node router /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node router /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node router /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node router vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own
