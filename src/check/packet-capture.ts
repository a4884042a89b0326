// Knows: how packets are captured on an interface while something else happens, without root's setgroups.
// Refuses to know: which packets are wanted.

import { CouldNotAsk } from "../observe/facts.ts";
import { typedExec } from "../observe/typed-command.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import { parsePcap, type Packet } from "./pcap.ts";

/**
 * perl -e PROGRAM INTERFACE FILE FILTER: writes each packet to FILE in pcap format (pcap-savefile(5), nanoseconds not
 * needed). FILTER is a classic BPF program as `tcpdump -ddd` prints it, with commas for newlines; empty: everything.
 * tcpdump itself cannot be used: it gives up root first, which fails where the user namespace maps one uid.
 */
const captureProgram = String.raw`
use strict; use warnings; use Socket; use IO::Handle;
my ($device, $file, $filter) = @ARGV;
# 0x8933: SIOCGIFINDEX (linux/sockios.h); /sys may show another network namespace's interfaces.
socket(my $any, AF_INET, SOCK_DGRAM, 0) or die "socket: $!\n";
my $request = pack("a16 x24", $device);
ioctl($any, 0x8933, $request) or die "$device: $!\n";
my $index = unpack("x16 i", $request);
# 17: AF_PACKET, 3: ETH_P_ALL; bound to one interface it sees what comes in and what goes out.
socket(my $s, 17, SOCK_RAW, unpack("S", pack("n", 3))) or die "packet socket: $!\n";
if (length $filter) {
  my ($count, @code) = split /,/, $filter;
  my $program = join "", map { pack("S C C L", split / /, $_) } @code;
  # 26: SO_ATTACH_FILTER; struct sock_fprog is a length and a pointer, aligned.
  setsockopt($s, SOL_SOCKET, 26, pack("S x![P] P", $count, $program)) or die "filter: $!\n";
}
bind($s, pack("S n i x12", 17, 3, $index)) or die "$device: $!\n";
# What came in between socket() and bind() is from other interfaces.
{ my ($mask, $old) = (""); vec($mask, fileno($s), 1) = 1; recv($s, $old, 65536, 0) while select(my $r = $mask, undef, undef, 0) > 0; }
open(my $out, ">:raw", $file) or die "$file: $!\n"; $out->autoflush(1);
# Magic number, version 2.4, no time zone, snapshot length, link type 1 (Ethernet).
print $out pack("L S S l L L L", 0xa1b2c3d4, 2, 4, 0, 0, 65536, 1);
while (defined recv($s, my $packet, 65536, 0)) {
  print $out pack("L L L L", time, 0, length $packet, length $packet) . $packet;
}
`;

export interface Capture {
  /** What was seen so far. */
  packets(): Promise<readonly Packet[]>;
  /** Ends the capture; the file as it is, for whoever wants to keep it. */
  stop(): Promise<Uint8Array>;
}

interface Wish {
  readonly node: string;
  readonly ifname: string;
  /** In the words of pcap-filter(7). */
  readonly filter: string | undefined;
}

/** A capture listens within a few milliseconds; a machine under load gets a hundred times that. */
const readyWithinMs = 5_000;

let captures = 0;

/** Resolves when packets are being captured. Throws CouldNotAsk when the filter is wrong or there is no such interface. */
export async function startCapture(wish: Wish, runtime: LabRuntime): Promise<Capture> {
  const { node, ifname, filter } = wish;
  const question = typedCapture(wish);
  const code = filter === undefined ? "" : await compileFilter(node, filter, question, runtime);
  const file = `/tmp/labctl-capture-${process.pid}-${++captures}.pcap`;
  const stopping = new AbortController();
  let ended: string | undefined;
  const running = runtime
    .exec(node, ["perl", "-e", captureProgram, ifname, file, code], { signal: stopping.signal })
    .then(
      ({ stderr, code: exit, signal }) => (ended = stderr.trim() || `it ended with ${exit ?? signal}`),
      (error: unknown) => (ended = String(error)),
    );
  const read = async (): Promise<Uint8Array> => {
    // Base64, because output travels as text.
    const result = await runtime.exec(node, ["base64", "-w0", file], { timeoutMs: readyWithinMs });
    return result.code === 0 ? new Uint8Array(Buffer.from(result.stdout, "base64")) : new Uint8Array();
  };
  const deadline = performance.now() + readyWithinMs;
  // The file gets its header once the socket is bound.
  while ((await read()).length === 0) {
    if (ended !== undefined) throw new CouldNotAsk(question, ended);
    if (performance.now() > deadline) {
      stopping.abort();
      throw new CouldNotAsk(question, "the capture did not begin in time");
    }
  }
  return {
    packets: async () => {
      if (ended !== undefined) throw new CouldNotAsk(question, ended);
      return parsePcap(await read());
    },
    stop: async () => {
      const bytes = await read();
      stopping.abort();
      await running;
      await runtime.exec(node, ["rm", "-f", file], { timeoutMs: readyWithinMs });
      return bytes;
    },
  };
}

/** The filter as a program for the kernel; `-y` and `-ddd` together open no interface and need no privilege. */
async function compileFilter(node: string, filter: string, question: string, runtime: LabRuntime): Promise<string> {
  const result = await runtime.exec(node, ["tcpdump", "-y", "EN10MB", "-ddd", filter], { timeoutMs: readyWithinMs });
  if (result.code === 0) return result.stdout.trim().replaceAll("\n", ",");
  const why = result.stderr.split("\n").find((line) => /^(tcpdump|nsenter): /.test(line) && !/assuming/i.test(line));
  throw new CouldNotAsk(question, why ?? result.stderr.trim());
}

export function typedCapture({ node, ifname, filter }: Wish): string {
  return typedExec(node, ["tcpdump", "-n", "-i", ifname, ...(filter === undefined ? [] : [filter])]);
}
