// Knows: a program that takes packets off an interface and writes them as a pcap stream (pcap-savefile(5)).
// Refuses to know: who reads the stream, and where the program is run.

/**
 * tcpdump itself cannot be used inside: it gives up root first, which fails where the user namespace maps one uid.
 * So this takes the packets, and tcpdump only translates filters, and prints where it can.
 *
 * Arguments: interface, file (`-`: standard output, until standard input ends), link type (1: Ethernet, 101: bare IP),
 * bytes kept of each packet, number of packets to end after (0: never), who filters (`kernel` or `here`), and a classic
 * BPF program as `tcpdump -ddd` prints it, with commas for newlines (empty: everything). When it ends by itself it says
 * on standard error how many packets it took and how many the kernel had to drop.
 */
export const packetProgram = String.raw`
use strict; use warnings; use Socket; use IO::Handle; use POSIX ();
my ($device, $file, $link, $room, $count, $where, $filter) = @ARGV;
socket(my $any, AF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
# 0x8933: SIOCGIFINDEX, 0x8913: SIOCGIFFLAGS (linux/sockios.h); /sys may show another network namespace's interfaces.
sub number { my $request = pack("a16 x24", $device); ioctl($any, 0x8933, $request) ? unpack("x16 i", $request) : 0 }
my $index = number or die "$device: $!\n";
my $flags = pack("a16 x24", $device);
ioctl($any, 0x8913, $flags) or die "$device: $!\n";
my $loopback = unpack("x16 S", $flags) & 8; # IFF_LOOPBACK

# 17: AF_PACKET. Bound to nothing it hears nothing until all is set.
socket(my $s, 17, $link == 1 ? SOCK_RAW : SOCK_DGRAM, 0) or die "packet socket: $!\n";
my @code = map { [split / /, $_] } split /,/, $filter;
shift @code; # how many there are
if (@code && $where eq "kernel") {
  my $program = join "", map { pack("S C C L", @$_) } @code;
  # 26: SO_ATTACH_FILTER; struct sock_fprog is a length and a pointer, aligned.
  setsockopt($s, SOL_SOCKET, 26, pack("S x![P] P", scalar @code, $program)) or die "filter: $!\n";
}
setsockopt($s, SOL_SOCKET, 33, pack("i", 1 << 22)); # SO_RCVBUFFORCE: where it is not allowed the default has to do
setsockopt($s, 263, 8, pack("i", 1)); # SOL_PACKET, PACKET_AUXDATA: the VLAN tag, which the kernel keeps beside the packet
# PACKET_ADD_MEMBERSHIP, PACKET_MR_PROMISC: what is meant for others is seen, too.
setsockopt($s, 263, 1, pack("i S S x8", $index, 1, 0)) or die "$device: $!\n";
# 3: ETH_P_ALL; bound to one interface it sees what comes in and what goes out.
bind($s, pack("S n i x12", 17, 3, $index)) or die "$device: $!\n";

# recvmsg(2), which Perl does not have, by its number (asm/unistd.h); elsewhere tags are not seen.
my $recvmsg = { x86_64 => 47, aarch64 => 212, riscv64 => 212 }->{ (POSIX::uname())[4] };
my ($data, $from, $control) = ("\0" x $room, "\0" x 20, "\0" x 128);
my $iov = pack("P L!", $data, $room);
# 0x40: MSG_DONTWAIT, 0x20: MSG_TRUNC, the true length of a packet that is cut.
sub take {
  if (!defined $recvmsg) {
    defined(my $sender = recv($s, my $packet, $room, 0x60)) or return;
    return ($packet, length $packet, unpack("x10 C", $sender));
  }
  my $message = pack("P L x4 P L! P L! L x4", $from, 20, $iov, 1, $control, 128, 0);
  my $length = syscall($recvmsg, fileno $s, $message, 0x60);
  return if $length < 0;
  my $packet = substr($data, 0, $length < $room ? $length : $room);
  my $end = unpack("x40 L!", $message);
  for (my $at = 0; $at + 36 <= $end;) {
    my ($size, $level, $type) = unpack("x$at L! i i", $control);
    last if $size < 16;
    my ($status, $tag, $protocol) = unpack("x$at x16 L x12 S S", $control);
    # TP_STATUS_VLAN_VALID and TP_STATUS_VLAN_TPID_VALID
    if ($level == 263 && $type == 8 && $status & 16 && $link == 1) {
      substr($packet, 12, 0) = pack("n n", $status & 64 ? $protocol : 0x8100, $tag) if length $packet >= 12;
      $length += 4;
    }
    $at += ($size + 7) & ~7;
  }
  return (substr($packet, 0, $room), $length, unpack("x10 C", $from));
}

# The filter as the kernel would run it, for packets whose tag was put back: the kernel's own never sees that.
sub passes {
  my ($p) = @_;
  my ($a, $x, $pc, @m) = (0, 0, 0);
  while (1) {
    my ($op, $yes, $no, $k) = @{ $code[$pc++] };
    my $class = $op & 7;
    if ($class == 6) { return ($op & 0x18) == 0x10 ? $a : $k }
    elsif ($class == 5) {
      my $jump = $op & 0xf0;
      if ($jump == 0) { $pc += $k; next }
      my $v = $op & 8 ? $x : $k;
      my $is = $jump == 0x10 ? $a == $v : $jump == 0x20 ? $a > $v : $jump == 0x30 ? $a >= $v : $a & $v;
      $pc += $is ? $yes : $no;
    } elsif ($class == 2) { $m[$k] = $a }
    elsif ($class == 3) { $m[$k] = $x }
    elsif ($class == 7) { $op & 0xf8 ? $a = $x : ($x = $a) }
    elsif ($class == 4) {
      my ($v, $what) = ($op & 8 ? $x : $k, $op & 0xf0);
      return 0 if !$v && ($what == 0x30 || $what == 0x90);
      $a = $what == 0 ? $a + $v : $what == 0x10 ? $a - $v : $what == 0x20 ? $a * $v : $what == 0x30 ? int($a / $v)
        : $what == 0x40 ? $a | $v : $what == 0x50 ? $a & $v : $what == 0x60 ? $a << $v : $what == 0x70 ? $a >> $v
        : $what == 0x80 ? -$a : $what == 0x90 ? $a % $v : $a ^ $v;
      $a &= 0xffffffff;
    } else {
      my $mode = $op & 0xe0;
      my $at = $mode == 0x40 ? $k + $x : $k;
      my $size = $op & 0x18 ? $op & 0x10 ? 1 : 2 : 4;
      my $v = $mode == 0 ? $k : $mode == 0x60 ? $m[$k] : $mode == 0x80 ? length $p
        : $at + $size > length $p ? return 0
        : $mode == 0xa0 ? 4 * (ord(substr($p, $at, 1)) & 15)
        : unpack($size == 4 ? "N" : $size == 2 ? "n" : "C", substr($p, $at, $size));
      $class ? $x = $v : ($a = $v);
    }
  }
}

my $out;
if ($file eq "-") { $out = \*STDOUT; binmode $out } else { open($out, ">:raw", $file) or die "$file: $!\n" }
$out->autoflush(1);
# Magic number, version 2.4, no time zone, snapshot length, link type.
print $out pack("L S S l L L L", 0xa1b2c3d4, 2, 4, 0, 0, $room, $link);
# 0x8906: SIOCGSTAMP, when the last packet came; the first call turns the clock on.
my $stamp = "\0" x 16;
ioctl($s, 0x8906, $stamp);
my ($taken, $mask) = (0, "");
vec($mask, fileno $s, 1) = 1;
vec($mask, 0, 1) = 1 if $file eq "-";
until ($count && $taken >= $count) {
  next if select(my $ready = $mask, undef, undef, undef) <= 0;
  my ($packet, $length, $direction) = vec($ready, fileno $s, 1) ? take() : ();
  if (!defined $packet) {
    # An interface that is set down comes back; one that is taken away does not.
    if ($!{ENETDOWN} && number != $index) { $! = 0; die "$device is gone\n" }
    last if vec($ready, 0, 1) && $file eq "-" && !sysread(STDIN, my $nothing, 4096);
    next;
  }
  next if $loopback && $direction == 4; # PACKET_OUTGOING: it comes in again at once
  next if @code && $where eq "here" && !passes($packet);
  my ($seconds, $micros) = ioctl($s, 0x8906, $stamp) ? unpack("l! l!", $stamp) : (time, 0);
  print $out pack("L L L L", $seconds, $micros, length $packet, $length) . $packet;
  $taken++;
}
my (undef, $dropped) = unpack("L L", getsockopt($s, 263, 6) || pack("L L", 0, 0)); # PACKET_STATISTICS
print STDERR "took $taken dropped $dropped\n";
`;

/** LINKTYPE_ of pcap. */
export type PacketLink = 1 | 101;

export interface PacketWish {
  readonly device: string;
  /** A path, or `-` for standard output. */
  readonly file: string;
  readonly link: PacketLink;
  /** More of a packet is not kept. */
  readonly snapLength: number;
  /** 0: no end. */
  readonly count: number;
  /** In the words of pcap-filter(7), and the same as translateFilterArgv's command printed it; undefined: everything. */
  readonly filter: { readonly words: string; readonly code: string } | undefined;
}

/** What the longest packet of any interface fits in, as tcpdump has it. */
export const wholePackets = 262_144;

/** The words of a command that takes packets, in whatever network namespace it is run. */
export function packetArgv({ device, file, link, snapLength, count, filter }: PacketWish): readonly string[] {
  const where = filter !== undefined && asksForTags(filter.words) ? "here" : "kernel";
  const code = filter?.code.trim().replaceAll("\n", ",") ?? "";
  return ["perl", "-e", packetProgram, device, file, String(link), String(snapLength), String(count), where, code];
}

/** Its output is the filter's code. `-y` and `-ddd` together open no interface and need no privilege. */
export function translateFilterArgv(words: string, link: PacketLink): readonly string[] {
  return ["tcpdump", "-y", link === 1 ? "EN10MB" : "RAW", "-ddd", words];
}

/** What tcpdump has against a filter: the line that says it. */
export function filterComplaint(stderr: string): string {
  const line = stderr.split("\n").find((text) => /^(tcpdump|nsenter): /.test(text) && !/assuming/i.test(text));
  return line ?? stderr.trim();
}

/** The kernel takes a VLAN tag off before its filter sees the packet. */
function asksForTags(words: string): boolean {
  return /\bvlan\b/.test(words);
}
