// What the lab file says reaches programs as it is, and no shell ever acts on it. Asked of a real sh.

import { spawnSync } from "node:child_process";
import fc from "fast-check";
import { expect, test } from "vitest";
import { planLab } from "../../src/plan/up.ts";
import { batchesOf, netnsScript } from "../../src/render/batches.ts";
import { hereDocument, shellCommand } from "../../src/render/quote.ts";
import { renderScript } from "../../src/render/script.ts";
import { anyLab, anyText } from "../helpers/arbitrary-labs.ts";
import { buildLab } from "../helpers/lab-builder.ts";

function sh(script: string, args: readonly string[] = []): { stdout: string; stderr: string; code: number | null } {
  const { stdout, stderr, status } = spawnSync("sh", [...args], { input: script, encoding: "utf8" });
  return { stdout, stderr, code: status };
}

// Each run starts a process: fewer cases than usual, with many words in each.
const fewRuns = { numRuns: 30 };

test("words arrive as they were", () => {
  fc.assert(
    fc.property(fc.array(anyText, { minLength: 1, maxLength: 40 }), (words) => {
      // printf repeats its format: every argument, then a byte that no argument can hold.
      const { stdout, code } = sh(`printf '%s\\0' ${shellCommand(words)}`);
      expect(code).toBe(0);
      expect(stdout.split("\0").slice(0, -1)).toEqual(words);
    }),
    fewRuns,
  );
});

test("here-documents arrive as they were", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(anyText, fc.constantFrom("END", "END1", "$HOME", "`id`", "\\"))), (lines) => {
      const text = lines.map((line) => `${line}\n`).join("");
      expect(sh(`cat ${hereDocument(text)}\n`).stdout).toBe(text);
    }),
    fewRuns,
  );
});

test("scripts of any lab are whole: the shell reads them to the end without a complaint", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const plan = planLab(buildLab(spec));
      const scripts = plan.stages
        .flatMap((stage) => batchesOf(stage))
        .flatMap((b) => (b.kind === "netns" ? [netnsScript(b)] : []));
      for (const script of [renderScript(plan), ...scripts])
        expect(sh(script, ["-n"])).toEqual({ stdout: "", stderr: "", code: 0 });
    }),
    fewRuns,
  );
});

test("running the settings of any lab runs nothing else", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const batches = batchesOf({ steps: planLab(buildLab(spec)).stages.flatMap((stage) => stage.steps) });
      for (const batch of batches) {
        if (batch.kind !== "netns") continue;
        // The setting functions are replaced by one that prints its arguments: nothing is set, all is seen.
        const calls = batch.sysctls.map((line) => line.text).join("\n");
        const { stdout, stderr } = sh(`put() { printf '%s\\0' "$2" "$3"; }\noffer() { put "$@"; }\n${calls}\n`);
        const wanted = batch.sysctls.flatMap(({ step }) => (step.op === "sysctl.set" ? [step.key, step.value] : []));
        expect(stderr).toBe("");
        expect(stdout.split("\0").slice(0, -1)).toEqual(wanted);
      }
    }),
    fewRuns,
  );
});
