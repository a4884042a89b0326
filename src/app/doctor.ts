// Knows: what labctl wants of a machine, what each thing is for, and which one command mends what is missing.
// Refuses to know: how the report looks.

import { readFileSync } from "node:fs";
import { release, userInfo } from "node:os";
import { frrDaemonDir } from "../render/frr.ts";
import { hasModule } from "../runtime/kernel-modules.ts";
import { probeKernel, versionOf, type KernelFeature, type KernelProbe } from "../runtime/probe.ts";
import { kernelWishes, programWishes, type ProgramWish } from "./doctor-wishes.ts";
import { probeNamespaces } from "./doctor-namespaces.ts";

export interface Finding {
  readonly group: "programs" | "namespaces" | "kernel";
  readonly name: string;
  /** `limited`: labctl works without it, some labs do not. `unknown`: could not be tried. */
  readonly state: "ok" | "missing" | "limited" | "unknown";
  /** A version, or what the kernel said. */
  readonly detail: string;
  readonly neededFor: string;
  /** Without it no lab runs. */
  readonly required: boolean;
  /** A Debian package that has it. */
  readonly aptPackage?: string;
  /** A command that mends it, when a package does not. */
  readonly mend?: string;
}

export interface DoctorReport {
  /** `Debian GNU/Linux 12 (bookworm), Linux 6.1.0, root`. */
  readonly machine: string;
  readonly findings: readonly Finding[];
  /** Nothing required is missing. */
  readonly ok: boolean;
  /** One shell command that mends all that can be mended; undefined when there is nothing to mend. */
  readonly mend: string | undefined;
}

export async function examine(signal: AbortSignal): Promise<DoctorReport> {
  const [programs, kernel] = await Promise.all([
    Promise.all(programWishes.map((wish) => examineProgram(wish, signal))),
    probeKernel(signal),
  ]);
  const findings = [...programs, ...(await probeNamespaces(kernel, signal)), ...examineKernel(kernel)];
  return {
    machine: `${distribution()}, Linux ${release()}, ${isRoot() ? "root" : `user ${userInfo().username}`}`,
    findings,
    ok: findings.every((finding) => !finding.required || finding.state === "ok"),
    mend: mendingCommand(findings),
  };
}

async function examineProgram(wish: ProgramWish, signal: AbortSignal): Promise<Finding> {
  const { name, args, neededFor, required, aptPackage } = wish;
  const program = wish.folder === "frr" ? `${frrDaemonDir}/${name}` : name;
  const said = name === "node" ? process.version : await versionOf(program, args, signal);
  const base = { group: "programs", name, neededFor, required, aptPackage } as const;
  if (said === undefined) return { ...base, state: required ? "missing" : "limited", detail: "not installed" };
  return { ...base, state: "ok", detail: /\d+(\.\w+)+|\d{8}/.exec(said)?.[0] ?? "" };
}

function examineKernel(kernel: KernelProbe): Finding[] {
  return Object.entries(kernelWishes).map(([feature, { neededFor, required, module }]) => {
    const attempt = kernel.features.get(feature as KernelFeature);
    const base = { group: "kernel", name: feature, neededFor, required } as const;
    if (attempt === undefined) return { ...base, state: "unknown", detail: "could not be tried: there is no sandbox" };
    if (attempt.works) return { ...base, state: "ok", detail: "" };
    const loadable = module !== undefined && hasModule(module);
    return {
      ...base,
      state: required ? "missing" : "limited",
      detail: attempt.said === "" ? "not in this kernel" : attempt.said.replace(/^(RTNETLINK answers|Error): /, ""),
      ...(loadable ? { mend: `modprobe ${module}` } : {}),
    };
  });
}

/** Packages first, then settings, each once, as one line to paste. */
function mendingCommand(findings: readonly Finding[]): string | undefined {
  const bad = findings.filter((finding) => finding.state === "missing" || finding.state === "limited");
  const packages = [...new Set(bad.flatMap((finding) => finding.aptPackage ?? []))].toSorted();
  const others = [...new Set(bad.flatMap((finding) => finding.mend ?? []))];
  const modules = others.filter((line) => line.startsWith("modprobe ")).map((line) => line.slice("modprobe ".length));
  const commands = [
    ...(packages.length > 0 ? [`apt-get install -y ${packages.join(" ")}`] : []),
    ...(modules.length > 0 ? [`modprobe -a ${modules.join(" ")}`] : []),
    ...others.filter((line) => !line.startsWith("modprobe ")),
  ];
  return commands.length === 0 ? undefined : commands.map((line) => (isRoot() ? line : `sudo ${line}`)).join(" && ");
}

function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

function distribution(): string {
  return /^PRETTY_NAME="?([^"\n]*)/m.exec(readIfThere("/etc/os-release"))?.[1] ?? "Linux";
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
