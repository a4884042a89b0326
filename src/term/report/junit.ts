// Knows: JUnit's XML as CI systems read it: a suite per lab, a case per step.
// Refuses to know: which file it is written to.

import { formatSpan } from "../../base/span.ts";
import type { RunResult, StepResult } from "../../scenario/result.ts";
import type { Reporter, Write } from "./reporter.ts";

export function createJunitReporter(write: Write): Reporter {
  const suites: string[] = [];
  const steps = new Map<string, StepResult[]>();
  return {
    take(event) {
      if (event.type === "run-started") steps.set(event.lab, []);
      if (event.type === "step-ended") steps.get(event.lab)?.push(event.result);
      if (event.type === "run-ended") suites.push(renderSuite({ ...event.result, steps: steps.get(event.lab) ?? [] }));
    },
    end() {
      write(`<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.join("")}</testsuites>\n`);
    },
  };
}

function renderSuite({ lab, file, counts, steps, tookMs }: RunResult): string {
  const attributes = {
    name: lab,
    file,
    tests: steps.length,
    failures: counts.fail,
    errors: counts.error,
    skipped: counts.skipped,
    time: seconds(tookMs),
  };
  return `  <testsuite${render(attributes)}>\n${steps.map((step) => renderCase(lab, step)).join("")}  </testsuite>\n`;
}

function renderCase(lab: string, step: StepResult): string {
  const classname = step.stage === undefined ? lab : `${lab}.${step.stage}`;
  const open = `    <testcase${render({ name: step.label, classname, file: step.at.file, line: step.at.line, time: seconds(step.tookMs) })}`;
  const inside = [...claimsOf(step), ...outcomeOf(step)].map((line) => `      ${line}\n`).join("");
  return inside === "" ? `${open}/>\n` : `${open}>\n${inside}    </testcase>\n`;
}

/** JUnit has no word for what a test proves; properties are where CI systems look for what they do not know. */
function claimsOf({ claims }: StepResult): readonly string[] {
  if (claims.length === 0) return [];
  return [
    "<properties>",
    ...claims.map((value) => `  <property${render({ name: "claim", value })}/>`),
    "</properties>",
  ];
}

function outcomeOf(step: StepResult): readonly string[] {
  if (step.outcome === "pass") return [];
  if (step.outcome === "skipped") return [`<skipped${render({ message: step.saw })}/>`];
  const element = step.outcome === "fail" ? "failure" : "error";
  const message = step.differs.join("; ") || step.saw;
  return [`<${element}${render({ message })}>${escape(evidence(step))}</${element}>`];
}

function evidence(step: StepResult): string {
  const parts = [
    ...step.differs,
    `saw: ${step.saw}`,
    ...step.notes,
    `asked: ${step.question}`,
    ...(step.answer === undefined ? [] : [step.answer]),
    ...(step.hint === undefined ? [] : [`hint: ${step.hint}`]),
    `at ${formatSpan(step.at)}`,
  ];
  return parts.join("\n");
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(3);
}

function render(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escape(String(value)).replaceAll('"', "&quot;").replaceAll("\n", "&#10;")}"`)
    .join("");
}

/** XML 1.0 allows neither a bare & or < nor control characters other than tab and newline. */
function escape(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g, "");
}
