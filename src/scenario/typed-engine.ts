// Knows: the commands of labctl that make a container or a network as an action makes it.
// Refuses to know: what the engine makes of them.

import { typedCommand } from "../observe/typed-command.ts";
import type { TypedContainer, TypedNetwork } from "../plan/typed-container.ts";

/** undefined: it has something that no option says. */
export function typedRun(node: string, typed: TypedContainer): string | undefined {
  const { name, networks = {}, networkMode, hostname } = typed;
  const endpoints = Object.entries(networks);
  if (hostname !== undefined || endpoints.some(([, endpoint]) => typeof endpoint === "object" && endpoint.mac))
    return undefined;
  return typedCommand(
    ...["container", "run", `${node}/${name}`],
    ...option("--engine", typed.engine),
    ...endpoints.flatMap(([network, endpoint]) => {
      const address = typeof endpoint === "object" ? endpoint.address : endpoint;
      return ["--network", address === undefined ? network : `${network}=${address}`];
    }),
    ...option("--network", networkMode),
    ...each("-p", typed.ports),
    ...each("-v", typed.volumes),
    ...each("-e", pairs(typed.env)),
    ...each("--label", pairs(typed.labels)),
    ...each("--cap-add", typed.capAdd),
    ...each("--cap-drop", typed.capDrop),
    ...option("--restart", typed.restart),
    ...option("--user", typed.user),
    ...(typed.init ? ["--init"] : []),
    ...(typed.stdinOpen ? ["-i"] : []),
    ...(typed.cmd === undefined ? [] : ["--", ...typed.cmd]),
  );
}

/** undefined: it has something that no option says. */
export function typedNetworkCreate(node: string, typed: TypedNetwork): string | undefined {
  const { name, mode, masquerade, rules, labels = {} } = typed;
  if (mode !== undefined || masquerade !== undefined || rules !== undefined || Object.keys(labels).length > 0)
    return undefined;
  return typedCommand(
    ...["network", "create", `${node}/${name}`],
    ...option("--driver", typed.driver),
    ...option("--subnet", typed.subnet),
    ...option("--gateway", typed.gateway),
    ...option("--ip-range", typed.ipRange),
    ...option("--bridge", typed.bridge),
    ...option("--uplink", typed.uplink),
    ...option("--parent", typed.parent),
    ...(typed.internal ? ["--internal"] : []),
  );
}

function option(flag: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [flag, value];
}

function each(flag: string, values: readonly string[] = []): readonly string[] {
  return values.flatMap((value) => [flag, value]);
}

function pairs(words: Readonly<Record<string, string>> = {}): readonly string[] {
  return Object.entries(words).map(([name, value]) => `${name}=${value}`);
}
