#!/bin/sh
# frr-host-mode: FRR as a container in the host's network - it peers with the router outside, and leaves its routes behind
# 2 nodes, 1 link; written by `labctl plan labs/frr-host-mode.yml`.
# It runs iptables, route: apt-get install iptables net-tools
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-frr-host-mode/*/pid)
#   for node in host rt; do ip netns delete "$node"; done
#   rm -r /run/lab-frr-host-mode

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-frr-host-mode
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
ip netns add host
ip netns add rt

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# rt:eth0 ---- host:eth0 (labs/frr-host-mode.yml:102)
ip link add name eth0 netns rt address 02:8d:25:13:6c:32 mtu 1500 \
  type veth peer name eth0 netns host address 02:0a:b4:8b:eb:56 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# host (labs/frr-host-mode.yml:33): kernel settings
ip netns exec host sysctl --quiet --load=- <<'END'
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

# host (labs/frr-host-mode.yml:33): interfaces, addresses, routes
ip -n host link set dev lo up
ip -n host link set dev eth0 up
ip -n host address add 192.168.0.2/24 dev eth0

# rt (labs/frr-host-mode.yml:16): kernel settings
ip netns exec rt sysctl --quiet --load=- <<'END'
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

# rt: settings that not every kernel has (--ignore)
ip netns exec rt sysctl --quiet --ignore --load=- <<'END'
# a dead next hop is left out of a multipath route
net/ipv4/fib_multipath_use_neigh = 1
# flows, not hosts, are spread over equal paths
net/ipv4/fib_multipath_hash_policy = 1
net/ipv6/fib_multipath_hash_policy = 1
# one daemon serves TCP sessions of every VRF
net/ipv4/tcp_l3mdev_accept = 1
END

# rt (labs/frr-host-mode.yml:18): interfaces, addresses, routes
ip -n rt link set dev lo up
ip -n rt link set dev eth0 up
ip -n rt address add 10.255.0.1/32 dev lo
ip -n rt address add 192.168.0.1/24 dev eth0

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# host (labs/frr-host-mode.yml:33): its namespaces, then its files
start_node host host

in_node host install -D -m 644 /dev/stdin /etc/hostname <<'END'
host
END

in_node host install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.0.2	host
10.255.0.1	rt
END

# host (labs/frr-host-mode.yml:36): service web; labctl would also start it again when it ends
in_node host perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => 80, Listen => 1) or die; sleep' </dev/null >"$lab/host/"web.log 2>&1 &

# rt (labs/frr-host-mode.yml:16): its namespaces, then its files
start_node rt rt

in_node rt install -D -m 644 /dev/stdin /etc/hostname <<'END'
rt
END

in_node rt install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.0.2	host
10.255.0.1	rt
END

in_node rt install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname rt
service integrated-vtysh-config
!
interface eth0
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf network point-to-point
 ip ospf retransmit-interval 1
exit
router ospf
 ospf router-id 10.255.0.1
 timers throttle lsa all 0
 timers lsa min-arrival 0
 network 192.168.0.0/24 area 0
 network 10.255.0.1/32 area 0
exit
END

in_node rt install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=no
ripd=no
ripngd=no
ospfd=yes
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

in_node rt install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# rt (labs/frr-host-mode.yml:19): FRR; zebra first, as the others look for it when they start
in_node rt install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node rt /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node rt /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt /usr/lib/frr/ospfd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# host/frr01 (labs/frr-host-mode.yml:38)
start_container host frr01 node Container_FRR sleep infinity

in_node host/frr01 install -D -m 644 /dev/stdin /etc/hostname <<'END'
Container_FRR
END

in_node host/frr01 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.0.2	host
10.255.0.1	rt
END

in_node host/frr01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
service integrated-vtysh-config
!
hostname frr01
interface eth0
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf network point-to-point
 ip ospf retransmit-interval 1
exit
router ospf
 ospf router-id 192.168.0.2
 timers throttle lsa all 0
 timers lsa min-arrival 0
 network 192.168.0.0/24 area 0
exit
END

in_node host/frr01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
# Which FRR daemons run on this node; zebra and staticd always do.
bgpd=no
ripd=no
ripngd=no
ospfd=yes
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

in_node host/frr01 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# host/frr01: FRR
in_node host/frr01 sh -c 'exec 3>/dev/null

install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x /usr/lib/frr/mgmtd ]; then start mgmtd /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi
start zebra /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
start staticd /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
start ospfd /usr/lib/frr/ospfd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log &
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
' </dev/null >"$lab/host/frr01/"frr.log 2>&1 &

# host/alone (labs/frr-host-mode.yml:62)
start_container host alone new alone sleep infinity
nsenter --target "$(cat "$lab/"host/alone/pid)" --net ip link set lo up

in_node host/alone install -D -m 644 /dev/stdin /etc/hostname <<'END'
alone
END

in_node host/alone install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
127.0.1.1	alone host/alone
192.168.0.2	host
10.255.0.1	rt
END
