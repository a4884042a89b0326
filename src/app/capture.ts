// Knows: how packets are taken off an interface of a running lab and handed out live, from whatever kernel the lab is on.
// Refuses to know: the words of the command line, and where the packets go.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { CommandError, HostError, UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { netnsPathOf, type NodeName } from "../model/names.ts";
import {
  filterComplaint,
  packetArgv,
  translateFilterArgv,
  wholePackets,
  type PacketLink,
} from "../observe/packet-program.ts";
import { connectAgent, type AgentClient } from "../runtime/client.ts";
import { insideEnv } from "../runtime/enter.ts";
import { startPacketPrinter, type PacketPrinter } from "../runtime/packet-printer.ts";
import type { AppContext } from "./context.ts";
import { pickRunning } from "./lab-status.ts";
import { findPlace } from "./places.ts";

export interface CaptureRequest {
  readonly lab: string | undefined;
  /** `node:interface` or `node/container:interface`. */
  readonly at: string;
  /** As tcpdump takes it (pcap-filter(7)); empty: everything. */
  readonly filter: string;
  /** 0: until the signal. */
  readonly count: number;
  /** Bytes kept of each packet; undefined: all. */
  readonly snapLength: number | undefined;
  /** `pcap`: the stream itself; else lines of text, made with these options of tcpdump's. */
  readonly as: "pcap" | readonly string[];
}

export interface CaptureListener {
  /** Packets are being taken from now on. */
  listening(): void;
  /** The next piece of the result; the next one comes when this has settled. */
  said(bytes: Uint8Array): void | Promise<void>;
}

export interface CaptureSummary {
  readonly taken: number;
  /** By the kernel, because nobody took them in time. */
  readonly dropped: number;
}

/** Questions on the way; none takes longer on a machine that works, however busy it is. */
const withinMs = 60_000;

/**
 * Resolves when the count is reached or the context's signal fires. Throws UsageError for an interface or a filter there
 * is not, HostError without tcpdump, CommandError when the interface goes away meanwhile.
 */
export async function capturePackets(
  context: AppContext,
  request: CaptureRequest,
  listener: CaptureListener,
): Promise<CaptureSummary> {
  const { state, anchor } = pickRunning(context.store, request.lab);
  const colon = request.at.indexOf(":");
  const [name, device] = colon < 0 ? [request.at, ""] : [request.at.slice(0, colon), request.at.slice(colon + 1)];
  const place = findPlace(context.store, state, name);
  const client = await connectAgent(anchor.pid);
  try {
    // Only its network is entered: a container without rights and a node whose files were changed can be listened to.
    const enter = ["nsenter", `--net=${netnsOf(join(context.store.dirOf(state.lab), "nodes.json"), name)}`, "--"];
    const link = await linkOf(client, enter, place.name, device);
    const code = await translate(client, request.filter, link);
    const { count, snapLength = wholePackets, filter } = request;
    const argv = packetArgv({
      ...{ device, file: "-", link, count, snapLength },
      filter: code === undefined ? undefined : { words: filter, code },
    });
    return await take(context, client, [...enter, ...argv], request, listener);
  } finally {
    client.close();
  }
}

async function take(
  context: AppContext,
  client: AgentClient,
  argv: readonly string[],
  { at, as }: CaptureRequest,
  listener: CaptureListener,
): Promise<CaptureSummary> {
  const printer = as === "pcap" ? undefined : startPacketPrinter(as, (text) => listener.said(text));
  let begun = false;
  let complaint = "";
  const session = client.start({ node: undefined, hostname: "", argv, env: insideEnv({ env: {} }) }, (event) => {
    const bytes = Buffer.from(event.base64, "base64");
    if (event.stream === "stderr") {
      complaint += bytes.toString("utf8");
      return undefined;
    }
    // The file's header is there as soon as the socket listens.
    if (!begun) listener.listening();
    begun = true;
    return printer ? printer.feed(bytes) : listener.said(bytes);
  });
  // The end of its input is the end of the capture: it says what it has, and how much that was.
  const stop = (): void => void session.input(Buffer.alloc(0)).catch(() => {});
  if (context.signal.aborted) stop();
  else context.signal.addEventListener("abort", stop, { once: true });
  try {
    const { code, signal } = await settled(session.done, printer);
    const [, taken, dropped] = /^took (\d+) dropped (\d+)$/m.exec(complaint) ?? [];
    if (code === 0 && taken !== undefined) return { taken: Number(taken), dropped: Number(dropped) };
    throw new CommandError(`the capture on ${at} ended (${code ?? signal})`, { output: complaint });
  } finally {
    context.signal.removeEventListener("abort", stop);
  }
}

/** How it ended; when it settles, all that was captured has been printed. */
async function settled<T>(done: Promise<T>, printer: PacketPrinter | undefined): Promise<T> {
  try {
    return await done;
  } finally {
    await printer?.end();
  }
}

/** A container's namespace is that of its first process, as the agent wrote it down; a node's has a name. */
function netnsOf(pidsFile: string, name: string): string {
  if (!name.includes("/")) return netnsPathOf(name as NodeName);
  const pids = JSON.parse(readFileSync(pidsFile, "utf8")) as Readonly<Record<string, number>>;
  const pid = pids[name];
  if (pid === undefined) throw new UsageError(`the container ${name} does not run`);
  return `/proc/${pid}/ns/net`;
}

interface ShownLink {
  readonly ifname: string;
  readonly link_type: string;
}

async function linkOf(
  client: AgentClient,
  enter: readonly string[],
  place: string,
  device: string,
): Promise<PacketLink> {
  const { code, stdout, stderr } = await client.call("exec", {
    ...{ node: undefined, argv: [...enter, "ip", "-json", "link", "show"], timeoutMs: withinMs },
  });
  if (code !== 0) throw new CommandError(`${place} does not tell its interfaces`, { output: stderr });
  const links = JSON.parse(stdout === "" ? "[]" : stdout) as readonly ShownLink[];
  const names = links.map(({ ifname }) => ifname);
  const link = links.find(({ ifname }) => ifname === device);
  if (!link) {
    const what = device === "" ? `${place} is not an interface` : `${place} has no interface "${device}"`;
    throw new UsageError(
      `${what}${device === "" ? "" : didYouMean(device, names)}`,
      `its interfaces: ${names.map((known) => `${place}:${known}`).join(", ")}`,
    );
  }
  // Tunnels have no header of their own before the IP packet.
  return link.link_type === "ether" || link.link_type === "loopback" ? 1 : 101;
}

/** undefined: everything. */
async function translate(client: AgentClient, words: string, link: PacketLink): Promise<string | undefined> {
  if (words === "") return undefined;
  const argv = translateFilterArgv(words, link);
  const { code, stdout, stderr } = await client.call("exec", { node: undefined, argv, timeoutMs: withinMs });
  if (code === 0) return stdout;
  if (code === undefined) throw new HostError("tcpdump is not installed", "sudo apt-get install tcpdump");
  throw new UsageError(`the filter "${words}" is not one: ${filterComplaint(stderr)}`, "man pcap-filter");
}
