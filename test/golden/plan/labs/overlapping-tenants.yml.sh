#!/bin/sh
# overlapping-tenants: Two tenants with the same addresses and even the same ports behind one router, without VRF devices - tables, marks and conntrack zones
# 4 nodes, 3 links; written by `labctl plan labs/overlapping-tenants.yml`.
# It runs nft, conntrack, ncat, busybox: apt-get install busybox conntrack ncat nftables
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-overlapping-tenants/*/pid)
#   for node in client dk1 dk2 iosxe; do ip netns delete "$node"; done
#   rm -r /run/lab-overlapping-tenants

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-overlapping-tenants
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
ip netns add iosxe

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# dk1:eth1.10 ---- iosxe:Gi2.10 (labs/overlapping-tenants.yml:88)
ip link add name eth1.10 netns dk1 address 02:42:2e:0d:25:28 mtu 1500 \
  type veth peer name Gi2.10 netns iosxe address 02:16:0b:ae:8f:b8 mtu 1500

# dk2:eth1.20 ---- iosxe:Gi2.20 (labs/overlapping-tenants.yml:89)
ip link add name eth1.20 netns dk2 address 02:77:d0:bb:b6:6e mtu 1500 \
  type veth peer name Gi2.20 netns iosxe address 02:16:0b:b6:cc:73 mtu 1500

# iosxe:Gi1 ---- client:eth0 (labs/overlapping-tenants.yml:90)
ip link add name Gi1 netns iosxe address 02:bf:42:f4:54:f4 mtu 1500 \
  type veth peer name eth0 netns client address 02:64:e6:df:0e:5d mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# client (labs/overlapping-tenants.yml:82): kernel settings
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

# client (labs/overlapping-tenants.yml:82): interfaces, addresses, routes
ip -n client link set dev lo up
ip -n client link set dev eth0 up
ip -n client address add 10.0.1.100/24 dev eth0

# dk1 (labs/overlapping-tenants.yml:11): kernel settings
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
net/ipv6/conf/eth1.10/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1.10/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1.10/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1.10/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# dk1 (labs/overlapping-tenants.yml:11): interfaces, addresses, routes
ip -n dk1 link set dev lo up
ip -n dk1 link set dev eth1.10 up

# dk2 (labs/overlapping-tenants.yml:15): kernel settings
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
net/ipv6/conf/eth1.20/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/eth1.20/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/eth1.20/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/eth1.20/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# dk2 (labs/overlapping-tenants.yml:15): interfaces, addresses, routes
ip -n dk2 link set dev lo up
ip -n dk2 link set dev eth1.20 up

# iosxe (labs/overlapping-tenants.yml:16): kernel settings
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
net/ipv6/conf/Gi1/accept_dad = 0
net/ipv6/conf/Gi2.10/accept_dad = 0
net/ipv6/conf/Gi2.20/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/Gi1/rp_filter = 0
net/ipv4/conf/Gi2.10/rp_filter = 0
net/ipv4/conf/Gi2.20/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/Gi1/accept_ra = 1
net/ipv6/conf/Gi2.10/accept_ra = 1
net/ipv6/conf/Gi2.20/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi1/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi2.10/ignore_routes_with_linkdown = 0
net/ipv4/conf/Gi2.20/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
# as the lab file says
net/ipv4/fwmark_reflect = 1
net/ipv4/ip_forward = 1
END

# iosxe (labs/overlapping-tenants.yml:16): interfaces, addresses, routes
ip -n iosxe link set dev lo up
ip -n iosxe link set dev Gi1 up
ip -n iosxe link set dev Gi2.10 up
ip -n iosxe link set dev Gi2.20 up
ip -n iosxe address add 10.0.1.254/24 dev Gi1

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# client (labs/overlapping-tenants.yml:82): its namespaces, then its files
start_node client client

in_node client install -D -m 644 /dev/stdin /etc/hostname <<'END'
client
END

in_node client install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.0.1.100	client
10.0.1.254	iosxe
END

# client (labs/overlapping-tenants.yml:86): service who; labctl would also start it again when it ends
in_node client ncat -lk 7000 --sh-exec 'echo "you are $NCAT_REMOTE_ADDR"; exec sleep infinity' </dev/null >"$lab/client/"who.log 2>&1 &

# dk1 (labs/overlapping-tenants.yml:11): its namespaces, then its files
start_node dk1 dk1

in_node dk1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
dk1
END

in_node dk1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
127.0.1.1	dk1
10.0.1.100	client
10.0.1.254	iosxe
END

printf %s web1 | in_node dk1 install -D -m 644 /dev/stdin /srv/web1/index.html

printf %s web3 | in_node dk1 install -D -m 644 /dev/stdin /srv/web3/index.html

# dk2 (labs/overlapping-tenants.yml:15): its namespaces, then its files
start_node dk2 dk2

in_node dk2 install -D -m 644 /dev/stdin /etc/hostname <<'END'
dk2
END

in_node dk2 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
127.0.1.1	dk2
10.0.1.100	client
10.0.1.254	iosxe
END

printf %s web1 | in_node dk2 install -D -m 644 /dev/stdin /srv/web1/index.html

printf %s web3 | in_node dk2 install -D -m 644 /dev/stdin /srv/web3/index.html

# iosxe (labs/overlapping-tenants.yml:16): its namespaces, then its files
start_node iosxe iosxe

in_node iosxe install -D -m 644 /dev/stdin /etc/hostname <<'END'
iosxe
END

in_node iosxe install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.0.1.100	client
10.0.1.254	iosxe
END

in_node iosxe install -D -m 644 /dev/stdin /translator/add-tenant <<'END'
vlan=$1 gateway=$2 subnet=$3 table=$((100 + $1))
set -ex
ip address add $gateway/24 dev Gi2.$vlan noprefixroute
ip route add $subnet dev Gi2.$vlan table $table
ip route add 10.0.1.0/24 dev Gi1 table $table
ip route add unreachable default metric 4278198272 table $table
ip rule add pref $table iif Gi2.$vlan lookup $table
ip rule add pref $table fwmark $vlan lookup $table
sed "s/VLAN/$vlan/g" /translator/nat | nft -f -
END

in_node iosxe install -D -m 644 /dev/stdin /translator/del-tenant <<'END'
vlan=$1 gateway=$2 table=$((100 + $1))
set -ex
nft delete table ip tenant$vlan
ip rule delete pref $table
ip rule delete pref $table
ip route flush table $table
ip address delete $gateway/24 dev Gi2.$vlan
END

in_node iosxe install -D -m 644 /dev/stdin /translator/floating-ip <<'END'
what=$1 table=tenant$2 local=$3 global=$4
set -ex
ip address $what $global/32 dev Gi1
nft $what element ip $table locals { $local }
nft $what element ip $table globals { $global }
nft $what element ip $table local { $global : $local }
nft $what element ip $table global { $local : $global }
END

in_node iosxe install -D -m 644 /dev/stdin /translator/nat <<'END'
table ip tenantVLAN {
  # floating IPs: what is at each global address, and the other way round
  set locals { type ipv4_addr; }
  set globals { type ipv4_addr; }
  map local { type ipv4_addr : ipv4_addr; }
  map global { type ipv4_addr : ipv4_addr; }
  chain zones {
    type filter hook prerouting priority raw;
    # one address outside, one container: the zone holds in both directions
    iifname "Gi2.VLAN" ip saddr @locals ct zone set VLAN accept
    iifname "Gi1" ip daddr @globals ct zone set VLAN
    # PAT: answers come to an address that all tenants share, where only the port tells whose they are
    iifname "Gi2.VLAN" ct original zone set VLAN
  }
  chain marks {
    type filter hook prerouting priority mangle;
    ct state new iifname "Gi2.VLAN" ct mark set VLAN
    ct state new iifname "Gi1" ip daddr @globals ct mark set VLAN
    ct mark VLAN meta mark set VLAN
  }
  chain inwards {
    type nat hook prerouting priority dstnat;
    iifname "Gi1" dnat to ip daddr map @local
  }
  chain outwards {
    type nat hook postrouting priority srcnat;
    oifname "Gi1" ct mark VLAN snat to ip saddr map @global
    oifname "Gi1" ct mark VLAN masquerade
  }
}
END

# ---------- What reacts to events -------------------------------------------------------------------------------

# What reacts to events needs labctl: the lab file's hooks are not part of this script.

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# dk1 (labs/overlapping-tenants.yml:13): network docker0, driver bridge
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

# dk2 (labs/overlapping-tenants.yml:13): network docker0, driver bridge
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
