// Knows: how a node's ports are held for a container, so that nobody else can listen there.
// Refuses to know: where packets to them go (container-firewall.ts).

import { spawn } from "node:child_process";
import type { PublishedPort } from "../../../model/container.ts";
import { netnsOfNode } from "./ip-commands.ts";

export interface PortHolder {
  release(): void;
}

/** Binds every port, says so, and waits for its stdin to end. As dockerd does without its userland proxy, it never accepts. */
const holderProgram = String.raw`
use Socket;
my @held;
while (my ($protocol, $ip, $port) = splice(@ARGV, 0, 3)) {
  my $udp = $protocol eq "udp";
  socket(my $socket, PF_INET, $udp ? SOCK_DGRAM : SOCK_STREAM, 0) or die "socket: $!\n";
  setsockopt($socket, SOL_SOCKET, SO_REUSEADDR, 1) unless $udp;
  bind($socket, sockaddr_in($port, inet_aton($ip))) or die "$port/$protocol: $!\n";
  $udp or listen($socket, 1) or die "$port/$protocol: $!\n";
  push @held, $socket;
}
$| = 1;
print "held\n";
<STDIN>;
`;

/** Throws when a port is in use on the node. */
export async function holdPorts(node: string, ports: readonly PublishedPort[]): Promise<PortHolder> {
  if (ports.length === 0) return { release: () => {} };
  const words = ports.flatMap(({ protocol, hostIp, hostPort }) => [protocol, hostIp ?? "0.0.0.0", String(hostPort)]);
  const [file = "", ...args] = [...netnsOfNode(node), "perl", "-e", holderProgram, ...words];
  const child = spawn(file, args, { stdio: ["pipe", "pipe", "pipe"], cwd: "/" });
  child.stdin.on("error", () => {}); // it has ended
  let complaint = "";
  child.stderr.on("data", (chunk: Buffer) => (complaint += chunk.toString("utf8")));
  await new Promise<void>((resolve, reject) => {
    child.stdout.once("data", () => resolve());
    child.once("error", reject);
    child.once("close", () => reject(new Error(whyNot(node, complaint.trim()))));
  });
  return { release: () => child.stdin.end() };
}

function whyNot(node: string, complaint: string): string {
  const [, port] = /^(\S+): Address already in use/.exec(complaint) ?? [];
  return port === undefined
    ? `ports of ${node} cannot be published: ${complaint}`
    : `port ${port} of ${node} is in use already`;
}
