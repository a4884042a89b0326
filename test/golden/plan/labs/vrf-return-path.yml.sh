#!/bin/sh
# vrf-return-path: A server with three segments answers where it was asked, with the management port in a VRF - and what it sends by itself does not
# 8 nodes, 9 links; written by `labctl plan labs/vrf-return-path.yml`.
# It runs busybox, dropbear, dropbearkey, mariadbd, mariadb, route: apt-get install busybox dropbear-bin mariadb-client-core mariadb-server-core net-tools
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-vrf-return-path/*/pid)
#   for node in admin db far-db lan1 lan2 mgmt-db router server1; do ip netns delete "$node"; done
#   rm -r /run/lab-vrf-return-path

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-vrf-return-path
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
ip netns add admin
ip netns add db
ip netns add far-db
ip netns add lan1
ip netns add lan2
ip netns add mgmt-db
ip netns add router
ip netns add server1

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# lan1 (labs/vrf-return-path.yml:83): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns lan1 type bridge

# lan2 (labs/vrf-return-path.yml:84): a LAN, which is a bridge in a namespace of its own
ip link add name br0 netns lan2 type bridge

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# server1:eth0 ---- router:eth0 (labs/vrf-return-path.yml:82)
ip link add name eth0 netns server1 address 02:7b:15:a3:00:58 mtu 1500 \
  type veth peer name eth0 netns router address 02:de:96:96:81:fb mtu 1500

# server1:eth1 ---- lan1:server1 (labs/vrf-return-path.yml:83)
ip link add name eth1 netns server1 address 02:7b:15:a3:02:0b mtu 1500 \
  type veth peer name server1 netns lan1 address 02:9d:57:32:4c:5b mtu 1500

# router:eth1 ---- lan1:router (labs/vrf-return-path.yml:83)
ip link add name eth1 netns router address 02:de:96:96:80:48 mtu 1500 \
  type veth peer name router netns lan1 address 02:5d:2d:9f:d9:3e mtu 1500

# db:em0 ---- lan1:db (labs/vrf-return-path.yml:83)
ip link add name em0 netns db address 02:f5:85:9a:b0:1f mtu 1500 \
  type veth peer name db netns lan1 address 02:98:cc:f0:da:2d mtu 1500

# server1:eth2 ---- lan2:server1 (labs/vrf-return-path.yml:84)
ip link add name eth2 netns server1 address 02:7b:15:a3:03:be mtu 1500 \
  type veth peer name server1 netns lan2 address 02:59:f0:a2:ff:f2 mtu 1500

# router:eth2 ---- lan2:router (labs/vrf-return-path.yml:84)
ip link add name eth2 netns router address 02:de:96:96:85:61 mtu 1500 \
  type veth peer name router netns lan2 address 02:95:1b:88:72:11 mtu 1500

# admin:eth0 ---- lan2:admin (labs/vrf-return-path.yml:84)
ip link add name eth0 netns admin address 02:d8:01:a3:85:8b mtu 1500 \
  type veth peer name admin netns lan2 address 02:85:7d:d6:97:4b mtu 1500

# mgmt-db:eth0 ---- lan2:mgmt-db (labs/vrf-return-path.yml:84)
ip link add name eth0 netns mgmt-db address 02:7c:19:bb:0e:dc mtu 1500 \
  type veth peer name mgmt-db netns lan2 address 02:86:b7:14:6a:1a mtu 1500

# router:eth3 ---- far-db:em0 (labs/vrf-return-path.yml:85)
ip link add name eth3 netns router address 02:de:96:96:83:ae mtu 1500 \
  type veth peer name em0 netns far-db address 02:30:f1:ee:9f:eb mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# admin (labs/vrf-return-path.yml:57): kernel settings
ip netns exec admin sysctl --quiet --load=- <<'END'
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

# admin (labs/vrf-return-path.yml:57): interfaces, addresses, routes
ip -n admin link set dev lo up
ip -n admin link set dev eth0 up
ip -n admin address add 192.168.1.50/24 dev eth0
ip -n admin address add 2405:6580:aa40::50/64 dev eth0
ip -n admin route add 0.0.0.0/0 via 192.168.1.1
ip -n admin route add ::/0 via 2405:6580:aa40::1

# db (labs/vrf-return-path.yml:70): kernel settings
ip netns exec db sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/em0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/em0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/em0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/em0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# db (labs/vrf-return-path.yml:70): interfaces, addresses, routes
ip -n db link set dev lo up
ip -n db link set dev em0 up
ip -n db address add 192.168.52.201/24 dev em0
ip -n db route add 0.0.0.0/0 via 192.168.52.1

# far-db (labs/vrf-return-path.yml:75): kernel settings
ip netns exec far-db sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/em0/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/em0/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/em0/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/em0/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# far-db (labs/vrf-return-path.yml:75): interfaces, addresses, routes
ip -n far-db link set dev lo up
ip -n far-db link set dev em0 up
ip -n far-db address add 172.16.52.201/24 dev em0
ip -n far-db route add 0.0.0.0/0 via 172.16.52.1

# lan1 (labs/vrf-return-path.yml:83): kernel settings
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

# lan1 (labs/vrf-return-path.yml:83): interfaces, addresses, routes
ip -n lan1 link set dev br0 up
ip -n lan1 link set dev lo up
ip -n lan1 link set dev db master br0 up
ip -n lan1 link set dev router master br0 up
ip -n lan1 link set dev server1 master br0 up

# lan2 (labs/vrf-return-path.yml:84): kernel settings
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

# lan2 (labs/vrf-return-path.yml:84): interfaces, addresses, routes
ip -n lan2 link set dev br0 up
ip -n lan2 link set dev lo up
ip -n lan2 link set dev admin master br0 up
ip -n lan2 link set dev mgmt-db master br0 up
ip -n lan2 link set dev router master br0 up
ip -n lan2 link set dev server1 master br0 up

# mgmt-db (labs/vrf-return-path.yml:61): kernel settings
ip netns exec mgmt-db sysctl --quiet --load=- <<'END'
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

# mgmt-db (labs/vrf-return-path.yml:61): interfaces, addresses, routes
ip -n mgmt-db link set dev lo up
ip -n mgmt-db link set dev eth0 up
ip -n mgmt-db address add 192.168.1.40/24 dev eth0
ip -n mgmt-db route add 0.0.0.0/0 via 192.168.1.1

# router (labs/vrf-return-path.yml:44): kernel settings
ip netns exec router sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth3/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth0/rp_filter = 0
net/ipv4/conf/eth1/rp_filter = 0
net/ipv4/conf/eth2/rp_filter = 0
net/ipv4/conf/eth3/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth0/accept_ra = 1
net/ipv6/conf/eth1/accept_ra = 1
net/ipv6/conf/eth2/accept_ra = 1
net/ipv6/conf/eth3/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth0/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth2/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth3/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
# as the lab file says
net/ipv4/conf/all/send_redirects = 0
net/ipv4/conf/default/send_redirects = 0
net/ipv4/ip_forward = 1
net/ipv6/conf/all/forwarding = 1
END

# router (labs/vrf-return-path.yml:44): interfaces, addresses, routes
ip -n router link set dev lo up
ip -n router link set dev eth0 up
ip -n router link set dev eth1 up
ip -n router link set dev eth2 up
ip -n router link set dev eth3 up
ip -n router address add 192.168.22.1/24 dev eth0
ip -n router address add 2001:470:fe36:face::1/64 dev eth0
ip -n router address add 192.168.52.1/24 dev eth1
ip -n router address add 192.168.1.1/24 dev eth2
ip -n router address add 2405:6580:aa40::1/64 dev eth2
ip -n router address add 172.16.52.1/24 dev eth3

# server1 (labs/vrf-return-path.yml:23): kernel settings
ip netns exec server1 sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/eth2/accept_dad = 0
# an answer may leave by another way than the question came
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
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
END

# server1 (labs/vrf-return-path.yml:23): interfaces, addresses, routes
ip -n server1 link set dev lo up
ip -n server1 link set dev eth0 up
ip -n server1 link set dev eth1 up
ip -n server1 link set dev eth2 up
ip -n server1 address add 192.168.22.217/24 dev eth0
ip -n server1 address add 2001:470:fe36:face::217:1/64 dev eth0
ip -n server1 address add 192.168.52.217/24 dev eth1
ip -n server1 address add 2001:470:fe36:cafe::217:1/64 dev eth1
ip -n server1 address add 192.168.1.217/24 dev eth2
ip -n server1 address add 2405:6580:aa40::217:1/64 dev eth2
ip -n server1 route add 0.0.0.0/0 via 192.168.22.1 dev eth0 metric 100
ip -n server1 route add 0.0.0.0/0 via 192.168.1.1 dev eth2 metric 102
ip -n server1 route add ::/0 via 2001:470:fe36:face::1 dev eth0 metric 100
ip -n server1 route add ::/0 via 2405:6580:aa40::1 dev eth2 metric 102

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# db (labs/vrf-return-path.yml:70): its namespaces, then its files
start_node db db

in_node db install -D -m 644 /dev/stdin /etc/hostname <<'END'
db
END

in_node db install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.1.50	admin
192.168.52.201	db
172.16.52.201	far-db
192.168.1.40	mgmt-db
192.168.22.1	router
192.168.22.217	server1
END

# db (labs/vrf-return-path.yml:73): service mysql; labctl would also start it again when it ends
in_node db sh -c 'mkdir -p /tmp/mysql && exec mariadbd --no-defaults --user=root --datadir=/tmp/mysql --skip-grant-tables --innodb=OFF --default-storage-engine=Aria --aria-pagecache-buffer-size=1M --skip-name-resolve --socket=/run/mysqld.sock' </dev/null >"$lab/db/"mysql.log 2>&1 &

# far-db (labs/vrf-return-path.yml:75): its namespaces, then its files
start_node far-db far-db

in_node far-db install -D -m 644 /dev/stdin /etc/hostname <<'END'
far-db
END

in_node far-db install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.1.50	admin
192.168.52.201	db
172.16.52.201	far-db
192.168.1.40	mgmt-db
192.168.22.1	router
192.168.22.217	server1
END

# far-db (labs/vrf-return-path.yml:78): service mysql; labctl would also start it again when it ends
in_node far-db sh -c 'mkdir -p /tmp/mysql && exec mariadbd --no-defaults --user=root --datadir=/tmp/mysql --skip-grant-tables --innodb=OFF --default-storage-engine=Aria --aria-pagecache-buffer-size=1M --skip-name-resolve --socket=/run/mysqld.sock' </dev/null >"$lab/far-db/"mysql.log 2>&1 &

# mgmt-db (labs/vrf-return-path.yml:61): its namespaces, then its files
start_node mgmt-db mgmt-db

in_node mgmt-db install -D -m 644 /dev/stdin /etc/hostname <<'END'
mgmt-db
END

in_node mgmt-db install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.1.50	admin
192.168.52.201	db
172.16.52.201	far-db
192.168.1.40	mgmt-db
192.168.22.1	router
192.168.22.217	server1
END

# mgmt-db (labs/vrf-return-path.yml:65): service mysql; labctl would also start it again when it ends
in_node mgmt-db sh -c 'mkdir -p /tmp/mysql && exec mariadbd --no-defaults --user=root --datadir=/tmp/mysql --skip-grant-tables --innodb=OFF --default-storage-engine=Aria --aria-pagecache-buffer-size=1M --skip-name-resolve --socket=/run/mysqld.sock' </dev/null >"$lab/mgmt-db/"mysql.log 2>&1 &

# server1 (labs/vrf-return-path.yml:23): its namespaces, then its files
start_node server1 server1

in_node server1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
server1
END

in_node server1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.1.50	admin
192.168.52.201	db
172.16.52.201	far-db
192.168.1.40	mgmt-db
192.168.22.1	router
192.168.22.217	server1
END

in_node server1 install -D -m 644 /dev/stdin /usr/local/sbin/agent.pl <<'END'
use IO::Socket::INET; $| = 1;
my $socket = IO::Socket::INET->new(LocalPort => 161, Proto => "udp") or die "$!\n";
while (defined $socket->recv(my $asked, 1500)) { print "asked: $asked\n"; $socket->send("answer") }
END

# server1 (labs/vrf-return-path.yml:43): service agent; labctl would also start it again when it ends
in_node server1 sh -c 'exec perl /usr/local/sbin/agent.pl > /run/agent.log' </dev/null >"$lab/server1/"agent.log 2>&1 &

# server1 (labs/vrf-return-path.yml:42): service sshd; labctl would also start it again when it ends
in_node server1 sh -c 'dropbearkey -t ed25519 -f /run/hostkey && exec dropbear -F -E -r /run/hostkey -p 22' </dev/null >"$lab/server1/"sshd.log 2>&1 &
