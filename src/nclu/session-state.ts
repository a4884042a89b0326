// Knows: what a switch's NCLU keeps between two commands: the pending buffer and the history of commits. Plain JSON.
// Refuses to know: what the commands do (session.ts) and where it is kept.

import type { Files } from "./switch-files.ts";

export interface PendingCommand {
  /** Canonical: `net add loopback lo ip address 1.1.1.1/32`. */
  readonly command: string;
  readonly user: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Commit {
  readonly id: number;
  readonly at: number;
  readonly user: string;
  /** As `net show commit history` shows it. */
  readonly description: string;
  /** The user's own words (`net commit description …`), to find it by. */
  readonly name: string | undefined;
  readonly before: Files;
  readonly after: Files;
  /** What `net commit` printed. */
  readonly text: string;
}

export interface NcluState {
  readonly pending: readonly PendingCommand[];
  readonly commits: readonly Commit[];
  /** Features whose note ("stores but does not emulate") was given. */
  readonly noted: readonly string[];
  /** A commit that waits for ENTER: it is undone after the deadline. */
  readonly unconfirmed: { readonly commit: number; readonly deadline: number } | undefined;
}

export const emptyState: NcluState = { pending: [], commits: [], noted: [], unconfirmed: undefined };

/** What the switch looks like from outside when a command runs. */
export interface World {
  readonly files: Files;
  /** When each file was last written, milliseconds since 1970; for the heads of differences. */
  readonly modified: Readonly<Record<string, number>>;
  readonly ports: readonly string[];
  readonly user: string;
  readonly now: number;
}

/** What the caller has to do, in this order. When one fails, it keeps the state it had before. */
export type Effect =
  | { readonly kind: "write-file"; readonly path: string; readonly text: string }
  | { readonly kind: "ifreload" }
  | { readonly kind: "hostname"; readonly name: string }
  /** Daemons that must run before the lines below make sense: `bgpd`. */
  | { readonly kind: "frr-daemons"; readonly daemons: readonly string[] }
  /** Lines for `configure terminal`, in order, as one commit. */
  | { readonly kind: "frr-configure"; readonly lines: readonly string[] };

export interface NetResult {
  readonly state: NcluState;
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
  readonly effects: readonly Effect[];
  /** Set for `net show …` that needs the running switch: what to ask, and how to print it (show/). */
  readonly show?: ShowRequest;
  /** Set by `net commit confirm`: print, wait for ENTER this long, then call `confirm`. */
  readonly confirmSeconds?: number;
}

/** A question about the running switch, and how its answers are printed (show/format-show.ts). */
export interface ShowRequest {
  readonly format: string;
  readonly asks: readonly {
    readonly title: string | undefined;
    /** An argv to run in the node; `["vtysh", "-c", …]` for FRR; `["lldp"]` stands for the lab's wiring (show/lldp.ts). */
    readonly argv: readonly string[];
  }[];
  readonly values: Readonly<Record<string, string>>;
}
