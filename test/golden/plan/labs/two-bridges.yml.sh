#!/bin/sh
# two-bridges: Containers on their host's own segments - each on port 80 at its own address, and on a second segment where the database is
# 4 nodes, 3 links; written by `labctl plan labs/two-bridges.yml`.
# It runs busybox, brctl, ifconfig, mariadbd, mariadb: apt-get install bridge-utils busybox mariadb-client-core mariadb-server-core net-tools
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-two-bridges/*/pid)
#   for node in client router server1 server3; do ip netns delete "$node"; done
#   rm -r /run/lab-two-bridges

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-two-bridges
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
ip netns add router
ip netns add server1
ip netns add server3

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# router:eth0 ---- server1:eth0 (labs/two-bridges.yml:86)
ip link add name eth0 netns router address 02:de:96:96:81:fb mtu 1500 \
  type veth peer name eth0 netns server1 address 00:0c:29:16:02:17 mtu 1500

# server3:em0 ---- server1:eth1 (labs/two-bridges.yml:89)
ip link add name em0 netns server3 address 02:a2:af:e3:4e:4f mtu 1500 \
  type veth peer name eth1 netns server1 address 02:7b:15:a3:02:0b mtu 1500

# router:eth1 ---- client:eth0 (labs/two-bridges.yml:91)
ip link add name eth1 netns router address 02:de:96:96:80:48 mtu 1500 \
  type veth peer name eth0 netns client address 02:64:e6:df:0e:5d mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# client (labs/two-bridges.yml:84): kernel settings
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

# client (labs/two-bridges.yml:84): interfaces, addresses, routes
ip -n client link set dev lo up
ip -n client link set dev eth0 up
ip -n client address add 198.51.100.10/24 dev eth0
ip -n client route add 0.0.0.0/0 via 198.51.100.1

# router (labs/two-bridges.yml:77): kernel settings
ip netns exec router sysctl --quiet --load=- <<'END'
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
# as the lab file says
net/ipv4/ip_forward = 1
net/ipv4/neigh/eth0/base_reachable_time_ms = 3600000
net/ipv4/neigh/eth0/locktime = 0
END

# router (labs/two-bridges.yml:77): interfaces, addresses, routes
ip -n router link set dev lo up
ip -n router link set dev eth0 up
ip -n router link set dev eth1 up
ip -n router address add 192.168.22.1/24 dev eth0
ip -n router address add 2001:470:fe36:face::1/64 dev eth0
ip -n router address add 198.51.100.1/24 dev eth1

# server1 (labs/two-bridges.yml:21): kernel settings
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

# server1 (labs/two-bridges.yml:21): interfaces, addresses, routes
ip -n server1 link set dev lo up
ip -n server1 link set dev eth0 up
ip -n server1 link set dev eth1 up
ip -n server1 address add 192.168.22.217/24 dev eth0
ip -n server1 address add 2001:470:fe36:face::217:1/64 dev eth0
ip -n server1 address add 192.168.52.217/24 dev eth1
ip -n server1 route add 0.0.0.0/0 via 192.168.22.1

# server3 (labs/two-bridges.yml:57): kernel settings
ip netns exec server3 sysctl --quiet --load=- <<'END'
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

# server3 (labs/two-bridges.yml:57): interfaces, addresses, routes
ip -n server3 link set dev lo up
ip -n server3 link set dev em0 up
ip -n server3 address add 192.168.52.204/24 dev em0

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# server1 (labs/two-bridges.yml:21): its namespaces, then its files
start_node server1 server1

in_node server1 install -D -m 644 /dev/stdin /etc/hostname <<'END'
server1
END

in_node server1 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.168.22.1	router
192.168.22.217	server1
192.168.52.204	server3
END

in_node server1 install -D -m 644 /dev/stdin /etc/rc.local <<'END'
#!/bin/sh -e
brctl addif br0 eth0
ifconfig eth0 0.0.0.0 up
ip link set up dev br0
route add default gw 192.168.22.1
brctl addif br1 eth1
ifconfig eth1 0.0.0.0 up
ip link set up dev br1
END

in_node server1 install -D -m 644 /dev/stdin /root/default-route <<'END'
#!/bin/sh -e
DOCKER_PID=$(docker inspect --format '{{.State.Pid}}' "$1")
nsenter -t "$DOCKER_PID" -n route delete default
nsenter -t "$DOCKER_PID" -n route add default gw 192.168.22.217 eth0
nsenter -t "$DOCKER_PID" -n ping -c 3 -i 0.2 192.168.22.217
END

in_node server1 install -D -m 644 /dev/stdin /var/www/html/wordpress/cgi-bin/install <<'END'
#!/bin/sh
printf 'Content-Type: text/plain\r\n\r\nWordPress on %s\n' "$(hostname)"
mariadb --no-defaults --connect-timeout=1 --host=192.168.52.204 --user=wordpress --password=wordpress \
  --skip-column-names --execute="SELECT CONCAT('database: ', VERSION(), ', user ', USER())" wordpress 2>/dev/null ||
  echo 'Error establishing a database connection'
END

in_node server1 install -D -m 644 /dev/stdin /var/www/html/wordpress/index.html <<'END'
Hello from the content folder
END

# server3 (labs/two-bridges.yml:57): its namespaces, then its files
start_node server3 server3

in_node server3 install -D -m 644 /dev/stdin /etc/hostname <<'END'
server3
END

in_node server3 install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
198.51.100.10	client
192.168.22.1	router
192.168.22.217	server1
192.168.52.204	server3
END

in_node server3 install -D -m 644 /dev/stdin /usr/local/sbin/mysql-start <<'END'
#!/bin/sh -e
set -- --no-defaults --user=root --datadir=/var/lib/mysql --innodb=OFF --default-storage-engine=Aria
if ! [ -e /var/lib/mysql/made ]; then
  mkdir -p /var/lib/mysql/mysql
  # MariaDB 11 has them in a folder of its own name.
  cd /usr/share/mariadb 2>/dev/null || cd /usr/share/mysql
  { echo 'USE mysql;'; cat m*_system_tables.sql m*_system_tables_data.sql; } | mariadbd "$@" --bootstrap
  touch /var/lib/mysql/made
fi
exec mariadbd "$@" --socket=/run/mysqld.sock --skip-name-resolve --init-file=/var/lib/mysql/wordpress.sql
END

in_node server3 install -D -m 644 /dev/stdin /var/lib/mysql/wordpress.sql <<'END'
CREATE DATABASE IF NOT EXISTS wordpress;
CREATE OR REPLACE USER wordpress@'192.168.52.%' IDENTIFIED BY 'wordpress';
GRANT ALL ON wordpress.* TO wordpress@'192.168.52.%';
END

# server3 (labs/two-bridges.yml:76): service mysql; labctl would also start it again when it ends
in_node server3 sh /usr/local/sbin/mysql-start </dev/null >"$lab/server3/"mysql.log 2>&1 &

# ---------- Containers and their networks, now that every node runs and can react to them -----------------------

# server1 (labs/two-bridges.yml:27): network docker0, driver bridge
ip netns exec server1 sysctl -qw 'net.ipv4.ip_forward=1'
ip netns exec server1 iptables-restore --noflush <<'END'
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
ip -n server1 link add name docker0 address 02:6e:40:3c:e5:3b type bridge
ip -n server1 address add 172.17.0.1/16 broadcast + dev docker0
ip -n server1 link set dev docker0 up
ip netns exec server1 iptables-restore --noflush <<'END'
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

# server1 (labs/two-bridges.yml:55): the lab file's commands
in_node server1 chmod +x /var/www/html/wordpress/cgi-bin/install /etc/rc.local /root/default-route </dev/null
