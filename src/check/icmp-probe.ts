// Knows: how one process pings many addresses at once. A Perl program: perl-base is on every Debian.
// Refuses to know: which answers are wanted.

/**
 * perl -e PROGRAM SECONDS ADDRESS…: sends an echo request to each address, again every 0.2 s to those that have not
 * answered, until all have or the time is over. A line per address: `ADDRESS ok` or `ADDRESS no WHY`.
 * Raw sockets need CAP_NET_RAW, which the root of a sandbox has over its own network namespaces.
 */
export const icmpProbe = String.raw`
use strict; use warnings; use Socket qw(:all); use POSIX ();
# Time::HiRes is not in perl-base; clock ticks are fine enough.
sub now { (POSIX::times())[0] / POSIX::sysconf(POSIX::_SC_CLK_TCK()) }
my ($limit, @to) = @ARGV;
my (%socket, %peer, %answer, %why);
my $id = $$ & 0xffff;
sub sum16 { my ($data) = @_; my $sum = 0; $sum += $_ for unpack("n*", length($data) % 2 ? "$data\0" : $data);
  $sum = ($sum >> 16) + ($sum & 0xffff) while $sum >> 16; return ~$sum & 0xffff; }
for my $i (0 .. $#to) {
  my $six = $to[$i] =~ /:/;
  $socket{$six} //= do { socket(my $s, $six ? AF_INET6 : AF_INET, SOCK_RAW, $six ? 58 : 1) or die "socket: $!\n"; $s };
  $peer{$i} = $six ? pack_sockaddr_in6(0, inet_pton(AF_INET6, $to[$i])) : pack_sockaddr_in(0, inet_pton(AF_INET, $to[$i]));
}
my ($began, $next) = (now(), 0);
while (keys(%answer) < @to && now() - $began < $limit) {
  if (now() >= $next) {
    for my $i (0 .. $#to) {
      next if $answer{$i};
      my $six = $to[$i] =~ /:/;
      my $body = pack("n n", $id, $i) . "labctl reach probe";
      # The kernel computes the checksum of ICMPv6 itself (RFC 3542, 3.1).
      my $packet = $six ? pack("C C n", 128, 0, 0) . $body : pack("C C n", 8, 0, sum16(pack("C C n", 8, 0, 0) . $body)) . $body;
      if (send($socket{$six}, $packet, 0, $peer{$i})) { delete $why{$i} } else { $why{$i} = "$!" }
    }
    $next = now() + 0.2;
  }
  my ($mask, $wait) = ("", $next - now());
  vec($mask, fileno($_), 1) = 1 for values %socket;
  next unless select(my $ready = $mask, undef, undef, $wait > 0 ? $wait : 0) > 0;
  for my $six (keys %socket) {
    next unless vec($ready, fileno($socket{$six}), 1) && defined recv($socket{$six}, my $packet, 1500, 0);
    # A raw IPv4 socket gives the IP header, too; its length is in 32-bit words.
    my $icmp = $six ? $packet : substr($packet, 4 * (ord($packet) & 15));
    my ($type, undef, undef, $got, $i) = unpack("C C n n n", $icmp);
    next unless defined $i && $type == ($six ? 129 : 0) && $got == $id && $i <= $#to;
    $answer{$i} = 1;
  }
}
printf "%s %s\n", $to[$_], $answer{$_} ? "ok" : "no " . ($why{$_} // "no answer") for 0 .. $#to;
`;

export type ProbeAnswer = { readonly ok: true } | { readonly ok: false; readonly why: string };

/** Reads what the program printed, in the order of its arguments; undefined when it is not that. */
export function readProbe(stdout: string, addresses: readonly string[]): readonly ProbeAnswer[] | undefined {
  const lines = stdout.trimEnd().split("\n");
  const answers = addresses.map((address, i): ProbeAnswer | undefined => {
    const [, to, ok, why] = /^(\S+) (?:(ok)|no (.+))$/.exec(lines[i] ?? "") ?? [];
    if (to !== address) return undefined;
    return ok === undefined ? { ok: false, why: why ?? "" } : { ok: true };
  });
  return answers.every((answer) => answer !== undefined) ? answers : undefined;
}
