// Knows: how a checked lab becomes a running one, and that nothing is left when it does not.
// Refuses to know: the order of the plan (plan/) and how a step is done (runtime/).

import { appendFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { HostError, StateError, UsageError } from "../base/errors.ts";
import { formatSpan } from "../base/span.ts";
import type { Lab } from "../model/lab.ts";
import { planLab } from "../plan/up.ts";
import type { Plan } from "../plan/step.ts";
import { applyPlan, type ApplyEvent } from "../runtime/apply.ts";
import { connectAgent } from "../runtime/client.ts";
import { ipOnHost } from "../runtime/host-links.ts";
import { labRuntime } from "../runtime/lab-runtime.ts";
import { takeLock } from "../runtime/lock.ts";
import type { ExecResult } from "../runtime/runtime.ts";
import { installCommand, missingPrograms, notInstalled } from "../runtime/requirements.ts";
import type { ProcessId } from "../runtime/process-id.ts";
import { startSandbox, type SandboxOptions } from "../runtime/sandbox.ts";
import { startMachine } from "../runtime/uml/machine.ts";
import { ensureStateRoot, journalFile } from "../state/paths.ts";
import type { LabState, Store } from "../state/store.ts";
import { kernelChoices, refusalByGuest, settleKernel, unmetByGuest, type KernelChoice } from "./capabilities.ts";
import type { AppContext } from "./context.ts";
import { guestWarnings } from "./guest-warnings.ts";
import { planForKernel } from "./plan-for-kernel.ts";
import { lockFileOf, removeLab } from "./destroy.ts";
import { statusOf } from "./lab-status.ts";

export interface Deployed {
  readonly lab: string;
  readonly nodes: number;
  readonly links: number;
  readonly tookMs: number;
}

export interface DeployOptions {
  /** A running lab of that name is destroyed first. */
  readonly reconfigure?: boolean;
  /** A lab that fails is left as it is, to look into. */
  readonly keepOnError?: boolean;
  /** The kernel the lab runs on: the host's, a user-mode kernel, or (`auto`) the host's as long as it can. */
  readonly kernel?: KernelChoice;
}

/** Throws StateError when the lab runs already, HostError when this machine cannot, CommandError when a step failed. */
export async function deployLab(lab: Lab, context: AppContext, options: DeployOptions = {}): Promise<Deployed> {
  const startedAt = performance.now();
  const anywhere = planLab(lab);
  refuseIfMissing(anywhere);
  const wanted = kernelOf(lab, options, context.env);
  const kernel = await settleKernel(wanted, anywhere, context.signal, (text) => context.emit({ type: "note", text }));
  if (kernel === "uml") for (const diagnostic of guestWarnings(lab)) context.emit({ type: "warning", diagnostic });
  const plan = await planForKernel(lab, anywhere, kernel, context);
  ensureStateRoot(context.store.root);
  const lock = await takeLock(lockFileOf(context.store, lab.name), `deploying ${lab.name} from ${lab.file}`);
  try {
    await makeRoom(lab.name, context, options);
    await build(lab, plan, context, { ...options, kernel });
  } finally {
    await lock.release();
  }
  const counts = { nodes: lab.graph.order, links: lab.graph.size };
  return { lab: lab.name, ...counts, tookMs: performance.now() - startedAt };
}

function refuseIfMissing(plan: Plan): void {
  const missing = missingPrograms(plan.needs);
  if (missing.length === 0) return;
  const lines = missing.map(
    ({ need, what, aptPackage }) => `${formatSpan(need.at)}: ${need.why}: ${notInstalled(what, aptPackage)}`,
  );
  throw new HostError(lines.join("\n"), installCommand(missing));
}

async function makeRoom(lab: string, context: AppContext, options: DeployOptions): Promise<void> {
  const { status } = statusOf(context.store, lab);
  if (status === "absent") return;
  if (status === "running" && options.reconfigure !== true) {
    throw new StateError(
      `lab "${lab}" is running already`,
      `labctl deploy --reconfigure builds it anew; labctl destroy ${lab} ends it`,
    );
  }
  // We hold the lock, so whoever was building it is gone.
  if (status !== "running") context.emit({ type: "note", text: `removing what was left of an earlier "${lab}"` });
  await removeLab(context.store, lab);
}

async function build(
  lab: Lab,
  plan: Plan,
  context: AppContext,
  options: DeployOptions & { readonly kernel: "host" | "uml" },
): Promise<void> {
  const { store, signal } = context;
  const state: LabState = {
    version: 1,
    lab: lab.name,
    file: resolve(lab.file),
    ...(lab.variant === undefined ? {} : { variant: lab.variant.name }),
    phase: "deploying",
    createdAt: new Date().toISOString(),
    anchor: undefined,
    userNamespace: false,
    ...rosterOf(lab),
  };
  store.save(state);
  store.savePlan(lab.name, plan);
  try {
    const stateDir = resolve(store.dirOf(lab.name));
    const where = { lab: lab.name, stateDir, agentFile: context.agentFile, signal };
    const started = { ...state, ...(await startKernel(plan, where, options.kernel)) };
    store.save(started);
    const agent = await connectAgent(started.anchor.pid);
    try {
      if (started.kernel === "uml") {
        const unmet = await unmetByGuest(plan, labRuntime(agent));
        if (unmet.length > 0) throw refusalByGuest(unmet);
      }
      const onHost = (lines: string): Promise<ExecResult> => ipOnHost(started.anchor.pid, lines);
      await applyPlan(plan, agent, {
        runtime: labRuntime(agent),
        signal,
        emit: (event) => tell(event, lab.name, context),
        ...(started.kernel === "host" ? { ipOnHost: onHost } : {}),
      });
      store.save({ ...started, phase: "running" });
      await agent.call("commit", {});
    } catch (error) {
      if (options.keepOnError === true && !signal.aborted) {
        store.save({ ...started, phase: "running" });
        await agent.call("commit", {});
      }
      throw error;
    } finally {
      agent.close();
    }
  } catch (error) {
    if (options.keepOnError !== true || signal.aborted) await removeLab(store, lab.name);
    throw error;
  }
}

/** The empty lab: a sandbox on the host's kernel or a guest. */
async function startKernel(plan: Plan, where: SandboxOptions, kernel: "host" | "uml"): Promise<Started> {
  if (kernel === "uml") {
    const processes = plan.stages.flatMap((stage) => stage.steps).filter((step) => step.op === "node.start");
    const capabilities = plan.needs.map((need) => need.capability);
    const anchor = await startMachine({ ...where, nodes: processes.length, capabilities });
    return { anchor, kernel: "uml", userNamespace: false };
  }
  const { anchor, mapping } = await startSandbox(where);
  return { anchor, kernel: "host", userNamespace: mapping !== "root" };
}

/** What the caller wants, else LABCTL_KERNEL, else the lab file, else the host's. */
function kernelOf(lab: Lab, options: DeployOptions, env: NodeJS.ProcessEnv): KernelChoice {
  const wanted = options.kernel ?? env["LABCTL_KERNEL"] ?? lab.kernel ?? "host";
  const choice = kernelChoices.find((known) => known === wanted);
  if (choice === undefined) throw new UsageError(`LABCTL_KERNEL is "${wanted}"`, `one of: ${kernelChoices.join(", ")}`);
  return choice;
}

type Started = { readonly anchor: ProcessId } & Required<Pick<LabState, "kernel" | "userNamespace">>;

function rosterOf(lab: Lab): Pick<LabState, "nodes" | "links"> {
  return {
    nodes: lab.graph.mapNodes((_key, { name, kind, hostname, env }) => ({ name, kind, hostname, env })),
    links: lab.graph.mapEdges((_key, link) => {
      const [a, b] = link.ends;
      return [`${a.node}:${a.ifname}`, `${b.node}:${b.ifname}`] as const;
    }),
  };
}

function tell(event: ApplyEvent, lab: string, { store, emit }: { store: Store; emit: AppContext["emit"] }): void {
  switch (event.type) {
    case "warning":
      emit(event);
      return;
    case "stage": {
      const { name, title, steps } = event.stage;
      journal(store, lab, { event: "stage", stage: name, steps: steps.length });
      emit({ type: "stage", lab, stage: name, title, steps: steps.length });
      return;
    }
    case "stage-done":
      journal(store, lab, { event: "stage-done", stage: event.stage.name, tookMs: Math.round(event.tookMs) });
      emit({ type: "stage-done", lab, stage: event.stage.name, tookMs: event.tookMs });
  }
}

/** What was done when, one JSON object a line: for whoever wants to know how far a deploy came. */
function journal(store: Store, lab: string, entry: Record<string, unknown>): void {
  appendFileSync(
    join(store.dirOf(lab), journalFile),
    `${JSON.stringify({ at: new Date().toISOString(), ...entry })}\n`,
  );
}
