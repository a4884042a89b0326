// Knows: the Test Anything Protocol, version 13: a plan, a line per test, evidence as a YAML block.
// Refuses to know: where the text goes.

import { formatSpan } from "../../base/span.ts";
import type { StepResult } from "../../scenario/result.ts";
import type { Reporter, Write } from "./reporter.ts";

export function createTapReporter(write: Write): Reporter {
  let count = 0;
  let begun = false;
  const begin = (): void => {
    if (!begun) write("TAP version 13\n");
    begun = true;
  };
  return {
    take(event) {
      begin();
      if (event.type === "run-started")
        write(
          `# ${event.lab} (${event.file})${event.variant?.summary === undefined ? "" : `: ${event.variant.summary}`}\n`,
        );
      if (event.type === "stage-started") write(`# ${event.stage}\n`);
      if (event.type === "step-ended") write(renderLine(++count, event.result));
    },
    end() {
      begin();
      write(`1..${count}\n`);
    },
  };
}

function renderLine(number: number, result: StepResult): string {
  const ok = result.outcome === "pass" || result.outcome === "skipped" ? "ok" : "not ok";
  // A `#` would begin a directive.
  const label = result.label.replaceAll("\\", "\\\\").replaceAll("#", "\\#");
  if (result.outcome === "skipped") return `${ok} ${number} - ${label} # SKIP ${result.saw}\n`;
  const line = `${ok} ${number} - ${label}\n`;
  return result.outcome === "pass" ? line : line + renderBlock(result);
}

function renderBlock(result: StepResult): string {
  const fields: Readonly<Record<string, string | number | readonly string[] | undefined>> = {
    outcome: result.outcome,
    saw: result.saw,
    differs: result.differs,
    notes: result.notes,
    asked: result.question,
    answer: result.answer,
    hint: result.hint,
    at: formatSpan(result.at),
    duration_ms: Math.round(result.tookMs * 10) / 10,
  };
  const lines = Object.entries(fields).flatMap(([key, value]) => {
    if (value === undefined || (typeof value !== "number" && value.length === 0)) return [];
    // JSON strings are YAML strings.
    return [`  ${key}: ${JSON.stringify(value)}`];
  });
  return ["  ---", ...lines, "  ...", ""].join("\n");
}
