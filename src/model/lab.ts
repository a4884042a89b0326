// Knows: what a lab is once it has been checked. Every reference resolves, every name is legal, every address is parsed.
// Refuses to know: how it was written down (topology/) and how it is built (plan/).

import type { MultiUndirectedGraph } from "graphology";
import type { Line, Span } from "../base/span.ts";
import type { Container, Hook, Network } from "./container.ts";
import type { Device, PortVlan } from "./device.ts";
import type { Impairment } from "./impairment.ts";
import type { Cidr, Ip } from "./ip.ts";
import type { EndpointName, IfName, LabName, Mac, NodeName } from "./names.ts";
import type { VersionBound } from "./version-bound.ts";

/** The graph is the kernel's picture: a node is a network namespace, an edge is a veth pair, a LAN is a bridge node. */
export type LabGraph = MultiUndirectedGraph<LabNode, Link>;

export interface Lab {
  readonly name: LabName;
  readonly summary: string | undefined;
  /** Which of the file's variants it is. Absent: the file has none. */
  readonly variant?: Variant;
  /** Paragraphs with a blank line between them (Markdown). Absent: the summary says it all. */
  readonly description?: string;
  /** The lab file as the user named it; spans and relative paths start there. */
  readonly file: string;
  /** The folder that relative paths (binds, overlay, config-file) start from. */
  readonly dir: string;
  readonly graph: LabGraph;
  /** The kernel it asks for: the machine's, the user-mode one, or (`auto`) the machine's as long as it can. */
  readonly kernel: "host" | "uml" | "auto" | undefined;
  /** What the lab's own commands need of the kernel (docs/kernels.md). Absent: nothing beyond what its keys need. */
  readonly kernelFeatures?: readonly { readonly feature: string; readonly at: Span }[];
  /** Programs of this machine that the lab runs, beyond those that every lab is made with. */
  readonly requires: readonly Requirement[];
  /** What reacts to events, in the order written. Absent: nothing. */
  readonly hooks?: readonly Hook[];
  /** Tests as written, in order; each is parsed by the check or action it names (scenario/). */
  readonly tests: readonly TestStep[];
}

export interface Variant {
  readonly name: string;
  readonly summary: string | undefined;
  /** All that the file has, in its order. */
  readonly all: readonly string[];
}

/** A program that must be there before the lab is built. */
export interface Requirement {
  /** A name to be found where the system keeps programs, or an absolute path. */
  readonly program: string;
  /** The Debian and Ubuntu package that has it. */
  readonly aptPackage: string;
  readonly at: Span;
}

export type LabNode = NodeCommon & NodeByKind;

export type NodeByKind =
  | { readonly kind: "host" }
  | { readonly kind: "frr"; readonly frr: Frr }
  | {
      readonly kind: "cumulus";
      readonly frr: Frr;
      readonly nclu: readonly Line[];
      /** What NCLU keeps on it beside FRR's configuration, as its commands left it. Absent: as the switch comes. */
      readonly switchFiles?: SwitchFiles;
    }
  | { readonly kind: "bridge"; readonly implicit: boolean };

export interface NodeCommon {
  readonly name: NodeName;
  readonly at: Span;
  readonly group: string | undefined;
  readonly hostname: string;
  /** lo first, then by name (swp2 before swp10); each end of a link is here too. */
  readonly interfaces: readonly Interface[];
  readonly routes: readonly Route[];
  /** Policy routing, in the order written. */
  readonly rules: readonly Rule[];
  readonly sysctls: readonly Setting[];
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly FileText[];
  readonly binds: readonly Bind[];
  /** A folder whose files are copied over the node's root. */
  readonly overlay: { readonly path: string; readonly at: Span } | undefined;
  readonly exec: readonly Exec[];
  readonly services: readonly Service[];
  readonly nft: Text | undefined;
  readonly labels: Readonly<Record<string, string>>;
  /** In the order written: that is the order they are made in. Absent: none. */
  readonly networks?: readonly Network[];
  readonly containers?: readonly Container[];
}

export interface Interface {
  readonly name: IfName;
  readonly at: Span;
  readonly mac: Mac | undefined;
  readonly mtu: number | undefined;
  readonly addresses: readonly { readonly cidr: Cidr; readonly at: Span }[];
  /** `down`: created but left down (a Cumulus port that nobody configured). */
  readonly state: "up" | "down";
  /** The far end, when this interface is one end of a link. */
  readonly peer: EndpointName | undefined;
  /** What makes it, when it is no end of a link and not lo. */
  readonly device: Device | undefined;
  /** The VRF, bridge or bond of the same node that it belongs to. */
  readonly master: IfName | undefined;
  /** On a port of a VLAN-aware bridge: its VLANs. */
  readonly vlans: readonly PortVlan[];
  /** Takes packets with MPLS labels. */
  readonly mpls: boolean;
}

export interface Link {
  /** `a:eth1--b:eth1`, unique in the lab. */
  readonly id: string;
  readonly ends: readonly [LinkEnd, LinkEnd];
  readonly mtu: number;
  readonly at: Span;
}

export interface LinkEnd {
  readonly node: NodeName;
  readonly ifname: IfName;
  readonly mac: Mac;
  /** What befalls packets that leave here. */
  readonly impair: { readonly impairment: Impairment; readonly at: Span } | undefined;
}

export interface Route {
  /** `default` is spelt 0.0.0.0/0 or ::/0 here. */
  readonly to: Cidr;
  readonly via: Ip | undefined;
  readonly dev: IfName | undefined;
  readonly metric: number | undefined;
  /** What becomes of a packet that takes it; `unicast` is sent on. */
  readonly type: "unicast" | "blackhole" | "unreachable" | "prohibit";
  /** The VRF or table it is in; neither: the main table. */
  readonly vrf: IfName | undefined;
  readonly table: number | undefined;
  readonly at: Span;
}

/** A rule of policy routing: which packets look where. */
export interface Rule {
  readonly family: 4 | 6;
  /** The lowest is asked first. undefined: the kernel's choice, just before the rules that are there. */
  readonly priority: number | undefined;
  readonly from: Cidr | undefined;
  readonly to: Cidr | undefined;
  readonly iif: IfName | undefined;
  readonly oif: IfName | undefined;
  readonly fwmark: string | undefined;
  /** A table, or what to do without one. */
  readonly then: number | "blackhole" | "unreachable" | "prohibit";
  readonly at: Span;
}

export interface Setting {
  readonly key: string;
  readonly value: string;
  readonly at: Span;
}

export interface Text {
  readonly lines: readonly Line[];
  readonly at: Span;
}

export interface FileText {
  readonly path: string;
  readonly text: string;
  readonly at: Span;
}

export interface Bind {
  /** Absolute path on the host. */
  readonly source: string;
  /** Absolute path in the node. */
  readonly target: string;
  /**
   * `copy`: the node sees the host's file or folder and writes to a copy (the default: the host is never written to);
   * `ro`: it cannot write; `rw`: it writes through to the host, as the lab file says in so many words.
   */
  readonly mode: "copy" | "ro" | "rw";
  readonly at: Span;
}

export interface Exec {
  readonly argv: readonly string[];
  /** false in a .clab.yml: a failing command is reported and the deploy goes on. */
  readonly strict: boolean;
  readonly at: Span;
}

export interface Service {
  readonly name: string;
  readonly argv: readonly string[];
  readonly restart: "always" | "on-failure" | "no";
  readonly at: Span;
}

export interface SwitchFiles {
  /** Path to text: /etc/network/interfaces and the files NCLU edits a line at a time. */
  readonly files: Readonly<Record<string, string>>;
  /** The pending buffer and the history of commits (nclu/session-state.ts), as JSON. */
  readonly state: string;
  /** Present when every port of its bridge has one VLAN, untagged: plain bridges can stand for the one it speaks of. */
  readonly accessOnly?: true;
}

export interface Frr {
  /** frr.conf line by line; each line knows the line of the lab file (or of the config file) it came from. */
  readonly config: readonly Line[];
  /** Which daemons run, zebra and staticd included, in starting order. */
  readonly daemons: readonly string[];
  readonly profile: "traditional" | "datacenter" | undefined;
  /** true: FRR's own watchfrr supervises, as on a packaged router; false: labctl does. */
  readonly watchfrr: boolean;
  /** false: a refused line is reported and skipped, as `vtysh -b` does (.clab.yml). */
  readonly strict: boolean;
  readonly at: Span;
}

/** One entry of `tests:` before the check or action it names has read it. */
export interface TestStep {
  /** Its number in the lab file, from 1. */
  readonly number: number;
  /** The key that says what it is: `ping`, `bgp`, `run` … */
  readonly what: string;
  /** The value under that key, as YAML gives it. */
  readonly value: unknown;
  readonly name: string | undefined;
  /** The heading it stands under: its own, or that of a step before it. */
  readonly stage: string | undefined;
  readonly hint: string | undefined;
  readonly required: boolean;
  readonly claims: readonly string[];
  /** With another version of FRR it does not hold, and is skipped. */
  readonly frrVersion: VersionBound | undefined;
  readonly expect: "pass" | "fail";
  readonly withinMs: number;
  readonly forMs: number;
  readonly at: Span;
  /** Where a key inside `value` was written: `spanOf(["to"])`. Falls back to the nearest enclosing place. */
  readonly spanOf: (path: readonly (string | number)[]) => Span;
  /** The same for the key itself, not what it says. */
  readonly keySpanOf: (path: readonly (string | number)[]) => Span;
}
