#!/bin/sh
# docker-netns: Docker's bridge and masquerade, a container's network namespace under ip netns, and a NIC added to it by hand
# 3 nodes, 2 links; written by `labctl plan labs/docker-netns.yml`.
# It runs bash, traceroute, brctl, ifconfig, route: apt-get install bash bridge-utils net-tools traceroute
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-docker-netns/*/pid)
#   for node in google kvm rhel7; do ip netns delete "$node"; done
#   rm -r /run/lab-docker-netns

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-docker-netns
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
ip netns add google
ip netns add kvm
ip netns add rhel7

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# kvm:virbr0 ---- rhel7:eth0 (labs/docker-netns.yml:42)
ip link add name virbr0 netns kvm address 02:e4:0e:e1:ec:54 mtu 1500 \
  type veth peer name eth0 netns rhel7 address 02:19:57:ed:8a:1a mtu 1500

# kvm:wan ---- google:eth0 (labs/docker-netns.yml:45)
ip link add name wan netns kvm address 02:2a:af:ec:52:3b mtu 1500 \
  type veth peer name eth0 netns google address 02:2a:88:2a:79:55 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# google (labs/docker-netns.yml:11): kernel settings
ip netns exec google sysctl --quiet --load=- <<'END'
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

# google (labs/docker-netns.yml:14): interfaces, addresses, routes
ip -n google link set dev lo up
ip -n google link set dev eth0 up
ip -n google address add 8.8.8.8/32 dev lo
ip -n google address add 203.0.113.2/30 dev eth0

# kvm (labs/docker-netns.yml:16): kernel settings
ip netns exec kvm sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/virbr0/accept_dad = 0
net/ipv6/conf/wan/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/virbr0/rp_filter = 0
net/ipv4/conf/wan/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/virbr0/accept_ra = 1
net/ipv6/conf/wan/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/virbr0/ignore_routes_with_linkdown = 0
net/ipv4/conf/wan/ignore_routes_with_linkdown = 0
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

# kvm (labs/docker-netns.yml:16): interfaces, addresses, routes
ip -n kvm link set dev lo up
ip -n kvm link set dev virbr0 up
ip -n kvm link set dev wan up
ip -n kvm address add 192.168.122.1/24 dev virbr0
ip -n kvm address add 203.0.113.1/30 dev wan
ip -n kvm route add 0.0.0.0/0 via 203.0.113.2

# rhel7 (labs/docker-netns.yml:22): kernel settings
ip netns exec rhel7 sysctl --quiet --load=- <<'END'
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

# rhel7 (labs/docker-netns.yml:22): interfaces, addresses, routes
ip -n rhel7 link set dev lo up
ip -n rhel7 link set dev eth0 up
ip -n rhel7 address add 192.168.122.10/24 dev eth0
ip -n rhel7 route add 0.0.0.0/0 via 192.168.122.1

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# google (labs/docker-netns.yml:11): its namespaces, then its files
start_node google google-public-dns-a

in_node google install -D -m 644 /dev/stdin /etc/hostname <<'END'
google-public-dns-a
END

in_node google install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
8.8.8.8	google-public-dns-a google
192.168.122.1	kvm
192.168.122.10	rhel7
END

# kvm (labs/docker-netns.yml:16): its namespaces, then its files
start_node kvm kvm

in_node kvm install -D -m 644 /dev/stdin /etc/hostname <<'END'
kvm
END

in_node kvm install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
8.8.8.8	google-public-dns-a google
192.168.122.1	kvm
192.168.122.10	rhel7
END

# rhel7 (labs/docker-netns.yml:22): its namespaces, then its files
start_node rhel7 rhel7

in_node rhel7 install -D -m 644 /dev/stdin /etc/hostname <<'END'
rhel7
END

in_node rhel7 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
8.8.8.8	google-public-dns-a google
192.168.122.1	kvm
192.168.122.10	rhel7
END

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# rhel7 (labs/docker-netns.yml:27): network docker0, driver bridge
ip netns exec rhel7 sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec rhel7 iptables-restore --noflush <<'END'
*nat
:DOCKER - [0:0]
-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER
-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER
COMMIT
END
ip -n rhel7 link add name docker0 address 02:07:6b:64:a2:d9 type bridge
ip -n rhel7 address add 172.17.42.1/16 broadcast + dev docker0
ip -n rhel7 link set dev docker0 up
ip netns exec rhel7 iptables-restore --noflush <<'END'
*nat
-A POSTROUTING -s 172.17.0.0/16 ! -d 172.17.0.0/16 -j MASQUERADE
COMMIT
*filter
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
COMMIT
END

# ---------- The commands of the lab file, in its order on each node ---------------------------------------------

# kvm (labs/docker-netns.yml:21): the lab file's commands
in_node kvm iptables -t nat -A POSTROUTING -s 192.168.122.0/24 '!' -d 192.168.122.0/24 -j MASQUERADE </dev/null
