// Knows: which containers of a node run, as `docker ps` and `machinectl list` tell it.
// Refuses to know: what goes on inside one.

import { z } from "zod";
import { didYouMean } from "../../base/suggest.ts";
import { runsLater } from "../../model/places.ts";
import { CouldNotAsk } from "../../observe/facts.ts";
import { defineCheck, type Finding, type ReadContext } from "../check.ts";
import { onKey, wantedGot } from "../keys.ts";
import { readNode } from "../place.ts";

const names = z.array(z.string());

const schema = z
  .strictObject({
    on: onKey,
    engine: z.enum(["docker", "nspawn"]).optional().describe("Only the containers of this engine"),
    running: names.optional().describe("Those that run: these and no others, in any order"),
    stopped: names.optional().describe("Those that are there and do not run: these and no others"),
  })
  .refine(({ running, stopped }) => running !== undefined || stopped !== undefined, {
    error: "give `running`, `stopped` or both",
  });

type Spec = z.infer<typeof schema>;

export default defineCheck({
  name: "containers",
  summary: "These containers run on a node, and no others",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    if (!node) return undefined;
    const known = (node.containers ?? []).map(({ name }) => name);
    const areKnown = (["running", "stopped"] as const).every((key) =>
      (written[key] ?? []).every((name, i) => isKnown(name, [key, i], { on: node.name, known }, context)),
    );
    return areKnown ? written : undefined;
  },
  label: ({ on, engine, running, stopped }) => {
    const said = (list: readonly string[]): string => (list.length === 0 ? "nothing" : list.join(", "));
    return [
      `${on}: ${engine === undefined ? "" : `${engine} has `}`,
      running === undefined ? "" : `running ${said(running)}`,
      running === undefined || stopped === undefined ? "" : ", ",
      stopped === undefined ? "" : `stopped ${said(stopped)}`,
    ].join("");
  },
  question: () => "labctl container ls",
  async ask({ on, engine, running, stopped }, { runtime }): Promise<Finding> {
    if (!runtime.engine) throw new CouldNotAsk("labctl container ls", "this lab has no container engine");
    const all = (await runtime.engine("containers", {})).filter(
      (container) => container.node === on && (engine === undefined || container.engine === engine),
    );
    const inState = (runs: boolean): string[] =>
      all.filter(({ state }) => (state === "running") === runs).map(({ name }) => name);
    const differs = [
      ...differsNames("running", running, inState(true)),
      ...differsNames("stopped", stopped, inState(false)),
    ];
    return {
      outcome: differs.length === 0 ? "pass" : "fail",
      saw: all.map(({ name, state }) => `${name} ${state}`).join(", ") || "no containers",
      differs,
      answer: all.map(({ name, state, engine: of }) => `${on}/${name}  ${of}  ${state}`).join("\n"),
    };
  },
});

function isKnown(
  name: string,
  path: readonly (string | number)[],
  { on, known }: { readonly on: string; readonly known: readonly string[] },
  { lab, step, sink }: ReadContext,
): boolean {
  if (known.includes(name) || runsLater(lab, { node: on, container: name })) return true;
  sink.error(
    "tests/unknown-container",
    step.spanOf(path),
    `${on} has no container "${name}"${didYouMean(name, known)}`,
    { hint: known.length === 0 ? "it has none" : `it has: ${known.join(", ")}` },
  );
  return false;
}

function differsNames(what: string, wanted: readonly string[] | undefined, got: readonly string[]): string[] {
  if (wanted === undefined || [...wanted].toSorted().join() === [...got].toSorted().join()) return [];
  return [wantedGot(what, wanted.join(", ") || "none", got.join(", ") || "none")];
}
