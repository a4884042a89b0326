// Knows: what is there now: labs, their nodes, the nodes' interfaces and daemons. Asked of the kernel, not remembered.
// Refuses to know: how it is shown.

import { HostError } from "../base/errors.ts";
import { compareNatural } from "../base/sort.ts";
import type { KernelLink } from "../observe/facts.ts";
import type { LabRuntime, ProcessState } from "../runtime/runtime.ts";
import type { LabState, NodeRecord } from "../state/store.ts";
import type { AppContext } from "./context.ts";
import { knownLabs, openRuntime, pickRunning, statusOf } from "./lab-status.ts";
import { placesIn } from "./places.ts";

export interface LabSummary {
  readonly lab: string;
  readonly status: "running" | "deploying" | "dead";
  readonly file: string | undefined;
  readonly createdAt: string | undefined;
  readonly nodes: number;
  readonly links: number;
}

export interface InterfaceView {
  readonly name: string;
  /** `operstate` as the kernel says it, in lower case; `unknown` is what lo always is. */
  readonly state: string;
  readonly mtu: number;
  readonly mac: string | undefined;
  readonly addresses: readonly string[];
  /** The far end, `node:interface`. */
  readonly peer: string | undefined;
}

export interface NodeView {
  readonly name: string;
  readonly kind: NodeRecord["kind"];
  /** `degraded`: a process that should run has ended. */
  readonly state: "up" | "degraded" | "unreachable";
  readonly processes: readonly ProcessState[];
  readonly interfaces: readonly InterfaceView[];
}

export interface LabView extends LabSummary {
  readonly view: readonly NodeView[];
}

export function listLabs(context: AppContext): readonly LabSummary[] {
  return knownLabs(context.store).map((lab) => {
    const status = statusOf(context.store, lab);
    const state = status.status === "absent" ? undefined : status.state;
    return {
      lab,
      status: status.status === "absent" ? "deploying" : status.status,
      file: state?.file,
      createdAt: state?.createdAt,
      nodes: state?.nodes.length ?? 0,
      links: state?.links.length ?? 0,
    };
  });
}

export async function inspectLab(context: AppContext, lab: string | undefined): Promise<LabView> {
  const { state, anchor } = pickRunning(context.store, lab);
  const runtime = await openRuntime(anchor);
  try {
    const processes = await runtime.processes();
    const view = await Promise.all(
      placesIn(context.store, state)
        .filter((place) => place.running !== false)
        .map((place) => viewNode(place, state, processes, runtime)),
    );
    const { file, createdAt } = state;
    return {
      lab: state.lab,
      status: "running",
      file,
      createdAt,
      nodes: state.nodes.length,
      links: state.links.length,
      view,
    };
  } finally {
    runtime.close();
  }
}

async function viewNode(
  node: NodeRecord,
  state: LabState,
  all: readonly ProcessState[],
  runtime: LabRuntime,
): Promise<NodeView> {
  const processes = all.filter((process) => process.node === node.name);
  const asked = await runtime.exec(node.name, ["ip", "-json", "address", "show"], { timeoutMs: 10_000 });
  const base = { name: node.name, kind: node.kind, processes };
  if (asked.code !== 0) return { ...base, state: "unreachable", interfaces: [] };
  const interfaces = parseLinks(asked.stdout)
    // Devices every new namespace comes with, and that no lab uses (sit0, tunl0 …): down and without an address.
    .filter(
      (link) =>
        link.ifname === "lo" || link.addr_info.length > 0 || peerOf(state, node.name, link.ifname) || link.linkinfo,
    )
    .map((link) => viewInterface(link, peerOf(state, node.name, link.ifname)))
    .toSorted((a, b) => Number(b.name === "lo") - Number(a.name === "lo") || compareNatural(a.name, b.name));
  return { ...base, state: processes.every((process) => process.state === "running") ? "up" : "degraded", interfaces };
}

function parseLinks(json: string): readonly KernelLink[] {
  try {
    return JSON.parse(json) as readonly KernelLink[];
  } catch (error) {
    throw new HostError("`ip -json` does not answer in JSON", "labctl needs iproute2 4.15 or newer", { cause: error });
  }
}

function peerOf(state: LabState, node: string, ifname: string): string | undefined {
  const end = `${node}:${ifname}`;
  const link = state.links.find((ends) => ends.includes(end));
  return link && (link[0] === end ? link[1] : link[0]);
}

function viewInterface(link: KernelLink, peer: string | undefined): InterfaceView {
  return {
    name: link.ifname,
    state: link.flags.includes("UP") ? link.operstate.toLowerCase() : "admin down",
    mtu: link.mtu,
    mac: link.ifname === "lo" ? undefined : link.address,
    addresses: link.addr_info.map((address) => `${address.local}/${address.prefixlen}`),
    peer,
  };
}
