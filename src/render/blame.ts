// Knows: how `ip -batch` and the setting functions say which line failed.
// Refuses to know: how they were run and what to do about the failure.

import type { Step } from "../plan/step.ts";
import type { BatchLine, NetnsBatch, SandboxBatch } from "./batches.ts";
import { sysctlFailureMark } from "./sysctl.ts";

/** The step whose line failed, from what the process wrote to stderr; undefined when that does not tell. */
export function blamedStep(batch: SandboxBatch | NetnsBatch, stderr: string): Step | undefined {
  const setting = new RegExp(`^${sysctlFailureMark} (\\d+)$`, "m").exec(stderr);
  if (setting && batch.kind === "netns") return stepAt(batch.sysctls, setting[1]);
  const numbered = /^Command failed [^\n]*:(\d+)$/m.exec(stderr);
  if (numbered) return stepAt(batch.ip, numbered[1]);
  // ip gives no line number when it dislikes a word; where only one line has that word, it is that line.
  const word = /argument "([^"\n]*)" is wrong/.exec(stderr)?.[1];
  const having = word === undefined ? [] : batch.ip.filter((line) => line.text.split(" ").includes(word));
  return having.length === 1 ? having[0]?.step : undefined;
}

function stepAt(lines: readonly BatchLine[], number: string | undefined): Step | undefined {
  return lines[Number(number) - 1]?.step;
}
