#!/bin/sh
# macvlan-tenants: Containers on VLANs without NAT on their host; Docker's events make each tenant's VRF, PAT and floating IPs on a router
# 9 nodes, 11 links; written by `labctl plan labs/macvlan-tenants.yml`.
# It runs conntrack, busybox: apt-get install busybox conntrack
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-macvlan-tenants/*/pid)
#   for node in client dk1 dk2 guest iosxe isp lan1 lan2 sw; do ip netns delete "$node"; done
#   rm -r /run/lab-macvlan-tenants

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-macvlan-tenants
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
ip netns add client
ip netns add dk1
ip netns add dk2
ip netns add guest
ip netns add iosxe
ip netns add isp
ip netns add lan1
ip netns add lan2
ip netns add sw

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# lan1 (labs/macvlan-tenants.yml:101): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns lan1 type bridge

# lan2 (labs/macvlan-tenants.yml:109): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns lan2 type bridge

# sw (labs/macvlan-tenants.yml:37): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns sw type bridge vlan_filtering 1 vlan_default_pvid 0

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# sw:dk1 ---- dk1:eth1 (labs/macvlan-tenants.yml:98)
ip link add name dk1 netns sw address 02:56:00:18:3a:6d mtu 1500 \
  type veth peer name eth1 netns dk1 address 02:fe:50:31:87:dd mtu 1500

# sw:dk2 ---- dk2:eth1 (labs/macvlan-tenants.yml:99)
ip link add name dk2 netns sw address 02:56:00:18:35:54 mtu 1500 \
  type veth peer name eth1 netns dk2 address 02:4e:45:a0:5a:1a mtu 1500

# sw:iosxe ---- iosxe:Gi2 (labs/macvlan-tenants.yml:100)
ip link add name iosxe netns sw address 02:4a:8f:96:fd:cb mtu 1500 \
  type veth peer name Gi2 netns iosxe address 02:bf:42:f4:5a:0d mtu 1500

# dk1:eth0 ---- lan1:dk1 (labs/macvlan-tenants.yml:102)
ip link add name eth0 netns dk1 address 02:fe:50:31:86:2a mtu 1500 \
  type veth peer name dk1 netns lan1 address 02:a4:3d:28:a4:89 mtu 1500

# dk2:eth0 ---- lan1:dk2 (labs/macvlan-tenants.yml:103)
ip link add name eth0 netns dk2 address 02:4e:45:a0:5b:cd mtu 1500 \
  type veth peer name dk2 netns lan1 address 02:a4:3d:28:9f:70 mtu 1500

# iosxe:Gi0 ---- lan1:iosxe (labs/macvlan-tenants.yml:104)
ip link add name Gi0 netns iosxe address 02:bf:42:f4:56:a7 mtu 1500 \
  type veth peer name iosxe netns lan1 address 02:05:0c:5d:b4:af mtu 1500

# isp:eth2 ---- lan1:isp (labs/macvlan-tenants.yml:105)
ip link add name eth2 netns isp address 02:89:b6:41:2a:20 mtu 1500 \
  type veth peer name isp netns lan1 address 02:a3:fd:a0:a6:6d mtu 1500

# iosxe:Gi1 ---- isp:eth0 (labs/macvlan-tenants.yml:106)
ip link add name Gi1 netns iosxe address 02:bf:42:f4:54:f4 mtu 1500 \
  type veth peer name eth0 netns isp address 02:89:b6:41:2d:86 mtu 1500

# isp:eth1 ---- lan2:isp (labs/macvlan-tenants.yml:110)
ip link add name eth1 netns isp address 02:89:b6:41:2f:39 mtu 1500 \
  type veth peer name isp netns lan2 address 02:d9:9a:a9:eb:c4 mtu 1500

# client:eth0 ---- lan2:client (labs/macvlan-tenants.yml:111)
ip link add name eth0 netns client address 02:64:e6:df:0e:5d mtu 1500 \
  type veth peer name client netns lan2 address 02:c6:67:37:2d:03 mtu 1500

# guest:eth0 ---- lan2:guest (labs/macvlan-tenants.yml:112)
ip link add name eth0 netns guest address 02:e9:96:03:70:92 mtu 1500 \
  type veth peer name guest netns lan2 address 02:da:6d:ce:91:8c mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# client (labs/macvlan-tenants.yml:95): kernel settings
ip netns exec client sysctl --quiet --load=- <<'END'
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

# client (labs/macvlan-tenants.yml:95): interfaces, addresses, routes
ip -n client link set dev lo up
ip -n client link set dev eth0 up
ip -n client address add 198.51.100.10/24 dev eth0
ip -n client route add 0.0.0.0/0 via 198.51.100.1

# dk1 (labs/macvlan-tenants.yml:18): kernel settings
ip netns exec dk1 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# dk1 (labs/macvlan-tenants.yml:18): interfaces, addresses, routes
ip -n dk1 link set dev lo up
ip -n dk1 link set dev eth0 up
ip -n dk1 link set dev eth1 up
ip -n dk1 address add 192.0.2.11/24 dev eth0
ip -n dk1 route add 0.0.0.0/0 via 192.0.2.1

# dk2 (labs/macvlan-tenants.yml:27): kernel settings
ip netns exec dk2 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth1/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# dk2 (labs/macvlan-tenants.yml:27): interfaces, addresses, routes
ip -n dk2 link set dev lo up
ip -n dk2 link set dev eth0 up
ip -n dk2 link set dev eth1 up
ip -n dk2 address add 192.0.2.12/24 dev eth0
ip -n dk2 route add 0.0.0.0/0 via 192.0.2.1

# guest (labs/macvlan-tenants.yml:96): kernel settings
ip netns exec guest sysctl --quiet --load=- <<'END'
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

# guest (labs/macvlan-tenants.yml:96): interfaces, addresses, routes
ip -n guest link set dev lo up
ip -n guest link set dev eth0 up
ip -n guest address add 198.51.100.66/24 dev eth0
ip -n guest route add 0.0.0.0/0 via 198.51.100.1

# iosxe (labs/macvlan-tenants.yml:40): kernel settings
ip netns exec iosxe sysctl --quiet --load=- <<'END'
# a host does not forward packets
net/ipv6/conf/all/forwarding = 0
# IPv6 is on, also where the machine has it off
net/ipv6/conf/all/disable_ipv6 = 0
net/ipv6/conf/default/disable_ipv6 = 0
# link-local addresses are made of the MAC address
net/ipv6/conf/all/addr_gen_mode = 0
# no wait for duplicate address detection
net/ipv6/conf/all/accept_dad = 0
net/ipv6/conf/default/accept_dad = 0
net/ipv6/conf/Gi0/accept_dad = 0
net/ipv6/conf/Gi1/accept_dad = 0
net/ipv6/conf/Gi2/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/Gi0/rp_filter = 0
net/ipv4/conf/Gi1/rp_filter = 0
net/ipv4/conf/Gi2/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/Gi0/accept_ra = 1
net/ipv6/conf/Gi1/accept_ra = 1
net/ipv6/conf/Gi2/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi0/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi1/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi2/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
# as the lab file says
net/ipv4/ip_forward = 1
END

# iosxe (labs/macvlan-tenants.yml:45): interfaces, addresses, routes
ip -n iosxe link add name Mgmt-intf type vrf table 10
ip -n iosxe link set dev lo up
ip -n iosxe link set dev Gi0 master Mgmt-intf up
ip -n iosxe link set dev Gi1 up
ip -n iosxe link set dev Gi2 up
ip -n iosxe link set dev Mgmt-intf address 02:28:34:ec:74:4e up
ip -n iosxe address add 192.0.2.254/24 dev Gi0
ip -n iosxe address add 10.0.1.254/24 dev Gi1
ip -n iosxe route add unreachable 0.0.0.0/0 vrf Mgmt-intf metric 4278198272
ip -n iosxe route add unreachable ::/0 vrf Mgmt-intf metric 4278198272
ip -n iosxe rule add priority 32765 lookup 255
ip -n iosxe rule delete priority 0
ip -6 -n iosxe rule add priority 32765 lookup 255
ip -6 -n iosxe rule delete priority 0

# isp (labs/macvlan-tenants.yml:89): kernel settings
ip netns exec isp sysctl --quiet --load=- <<'END'
# a host does not forward packets
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
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
net/ipv6/conf/eth2/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
# as the lab file says
net/ipv4/ip_forward = 1
END

# isp (labs/macvlan-tenants.yml:89): interfaces, addresses, routes
ip -n isp link set dev lo up
ip -n isp link set dev eth0 up
ip -n isp link set dev eth1 up
ip -n isp link set dev eth2 up
ip -n isp address add 10.0.1.100/24 dev eth0
ip -n isp address add 198.51.100.1/24 dev eth1
ip -n isp address add 192.0.2.1/24 dev eth2
ip -n isp route add 192.168.1.0/24 via 10.0.1.254

# lan1 (labs/macvlan-tenants.yml:101): kernel settings
ip netns exec lan1 sysctl --quiet --load=- <<'END'
# a switch does not route
net/ipv4/ip_forward = 0
# the switch says nothing of its own: no router solicitations, no multicast reports
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# lan1: settings that not every kernel has (--ignore)
ip netns exec lan1 sysctl --quiet --ignore --load=- <<'END'
# frames are switched without asking the firewall
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/bridge/bridge-nf-call-arptables = 0
END

# lan1 (labs/macvlan-tenants.yml:101): interfaces, addresses, routes
ip -n lan1 link set dev br0 up
ip -n lan1 link set dev lo up
ip -n lan1 link set dev dk1 master br0 up
ip -n lan1 link set dev dk2 master br0 up
ip -n lan1 link set dev iosxe master br0 up
ip -n lan1 link set dev isp master br0 up

# lan2 (labs/macvlan-tenants.yml:109): kernel settings
ip netns exec lan2 sysctl --quiet --load=- <<'END'
# a switch does not route
net/ipv4/ip_forward = 0
# the switch says nothing of its own: no router solicitations, no multicast reports
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# lan2: settings that not every kernel has (--ignore)
ip netns exec lan2 sysctl --quiet --ignore --load=- <<'END'
# frames are switched without asking the firewall
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/bridge/bridge-nf-call-arptables = 0
END

# lan2 (labs/macvlan-tenants.yml:109): interfaces, addresses, routes
ip -n lan2 link set dev br0 up
ip -n lan2 link set dev lo up
ip -n lan2 link set dev client master br0 up
ip -n lan2 link set dev guest master br0 up
ip -n lan2 link set dev isp master br0 up

# sw (labs/macvlan-tenants.yml:35): kernel settings
ip netns exec sw sysctl --quiet --load=- <<'END'
# a switch does not route
net/ipv4/ip_forward = 0
# the switch says nothing of its own: no router solicitations, no multicast reports
net/ipv6/conf/all/disable_ipv6 = 1
net/ipv6/conf/default/disable_ipv6 = 1
END

# sw: settings that not every kernel has (--ignore)
ip netns exec sw sysctl --quiet --ignore --load=- <<'END'
# frames are switched without asking the firewall
net/bridge/bridge-nf-call-iptables = 0
net/bridge/bridge-nf-call-ip6tables = 0
net/bridge/bridge-nf-call-arptables = 0
END

# sw (labs/macvlan-tenants.yml:35): interfaces, addresses, routes
ip -n sw link set dev lo up
ip -n sw link set dev br0 address 02:56:0a:53:41:5d up
ip -n sw link set dev dk1 master br0 up
ip -n sw link set dev dk2 master br0 up
ip -n sw link set dev iosxe master br0 up
bridge -n sw vlan add dev br0 vid 1 pvid untagged self
bridge -n sw vlan add dev dk1 vid 10
bridge -n sw vlan add dev dk1 vid 20
bridge -n sw vlan add dev dk2 vid 10
bridge -n sw vlan add dev dk2 vid 20
bridge -n sw vlan add dev iosxe vid 10
bridge -n sw vlan add dev iosxe vid 20

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# dk1 (labs/macvlan-tenants.yml:18): its namespaces, then its files
start_node dk1 dk1

in_node dk1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
dk1
END

in_node dk1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.0.2.11	dk1
192.0.2.12	dk2
198.51.100.66	guest
192.0.2.254	iosxe
10.0.1.100	isp
END

printf %s web1 | in_node dk1 install -D -m 644 /dev/stdin /srv/web1/index.html

printf %s web2 | in_node dk1 install -D -m 644 /dev/stdin /srv/web2/index.html

printf %s web3 | in_node dk1 install -D -m 644 /dev/stdin /srv/web3/index.html

# dk2 (labs/macvlan-tenants.yml:27): its namespaces, then its files
start_node dk2 dk2

in_node dk2 install -D -m 644 /dev/stdin /etc/hostname <<'END'
dk2
END

in_node dk2 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.0.2.11	dk1
192.0.2.12	dk2
198.51.100.66	guest
192.0.2.254	iosxe
10.0.1.100	isp
END

printf %s web1 | in_node dk2 install -D -m 644 /dev/stdin /srv/web1/index.html

printf %s web2 | in_node dk2 install -D -m 644 /dev/stdin /srv/web2/index.html

printf %s web3 | in_node dk2 install -D -m 644 /dev/stdin /srv/web3/index.html

# iosxe (labs/macvlan-tenants.yml:40): its namespaces, then its files
start_node iosxe iosxe

in_node iosxe install -D -m 644 /dev/stdin /etc/hostname <<'END'
iosxe
END

in_node iosxe install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.0.2.11	dk1
192.0.2.12	dk2
198.51.100.66	guest
192.0.2.254	iosxe
10.0.1.100	isp
END

in_node iosxe install -D -m 644 /dev/stdin /translator/add-tenant <<'END'
vrf=$1 vlan=$2 gateway=$3 table=$((100 + $2))
ip link show dev $vrf >/dev/null 2>&1 && exit # another host has this tenant already
set -ex
# vrf definition VRF
ip link add name $vrf type vrf table $table
ip link set $vrf up
# interface Gi2.VLAN: encapsulation dot1Q VLAN, vrf forwarding VRF, ip address GATEWAY
ip link add link Gi2 name Gi2.$vlan type vlan id $vlan
ip link set Gi2.$vlan master $vrf
ip link set Gi2.$vlan up
ip address add $gateway dev Gi2.$vlan
# ip policy route-map NAT: out of the VRF, into the global table, and back again
ip route add 10.0.1.0/24 dev Gi1 table $table
ip route add default via 10.0.1.100 dev Gi1 table $table
ip rule add pref $table fwmark $vlan lookup $table
iptables -t mangle -I PREROUTING -i Gi2.$vlan -m conntrack --ctstate NEW -j CONNMARK --set-mark $vlan
# ip nat inside source list NAT interface Gi1 vrf VRF overload
iptables -t nat -A POSTROUTING -o Gi1 -m connmark --mark $vlan -j MASQUERADE
END

in_node iosxe install -D -m 644 /dev/stdin /translator/del-tenant <<'END'
vrf=$1 vlan=$2 table=$((100 + $2))
set -ex
iptables -t nat -D POSTROUTING -o Gi1 -m connmark --mark $vlan -j MASQUERADE
iptables -t mangle -D PREROUTING -i Gi2.$vlan -m conntrack --ctstate NEW -j CONNMARK --set-mark $vlan
ip rule delete pref $table
ip link delete dev Gi2.$vlan
ip route flush table $table
ip link delete dev $vrf
END

in_node iosxe install -D -m 644 /dev/stdin /translator/floating-ip <<'END'
what=$1 vlan=$2 local=$3 global=$4
case $what in add) address=add rule=-I ;; del) address=delete rule=-D ;; esac
set -ex
ip address $address $global/32 dev Gi1 # to answer who asks for its MAC address
iptables -t mangle $rule PREROUTING -i Gi1 -d $global -m conntrack --ctstate NEW -j CONNMARK --set-mark $vlan
iptables -t nat $rule PREROUTING -i Gi1 -d $global -j DNAT --to-destination $local
iptables -t nat $rule POSTROUTING -o Gi1 -s $local -m connmark --mark $vlan -j SNAT --to-source $global
END

# isp (labs/macvlan-tenants.yml:89): its namespaces, then its files
start_node isp isp

in_node isp install -D -m 644 /dev/stdin /etc/hostname <<'END'
isp
END

in_node isp install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.0.2.11	dk1
192.0.2.12	dk2
198.51.100.66	guest
192.0.2.254	iosxe
10.0.1.100	isp
END

# ---------- What reacts to events -------------------------------------------------------------------------------

# What reacts to events needs labctl: the lab file's hooks are not part of this script.

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# dk1 (labs/macvlan-tenants.yml:22): network docker0, driver bridge
ip netns exec dk1 sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec dk1 iptables-restore --noflush <<'END'
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
ip -n dk1 link add name docker0 address 02:75:1b:99:95:49 type bridge
ip -n dk1 address add 172.17.0.1/16 broadcast + dev docker0
ip -n dk1 link set dev docker0 up
ip netns exec dk1 iptables-restore --noflush <<'END'
*nat
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE
COMMIT
*filter
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-I DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-I DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
COMMIT
END

# dk2 (labs/macvlan-tenants.yml:31): network docker0, driver bridge
ip netns exec dk2 sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec dk2 iptables-restore --noflush <<'END'
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
ip -n dk2 link add name docker0 address 02:49:29:a0:69:b8 type bridge
ip -n dk2 address add 172.17.0.1/16 broadcast + dev docker0
ip -n dk2 link set dev docker0 up
ip netns exec dk2 iptables-restore --noflush <<'END'
*nat
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE
COMMIT
*filter
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-I DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-I DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
COMMIT
END

# ---------- The commands of the lab file, in its order on each node ---------------------------------------------

# iosxe (labs/macvlan-tenants.yml:48): the lab file's commands
in_node iosxe iptables -t mangle -A PREROUTING -j CONNMARK --restore-mark </dev/null

# isp (labs/macvlan-tenants.yml:94): the lab file's commands
in_node isp iptables -A FORWARD -s 198.51.100.66 -d 10.0.1.1 -j REJECT --reject-with icmp-admin-prohibited </dev/null
