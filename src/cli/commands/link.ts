// Knows: the words of `labctl link`.
// Refuses to know: how a link is changed (app/link.ts).

import { ExitCode, UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { impairmentKeys, parseImpairment } from "../../model/impairment.ts";
import type { LinkChange } from "../../app/link.ts";
import { jsonOption, labOption, textOption, type CommandSpec, type OptionValues } from "../command.ts";

const changes = ["down", "up", "impair", "mend"] as const;

export const link: CommandSpec = {
  name: "link",
  group: "run",
  summary: "Take links of a running lab down or up, impair or mend them",
  about: `An end is node:interface; node--node is both ends of the link between two nodes. An impairment holds for what
leaves an end, so both ends make it hold for both directions. A new one replaces the old; mend takes it away.`,
  arguments: [
    { name: "change", summary: "down, up, impair or mend", completes: "none" },
    { name: "end", summary: "node:interface, or node--node", variadic: true, completes: "end" },
  ],
  options: [
    labOption,
    { flags: "--delay <time>", summary: "impair: one way, like 20ms" },
    { flags: "--jitter <time>", summary: "impair: the delay varies by this" },
    { flags: "--loss <percent>", summary: "impair: packets lost, like 1%" },
    { flags: "--rate <rate>", summary: "impair: bits per second, like 10mbit" },
    { flags: "--corrupt <percent>", summary: "impair: packets with a bit turned round" },
    { flags: "--duplicate <percent>", summary: "impair: packets that arrive twice" },
    { flags: "--reorder <percent>", summary: "impair: packets that overtake others (needs --delay)" },
    jsonOption,
  ],
  examples: [
    ["labctl link down r1:eth1", "as if the cable were pulled"],
    ["labctl link impair r1--r2 --delay 20ms --loss 1%", "in both directions"],
    ["labctl link mend r1--r2", "as good as new"],
  ],
  run: async ({ arguments: words, options }, context) => {
    const { lab, what, ends } = readWords(words, textOption(options, "lab"));
    const change = what === "impair" ? readImpair(options) : readPlain(what, options);
    const [{ changeLinks }, { withLab }, { renderJson }] = await Promise.all([
      import("../../app/link.ts"),
      import("../lab-argument.ts"),
      import("../../term/output.ts"),
    ]);
    const changed = await withLab(context, lab, (app, name) => changeLinks(app, name, ends, change));
    const { out } = context.output;
    if (options["json"] === true) out.write(renderJson(changed));
    else for (const end of changed) out.write(`${out.style("name", `${end.node}:${end.interface}`)} ${end.state}\n`);
    return ExitCode.ok;
  },
};

type Change = (typeof changes)[number];

/** The lab may come first: `labctl link wan down r1:eth1`. */
function readWords(
  words: readonly string[],
  option: string | undefined,
): { readonly lab: string | undefined; readonly what: Change; readonly ends: readonly string[] } {
  const [first = "", second = "", ...rest] = words;
  const known = (word: string): Change | undefined => changes.find((change) => change === word);
  const what = known(first);
  if (what !== undefined) return { lab: option, what, ends: [second, ...rest] };
  const later = known(second);
  if (later !== undefined && option === undefined && rest.length > 0) return { lab: first, what: later, ends: rest };
  throw new UsageError(
    `a link cannot be made "${first}"${didYouMean(first, changes)}`,
    `one of: ${changes.join(", ")}; then its ends: labctl link down r1:eth1`,
  );
}

function readPlain(what: Exclude<Change, "impair">, options: OptionValues): LinkChange {
  const idle = impairmentKeys.find((key) => textOption(options, key) !== undefined);
  if (idle !== undefined)
    throw new UsageError(`--${idle} goes with impair, not with ${what}`, "see `labctl link --help`");
  return what === "mend" ? { what: "impair", impairment: {} } : { what };
}

function readImpair(options: OptionValues): LinkChange {
  const given = impairmentKeys.flatMap((key): [string, string][] => {
    const value = textOption(options, key);
    return value === undefined ? [] : [[key, value]];
  });
  if (given.length === 0)
    throw new UsageError("impair how?", "for example: --delay 20ms --loss 1%; `mend` takes it away");
  const read = parseImpairment(Object.fromEntries(given));
  if (read.ok) return { what: "impair", impairment: read.impairment };
  const [first] = read.mistakes;
  throw new UsageError(`--${first?.key}: ${first?.message}`, first?.hint);
}
