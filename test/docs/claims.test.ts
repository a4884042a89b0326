// Knows: what scripts/claims.mjs makes of reports: a line per claim and step, and the count.
// Refuses to know: whether the other labs keep their word (the kernel tests run them all).

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import type { RunResult, StepResult } from "../../src/scenario/result.ts";
import { repository } from "../helpers/labctl.ts";

const dir = mkdtempSync(join(tmpdir(), "labctl-claims-"));
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined, NO_COLOR: "1", LABCTL_STATE_DIR: join(dir, "state") };
let report: { labs: RunResult[] };
beforeAll(() => {
  const args = ["dist/labctl.js", "test", "--json", "labs/bgp-unnumbered.yml"];
  const ran = spawnSync(process.execPath, args, { cwd: repository, env, encoding: "utf8" });
  report = JSON.parse(ran.stdout) as typeof report;
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function claims(content: unknown): { stdout: string; status: number | null } {
  const file = join(dir, "report.json");
  writeFileSync(file, JSON.stringify(content));
  return spawnSync(process.execPath, ["scripts/claims.mjs", file], { cwd: repository, env, encoding: "utf8" });
}

/** Claims that bgp-unnumbered alone shows, so that no other lab's missing run counts. */
const posts = parse(readFileSync(join(repository, "docs/claims.yml"), "utf8")) as Record<string, { claims: object }>;
const total = Object.values(posts).flatMap((post) => Object.keys(post.claims)).length;
const proven = () => [...new Set(report.labs.flatMap(({ steps }) => steps.flatMap((step) => step.claims)))];

it("says of each claim which step of which lab showed it, and how many are proved", () => {
  const { stdout, status } = claims(report);
  expect(stdout).toMatch(/^CLAIM +LAB +STEP +RESULT\n/);
  expect(stdout).toMatch(/^S001-02 +bgp-unnumbered +2 the switch has one peer, the server +pass$/m);
  expect(stdout).toContain(`\nproved ${proven().length} of ${total} claims\n`);
  expect(status).toBe(0);
});

it("a claim is not proved when one of its steps failed, and the exit code says so", () => {
  const fail = (step: StepResult): StepResult => (step.number === 2 ? { ...step, outcome: "fail" } : step);
  const { stdout, status } = claims({ labs: report.labs.map((lab) => ({ ...lab, steps: lab.steps.map(fail) })) });
  expect(stdout).toMatch(/^S001-02 +bgp-unnumbered +2 .* fail$/m);
  expect(stdout).toContain(`\nproved ${proven().length - 1} of ${total} claims\nfailed: S001-02\n`);
  expect(status).toBe(1);
});

it("what was not run is not proved", () => {
  const { stdout, status } = claims({ labs: [] });
  expect(stdout).toMatch(/^S001-02 +bgp-unnumbered +2 .* not run$/m);
  expect(stdout).toMatch(new RegExp(`^proved 0 of ${total} claims\nnot run: .*S001-02`, "m"));
  expect(status).toBe(0);
});
