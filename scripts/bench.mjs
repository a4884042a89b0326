// Knows: how to measure what labctl promises to be fast at, each as a ratio to a baseline of the same run.
// Refuses to know: what is fast enough: it prints, and the reader judges. Nothing here is a test.
//
//   node scripts/bench.mjs [ROUNDS]     after scripts/build

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const program = path.join(root, "dist/labctl.js");
const rounds = Number(process.argv[2] ?? 9);
const dir = mkdtempSync(path.join(tmpdir(), "labctl-bench-"));
// A certificate bundle that Node reads at every start, where this is set, is no work of ours.
const env = { ...process.env, LABCTL_STATE_DIR: path.join(dir, "state"), NODE_EXTRA_CA_CERTS: undefined };

const timeMs = (...argv) => {
  const startedAt = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { env, cwd: root, encoding: "utf8" });
  if (status !== 0) throw new Error(`${argv.join(" ")}: exit ${status}\n${stderr}`);
  return performance.now() - startedAt;
};
const labctl = (...words) => timeMs(program, ...words);
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Runs all of them in turn, round after round, so that a busy moment of the machine hits all alike. */
function compare(title, measures, times) {
  const taken = Object.fromEntries(Object.keys(measures).map((name) => [name, []]));
  for (let round = 0; round < times; round++) {
    for (const [name, measure] of Object.entries(measures)) taken[name].push(measure());
  }
  const [base] = Object.values(taken).map(median);
  console.log(`\n${title}`);
  for (const [name, values] of Object.entries(taken)) {
    const ms = median(values);
    console.log(`  ${name.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms  ${(ms / base).toFixed(2).padStart(6)} ×`);
  }
}

/** A ring of plain hosts: `count` namespaces and links, and nothing to start in them. */
function ring(count) {
  const file = path.join(dir, `ring-${count}.yml`);
  const at = (i) => `10.${i >> 8}.${i & 255}`;
  const nodes = Array.from(
    { length: count },
    (_, i) =>
      `    n${i}: { interfaces: { eth0: { ipv4: ${at(i)}.1/30 }, eth1: { ipv4: ${at((i + 1) % count)}.2/30 } } }`,
  );
  const links = Array.from({ length: count }, (_, i) => `    - endpoints: [n${i}:eth1, n${(i + 1) % count}:eth0]`);
  writeFileSync(
    file,
    `name: ring-${count}\ntopology:\n  defaults: { kind: host }\n  nodes:\n${nodes.join("\n")}\n  links:\n${links.join("\n")}\n`,
  );
  return file;
}

try {
  compare(
    "Start-up, against an empty Node program",
    {
      "node -e 0": () => timeMs("-e", "0"),
      "labctl --help": () => labctl("--help"),
      "labctl inspect (no lab)": () => labctl("inspect"),
      "labctl validate labs/bgp-unnumbered.yml": () => labctl("validate", "labs/bgp-unnumbered.yml"),
    },
    rounds * 3,
  );
  const up = (file, name) => {
    const tookMs = labctl("deploy", file);
    labctl("destroy", name);
    return tookMs;
  };
  compare(
    "Deploy, against two hosts",
    Object.fromEntries(
      [2, 20, 200].map((count) => [`${count} hosts, ${count} links`, () => up(ring(count), `ring-${count}`)]),
    ),
    Math.max(3, Math.round(rounds / 3)),
  );
  compare(
    "A whole test, deploy and destroy included, against its deploy",
    {
      "deploy labs/bgp-unnumbered.yml": () => up("labs/bgp-unnumbered.yml", "bgp-unnumbered"),
      "test labs/bgp-unnumbered.yml": () => labctl("test", "labs/bgp-unnumbered.yml"),
    },
    Math.max(3, Math.round(rounds / 2)),
  );
} finally {
  spawnSync(process.execPath, [program, "destroy", "--all"], { env });
  rmSync(dir, { recursive: true, force: true });
}
