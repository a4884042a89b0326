// Knows: how to find out what this kernel can do: by trying it, in a sandbox that is thrown away.
// Refuses to know: what a feature is needed for (app/doctor.ts).

import { spawn } from "node:child_process";
import {
  chooseUserMapping,
  findProgram,
  knowsNoRanges,
  systemPath,
  unshareOptions,
  type UserMapping,
} from "./user-namespace.ts";

export interface Attempt {
  readonly works: boolean;
  /** What the kernel or the program said, in one line; empty when it works. */
  readonly said: string;
}

export interface KernelProbe {
  /** Whether a sandbox can be made at all; when not, nothing else could be tried. */
  readonly sandbox: Attempt;
  /** unshare(1) is too old to give the sandbox the uids that this user has. */
  readonly oneUid: boolean;
  /** By the name of the trial. */
  readonly features: ReadonlyMap<KernelFeature, Attempt>;
}

/**
 * One trial per feature: shell lines of ours, run in a fresh network namespace that holds the veth pair p0, p1. Each
 * makes the thing and leaves it: it goes with the sandbox. The order matters where one builds on another.
 */
const trials = {
  veth: "ip link add name p0 type veth peer name p1 && ip link set dev p0 up && ip link set dev p1 up",
  ipv6: "test -e /proc/sys/net/ipv6/conf/p0/accept_dad",
  overlay:
    "mount -t tmpfs tmpfs /tmp && mkdir /tmp/u /tmp/w /tmp/m && mount -t overlay -o lowerdir=/etc,upperdir=/tmp/u,workdir=/tmp/w overlay /tmp/m",
  bridge: "ip link add name br0 type bridge && ip link set dev p1 master br0",
  "bridge-vlan": "ip link add name br1 type bridge vlan_filtering 1",
  vlan: "ip link add link p0 name p0.10 type vlan id 10",
  vrf: "ip link add name red type vrf table 10",
  dummy: "ip link add name dum0 type dummy",
  macvlan: "ip link add link p0 name mac0 type macvlan mode bridge",
  ipvlan: "ip link add link p0 name ipv0 type ipvlan mode l2",
  vxlan: "ip link add name vx0 type vxlan id 10 dstport 4789 local 127.0.0.1",
  bond: "ip link add name bond0 type bond mode active-backup",
  gre: "ip link add name gre1 type gre local 127.0.0.1 remote 127.0.0.2",
  netem: "tc qdisc add dev p0 root netem delay 1ms",
  tbf: "tc qdisc add dev p1 root tbf rate 1mbit burst 32kbit latency 50ms",
  rules: "ip rule add from 192.0.2.1 table 100",
  nexthops: "ip nexthop add id 1 dev p0 && ip nexthop add id 2 group 1",
  mpls: "test -e /proc/sys/net/mpls/platform_labels",
  nft: "nft add table inet t && nft 'add chain inet t c { type filter hook forward priority 0; }' && nft add rule inet t c ct state established accept",
  "iptables-nat": "iptables -t nat -A POSTROUTING -s 192.0.2.0/24 -j MASQUERADE",
} as const;

export type KernelFeature = keyof typeof trials;

/** Every feature that can be tried. */
export const kernelFeatures = Object.keys(trials) as readonly KernelFeature[];

export function isKernelFeature(name: string): name is KernelFeature {
  return Object.hasOwn(trials, name);
}

/** A shell program that tries these features (and veth, which others are tried on), a line of answer for each. */
export function trialScript(features: readonly KernelFeature[]): string {
  const wanted = kernelFeatures.filter((feature) => feature === "veth" || features.includes(feature));
  return [
    "mount --make-rprivate / 2>/dev/null",
    "ip link set dev lo up",
    "echo sandbox",
    ...wanted.map(
      (feature) =>
        `said=$({ ${trials[feature]}; } 2>&1 >/dev/null); printf '%s\\t%s\\t%s\\n' ${feature} $? "$(printf %s "$said" | tr '\\n\\t' '; ')"`,
    ),
  ].join("\n");
}

/** What `trialScript` printed; undefined when it did not come so far as to try anything. */
export function readTrials(stdout: string): KernelProbe["features"] | undefined {
  const [first = "", ...lines] = stdout.split("\n");
  if (first !== "sandbox") return undefined;
  const features = new Map<KernelFeature, Attempt>();
  for (const line of lines) {
    const [name = "", code = "", said = ""] = line.split("\t");
    if (isKernelFeature(name)) features.set(name, { works: code === "0", said: said.trim() });
  }
  return features;
}

const namespaces = ["--net", "--mount", "--pid", "--uts", "--ipc", "--fork", "--kill-child"];
/** All the trials together take well under a second; a module that loads slowly may take a few. */
const limitMs = 30_000;

/** Tries `features` on the machine's kernel, all in one sandbox and one process. */
export async function probeKernel(
  signal: AbortSignal,
  features: readonly KernelFeature[] = kernelFeatures,
): Promise<KernelProbe> {
  const script = trialScript(features);
  const inSandbox = (mapping: UserMapping): Promise<Ran> =>
    run(["unshare", ...unshareOptions(mapping), ...namespaces, "sh", "-c", script], signal);
  const mapping = chooseUserMapping();
  const first = await inSandbox(mapping);
  const oneUid = knowsNoRanges(mapping, first.stderr);
  const ran = oneUid ? await inSandbox({ kind: "single" }) : first;
  const tried = readTrials(ran.stdout);
  if (!tried) return { sandbox: { works: false, said: lastLine(ran.stderr) }, oneUid, features: new Map() };
  return { sandbox: { works: true, said: "" }, oneUid, features: tried };
}

/** Whether this user may make a user namespace; asked of the kernel by making one. */
export async function probeUserNamespace(signal: AbortSignal): Promise<Attempt> {
  const ran = await run(["unshare", "--user", "--map-root-user", "true"], signal);
  return { works: ran.code === 0, said: ran.code === 0 ? "" : lastLine(ran.stderr) };
}

/** The first line a program says about its version, or undefined when it is not there. */
export async function versionOf(
  program: string,
  args: readonly string[],
  signal: AbortSignal,
): Promise<string | undefined> {
  const file = findProgram(program);
  if (file === undefined) return undefined;
  const ran = await run([file, ...args], signal);
  if (ran.code === undefined) return undefined;
  return `${ran.stdout}\n${ran.stderr}`.split("\n").find((line) => line.trim() !== "") ?? "";
}

interface Ran {
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
}

function run(argv: readonly string[], signal: AbortSignal): Promise<Ran> {
  const [file = "", ...args] = argv;
  return new Promise((resolve, reject) => {
    const env = { PATH: systemPath, LC_ALL: "C" };
    const child = spawn(file, args, { stdio: ["ignore", "pipe", "pipe"], env, signal, timeout: limitMs });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString("utf8")));
    child.once("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") resolve({ code: undefined, stdout: "", stderr: `${file} is not installed` });
      else reject(error);
    });
    child.once("close", (code) => resolve({ code: code ?? -1, stdout, stderr }));
  });
}

function lastLine(text: string): string {
  return text.trim().split("\n").at(-1) ?? "";
}
