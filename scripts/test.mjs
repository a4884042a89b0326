// Knows: the parts of the suite, in which order they run, and as which user; how the results are summed up.
// Refuses to know: what is tested.
//
//   node scripts/test.mjs             everything
//   node scripts/test.mjs unit lint   these parts

import { chown, mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { execa } from "execa";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const scratch = await mkdtemp(path.join(tmpdir(), "labctl-suite-"));
const isRoot = process.geteuid() === 0;
/** Debian's nobody and nogroup: an ordinary user that is always there. */
const nobody = 65534;

// Node reads a certificate bundle at every start where this is set: 50 ms for each of the hundreds of processes here.
delete process.env.NODE_EXTRA_CA_CERTS;

const command = (name, ...argv) => ({ name, run: () => runCommand(argv) });
const project = (name) => ({ name, run: () => runVitest(name, name, []) });

const parts = [
  command("setup", "scripts/setup", "--tests"),
  command("build", "scripts/build"),
  command("types", "node_modules/.bin/tsc", "-p", "."),
  command("lint", "npm", "run", "--silent", "lint"),
  command("format", "npm", "run", "--silent", "format:check"),
  command("dead code", "npm", "run", "--silent", "deadcode"),
  command("registries", "node", "scripts/registry.mjs", "--check"),
  ...["unit", "golden", "property", "contract", "docs"].map(project),
  { name: "kernel, as root", run: kernelAsRoot },
  { name: "kernel, as an ordinary user", run: kernelAsUser },
];

const wanted = process.argv.slice(2);
const unknown = wanted.filter((word) => !parts.some(({ name }) => isPart(name, word)));
if (unknown.length > 0) {
  console.error(`no part is called ${unknown.join(", ")}; there are: ${parts.map(({ name }) => name).join(", ")}`);
  process.exit(2);
}
const chosen = parts.filter(({ name }) => wanted.length === 0 || wanted.some((word) => isPart(name, word)));

const results = [];
for (const { name, run } of chosen) {
  console.log(`\n── ${name} ${"─".repeat(Math.max(3, 100 - name.length))}`);
  const startedAt = performance.now();
  const result = await run();
  if (result.skipReason) console.log(`skipped: ${result.skipReason}`);
  results.push({ name, ...result, seconds: (performance.now() - startedAt) / 1000 });
}
await rm(scratch, { recursive: true, force: true });
report(results);
process.exitCode = results.some(({ failed }) => failed > 0) ? 1 : 0;

/** `kernel` means both of its parts. */
function isPart(name, word) {
  return name === word || name.startsWith(`${word},`);
}

async function runCommand([file, ...args]) {
  const { failed } = await execa(file, args, { cwd: root, stdio: "inherit", reject: false });
  return { passed: failed ? 0 : 1, failed: failed ? 1 : 0, skipped: 0 };
}

/** Runs one project of test/vitest.config.ts; `before` is put before the command, to run it as somebody else. */
async function runVitest(projectName, label, before, env = {}) {
  const folder = env.TMPDIR ?? scratch;
  const file = path.join(folder, `${label.replaceAll(/\W+/g, "-")}.json`);
  const argv = [
    ...before,
    ...[process.execPath, "node_modules/vitest/vitest.mjs", "run", "--config", "test/vitest.config.ts"],
    // The default way writes the bundled configuration into node_modules, which an ordinary user may not.
    ...["--configLoader", "runner", "--project", projectName],
    ...["--reporter=default", "--reporter=./scripts/summary-reporter.mjs", `--outputFile.summary=${file}`],
  ];
  const { failed: ended } = await execa(argv[0], argv.slice(1), { cwd: root, stdio: "inherit", reject: false, env });
  const { passed = 0, failed = 0, skipped = 0, failures = [] } = await readJson(file);
  // A file that cannot be loaded has no tests that could fail; the run has failed all the same.
  return { passed, failed: ended && failed === 0 ? 1 : failed, skipped, failures };
}

async function kernelAsRoot() {
  if (isRoot) return runVitest("kernel", "kernel-root", []);
  const sudo = await execa("sudo", ["-n", "true"], { reject: false });
  if (sudo.failed) return skip("not root, and sudo asks for a password: run npm test as root, too");
  return runVitest("kernel", "kernel-root", ["sudo", "-n", "env", `PATH=${process.env.PATH}`]);
}

async function kernelAsUser() {
  if (!isRoot) return runVitest("kernel", "kernel-user", []);
  const become = ["setpriv", `--reuid=${nobody}`, `--regid=${nobody}`, "--clear-groups"];
  const can = (...argv) => execa(become[0], [...become.slice(1), ...argv], { cwd: root, reject: false });
  if ((await can("test", "-r", "package.json", "-a", "-x", "dist/labctl.js")).failed) {
    return skip(`an ordinary user cannot read ${root}`);
  }
  const namespace = await can("unshare", "--user", "--map-root-user", "true");
  if (namespace.failed) return skip(`user namespaces are not allowed here: ${namespace.stderr.trim()}`);
  const home = path.join(scratch, "nobody");
  const env = { HOME: home, TMPDIR: `${home}/tmp`, XDG_RUNTIME_DIR: `${home}/run`, LABCTL_TEST_CACHE: `${home}/cache` };
  for (const folder of new Set(Object.values(env))) await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const folder of [scratch, ...Object.values(env)]) await chown(folder, nobody, nobody);
  return runVitest("kernel", "kernel-user", become, env);
}

function skip(skipReason) {
  return { passed: 0, failed: 0, skipped: 1, skipReason };
}

async function readJson(file) {
  try {
    return JSON.parse(await readFile(file, "utf8"));
  } catch {
    return {}; // it ended before it could write
  }
}

function report(rows) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const line = (name, ...cells) => `${name.padEnd(width)}${cells.map((cell) => String(cell).padStart(9)).join("")}`;
  console.log(`\n${line("", "passed", "failed", "skipped", "seconds")}`);
  const sum = { passed: 0, failed: 0, skipped: 0 };
  for (const { name, passed, failed, skipped, seconds } of rows) {
    console.log(line(name, passed, failed, skipped, seconds.toFixed(1)));
    sum.passed += passed;
    sum.failed += failed;
    sum.skipped += skipped;
  }
  // Said once more at the end of a log that is longer than anybody keeps.
  for (const { name, failures = [] } of rows) {
    for (const failure of failures) console.log(`\nFAILED ${name}: ${failure}`);
  }
  const reasons = rows.flatMap(({ name, skipReason }) => (skipReason ? [`${name}: ${skipReason}`] : []));
  if (reasons.length > 0) console.log(`\nskipped: ${reasons.join("\n         ")}`);
  console.log(`\n${sum.passed} passed, ${sum.failed} failed, ${sum.skipped} skipped`);
}
