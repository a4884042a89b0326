// Knows: how ends of links of a running lab are found and changed from outside: down, up, impaired, mended.
// Refuses to know: the words of the command line, and which command does it (scenario/link-change.ts).

import { CommandError, HostError, UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import { changeArgv, changeEnd, describeChange, type LinkChange } from "../scenario/link-change.ts";
import type { LabState } from "../state/store.ts";
import type { AppContext } from "./context.ts";
import { openRuntime, pickRunning } from "./lab-status.ts";

export type { LinkChange } from "../scenario/link-change.ts";

export interface ChangedEnd {
  readonly node: string;
  readonly interface: string;
  /** `down`, `up`, `mended`, `impaired: delay 20ms`. */
  readonly state: string;
}

/** A change is made in milliseconds; this is for a user-mode kernel on a machine that is busy. */
const withinMs = 60_000;

/** Throws UsageError for an end there is not, HostError when this kernel cannot, CommandError when it fails. */
export async function changeLinks(
  context: AppContext,
  lab: string | undefined,
  places: readonly string[],
  change: LinkChange,
): Promise<readonly ChangedEnd[]> {
  const { state, anchor } = pickRunning(context.store, lab);
  const ends = places.flatMap((text) => endsOf(text, state));
  const runtime = await openRuntime(anchor);
  try {
    for (const end of ends) {
      const { outcome, why, output } = await changeEnd(end, change, runtime, { timeoutMs: withinMs });
      const where = `${end.node}:${end.ifname}`;
      if (outcome === "skipped") {
        throw new HostError(`${where}: ${why}`, "on another kernel it can be done: labctl deploy --kernel uml");
      }
      const command = changeArgv(change, end.ifname).join(" ");
      if (outcome === "fail") throw new CommandError(`${where} cannot be changed: ${why}`, { command, output });
    }
  } finally {
    runtime.close();
  }
  return ends.map(({ node, ifname }) => ({ node, interface: ifname, state: describeChange(change) }));
}

interface End {
  readonly node: string;
  readonly ifname: string;
}

/** `r1:eth1`: that end. `r1--r2` or `r1:eth1--r2:eth2`: both ends of the link. */
function endsOf(text: string, state: LabState): readonly End[] {
  const all = state.links.flat();
  const [left = "", right, more] = text.split("--");
  if (right === undefined || more !== undefined) {
    // An interface that is no end of a link may be changed too, as long as its node is there.
    const [node = "", ifname = ""] = splitEnd(text);
    const isNode = state.nodes.some((candidate) => candidate.name === node);
    if (isNode && ifname !== "") return [{ node, ifname }];
    const hint = isNode ? `its ends: ${all.filter((end) => end.startsWith(`${node}:`)).join(", ")}` : endsHint(all);
    throw new UsageError(`lab "${state.lab}" has no end "${text}"${didYouMean(text, all)}`, hint);
  }
  const fits = (end: string, wanted: string): boolean =>
    wanted.includes(":") ? end === wanted : splitEnd(end)[0] === wanted;
  const links = state.links.filter(([a, b]) => (fits(a, left) && fits(b, right)) || (fits(a, right) && fits(b, left)));
  const [only, second] = links;
  if (only && !second) return only.map((end) => ({ node: splitEnd(end)[0] ?? "", ifname: splitEnd(end)[1] ?? "" }));
  const ids = (second ? links : state.links).map((link) => link.join("--"));
  throw new UsageError(
    second
      ? `there are ${links.length} links ${text}`
      : `lab "${state.lab}" has no link ${text}${didYouMean(text, ids)}`,
    `the links: ${ids.join(", ")}`,
  );
}

function splitEnd(end: string): readonly string[] {
  const colon = end.indexOf(":");
  return colon < 0 ? [end] : [end.slice(0, colon), end.slice(colon + 1)];
}

function endsHint(all: readonly string[]): string {
  return `node:interface, or node--node for both ends of a link; the ends: ${all.join(", ")}`;
}
