// Knows: how the steps of a lab are told: under their headings, each with its commands, its claims and its hint.
// Refuses to know: the rest of the page.

import type { LabFacts, StepFacts } from "./lab-facts.ts";
import { consoleBlock, inline } from "./markdown.ts";
import type { Words } from "./words.ts";

export function stageSections(facts: LabFacts, words: Words): readonly string[] {
  const { frame, lab } = words;
  return [
    frame.legend,
    ...facts.stages.flatMap(({ name, steps }) => [
      ...(name === undefined ? [] : [`### ${inline(lab(name))}`]),
      steps.map((step) => item(facts, step, words)).join("\n\n"),
    ]),
  ];
}

function item(facts: LabFacts, step: StepFacts, words: Words): string {
  const { frame, lab, label } = words;
  const text = inline(step.named ? lab(step.label) : label(step.label));
  const claims = step.claims.map((id) => ` \`${id}\``).join("");
  const marker = `${step.number}. `;
  const parts = [
    `${step.kind === "action" ? `**${text}**` : text}${claims}`,
    consoleBlock(commandsOf(facts.name, step)),
    ...(step.hint === undefined ? [] : [frame.ifItFails(inline(lab(step.hint)))]),
  ];
  const indent = " ".repeat(marker.length);
  return marker + parts.join("\n\n").replaceAll(/\n(?=.)/g, `\n${indent}`);
}

/** Each as it is typed; one may take several lines. What no command does is done by the step itself. */
export function commandsOf(
  lab: string,
  { question, number }: Pick<StepFacts, "question" | "number">,
): readonly string[] {
  if (question.startsWith("#")) return [`labctl test ${lab} --only ${number}`];
  const [first = "", ...inside] = question.split("\n");
  // What is typed into that shell has its prompt: on the machine itself it would be something else.
  if (/^labctl shell +# then:$/.test(first)) return [["labctl shell", ...inside.map((line) => `# ${line}`)].join("\n")];
  const commands: string[] = [];
  let open = "";
  for (const line of question.split("\n")) {
    open = open === "" ? line : `${open}\n${line}`;
    if (!endsInQuotes(open)) {
      commands.push(open);
      open = "";
    }
  }
  return open === "" ? commands : [...commands, open];
}

function endsInQuotes(text: string): boolean {
  return /['"]/.test(text.replaceAll(/\\[^]|'[^']*'|"(?:[^"\\]|\\[^])*"/g, ""));
}
