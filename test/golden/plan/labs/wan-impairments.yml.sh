#!/bin/sh
# wan-impairments: Three lines that are long, lossy and slow, each measured
# 2 nodes, 3 links; written by `labctl plan labs/wan-impairments.yml`.
#
# Run it as root: as a file (sh -eu FILE), or paste it, whole or piece by piece. To keep it off this machine, type
# these two lines first; it then has a network, mounts and processes of its own, and `exit` is the whole undo:
#
#   unshare --net --mount --pid --fork --mount-proc
#   mount -t tmpfs tmpfs /run
#
# Without them it makes network namespaces you see in `ip netns`, and this takes everything away again:
#
#   kill -9 $(cat /run/lab-wan-impairments/*/pid)
#   for node in branch hq; do ip netns delete "$node"; done
#   rm -r /run/lab-wan-impairments

# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,
# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being
# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.
lab=/run/lab-wan-impairments
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
ip netns add branch
ip netns add hq

# ---------- Bridges for the LANs, and a veth pair per link ------------------------------------------------------

# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,
# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same
# every time, and with them the IPv6 link-local addresses.

# hq:far ---- branch:far (labs/wan-impairments.yml:22)
ip link add name far netns hq address 02:83:09:2c:e8:c9 mtu 1500 \
  type veth peer name far netns branch address 02:2c:e5:f1:bd:26 mtu 1500

# hq:lossy ---- branch:lossy (labs/wan-impairments.yml:24)
ip link add name lossy netns hq address 02:7e:0f:51:ac:7a mtu 1500 \
  type veth peer name lossy netns branch address 02:a5:61:e9:ef:01 mtu 1500

# hq:slow ---- branch:slow (labs/wan-impairments.yml:25)
ip link add name slow netns hq address 02:0c:dd:43:45:bd mtu 1500 \
  type veth peer name slow netns branch address 02:eb:85:50:91:60 mtu 1500

# ---------- Kernel settings, links up, addresses and routes, node by node ---------------------------------------

# branch (labs/wan-impairments.yml:9): kernel settings
ip netns exec branch sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/far/accept_dad = 0
net/ipv6/conf/lossy/accept_dad = 0
net/ipv6/conf/slow/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/far/rp_filter = 0
net/ipv4/conf/lossy/rp_filter = 0
net/ipv4/conf/slow/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/far/accept_ra = 1
net/ipv6/conf/lossy/accept_ra = 1
net/ipv6/conf/slow/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/far/ignore_routes_with_linkdown = 0
net/ipv4/conf/lossy/ignore_routes_with_linkdown = 0
net/ipv4/conf/slow/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# branch (labs/wan-impairments.yml:9): interfaces, addresses, routes
ip -n branch link set dev lo up
ip -n branch link set dev far up
ip -n branch link set dev lossy up
ip -n branch link set dev slow up
ip -n branch address add 10.0.1.2/30 dev far
ip -n branch address add 10.0.2.2/30 dev lossy
ip -n branch address add 10.0.3.2/30 dev slow
tc -n branch qdisc replace dev far root netem limit 33334 delay 20ms 2ms
tc -n branch qdisc replace dev slow root tbf rate 2mbit burst 32768b latency 50ms

# hq (labs/wan-impairments.yml:6): kernel settings
ip netns exec hq sysctl --quiet --load=- <<'END'
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
net/ipv6/conf/far/accept_dad = 0
net/ipv6/conf/lossy/accept_dad = 0
net/ipv6/conf/slow/accept_dad = 0
# an answer may leave by another way than the question came
net/ipv4/conf/all/rp_filter = 0
net/ipv4/conf/default/rp_filter = 0
net/ipv4/conf/far/rp_filter = 0
net/ipv4/conf/lossy/rp_filter = 0
net/ipv4/conf/slow/rp_filter = 0
# ping works without a raw socket
net/ipv4/ping_group_range = 0 0
# a host listens to router advertisements
net/ipv6/conf/default/accept_ra = 1
net/ipv6/conf/far/accept_ra = 1
net/ipv6/conf/lossy/accept_ra = 1
net/ipv6/conf/slow/accept_ra = 1
# a host believes ICMP redirects, as Linux does by default
net/ipv4/conf/all/accept_redirects = 1
net/ipv4/conf/default/accept_redirects = 1
# routes over a dead link stay in use, as by default
net/ipv4/conf/default/ignore_routes_with_linkdown = 0
net/ipv4/conf/far/ignore_routes_with_linkdown = 0
net/ipv4/conf/lossy/ignore_routes_with_linkdown = 0
net/ipv4/conf/slow/ignore_routes_with_linkdown = 0
# ARP as the kernel does it by default, whatever the machine is tuned to
net/ipv4/conf/all/arp_ignore = 0
net/ipv4/conf/default/arp_ignore = 0
net/ipv4/conf/all/arp_announce = 0
net/ipv4/conf/default/arp_announce = 0
net/ipv4/conf/all/arp_filter = 0
net/ipv4/conf/default/arp_filter = 0
END

# hq (labs/wan-impairments.yml:6): interfaces, addresses, routes
ip -n hq link set dev lo up
ip -n hq link set dev far up
ip -n hq link set dev lossy up
ip -n hq link set dev slow up
ip -n hq address add 10.0.1.1/30 dev far
ip -n hq address add 10.0.2.1/30 dev lossy
ip -n hq address add 10.0.3.1/30 dev slow
tc -n hq qdisc replace dev far root netem limit 33334 delay 20ms 2ms
tc -n hq qdisc replace dev lossy root netem loss 10%
tc -n hq qdisc replace dev slow root tbf rate 2mbit burst 32768b latency 50ms

# ---------- Files, firewalls, routing daemons and services ------------------------------------------------------

# branch (labs/wan-impairments.yml:9): its namespaces, then its files
start_node branch branch

in_node branch install -D -m 644 /dev/stdin /etc/hostname <<'END'
branch
END

in_node branch install -D -m 644 /dev/stdin /etc/hosts <<'END'
127.0.0.1	localhost
::1	localhost ip6-localhost ip6-loopback
10.0.1.2	branch
10.0.1.1	hq
END

in_node branch install -D -m 644 /dev/stdin /usr/local/bin/stream <<'END'
use strict; use IO::Socket::INET;
$SIG{PIPE} = "IGNORE"; $SIG{CHLD} = "IGNORE";
my $listen = IO::Socket::INET->new(LocalPort => 5001, Listen => 5, ReuseAddr => 1) or die "listen: $!";
while (1) { my $c = $listen->accept or next; next if fork; 1 while syswrite $c, "\0" x 16384; exit }
END

# branch (labs/wan-impairments.yml:19): service stream; labctl would also start it again when it ends
in_node branch perl /usr/local/bin/stream </dev/null >"$lab/branch/"stream.log 2>&1 &
