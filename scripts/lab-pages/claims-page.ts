// Knows: how the page of all claims is laid out: which lab shows which, by which steps, and which nobody shows.
// Refuses to know: whether the steps hold; the kernel tests run the labs, and `npm run claims` prints what came of it.

import { wording, type Posts } from "./claims.ts";
import type { LabFacts, StepFacts } from "./lab-facts.ts";
import { inline, table } from "./markdown.ts";
import { english } from "./words.ts";

interface Shown {
  readonly lab: string;
  readonly steps: readonly StepFacts[];
}

/** The labs that show a claim, each with the steps that do. */
function labsShowing(id: string, labs: readonly LabFacts[]): readonly Shown[] {
  return labs.flatMap(({ name, stages }) => {
    const steps = stages.flatMap((stage) => stage.steps.filter(({ claims }) => claims.includes(id)));
    return steps.length === 0 ? [] : [{ lab: name, steps }];
  });
}

export function claimsPage(posts: Posts, labs: readonly LabFacts[]): string {
  const ids = Object.values(posts).flatMap(({ claims }) => Object.keys(claims));
  const missing = ids.filter((id) => labsShowing(id, labs).length === 0);
  const refuted = Object.values(posts).flatMap(({ claims }) =>
    Object.entries(claims).flatMap(([id, { instead }]) => (instead === undefined ? [] : [id])),
  );
  return [
    "<!-- Written by npm run docs from docs/claims.yml and the lab files -->",
    "# The posts, claim by claim",
    "Five posts about routing, containers and VRFs, in Japanese, are what these labs were made after. Each says things that can be checked; this is the list of them, with the lab that shows each and the steps that check it.",
    "`npm run claims` runs these labs and prints the list with the results (`npm run claims -- --kernel auto` where the kernel lacks something; `npm run claims -- report.json` reads what `labctl test --json` has saved). That they hold is also part of the test suite, which runs every lab.",
    `**${ids.length - missing.length} of ${ids.length}** claims are shown by a lab.${missing.length === 0 ? "" : ` Not shown: ${missing.map(code).join(", ")}.`}`,
    `What a post says and a kernel or FRR of today does otherwise is marked **Not so today**, and its lab shows both: ${refuted.map(code).join(", ")}. What no post says, but makes a claim true or is the cure, is marked as such, too.`,
    ...Object.entries(posts).flatMap(([id, { post, about, claims }]) => [
      `## ${id}: ${about}`,
      ...(post === undefined ? [] : [`After the post “${post}”.`]),
      table(
        ["claim", "what is said", "lab", "steps"],
        Object.entries(claims).map(([claim, found]) => {
          const needs =
            found.needs === undefined ? "" : `\nNeeds a kernel with ${found.needs.map(code).join(" and ")}.`;
          return [code(claim), wording(found, english) + needs, ...cells(labsShowing(claim, labs))];
        }),
      ),
    ]),
  ].join("\n\n");
}

function cells(shown: readonly Shown[]): readonly [lab: string, steps: string] {
  if (shown.length === 0) return ["–", "not shown"];
  // One line per step; the lab stands at its first.
  const lines = shown.flatMap(({ lab, steps }) =>
    steps.map(
      (step, i) => [i === 0 ? `[${lab}](labs/${lab}.md)` : "", `${step.number} ${inline(step.label)}`] as const,
    ),
  );
  return [
    lines
      .map(([lab]) => lab)
      .join("\n")
      .trimEnd(),
    lines.map(([, step]) => step).join("\n"),
  ];
}

function code(text: string): string {
  return `\`${text}\``;
}
