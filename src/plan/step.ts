// Knows: the changes a plan can ask of the machine, as plain data (JSON in, JSON out).
// Refuses to know: which command makes a change (render/) and whether it worked (runtime/).

import type { Span } from "../base/span.ts";
import type { BridgeOptions, DeviceStep } from "./device-step.ts";
import type { PlannedContainer, PlannedHook, PlannedNetwork } from "./container-step.ts";

/** One change. `at` is the line of the lab file it came from; `node` is the network namespace it happens in. */
export type Step = { readonly at: Span } & (
  | { readonly op: "netns.add"; readonly node: string }
  | ({ readonly op: "bridge.add"; readonly node: string; readonly dev: string } & BridgeOptions)
  | { readonly op: "veth.add"; readonly a: VethEnd; readonly b: VethEnd; readonly mtu: number }
  | ({ readonly op: "sysctl.set"; readonly node: string } & SysctlSetting)
  | { readonly op: "link.set"; readonly node: string; readonly dev: string; readonly set: LinkSettings }
  | { readonly op: "addr.add"; readonly node: string; readonly dev: string; readonly cidr: string }
  | {
      readonly op: "route.add";
      readonly node: string;
      readonly to: string;
      readonly via: string | undefined;
      readonly dev: string | undefined;
      readonly metric: number | undefined;
      /** Each present only when it is not the usual: packets are sent on, by the main table. */
      readonly type?: "blackhole" | "unreachable" | "prohibit";
      readonly vrf?: string;
      readonly table?: number;
    }
  | DeviceStep
  | { readonly op: "nft.load"; readonly node: string; readonly ruleset: string }
  | ({ readonly op: "node.start"; readonly node: string } & NodeProcess)
  | ({ readonly op: "frr.start"; readonly node: string } & FrrStart)
  | {
      readonly op: "service.start";
      readonly node: string;
      readonly name: string;
      readonly argv: readonly string[];
      readonly restart: "always" | "on-failure" | "no";
    }
  /** What reacts to events; `node` is empty, as it is the whole lab's. */
  | { readonly op: "hooks.set"; readonly node: string; readonly hooks: readonly PlannedHook[] }
  | { readonly op: "network.create"; readonly node: string; readonly network: PlannedNetwork }
  | { readonly op: "container.create"; readonly node: string; readonly container: PlannedContainer }
  | ({ readonly op: "container.start"; readonly node: string; readonly container: string } & {
      /** There when the container runs FRR: what is needed to check the configuration it took. */
      readonly frr: FrrStart | undefined;
    })
  | { readonly op: "exec"; readonly node: string; readonly argv: readonly string[]; readonly strict: boolean }
);

type Op = Step["op"];
/** The step of one op: `StepOf<"addr.add">`. */
export type StepOf<O extends Op> = Extract<Step, { readonly op: O }>;

interface VethEnd {
  readonly node: string;
  readonly dev: string;
  readonly mac: string;
}

export interface SysctlSetting {
  /** The path under /proc/sys, with slashes: an interface name may hold dots (`net/ipv4/conf/eth1.10/rp_filter`). */
  readonly key: string;
  readonly value: string;
  /** Present when a kernel built without the feature may lack the key; then there is nothing to set. */
  readonly optional?: true;
  /** What it is good for, for the reader of `labctl plan`. */
  readonly why?: string;
}

/** Settings made by one `ip link set`; each key is present only when it is set. */
export interface LinkSettings {
  readonly up?: boolean;
  readonly master?: string;
  readonly mtu?: number;
  readonly mac?: string;
}

/** What a node with processes of its own gets: pid, mount, uts and ipc namespaces and private files. */
export interface NodeProcess {
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  /** Written before anything runs. `owner` is a user:group name pair of the node, root:root by default. */
  readonly files: readonly PlannedFile[];
  readonly binds: readonly { readonly source: string; readonly target: string; readonly mode: "copy" | "ro" | "rw" }[];
  /** Folders whose contents are copied over the node's root. */
  readonly overlays: readonly string[];
  /** Present on a Cumulus switch: it has `net`, `nv`, `ifreload` and `ifquery` on its PATH. */
  readonly nclu?: true;
  /** Present when the node holds containers: it gets a place for what they keep. */
  readonly engine?: true;
}

export interface PlannedFile {
  readonly path: string;
  readonly text: string;
  /** Permission bits, 0o644 unless said. */
  readonly mode: number;
  readonly owner: string;
}

export interface FrrStart {
  /** In starting order; zebra first: a daemon that finds no zebra waits ten seconds before it looks again. */
  readonly daemons: readonly string[];
  readonly profile: "traditional" | "datacenter" | undefined;
  readonly watchfrr: boolean;
  readonly strict: boolean;
  /** For each line of /etc/frr/frr.conf, in order, the place it was written; null (JSON has no undefined) for lines labctl added. */
  readonly lineSpans: readonly (Span | null)[];
  /** The first line that works with MPLS labels, which the kernel has to know then. */
  readonly labels?: Span;
}

export interface Stage {
  /** `namespaces`, `links`, `addresses`, `processes`, `hooks`, `containers`, `commands`. */
  readonly name: string;
  /** A sentence for the reader of `labctl plan`. */
  readonly title: string;
  readonly steps: readonly Step[];
}

/** A kernel feature or program the plan cannot do without, and the first line that needs it. */
export interface Need {
  readonly capability: string;
  readonly why: string;
  readonly at: Span;
  /** There when it is a program that the lab file itself asks for (capability `program`). */
  readonly program?: { readonly name: string; readonly aptPackage: string };
}

/** Stages happen in order; within a stage, steps of different nodes are independent. */
export interface Plan {
  readonly version: 1;
  readonly lab: string;
  readonly file: string;
  readonly stages: readonly Stage[];
  readonly needs: readonly Need[];
}
