// Knows: the messages between labctl and the agent in the sandbox: JSON, one per line.
// Refuses to know: the socket they travel on.

import type { EngineName } from "../../model/container.ts";
import type { Ending } from "../../model/ending.ts";
import type { PlannedContainer, PlannedEndpoint, PlannedHook, PlannedNetwork } from "../../plan/container-step.ts";
import type { NodeProcess } from "../../plan/step.ts";
import type { ContainerState, NetworkState, Wrap } from "../container-state.ts";
import type { LabEvent } from "../lab-event.ts";
import type { ExecResult, ProcessState, VtyAnswer } from "../runtime.ts";

/** What can be asked, and what is answered. */
export interface Calls {
  exec: {
    request: {
      readonly node: string | undefined;
      readonly argv: readonly string[];
      readonly stdin?: string;
      readonly env?: Readonly<Record<string, string>>;
      readonly timeoutMs?: number;
    };
    reply: ExecResult;
  };
  /** Kills the command of an earlier exec. */
  cancel: { request: { readonly call: number }; reply: null };
  /**
   * Runs a command whose input and output go on while it runs; the reply comes when it has ended. Its output arrives
   * as events of this call.
   */
  "exec.start": {
    request: SessionRequest;
    reply: { readonly code: number | undefined; readonly signal: string | undefined };
  };
  /** Input for an exec.start; an empty text is its end. Replied to when there is room for more. */
  "exec.input": { request: { readonly call: number; readonly base64: string }; reply: null };
  /** The terminal of an exec.start has another size now. */
  "exec.resize": { request: { readonly call: number } & TerminalSize; reply: null };
  "exec.signal": { request: { readonly call: number; readonly signal: NodeJS.Signals }; reply: null };
  "node.start": { request: { readonly node: string } & NodeProcess; reply: { readonly pid: number } };
  "service.start": {
    request: {
      readonly node: string;
      readonly name: string;
      readonly argv: readonly string[];
      readonly restart: "always" | "on-failure" | "no";
    };
    reply: null;
  };
  /** Asks a service to end, and ends it when it has not after `graceMs`; it is not started again. */
  "service.stop": {
    request: {
      readonly node: string;
      readonly name: string;
      readonly signal: "TERM" | "KILL";
      readonly graceMs: number;
    };
    /** null: it had ended before. */
    reply: Ending | null;
  };
  /** Switches the node off: all that runs there ends, and its network namespace is a new one, with the cables alone. */
  "node.stop": { request: { readonly node: string }; reply: null };
  /**
   * The node is switched on. false: it is on, and there is nothing to do; true: what the plan makes of it is to be made.
   * `hasProcesses`: it is not on when it has no pid 1.
   */
  "node.boot": { request: { readonly node: string; readonly hasProcesses: boolean }; reply: boolean };
  /** Watches a daemon that runs already: its end is noticed when its vty socket closes. */
  "daemon.watch": { request: { readonly node: string; readonly daemon: string }; reply: null };
  vty: {
    request: { readonly node: string; readonly daemon: string; readonly command: string; readonly timeoutMs?: number };
    reply: VtyAnswer;
  };
  "hooks.set": { request: { readonly hooks: readonly PlannedHook[] }; reply: null };
  "network.create": { request: { readonly node: string; readonly network: PlannedNetwork }; reply: null };
  "network.remove": { request: { readonly node: string; readonly network: string }; reply: null };
  "network.connect": { request: ContainerName & { readonly endpoint: PlannedEndpoint }; reply: null };
  "network.disconnect": { request: ContainerName & { readonly network: string }; reply: null };
  networks: { request: Record<string, never>; reply: readonly NetworkState[] };
  "container.create": { request: { readonly node: string; readonly container: PlannedContainer }; reply: null };
  /** The FRR daemons that did not start: a container that lacks a capability runs all the same. */
  "container.start": { request: ContainerName; reply: { readonly failedDaemons: readonly string[] } };
  /** null: it did not run. */
  "container.stop": { request: ContainerName & { readonly graceMs?: number }; reply: Ending | null };
  "container.kill": { request: ContainerName & { readonly signal: NodeJS.Signals }; reply: null };
  "container.remove": { request: ContainerName & { readonly force: boolean }; reply: null };
  containers: { request: Record<string, never>; reply: readonly ContainerState[] };
  "engine.stop": {
    request: { readonly node: string; readonly engine: EngineName; readonly how: "stop" | "kill" };
    /** Of the containers that ended with it. */
    reply: readonly Ending[];
  };
  "engine.start": { request: { readonly node: string; readonly engine: EngineName }; reply: null };
  /** The node is up again after a power cut: networks as they were, and the containers whose policy says so. */
  "engine.boot": { request: { readonly node: string }; reply: null };
  plug: { request: Cable; reply: null };
  /** `end`: `node:interface` or `node/container:interface`; the pair goes as a whole. */
  unplug: { request: { readonly end: CableEnd }; reply: null };
  /** What happens in the lab, as events of this call, until it is cancelled. `past`: first what has happened so far. */
  events: { request: { readonly past: boolean }; reply: null };
  /** In which nodes the kernel changes something, as events of this call, until it is cancelled. */
  changes: { request: Record<string, never>; reply: null };
  processes: { request: Record<string, never>; reply: readonly ProcessState[] };
  /** Whether there is something in a file of the node or container, now or within this time. */
  "file.written": {
    request: { readonly node: string; readonly path: string; readonly timeoutMs: number };
    reply: boolean;
  };
  /** The lab is complete: from now on it outlives the connection that built it. */
  commit: { request: Record<string, never>; reply: null };
}

export interface ContainerName {
  readonly node: string;
  readonly container: string;
}

/** A veth pair between two places that run. */
export interface Cable {
  readonly a: CableEnd & CableSettings;
  readonly b: CableEnd & CableSettings;
}

export interface CableEnd {
  /** A node, or `node/container`. */
  readonly place: string;
  readonly ifname: string;
}

export interface CableSettings {
  /** A bridge of that place, of which the interface becomes a port. */
  readonly bridge?: string;
  readonly mac?: string;
  readonly addresses?: readonly string[];
  /** The default route goes there from now on. */
  readonly gateway?: string;
}

export interface TerminalSize {
  readonly rows: number;
  readonly columns: number;
}

export interface SessionRequest {
  readonly node: string | undefined;
  /** For a node that has none of its own. */
  readonly hostname: string;
  readonly argv: readonly string[];
  /** In a container: as itself unless said, or with the capabilities that it does not have. */
  readonly as?: keyof Wrap;
  /** All of its environment. */
  readonly env: Readonly<Record<string, string>>;
  /** Present: the command gets a terminal of this size, and its output is one stream. */
  readonly terminal?: TerminalSize;
}

/** Output of a command, in the order it was written within each of the two streams. */
export interface SessionEvent {
  readonly stream: "stdout" | "stderr";
  readonly base64: string;
}

/** First which nodes can be told of, then in which of them something has changed. */
export type KernelChange = { readonly watching: readonly string[] } | { readonly changed: readonly string[] };

/** What a call under way can say before it ends. */
export type CallEvent = SessionEvent | LabEvent | KernelChange;

export type Call = keyof Calls;

/** The calls about containers, networks, cables and hooks. */
export type EngineCall =
  | "hooks.set"
  | `network.${"create" | "remove" | "connect" | "disconnect"}`
  | "networks"
  | `container.${"create" | "start" | "stop" | "kill" | "remove"}`
  | "containers"
  | `engine.${"start" | "stop" | "boot"}`
  | "plug"
  | "unplug";

export interface Request<C extends Call = Call> {
  readonly id: number;
  readonly call: C;
  readonly body: Calls[C]["request"];
}

export type Reply =
  /** Not the end of the call: something it has to say meanwhile. */
  | { readonly id: number; readonly event: CallEvent }
  | { readonly id: number; readonly ok: unknown }
  | { readonly id: number; readonly error: { readonly name: string; readonly message: string } };

/** Where things are inside a sandbox. */
export const inSandbox = {
  socket: "/run/labctl/agent.sock",
  /** Node name to the pid of its init, as the sandbox counts; for commands that enter a node without the agent. */
  nodePids: "/run/labctl/nodes.json",
  /** `node/container` to what a command needs that enters it without the agent (ContainerRecord). */
  containers: "/run/labctl/containers.json",
  /** The host's tree, read-only. */
  host: "/run/host",
  nodes: "/run/nodes",
  logs: "/run/labctl/log",
} as const;

/** Splits a byte stream into lines and hands each to `take` as text. */
export function lineSplitter(take: (line: string) => void): (chunk: Buffer) => void {
  let pending: Buffer[] = [];
  return (chunk) => {
    let rest = chunk;
    for (let end = rest.indexOf(10); end >= 0; end = rest.indexOf(10)) {
      take(Buffer.concat([...pending, rest.subarray(0, end)]).toString("utf8"));
      pending = [];
      rest = rest.subarray(end + 1);
    }
    if (rest.length > 0) pending.push(rest);
  };
}
