// Knows: how to measure the same lab on the host's kernel and on the user-mode kernel, side by side in one run.
// Refuses to know: what the numbers should be.
//
//   node scripts/bench-uml.mjs [ROUNDS]      5 rounds unless said; the built program (dist/) is measured

import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const rounds = Number(process.argv[2] ?? 5);
const dir = mkdtempSync(path.join(tmpdir(), "labctl-bench-"));
const stateDir = path.join(dir, "state");

const router = (n) => `
    r${n}:
      kind: frr
      interfaces: { lo: { ipv4: 10.255.0.${n}/32 } }
      frr: |
        router bgp 6500${n}
         no bgp ebgp-requires-policy
         neighbor eth1 interface remote-as external
         address-family ipv4 unicast
          network 10.255.0.${n}/32`;
writeFileSync(
  path.join(dir, "bench.yml"),
  `name: bench\ntopology:\n  nodes:${router(1)}${router(2)}\n  links:\n    - endpoints: [r1:eth1, r2:eth1]\n`,
);

const measures = {
  "empty lab: start to agent ready": "ms",
  "deploy, two FRR routers": "ms",
  "from there to the first ping": "ms",
  "question to the agent": "ms",
  "question to bgpd (vty)": "ms",
  "command in a node": "ms",
  "labctl exec NODE true": "ms",
  "4 MB from a node": "ms",
  "1 MB into a node": "ms",
  destroy: "ms",
  "memory of all its processes": "MB",
};

const results = { host: [], uml: [] };
try {
  // In turns, so that whatever else the machine does strikes both alike.
  for (let round = 0; round < rounds; round++) {
    for (const kernel of ["host", "uml"]) results[kernel].push(await measure(kernel));
  }
  report();
} finally {
  await labctl("host", "destroy", "--all").catch(() => {});
  rmSync(dir, { recursive: true, force: true });
}

async function measure(kernel) {
  const times = {};
  const timed = async (name, work, count = 1) => {
    const startedAt = performance.now();
    for (let i = 0; i < count; i++) await work();
    times[name] = (performance.now() - startedAt) / count;
  };
  const startedAt = Date.now();
  const deployed = JSON.parse(await labctl(kernel, "deploy", "bench.yml", "--json"));
  times["deploy, two FRR routers"] = deployed.tookMs;
  const [firstStage = "{}"] = readFileSync(path.join(stateDir, "bench/journal.jsonl"), "utf8").split("\n");
  const state = JSON.parse(readFileSync(path.join(stateDir, "bench/state.json"), "utf8"));
  times["empty lab: start to agent ready"] = Date.parse(JSON.parse(firstStage).at) - Date.parse(state.createdAt);
  const agent = await openAgent(state.anchor.pid);
  const inNode = (argv, more = {}) => agent.call("exec", { node: "r1", argv, ...more });
  await timed("from there to the first ping", async () => {
    const ping = ["ping", "-c1", "-W1", "-I", "10.255.0.1", "10.255.0.2"];
    while ((await inNode(ping)).code !== 0)
      if (Date.now() > startedAt + 120_000) throw new Error("no ping in two minutes");
  });
  await timed("question to the agent", () => agent.call("processes", {}), 50);
  await timed(
    "question to bgpd (vty)",
    () => agent.call("vty", { node: "r1", daemon: "bgpd", command: "show bgp summary json" }),
    50,
  );
  await timed("command in a node", () => inNode(["true"]), 20);
  await timed("labctl exec NODE true", () => labctl(kernel, "exec", "r1", "true"), 5);
  times["memory of all its processes"] = memoryMb();
  await timed("4 MB from a node", () => inNode(["sh", "-c", "head -c 3000000 /dev/urandom | base64"]));
  await timed("1 MB into a node", () => inNode(["wc", "-c"], { stdin: "x".repeat(1_000_000) }));
  agent.close();
  await timed("destroy", () => labctl(kernel, "destroy", "bench"));
  return times;
}

async function labctl(kernel, ...args) {
  const env = { ...process.env, LABCTL_STATE_DIR: stateDir, LABCTL_KERNEL: kernel };
  const argv = [path.join(root, "dist/labctl.js"), ...args];
  return (await promisify(execFile)(process.execPath, argv, { cwd: dir, env })).stdout;
}

/** A connection to the lab's agent: one JSON object a line. */
async function openAgent(anchor) {
  const ofGuest = `/proc/${anchor}/cwd/agent.sock`;
  const socket = connect({ path: existsSync(ofGuest) ? ofGuest : `/proc/${anchor}/root/run/labctl/agent.sock` });
  await new Promise((resolve, reject) => socket.once("connect", resolve).once("error", reject));
  const waiting = new Map();
  let chunks = [];
  socket.on("data", (chunk) => {
    chunks.push(chunk);
    if (chunk.at(-1) !== 10) return;
    const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
    chunks = [];
    for (const reply of lines.map((line) => JSON.parse(line))) {
      const { resolve, reject } = waiting.get(reply.id);
      if (reply.error) reject(new Error(reply.error.message));
      else resolve(reply.ok);
    }
  });
  let id = 0;
  return {
    call: (call, body) =>
      new Promise((resolve, reject) => {
        waiting.set(++id, { resolve, reject });
        socket.write(`${JSON.stringify({ id, call, body })}\n`);
      }),
    close: () => socket.destroy(),
  };
}

/** Proportional set size, so that what processes share counts once. */
function memoryMb() {
  // A guest's kernel has two helpers in its own address space, which is then told three times, in the same words.
  const told = new Set();
  for (const pid of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      if (!readFileSync(`/proc/${pid}/environ`, "latin1").includes(`LABCTL_STATE=${stateDir}`)) continue;
      told.add(readFileSync(`/proc/${pid}/smaps_rollup`, "latin1"));
    } catch {
      // it has ended, or is somebody else's
    }
  }
  return [...told].reduce((sum, text) => sum + Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0), 0) / 1024;
}

function report() {
  const median = (kernel, name) => {
    const values = results[kernel].map((times) => times[name]).toSorted((a, b) => a - b);
    return values[Math.floor(values.length / 2)];
  };
  const width = Math.max(...Object.keys(measures).map((name) => name.length));
  console.log(
    `medians of ${rounds}\n${"".padEnd(width)}${["host", "uml", "ratio"].map((word) => word.padStart(12)).join("")}`,
  );
  for (const [name, unit] of Object.entries(measures)) {
    const [host, uml] = [median("host", name), median("uml", name)];
    const cell = (value) => `${value.toFixed(value < 10 ? 2 : 0)} ${unit}`.padStart(12);
    console.log(`${name.padEnd(width)}${cell(host)}${cell(uml)}${(uml / host).toFixed(1).padStart(12)}`);
  }
}
