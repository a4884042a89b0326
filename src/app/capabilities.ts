// Knows: whether a kernel can carry a plan, which kernel that is, and the way out when it cannot.
// Refuses to know: how a feature is tried (runtime/probe.ts) and which step needs it (plan/needs.ts).

import { HostError } from "../base/errors.ts";
import { formatSpan } from "../base/span.ts";
import type { Need, Plan } from "../plan/step.ts";
import { hasModule } from "../runtime/kernel-modules.ts";
import { isKernelFeature, probeKernel, readTrials, trialScript, type KernelFeature } from "../runtime/probe.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import { missingForMachine } from "../runtime/uml/machine.ts";
import { kernelWishes } from "./doctor-wishes.ts";

export const kernelChoices = ["host", "uml", "auto"] as const;
export type KernelChoice = (typeof kernelChoices)[number];

/** A need that a kernel does not meet, and what it said when it was tried. */
export interface Unmet {
  readonly need: Need;
  readonly said: string;
}

/** Every kernel that can make a sandbox has these: not worth a trial before each deploy. `labctl doctor` tries all. */
const universal: ReadonlySet<KernelFeature> = new Set(["veth", "ipv6", "overlay", "bridge"]);

/** Everything inside the guest's own kernel takes longer; this many trials take a second there. */
const trialsWithinMs = 30_000;

/** The needs that are worth a trial, by feature. */
export function featuresOf(needs: readonly Need[]): ReadonlyMap<KernelFeature, Need> {
  return new Map(
    needs.flatMap((need): [KernelFeature, Need][] => {
      const { capability } = need;
      return isKernelFeature(capability) && !universal.has(capability) ? [[capability, need]] : [];
    }),
  );
}

/** What the host's kernel cannot do of what the plan needs. A plan that needs nothing special starts no process. */
export async function unmetByHost(plan: Plan, signal: AbortSignal): Promise<readonly Unmet[]> {
  const wanted = featuresOf(plan.needs);
  const outside = plan.needs.find((need) => need.capability === "host-interface");
  const noRoot: Unmet[] =
    outside && process.geteuid?.() !== 0 ? [{ need: outside, said: "only root may make interfaces there" }] : [];
  if (wanted.size === 0) return noRoot;
  const { sandbox, features } = await probeKernel(signal, [...wanted.keys()]);
  // Without a sandbox there is no lab at all; starting one says why.
  return sandbox.works ? [...noRoot, ...unmetOf(wanted, features)] : noRoot;
}

/** The same for a guest that runs already. */
export async function unmetByGuest(plan: Plan, runtime: LabRuntime): Promise<readonly Unmet[]> {
  const outside = plan.needs.find((need) => need.capability === "host-interface");
  const farAway: Unmet[] = outside ? [{ need: outside, said: "the guest does not see the machine's interfaces" }] : [];
  const wanted = featuresOf(plan.needs);
  if (wanted.size === 0) return farAway;
  const argv = ["unshare", "--net", "--mount", "sh", "-c", trialScript([...wanted.keys()])];
  const { stdout } = await runtime.exec(undefined, argv, { timeoutMs: trialsWithinMs });
  const features = readTrials(stdout);
  return features ? [...farAway, ...unmetOf(wanted, features)] : farAway;
}

function unmetOf(
  wanted: ReadonlyMap<KernelFeature, Need>,
  features: ReadonlyMap<KernelFeature, { readonly works: boolean; readonly said: string }>,
): Unmet[] {
  return [...wanted].flatMap(([feature, need]) => {
    const attempt = features.get(feature);
    return attempt === undefined || attempt.works ? [] : [{ need, said: attempt.said }];
  });
}

/** `labs/a.yml:7:5: r1:eth1 has delay: this kernel has no netem (Specified qdisc kind is unknown.)` */
export function describeUnmet(unmet: readonly Unmet[], kernel: string): string {
  return unmet
    .map(({ need, said }) => {
      const because = said === "" ? "" : ` (${said.replace(/^(RTNETLINK answers|Error): /, "")})`;
      const what = need.capability === "host-interface" ? "cannot reach it" : `has no ${need.capability}`;
      return `${formatSpan(need.at)}: ${need.why}: ${kernel} ${what}${because}`;
    })
    .join("\n");
}

/** For the host's kernel: modules that it came with and has not loaded; else another kernel. */
export function refusalByHost(unmet: readonly Unmet[], file: string): HostError {
  const features = unmet.flatMap(({ need }) => (isKernelFeature(need.capability) ? [need.capability] : []));
  const modules = features.map((feature) => kernelWishes[feature].module);
  const loadable = modules.flatMap((module) => (module !== undefined && hasModule(module) ? [module] : []));
  const hints = [
    ...(features.length > 0 && loadable.length === features.length ? [`sudo modprobe -a ${loadable.join(" ")}`] : []),
    ...(features.length === unmet.length ? [umlHint(file)] : [`sudo labctl deploy ${file}`]),
  ];
  return new HostError(describeUnmet(unmet, "this kernel"), hints.join("; or: "));
}

function umlHint(file: string): string {
  const packages = [...new Set(missingForMachine().map(([, aptPackage]) => aptPackage))];
  const install = packages.length === 0 ? "" : `sudo apt-get install ${packages.join(" ")} && `;
  return `${install}labctl deploy --kernel uml ${file} (a user-mode kernel, which has it)`;
}

export function refusalByGuest(unmet: readonly Unmet[]): HostError {
  const hint = "docs/kernels.md says what which kernel has; --kernel host runs the lab on this machine's";
  return new HostError(describeUnmet(unmet, "the user-mode kernel"), hint);
}

/**
 * The kernel a plan is carried out on. `auto`: the host's as long as it can, else the user-mode kernel; `tell` says so.
 * Throws HostError when the host's is wanted and cannot.
 */
export async function settleKernel(
  wanted: KernelChoice,
  plan: Plan,
  signal: AbortSignal,
  tell: (text: string) => void,
): Promise<"host" | "uml"> {
  if (wanted === "uml") return "uml";
  const unmet = await unmetByHost(plan, signal);
  if (unmet.length === 0) return "host";
  if (wanted === "host" || missingForMachine().length > 0) throw refusalByHost(unmet, plan.file);
  const features = unmet.map(({ need }) => need.capability).join(", ");
  tell(`this kernel has no ${features}: the lab runs on the user-mode kernel`);
  return "uml";
}
