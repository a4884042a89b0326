// Knows: how one process opens a TCP connection, from a chosen address or interface, and talks over it.
// Refuses to know: what is said (tcp and http do).

import { CouldNotAsk } from "../observe/facts.ts";
import { typedExec } from "../observe/typed-command.ts";
import type { AskContext } from "./check.ts";

/**
 * perl -e PROGRAM ADDRESS PORT SECONDS SOURCE DEVICE, request on stdin. Source and device may be empty. Prints
 * `connected`, or `refused WHY`, or `cannot WHY` (source or device are not there), and then what was received
 * until the other side closed, the time was over, or a megabyte had come.
 */
const tcpProbe = String.raw`
use strict; use warnings; use Socket qw(:all); use Fcntl; use Errno qw(EINPROGRESS); use POSIX ();
# Time::HiRes is not in perl-base; clock ticks are fine enough.
sub now { (POSIX::times())[0] / POSIX::sysconf(POSIX::_SC_CLK_TCK()) }
my ($address, $port, $seconds, $source, $device) = @ARGV;
local $/; my $request = <STDIN> // ""; $| = 1;
sub name { my ($a, $p) = @_; return $a =~ /:/ ? pack_sockaddr_in6($p, inet_pton(AF_INET6, $a)) : pack_sockaddr_in($p, inet_pton(AF_INET, $a)); }
sub give { print "@_\n"; exit 0 }
my $six = $address =~ /:/;
socket(my $s, $six ? AF_INET6 : AF_INET, SOCK_STREAM, 6) or give("cannot", "$!");
# 25: SO_BINDTODEVICE (asm-generic/socket.h)
$device eq "" or setsockopt($s, SOL_SOCKET, 25, "$device\0") or give("cannot", "use $device: $!");
$source eq "" or bind($s, name($source, 0)) or give("cannot", "use $source: $!");
fcntl($s, F_SETFL, fcntl($s, F_GETFL, 0) | O_NONBLOCK);
if (!connect($s, name($address, $port))) {
  $! == EINPROGRESS or give("refused", "$!");
  my $w = ""; vec($w, fileno($s), 1) = 1;
  select(undef, my $ready = $w, undef, $seconds) > 0 or give("refused", "no answer");
  my $error = unpack("i", getsockopt($s, SOL_SOCKET, SO_ERROR));
  if ($error) { $! = $error; give("refused", "$!") }
}
print "connected\n";
my $out = $request; my $total = 0; my $end = now() + $seconds;
exit 0 if $request eq "";
while ((my $left = $end - now()) > 0 && $total < 1 << 20) {
  my ($r, $w) = ("", ""); vec($r, fileno($s), 1) = 1; vec($w, fileno($s), 1) = 1 if length $out;
  select($r, $w, undef, $left) > 0 or last;
  if (length $out && vec($w, fileno($s), 1)) { my $n = syswrite($s, $out) or last; substr($out, 0, $n) = ""; }
  if (vec($r, fileno($s), 1)) { my $n = sysread($s, my $part, 65536) or last; $total += $n; print $part; }
}
`;

export interface TcpQuestion {
  readonly from: string;
  readonly ip: string;
  readonly port: number;
  readonly source: string | undefined;
  readonly device: string | undefined;
  /** Sent when connected; nothing is read when it is empty. */
  readonly request: string;
}

export type TcpAnswer =
  | { readonly kind: "connected"; readonly received: string }
  /** The other side or the network said no: `Connection refused`, `no answer`, `Network is unreachable`. */
  | { readonly kind: "refused"; readonly why: string };

/** A lab's round trip takes microseconds; one that takes longer is asked again by whoever waits. */
const connectSeconds = 2;

/** Throws CouldNotAsk when the source address or the interface is not there. */
export async function askTcp(question: TcpQuestion, { runtime, timeoutMs, signal }: AskContext): Promise<TcpAnswer> {
  const { from, ip, port, source, device, request } = question;
  const argv = ["perl", "-e", tcpProbe, ip, String(port), String(connectSeconds), source ?? "", device ?? ""];
  const result = await runtime.exec(from, argv, {
    stdin: request,
    timeoutMs: Math.max(timeoutMs, connectSeconds * 4_000),
    signal,
  });
  const end = result.stdout.indexOf("\n");
  const [word, ...rest] = result.stdout.slice(0, Math.max(0, end)).split(" ");
  const text = rest.join(" ");
  if (word === "connected") return { kind: "connected", received: result.stdout.slice(end + 1) };
  if (word === "refused") return { kind: "refused", why: text };
  const why = word === "cannot" ? `cannot ${text}` : result.stderr.trim().split("\n")[0] || "the probe gave no answer";
  throw new CouldNotAsk(typedTcp(question), why);
}

export function typedTcp({ from, ip, port, source, device }: Omit<TcpQuestion, "request">): string {
  const local = device ?? source;
  const url = `telnet://${ip.includes(":") ? `[${ip}]` : ip}:${port}`;
  return typedExec(from, [
    "curl",
    "-v",
    "--connect-timeout",
    "2",
    ...(local === undefined ? [] : ["--interface", local]),
    url,
  ]);
}
