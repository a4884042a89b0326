// Knows: how packets are captured on an interface while something else happens.
// Refuses to know: which packets are wanted.

import { CouldNotAsk } from "../observe/facts.ts";
import { filterComplaint, packetArgv, translateFilterArgv, wholePackets } from "../observe/packet-program.ts";
import { typedCommand } from "../observe/typed-command.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import { parsePcap, type Packet } from "./pcap.ts";

export interface Capture {
  /** What was seen so far. */
  packets(): Promise<readonly Packet[]>;
  /** Ends the capture; with the file as it is for whoever wants to keep it. */
  stop(keep: boolean): Promise<Uint8Array | undefined>;
}

interface Wish {
  readonly node: string;
  readonly ifname: string;
  /** In the words of pcap-filter(7). */
  readonly filter: string | undefined;
}

let captures = 0;

/**
 * Resolves when packets are being captured: after some ten milliseconds, or `readyWithinMs` at the latest. Throws
 * CouldNotAsk when the filter is wrong or there is no such interface.
 */
export async function startCapture(wish: Wish, runtime: LabRuntime, readyWithinMs: number): Promise<Capture> {
  const { node, ifname, filter } = wish;
  const question = typedCapture(wish);
  const code = filter === undefined ? undefined : await translate(wish, filter, runtime, readyWithinMs);
  const file = `/tmp/labctl-capture-${process.pid}-${++captures}.pcap`;
  const argv = packetArgv({
    ...{ device: ifname, file, link: 1, snapLength: wholePackets, count: 0 },
    filter: filter === undefined || code === undefined ? undefined : { words: filter, code },
  });
  const stopping = new AbortController();
  let ended: string | undefined;
  const running = runtime.exec(node, argv, { signal: stopping.signal }).then(
    ({ stderr, code: exit, signal }) => (ended = stderr.trim() || `it ended with ${exit ?? signal}`),
    (error: unknown) => (ended = String(error)),
  );
  const read = async (): Promise<Uint8Array> => {
    // Base64, because output travels as text.
    const result = await runtime.exec(node, ["base64", "-w0", file], { timeoutMs: readyWithinMs });
    return result.code === 0 ? new Uint8Array(Buffer.from(result.stdout, "base64")) : new Uint8Array();
  };
  const deadline = performance.now() + readyWithinMs;
  // The file gets its header once the socket is bound. Where nobody tells of it, it is read until it has one.
  const told = await Promise.race([runtime.fileWritten?.(node, file, readyWithinMs), running.then(() => undefined)]);
  while (told !== true && (await read()).length === 0) {
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
    stop: async (keep) => {
      const bytes = keep ? await read() : undefined;
      stopping.abort();
      await running;
      await runtime.exec(node, ["rm", "-f", file], { timeoutMs: readyWithinMs });
      return bytes;
    },
  };
}

/** The filter as a program for the kernel. */
async function translate(wish: Wish, filter: string, runtime: LabRuntime, timeoutMs: number): Promise<string> {
  const result = await runtime.exec(wish.node, translateFilterArgv(filter, 1), { timeoutMs });
  if (result.code === 0) return result.stdout;
  throw new CouldNotAsk(typedCapture(wish), filterComplaint(result.stderr));
}

export function typedCapture({ node, ifname, filter }: Wish): string {
  return typedCommand("capture", `${node}:${ifname}`, ...(filter === undefined ? [] : [filter]));
}
