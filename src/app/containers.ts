// Knows: what can be done to the containers and networks of a running lab from outside.
// Refuses to know: the words of the command line, and how the engine does it.

import { StateError, UsageError } from "../base/errors.ts";
import type { Ending } from "../model/ending.ts";
import { splitPlace } from "../model/places.ts";
import { containerOf, networkOfWords, type TypedContainer, type TypedNetwork } from "../plan/typed-container.ts";
import type { ContainerState, NetworkState } from "../runtime/container-state.ts";
import type { LabRuntime } from "../runtime/runtime.ts";
import type { AppContext } from "./context.ts";
import { openRuntime, pickRunning } from "./lab-status.ts";

export type { TypedContainer } from "../plan/typed-container.ts";

type Engine = NonNullable<LabRuntime["engine"]>;

async function withEngine<T>(
  context: AppContext,
  lab: string | undefined,
  work: (engine: Engine) => Promise<T>,
): Promise<T> {
  const { anchor } = pickRunning(context.store, lab);
  const runtime = await openRuntime(anchor);
  try {
    if (!runtime.engine) throw new StateError("this lab has no container engine");
    return await work((call, body) => (runtime.engine as Engine)(call, body));
  } finally {
    runtime.close();
  }
}

export interface Named {
  readonly node: string;
  readonly name: string;
}

/** `node/container`, or UsageError. */
export function parseName(text: string, what: "container" | "network"): Named {
  const place = splitPlace(text);
  if (place && place.node !== "" && place.container !== "") return { node: place.node, name: place.container };
  throw new UsageError(`"${text}" names no ${what}`, `node/${what}, as in dk/web1`);
}

export function listContainers(context: AppContext, lab: string | undefined): Promise<readonly ContainerState[]> {
  return withEngine(context, lab, (engine) => engine("containers", {}));
}

export function listNetworks(context: AppContext, lab: string | undefined): Promise<readonly NetworkState[]> {
  return withEngine(context, lab, (engine) => engine("networks", {}));
}

export type ContainerVerb = "start" | "stop" | "restart" | "kill" | "rm";

export interface VerbOptions {
  readonly graceMs?: number | undefined;
  readonly signal?: NodeJS.Signals | undefined;
  readonly force?: boolean | undefined;
}

/** Also `node/docker` and `node/nspawn`, which are the engines themselves. Resolves with how those ended that were asked to. */
export function controlContainers(
  context: AppContext,
  lab: string | undefined,
  verb: ContainerVerb,
  names: readonly Named[],
  options: VerbOptions,
): Promise<readonly Ending[]> {
  return withEngine(context, lab, async (engine) => {
    const endings: Ending[] = [];
    for (const { node, name } of names) {
      if (name === "docker" || name === "nspawn") endings.push(...(await controlEngine(engine, verb, node, name)));
      else endings.push(...(await controlOne(engine, verb, { node, container: name }, options)));
    }
    return endings;
  });
}

async function controlEngine(
  engine: Engine,
  verb: ContainerVerb,
  node: string,
  name: "docker" | "nspawn",
): Promise<readonly Ending[]> {
  if (verb === "rm") throw new UsageError(`${name} is an engine: it cannot be removed`);
  const endings =
    verb === "start" ? [] : await engine("engine.stop", { node, engine: name, how: verb === "kill" ? "kill" : "stop" });
  if (verb === "start" || verb === "restart") await engine("engine.start", { node, engine: name });
  return verb === "kill" ? [] : endings;
}

async function controlOne(
  engine: Engine,
  verb: ContainerVerb,
  place: { readonly node: string; readonly container: string },
  { graceMs, signal = "SIGKILL", force = false }: VerbOptions,
): Promise<readonly Ending[]> {
  if (verb === "rm") await engine("container.remove", { ...place, force });
  if (verb === "kill") await engine("container.kill", { ...place, signal });
  const ending =
    verb === "stop" || verb === "restart"
      ? await engine("container.stop", { ...place, ...(graceMs === undefined ? {} : { graceMs }) })
      : null;
  if (verb === "start" || verb === "restart") await engine("container.start", place);
  return ending ? [ending] : [];
}

export function runContainer(
  context: AppContext,
  lab: string | undefined,
  node: string,
  typed: TypedContainer,
): Promise<void> {
  const container = containerOf(typed);
  if (!container.ok) throw new UsageError(container.why, container.hint);
  return withEngine(context, lab, async (engine) => {
    await engine("container.create", { node, container: container.value });
    await engine("container.start", { node, container: typed.name });
  });
}

export function createNetwork(
  context: AppContext,
  lab: string | undefined,
  node: string,
  typed: TypedNetwork,
): Promise<void> {
  return withEngine(context, lab, async (engine) => {
    const used = (await engine("networks", {}))
      .filter((network) => network.node === node)
      .flatMap(({ subnet }) => subnet ?? []);
    const network = networkOfWords(node, typed, used);
    if (!network.ok) throw new UsageError(network.why, network.hint);
    await engine("network.create", { node, network: network.value });
  });
}

export function removeNetworks(context: AppContext, lab: string | undefined, names: readonly Named[]): Promise<void> {
  return withEngine(context, lab, async (engine) => {
    for (const { node, name } of names) await engine("network.remove", { node, network: name });
  });
}

export function connectContainer(
  context: AppContext,
  lab: string | undefined,
  network: Named,
  container: Named,
  how: { readonly connect: true; readonly address: string | undefined } | { readonly connect: false },
): Promise<void> {
  if (network.node !== container.node)
    throw new UsageError(`${container.node}/${container.name} is not on ${network.node}`);
  const place = { node: container.node, container: container.name };
  return withEngine(context, lab, async (engine) => {
    if (how.connect)
      await engine("network.connect", {
        ...place,
        endpoint: { network: network.name, address: how.address, mac: undefined },
      });
    else await engine("network.disconnect", { ...place, network: network.name });
  });
}
