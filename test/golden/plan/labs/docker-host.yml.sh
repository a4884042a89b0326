#!/bin/sh
# docker-host: Containers on a host - Docker's bridge, two real segments, a macvlan, and a router in the host's own network
# 3 nodes, 2 links; written by `labctl plan labs/docker-host.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-docker-host/*/pid)
#   for node in db dk rt; do ip netns delete "$node"; done
#   rm -r /run/lab-docker-host

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-docker-host
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
ip netns add db
ip netns add dk
ip netns add rt

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# rt:eth0 ---- dk:eth0 (labs/docker-host.yml:62)
ip link add name eth0 netns rt address 02:8d:25:13:6c:32 mtu 1500 \
  type veth peer name eth0 netns dk address 02:07:9f:ff:d2:d7 mtu 1500

# db:eth0 ---- dk:eth1 (labs/docker-host.yml:65)
ip link add name eth0 netns db address 02:31:da:81:85:c2 mtu 1500 \
  type veth peer name eth1 netns dk address 02:07:9f:ff:d1:24 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# db (labs/docker-host.yml:19): kernel settings
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

# db (labs/docker-host.yml:19): interfaces, addresses, routes
ip -n db link set dev lo up
ip -n db link set dev eth0 up
ip -n db address add 192.168.52.204/24 dev eth0

# dk (labs/docker-host.yml:20): kernel settings
ip netns exec dk sysctl --quiet --load=- <<'END'
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

# dk (labs/docker-host.yml:20): interfaces, addresses, routes
ip -n dk link set dev lo up
ip -n dk link set dev eth0 up
ip -n dk link set dev eth1 up
ip -n dk address add 192.168.22.217/24 dev eth0
ip -n dk route add 0.0.0.0/0 via 192.168.22.1

# rt (labs/docker-host.yml:5): kernel settings
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

# rt (labs/docker-host.yml:8): interfaces, addresses, routes
ip -n rt link set dev lo up
ip -n rt link set dev eth0 up
ip -n rt address add 10.255.0.1/32 dev lo
ip -n rt address add 192.168.22.1/24 dev eth0

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# dk (labs/docker-host.yml:20): its namespaces, then its files
start_node dk dk

in_node dk install -D -m 644 /dev/stdin /etc/hostname <<'END'
dk
END

in_node dk install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.52.204	db
192.168.22.217	dk
10.255.0.1	rt
END

# rt (labs/docker-host.yml:5): its namespaces, then its files
start_node rt rt

in_node rt install -D -m 644 /dev/stdin /etc/hostname <<'END'
rt
END

in_node rt install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.52.204	db
192.168.22.217	dk
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
exit
router ospf
 network 192.168.22.0/24 area 0
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

# rt (labs/docker-host.yml:9): FRR; zebra first, as the others look for it when they start
in_node rt install -d -o frr -g frr -m 755 /run/frr /var/log/frr
if [ -x /usr/lib/frr/mgmtd ]; then in_node rt /usr/lib/frr/mgmtd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log; fi # from version 9 on it holds part of the configuration
in_node rt /usr/lib/frr/zebra -d -A 127.0.0.1 -s 90000000 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt /usr/lib/frr/staticd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt /usr/lib/frr/ospfd -d -A 127.0.0.1 --limit-fds 1024 --log file:/var/log/frr/frr.log
in_node rt vtysh -b # hands /etc/frr/frr.conf out, to each daemon what is its own

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# dk (labs/docker-host.yml:24): network docker0, driver bridge
ip netns exec dk sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec dk iptables-restore --noflush <<'END'
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
ip -n dk link add name docker0 address 02:d3:da:f8:8c:e6 type bridge
ip -n dk address add 172.17.0.1/16 broadcast + dev docker0
ip -n dk link set dev docker0 up
ip netns exec dk iptables-restore --noflush <<'END'
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

# dk (labs/docker-host.yml:25): network front, driver bridge
ip -n dk link add name br0 address 02:d0:5d:09:60:8e type bridge
ip -n dk address add 192.168.22.217/24 broadcast + dev br0
ip -n dk link set dev br0 up
ip netns exec dk iptables-restore --noflush <<'END'
*nat
-A POSTROUTING -s 192.168.22.0/24 ! -o br0 -j MASQUERADE
-A POSTROUTING -o br0 -m addrtype --src-type LOCAL -j MASQUERADE
COMMIT
*filter
-A FORWARD -o br0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o br0 -j DOCKER
-A FORWARD -i br0 ! -o br0 -j ACCEPT
-A FORWARD -i br0 -o br0 -j ACCEPT
-I DOCKER-ISOLATION-STAGE-1 -i br0 ! -o br0 -j DOCKER-ISOLATION-STAGE-2
-I DOCKER-ISOLATION-STAGE-2 -o br0 -j DROP
COMMIT
END
# eth0 becomes a port; labctl moves its addresses and routes to br0 as well
ip -n dk link set dev eth0 master br0
ip -n dk link set dev eth0 up

# dk (labs/docker-host.yml:26): network tenant, driver macvlan
# (nothing to do before a container is attached)

# dk/web1 (labs/docker-host.yml:28)
start_container dk web1 new web1 sleep infinity
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip link set lo up
ip -n dk link add name veth0b27399 type veth peer name eth0 address 02:42:c0:a8:16:de netns "$(cat "$lab/"dk/web1/pid)"
ip -n dk link set dev veth0b27399 master br0
ip -n dk link set dev veth0b27399 up
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip address add 192.168.22.222/24 broadcast + dev eth0
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip link set dev eth0 up
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip route add default via 192.168.22.217 dev eth0
ip -n dk link add link eth1 name vethe360efe address 02:42:c0:a8:34:de netns "$(cat "$lab/"dk/web1/pid)" type macvlan mode bridge
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip link set dev vethe360efe name eth1
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip address add 192.168.52.222/24 broadcast + dev eth1
nsenter --target "$(cat "$lab/"dk/web1/pid)" --net ip link set dev eth1 up

in_node dk/web1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
web1
END

in_node dk/web1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.52.204	db
192.168.22.217	dk
10.255.0.1	rt
172.17.0.2	web2
END

in_node dk/web1 install -D -m 644 /dev/stdin /srv/web.pl <<'END'
use IO::Socket::INET;
my $socket = IO::Socket::INET->new(LocalPort => 80, Listen => 5, ReuseAddr => 1) or die "$!\n";
chomp(my $name = `hostname`);
while (my $client = $socket->accept) {
  while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/ }
  print $client "HTTP/1.0 200 OK\r\nContent-Length: ", length($name), "\r\n\r\n$name";
}
END

# dk/web1: service http
in_node dk/web1 perl /srv/web.pl </dev/null >"$lab/dk/web1/"http.log 2>&1 &

# dk/web2 (labs/docker-host.yml:40)
start_container dk web2 new web2 sleep infinity
nsenter --target "$(cat "$lab/"dk/web2/pid)" --net ip link set lo up
ip -n dk link add name veth132873b type veth peer name eth0 address 02:42:ac:11:00:02 netns "$(cat "$lab/"dk/web2/pid)"
ip -n dk link set dev veth132873b master docker0
ip -n dk link set dev veth132873b type bridge_slave hairpin on
ip -n dk link set dev veth132873b up
nsenter --target "$(cat "$lab/"dk/web2/pid)" --net ip address add 172.17.0.2/16 broadcast + dev eth0
nsenter --target "$(cat "$lab/"dk/web2/pid)" --net ip link set dev eth0 up
nsenter --target "$(cat "$lab/"dk/web2/pid)" --net ip route add default via 172.17.0.1 dev eth0
ip netns exec dk iptables-restore --noflush <<'END'
*nat
-A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p tcp -m tcp --dport 80 -j MASQUERADE
COMMIT
*filter
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT
COMMIT
END

in_node dk/web2 install -D -m 644 /dev/stdin /etc/hostname <<'END'
web2
END

in_node dk/web2 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.52.204	db
192.168.22.217	dk
10.255.0.1	rt
192.168.22.222	web1
END

in_node dk/web2 install -D -m 644 /dev/stdin /srv/web.pl <<'END'
use IO::Socket::INET;
my $socket = IO::Socket::INET->new(LocalPort => 80, Listen => 5, ReuseAddr => 1) or die "$!\n";
chomp(my $name = `hostname`);
while (my $client = $socket->accept) {
  while (defined(my $line = <$client>)) { last if $line =~ /^\r?\n$/ }
  print $client "HTTP/1.0 200 OK\r\nContent-Length: ", length($name), "\r\n\r\n$name";
}
END

# dk/web2: service http
in_node dk/web2 perl /srv/web.pl </dev/null >"$lab/dk/web2/"http.log 2>&1 &

# dk/frr01 (labs/docker-host.yml:45)
start_container dk frr01 node frr01 sleep infinity

in_node dk/frr01 install -D -m 644 /dev/stdin /etc/hostname <<'END'
frr01
END

in_node dk/frr01 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
192.168.52.204	db
192.168.22.217	dk
10.255.0.1	rt
192.168.22.222	web1
172.17.0.2	web2
END

in_node dk/frr01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/frr.conf <<'END'
frr defaults traditional
hostname frr01
service integrated-vtysh-config
!
interface br0
 ip ospf hello-interval 1
 ip ospf dead-interval 4
 ip ospf network point-to-point
exit
router ospf
 network 192.168.22.0/24 area 0
exit
END

in_node dk/frr01 install -D -o frr -g frr -m 640 /dev/stdin /etc/frr/daemons <<'END'
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

in_node dk/frr01 install -D -o frr -g frrvty -m 640 /dev/stdin /etc/frr/vtysh.conf <<'END'
service integrated-vtysh-config
END

# dk/frr01: FRR
in_node dk/frr01 sh -c 'exec 3>/dev/null

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
' </dev/null >"$lab/dk/frr01/"frr.log 2>&1 &
