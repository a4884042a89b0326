// Knows: how a page about a lab is laid out.
// Refuses to know: where its facts come from, and in which language its words are.

import { claimTable, type Claims } from "./claims.ts";
import type { LabFacts, NodeFacts } from "./lab-facts.ts";
import { codes, consoleBlock, inline, table } from "./markdown.ts";
import { stageSections } from "./steps.ts";
import type { Words } from "./words.ts";

export interface LabPageOptions {
  readonly claims: Claims;
  /** Whether there is a page about it in the other language. */
  readonly hasOther: boolean;
}

export function labPage(facts: LabFacts, words: Words, { claims, hasOther }: LabPageOptions): string {
  const { frame, lab, language } = words;
  const { name, summary, description, stages } = facts;
  return [
    `<!-- ${frame.writtenFrom}: labs/${name}.yml -->`,
    `# ${name}`,
    inline(lab(summary)),
    [
      ...(hasOther ? [frame.otherLanguage(name)] : []),
      `[${frame.labFile}](../../labs/${name}.yml)`,
      `[${frame.allLabs}](README.md)`,
    ].join(" · "),
    ...description.map(lab),
    `## ${frame.network}`,
    `\`\`\`text\n${language === "ja" ? narrow(facts.drawing) : facts.drawing}\n\`\`\``,
    `\`\`\`mermaid\n${facts.mermaid}\n\`\`\``,
    nodeTable(facts.nodes, words),
    `## ${frame.needs}`,
    needs(facts, words),
    `## ${frame.followAlong}`,
    frame.build,
    consoleBlock(followAlong(name).build),
    frame.step,
    consoleBlock(followAlong(name).step),
    frame.run,
    consoleBlock(followAlong(name).run),
    ...(stages.length === 0 ? [] : [`## ${frame.shows}`, ...stageSections(facts, words)]),
    ...claimSection(facts, words, claims),
  ].join("\n\n");
}

/** What to type to see the lab run, in three parts. */
export function followAlong(name: string): Readonly<Record<"build" | "step" | "run", readonly string[]>> {
  return {
    build: [`labctl deploy labs/${name}.yml`, "labctl inspect"],
    step: ["labctl test --step"],
    run: ["labctl test", "labctl destroy"],
  };
}

/** Japanese fonts draw the characters for boxes twice as wide as letters, so that nothing stays aligned. */
function narrow(drawing: string): string {
  return drawing.replaceAll("─", "-").replaceAll(/[├└]/g, "+");
}

function nodeTable(nodes: readonly NodeFacts[], { frame }: Words): string {
  const rows = nodes.map((node) => [
    `\`${node.name}\``,
    frame.kinds[node.kind],
    [...node.interfaces, ...borrowed(node, frame)].join("\n"),
    node.runs.join(", "),
  ]);
  return table(frame.nodeColumns, rows);
}

function borrowed({ networkOf }: NodeFacts, frame: Words["frame"]): readonly string[] {
  if (networkOf === undefined) return [];
  if (networkOf === "host") return [frame.hostNetwork];
  return [networkOf === "none" ? frame.noNetwork : frame.networkOf(networkOf.container)];
}

function needs({ features, programs, daemons, kernel }: LabFacts, { frame }: Words): string {
  const packages = [...new Set(programs.map(({ aptPackage }) => aptPackage))].toSorted().join(" ");
  const names = codes(programs.map(({ program }) => program));
  const lines = [
    ...(features.length === 0 ? [] : [frame.needsFeatures(codes(features))]),
    ...(daemons.length === 0 ? [] : [frame.needsDaemons(codes(daemons))]),
    ...(programs.length === 0 ? [] : [frame.needsPrograms(names, packages)]),
  ];
  const list = lines.length === 0 ? frame.needsNothing : lines.map((line) => `- ${line}`).join("\n");
  const kernels = { auto: frame.runsOnUmlIfNeeded, uml: frame.runsOnUml, host: "" };
  const space = "\n\n";
  return [list, [kernels[kernel ?? "host"], frame.seeDoctor].filter((text) => text !== "").join("\n")].join(space);
}

function claimSection({ claims: shown }: LabFacts, words: Words, claims: Claims): readonly string[] {
  const known = shown.filter((id) => claims.has(id));
  if (known.length === 0) return [];
  const { frame } = words;
  return [`## ${frame.claims}`, frame.claimsSaid, claimTable(known, claims, words)];
}
