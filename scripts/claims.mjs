// Knows: how to run the labs that prove claims, and which claim was proved by which step of which lab.
// Refuses to know: what a claim says to whom (docs/claims.yml has it, docs/claims.md shows it).
//
//   node scripts/claims.mjs [--kernel host|uml|auto] [--jobs N]   runs the labs, each by itself; after scripts/build
//   node scripts/claims.mjs REPORT.json…                          reads what `labctl test --json` printed before
//
// The exit code is 1 when a step that carries a claim failed.

import { execFile, execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { parse } from "yaml";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = path.join(root, "dist/labctl.js");
const { values, positionals: reports } = parseArgs({
  allowPositionals: true,
  options: { kernel: { type: "string" }, jobs: { type: "string", default: "1" } },
});
const env = { ...process.env, NODE_EXTRA_CA_CERTS: undefined };

const posts = parse(readFileSync(path.join(root, "docs/claims.yml"), "utf8"));
const claims = Object.values(posts).flatMap((post) => Object.keys(post.claims));
const labs = labsWithClaims();
const { runs, unable } = reports.length > 0 ? readReports() : await runLabs();

// A step without a result in any run was not run.
const rows = claims.flatMap((claim) =>
  labs.flatMap(({ lab, steps }) =>
    steps
      .filter((step) => step.claims.includes(claim))
      .map((step) => ({ claim, lab, step, result: resultOf(lab, step) })),
  ),
);
print();
process.exitCode = rows.some(({ result }) => isBad(result)) ? 1 : 0;

/** The labs of labs/ with a step that carries a claim of the list; each with all its steps. */
function labsWithClaims() {
  const files = readdirSync(path.join(root, "labs")).filter((name) => name.endsWith(".yml"));
  const args = ["test", "--list", "--json", ...files.map((name) => path.join(root, "labs", name))];
  const listed = JSON.parse(execFileSync(process.execPath, [program, ...args], { encoding: "utf8", env }));
  return listed.labs.filter(({ steps }) => steps.some((step) => step.claims.some((id) => claims.includes(id))));
}

function readReports() {
  return { runs: reports.flatMap((file) => JSON.parse(readFileSync(file, "utf8")).labs), unable: new Map() };
}

/** Each lab in a run of its own: one that this machine cannot run stops no other. */
async function runLabs() {
  const found = { runs: [], unable: new Map() };
  // A file with variants is listed once for each, and tested with all of them in one run.
  const queue = new Map(labs.map((lab) => [lab.file, lab])).values();
  const worker = async () => {
    for (const { lab, file } of queue) {
      process.stderr.write(`testing ${lab}\n`);
      const { stdout, stderr } = await labctl(
        "test",
        "--json",
        ...(values.kernel ? ["--kernel", values.kernel] : []),
        file,
      );
      const report = readJson(stdout);
      if (report?.labs.length > 0) found.runs.push(...report.labs);
      else found.unable.set(lab, stderr.trim().split("\n").at(-1) ?? "");
    }
  };
  await Promise.all(Array.from({ length: Number(values.jobs) }, worker));
  return found;
}

function labctl(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...args], { env, maxBuffer: 2 ** 28 }, (_error, stdout, stderr) => {
      resolve({ stdout, stderr });
    });
  });
}

function readJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The worst of a step's results, when it was run more than once; undefined when it was not run. */
function resultOf(lab, { number }) {
  const results = runs
    .filter((run) => run.lab === lab)
    .flatMap((run) => run.steps.filter((step) => step.number === number));
  const severity = ["error", "fail", "skipped", "pass"];
  return results.toSorted((a, b) => severity.indexOf(a.outcome) - severity.indexOf(b.outcome))[0];
}

function isBad(result) {
  return result?.outcome === "fail" || result?.outcome === "error";
}

function print() {
  const shown = rows.map(({ claim, lab, step, result }) => [
    claim,
    lab,
    `${step.number} ${step.label}`,
    result?.outcome ?? "not run",
  ]);
  const table = [["CLAIM", "LAB", "STEP", "RESULT"], ...shown];
  const width = (column) => Math.max(...table.map((row) => row[column].length));
  const widths = [width(0), width(1), width(2)];
  for (const row of table)
    console.log(
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join("  ")
        .trimEnd(),
    );

  const of = (claim) => rows.filter((row) => row.claim === claim);
  const notShown = claims.filter((claim) => of(claim).length === 0);
  const failed = claims.filter((claim) => of(claim).some(({ result }) => isBad(result)));
  // Where two labs show the same, one that ran is enough; within a lab, every step counts.
  const proved = claims.filter((claim) => {
    const byLab = groupByLab(of(claim));
    const holds = [...byLab.values()].some((steps) => steps.every(({ result }) => result?.outcome === "pass"));
    return holds && !failed.includes(claim);
  });
  const notRun = claims.filter((claim) => ![...notShown, ...failed, ...proved].includes(claim));
  console.log(`\nproved ${proved.length} of ${claims.length} claims`);
  for (const [what, list] of [
    ["failed", failed],
    ["not run", notRun],
    ["shown by no lab", notShown],
  ]) {
    if (list.length > 0) console.log(`${what}: ${list.join(" ")}`);
  }
  for (const [lab, why] of unable) console.log(`${lab} cannot run here: ${why}`);
}

/** Map.groupBy, which Node 20 lacks. */
function groupByLab(list) {
  const groups = new Map();
  for (const row of list) groups.set(row.lab, [...(groups.get(row.lab) ?? []), row]);
  return groups;
}
