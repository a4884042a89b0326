// Knows: how to test labs again and again on a machine that is busy with something else, and how often each step passed.
// Refuses to know: why a step failed: it shows what the report said the first time.
//
//   node scripts/flakes.mjs [--repeats N] [--minutes N] [--burners N] [--jobs N] [FILE…]     after scripts/build
//
// It ends after so many repeats of all labs, or after the last repeat that began within so many minutes.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { availableParallelism, loadavg, tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    repeats: { type: "string" },
    minutes: { type: "string" },
    burners: { type: "string" },
    jobs: { type: "string", default: "2" },
  },
});
const repeats = Number(values.repeats ?? Infinity);
const minutes = Number(values.minutes ?? (values.repeats === undefined ? 10 : 240));
/** As many as there are processors: whatever a lab wants to do, it has to share. */
const burners = Number(values.burners ?? availableParallelism());
const names = [
  ...["bgp-bfd", "ecmp", "floating-static", "ibgp-route-reflector", "isis"],
  ...["ospf-broadcast", "ospf-point-to-point", "rip"],
];
const files = positionals.length > 0 ? positionals : names.map((name) => `labs/${name}.yml`);
/** Runs of each lab in one call of labctl: with several, the longest lab of a round does not keep the others waiting. */
const repeatsACall = 5;

const dir = mkdtempSync(path.join(tmpdir(), "labctl-flakes-"));
const env = { ...process.env, LABCTL_STATE_DIR: path.join(dir, "state"), NODE_EXTRA_CA_CERTS: undefined };
const endsAt = Date.now() + minutes * 60_000;

// A burner ends by itself even when nobody is left to end it: a round that began in time may take some minutes more.
const burn = `const endsAt = ${endsAt + 300_000}; while (Date.now() < endsAt);`;
const burning = Array.from({ length: burners }, () => spawn(process.execPath, ["-e", burn], { stdio: "ignore" }));

/** What became of each step, by lab and number. */
const steps = new Map();
const labs = new Map();
const failures = [];
const loads = [];
const beganAt = Date.now();
let done = 0;
let stopped = false;
process.once("SIGINT", () => (stopped = true));
try {
  while (done < repeats && Date.now() < endsAt && !stopped) {
    const repeat = Math.min(repeatsACall, repeats - done);
    const { report, stderr } = await testOnce(repeat);
    if (!report) {
      failures.push(`after ${done} repeats: no report\n${stderr}`);
      break;
    }
    done += repeat;
    for (const run of report.labs) count(run);
    const { pass, fail, error } = report.counts;
    loads.push(loadavg()[0]);
    console.log(`${done} repeats: ${pass} steps passed, ${fail + error} failed, load ${loads.at(-1).toFixed(1)}`);
  }
} finally {
  for (const child of burning) child.kill("SIGKILL");
  rmSync(dir, { recursive: true, force: true });
}
print();
process.exitCode = failures.length > 0 ? 1 : 0;

function testOnce(repeat) {
  const argv = ["dist/labctl.js", "test", "--jobs", values.jobs, "--repeat", String(repeat), "--json", ...files];
  const child = spawn(process.execPath, argv, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk) => (stdout += chunk));
  child.stderr.on("data", (chunk) => (stderr += chunk));
  return new Promise((resolve) => {
    child.once("close", () => {
      try {
        resolve({ report: JSON.parse(stdout), stderr });
      } catch {
        resolve({ report: undefined, stderr });
      }
    });
  });
}

function count(run) {
  const lab = labs.get(run.lab) ?? { runs: 0, passed: 0, slowestMs: 0 };
  const wrong = run.steps.filter(({ outcome }) => outcome === "fail" || outcome === "error");
  labs.set(run.lab, {
    runs: lab.runs + 1,
    passed: lab.passed + (wrong.length === 0 ? 1 : 0),
    slowestMs: Math.max(lab.slowestMs, run.tookMs),
  });
  for (const step of run.steps) {
    const key = `${run.lab} ${step.number}`;
    const known = steps.get(key) ?? { lab: run.lab, step, asked: 0, passed: 0, slowestMs: 0 };
    const isPass = step.outcome === "pass";
    steps.set(key, {
      ...known,
      asked: known.asked + (step.outcome === "skipped" ? 0 : 1),
      passed: known.passed + (isPass ? 1 : 0),
      slowestMs: Math.max(known.slowestMs, step.tookMs ?? 0),
    });
    if (isPass || step.outcome === "skipped") continue;
    const why = [...step.differs, ...step.notes, step.answer ?? ""].join("\n    ");
    const where = `repeat ${done} or just before it: ${run.lab}, step ${step.number}: ${nameOf(step)}`;
    const waited = `waited ${(step.tookMs / 1000).toFixed(2)} s, asked ${step.asked} times`;
    failures.push(`${where}\n    saw ${step.saw}, ${waited}\n    ${why}`);
    console.log(failures.at(-1));
  }
}

function nameOf(step) {
  return step.name ?? step.label;
}

function print() {
  let lastLab = "";
  for (const { lab, step, asked, passed, slowestMs } of steps.values()) {
    if (lab !== lastLab) {
      const { runs, passed: whole, slowestMs: longest } = labs.get(lab);
      console.log(`\n${lab}: ${whole} of ${runs} runs passed, the longest took ${(longest / 1000).toFixed(1)} s`);
    }
    lastLab = lab;
    const limit = step.withinMs ? ` of ${(step.withinMs / 1000).toFixed(0)} s` : "";
    const times = `${String(passed).padStart(5)} of ${asked}`;
    console.log(`${times}  ${`${(slowestMs / 1000).toFixed(2)} s${limit}`.padEnd(16)} ${nameOf(step).slice(0, 80)}`);
  }
  for (const failure of failures) console.log(`\n${failure}`);
  const sum = (key) => [...steps.values()].reduce((total, step) => total + step[key], 0);
  const runs = [...labs.values()].reduce((total, lab) => total + lab.runs, 0);
  const load = loads.length === 0 ? "" : `, load ${Math.min(...loads).toFixed(1)} to ${Math.max(...loads).toFixed(1)}`;
  const took = `${((Date.now() - beganAt) / 60_000).toFixed(0)} minutes`;
  console.log(`\n${done} repeats of ${files.length} labs in ${took}${load}`);
  console.log(`${runs} runs, ${sum("asked")} steps, ${sum("passed")} passed, ${failures.length} failures`);
}
