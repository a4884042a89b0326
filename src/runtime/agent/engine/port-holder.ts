// Knows: how a node's ports are held for a container, so that nobody else can listen there.
// Refuses to know: where packets to them go (container-firewall.ts).

import { spawn } from "node:child_process";
import type { HeldPort, PublishedPort } from "../../../model/container.ts";
import { netnsOfNode } from "./ip-commands.ts";

export interface PortHolder {
  /** Those it holds, in the order asked for. */
  readonly ports: readonly HeldPort[];
  release(): void;
}

/**
 * Binds every port, says which, and waits for its stdin to end. As dockerd does without its userland proxy, it never
 * accepts. For port 0 it takes the first free one of the range that the node gives to connections of its own; those that
 * are asked for by number come first.
 */
const holderProgram = String.raw`
use Socket;
my (@wanted, @held);
while (my @port = splice(@ARGV, 0, 3)) { push @wanted, \@port }
sub hold {
  my ($protocol, $ip, $port) = @_;
  my $udp = $protocol eq "udp";
  socket(my $socket, PF_INET, $udp ? SOCK_DGRAM : SOCK_STREAM, 0) or die "socket: $!\n";
  setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) unless $udp;
  bind($socket, sockaddr_in($port, inet_aton($ip))) or return 0;
  $udp or listen($socket, 1) or return 0;
  return push @held, $socket;
}
for (grep { $_->[2] } @wanted) { hold(@$_) or die "$_->[2]/$_->[0]: $!\n" }
open(my $range, "<", "/proc/sys/net/ipv4/ip_local_port_range") or die "ip_local_port_range: $!\n";
my ($first, $last) = split " ", <$range>;
for my $port (grep { !$_->[2] } @wanted) {
  my $found = $first;
  $found++ until $found > $last or hold(@$port[0, 1], $found);
  die "no port from $first to $last is free\n" if $found > $last;
  $port->[2] = $found;
}
$| = 1;
print join(" ", map { $_->[2] } @wanted), "\n";
<STDIN>;
`;

/** Throws when a port is in use on the node. */
export async function holdPorts(node: string, ports: readonly PublishedPort[]): Promise<PortHolder> {
  if (ports.length === 0) return { ports: [], release: () => {} };
  const words = ports.flatMap(({ protocol, hostIp, hostPort }) => [
    protocol,
    hostIp ?? "0.0.0.0",
    String(hostPort ?? 0),
  ]);
  const [file = "", ...args] = [...netnsOfNode(node), "perl", "-e", holderProgram, ...words];
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], cwd: "/" });
  child.stdin.on("error", () => {}); // it has ended
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
  const numbers = await new Promise<readonly number[]>((resolve, reject) => {
    let said = "";
    child.stdout.on("data", (chunk: Buffer) => {
      said += chunk.toString("latin1");
      if (said.endsWith("\n")) resolve(said.trim().split(" ").map(Number));
    });
    child.once("error", reject);
    child.once("close", () => reject(new Error(whyNot(node, complaint.trim()))));
  });
  const held = ports.map((port, i): HeldPort => ({ ...port, hostPort: numbers[i] ?? port.hostPort ?? 0 }));
  return { ports: held, release: () => child.stdin.end() };
}

function whyNot(node: string, complaint: string): string {
  const [, port] = /^(\S+): Address already in use/.exec(complaint) ?? [];
  return port === undefined
    ? `ports of ${node} cannot be published: ${complaint}`
    : `port ${port} of ${node} is in use already`;
}
