// Knows: the questions checks have in common, each asked once a round however many checks want the answer.
// Refuses to know: what a good answer would be (check/).

import type { ExecOptions, ExecResult, ProcessState } from "../runtime/runtime.ts";

/**
 * What the kernel and FRR say in one round of polling. A new one is made for every round; within it, equal questions
 * share one answer. A question that cannot be asked throws CouldNotAsk.
 */
export interface Facts {
  /** `ip -j -N -d route show table TABLE` (`main` unless said), with protocol numbers. An absent table has no routes. */
  routes(node: string, options: { family: 4 | 6; table?: string; vrf?: string }): Promise<readonly KernelRoute[]>;
  /** `ip -j -d addr show`: every interface with its addresses. */
  links(node: string): Promise<readonly KernelLink[]>;
  /** `ip -j neigh show`, both families. */
  neighbours(node: string): Promise<readonly KernelNeighbour[]>;
  /** A show command in JSON, through the vty socket of the daemon that owns it. */
  showJson(node: string, daemon: string, command: string): Promise<unknown>;
  /** A show command's text. */
  show(node: string, daemon: string, command: string): Promise<string>;
  /** A command that only looks; equal commands of one round run once. */
  exec(node: string, argv: readonly string[], options?: ExecOptions): Promise<ExecResult>;
  /** The daemons and services labctl watches over. */
  processes(): Promise<readonly ProcessState[]>;
}

/** One entry of `ip -j -N route`. Field names are iproute2's; with -N type and protocol are numbers in a string. */
export interface KernelRoute {
  readonly type?: string;
  readonly dst: string;
  readonly gateway?: string;
  readonly via?: { readonly family: string; readonly host: string };
  readonly dev?: string;
  readonly protocol?: string;
  readonly prefsrc?: string;
  readonly metric?: number;
  readonly flags?: readonly string[];
  readonly nexthops?: readonly KernelNexthop[];
}

export interface KernelNexthop {
  readonly gateway?: string;
  readonly via?: { readonly family: string; readonly host: string };
  readonly dev?: string;
  readonly weight?: number;
  readonly flags?: readonly string[];
}

/** One entry of `ip -j addr` (a superset of `ip -j link`). */
export interface KernelLink {
  readonly ifname: string;
  readonly ifindex: number;
  readonly flags: readonly string[];
  readonly mtu: number;
  readonly operstate: string;
  readonly master?: string;
  readonly address?: string;
  readonly linkinfo?: { readonly info_kind?: string; readonly info_slave_kind?: string };
  readonly addr_info: readonly {
    readonly family: "inet" | "inet6";
    readonly local: string;
    readonly prefixlen: number;
    readonly scope: string;
  }[];
}

/** One entry of `ip -j neigh`. `state` is a list of words: REACHABLE, STALE, FAILED, PERMANENT … */
export interface KernelNeighbour {
  readonly dst: string;
  readonly dev: string;
  readonly lladdr?: string;
  readonly state: readonly string[];
}

/** The question could not be asked (no such daemon, command missing, output not JSON): neither yes nor no. */
export class CouldNotAsk extends Error {
  override readonly name = "CouldNotAsk";
  /** What was asked, as one could type it. */
  readonly question: string;
  /** true: the question itself is wrong, so asking again is of no use. */
  readonly hopeless: boolean;
  constructor(question: string, why: string, options: ErrorOptions & { readonly hopeless?: boolean } = {}) {
    super(why, options);
    this.question = question;
    this.hopeless = options.hopeless ?? false;
  }
}

export interface FactsOptions {
  /** No single question takes longer. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}
