// Knows: how one end of a running link is taken down or up, impaired or mended; for the test action and `labctl link`.
// Refuses to know: who wants it, and how an end is named (endpoints.ts, app/link.ts).

import { describeImpairment, type Impairment } from "../model/impairment.ts";
import { qdiscOf } from "../plan/qdisc.ts";
import type { ExecOptions, ExecResult, LabRuntime } from "../runtime/runtime.ts";

export type LinkChange =
  | { readonly what: "down" | "up" }
  /** An empty impairment takes an earlier one away. */
  | { readonly what: "impair"; readonly impairment: Impairment };

export interface ChangeOutcome {
  /** `skipped`: this kernel cannot do such a thing at all. */
  readonly outcome: "pass" | "fail" | "skipped";
  /** Why not, in one line; empty when it went well. */
  readonly why: string;
  readonly output: string;
}

/** Queues are sized for packets of this length: an Ethernet's, whatever the link's MTU. */
const packetBytes = 1500;

/** The command, to be run in the node of that interface. */
export function changeArgv(change: LinkChange, ifname: string): readonly string[] {
  if (change.what !== "impair") return ["ip", "link", "set", "dev", ifname, change.what];
  const qdisc = qdiscOf(change.impairment, packetBytes);
  if (!qdisc) return ["tc", "qdisc", "del", "dev", ifname, "root"];
  return ["tc", "qdisc", "replace", "dev", ifname, "root", qdisc.kind, ...qdisc.options];
}

export async function changeEnd(
  end: { readonly node: string; readonly ifname: string },
  change: LinkChange,
  runtime: LabRuntime,
  options: ExecOptions,
): Promise<ChangeOutcome> {
  return judge(change, await runtime.exec(end.node, changeArgv(change, end.ifname), options));
}

function judge(change: LinkChange, { code, stderr }: ExecResult): ChangeOutcome {
  const mends = change.what === "impair" && Object.keys(change.impairment).length === 0;
  // Taking away what is not there is no failure.
  const nothingToMend = mends && /Cannot delete qdisc with handle of zero|Invalid handle/.test(stderr);
  if (code === 0 || nothingToMend) return { outcome: "pass", why: "", output: "" };
  if (change.what === "impair" && stderr.includes("qdisc kind is unknown")) {
    const kind = qdiscOf(change.impairment, packetBytes)?.kind;
    return { outcome: "skipped", why: `this kernel cannot: it has no ${kind}`, output: stderr };
  }
  return { outcome: "fail", why: stderr.trim().split("\n")[0] ?? "", output: stderr };
}

/** `down`, `mended`, `impaired: delay 20ms, loss 1%`. */
export function describeChange(change: LinkChange): string {
  if (change.what !== "impair") return change.what;
  const isMended = Object.keys(change.impairment).length === 0;
  return isMended ? "mended" : `impaired: ${describeImpairment(change.impairment)}`;
}
