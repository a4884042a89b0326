// Knows: `networks:` of a node, key by key, and which keys do not go together.
// Refuses to know: containers (containers.ts); what an address (network-addresses.ts) or device (network-devices.ts) is.

import type { Network } from "../model/container.ts";
import type { LabNode } from "../model/lab.ts";
import type { WrittenNetwork } from "./container-schema.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { gatewayOf, rangeOf, subnetOf } from "./network-addresses.ts";
import type { NetworkContext } from "./network-context.ts";
import { bridgeOf, parentOf, uplinkOf } from "./network-devices.ts";

/** In the order written. What is wrong is reported, and left out. */
export function networksOf(
  node: LabNode,
  written: Readonly<Record<string, WrittenNetwork>>,
  path: Path,
  loading: Loading,
): readonly Network[] {
  const found: Network[] = [];
  for (const [name, body] of Object.entries(written)) {
    const network = networkOfBody(name, body ?? {}, [...path, name], { node, earlier: found, loading });
    if (network) found.push(network);
  }
  return found;
}

function networkOfBody(name: string, body: WrittenNetwork, path: Path, context: NetworkContext): Network | undefined {
  const { earlier, loading } = context;
  const { sink, source } = loading;
  const at = source.keySpanOf(path);
  const before = sink.all.length;
  const driver = body.driver ?? "bridge";
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) {
    sink.error("names/network", at, `"${name}" is not a legal network name: letters, digits, '.', '-' and '_'`);
  }
  const belongs = {
    uplink: "bridge",
    bridge: "bridge",
    masquerade: "bridge",
    internal: "bridge",
    rules: "bridge",
    parent: "macvlan",
    mode: "macvlan",
  } as const;
  for (const [key, wanted] of Object.entries(belongs)) {
    if (body[key as keyof typeof belongs] === undefined || driver === wanted) continue;
    sink.error(
      "names/network",
      source.keySpanOf([...path, key]),
      `"${key}" is for driver ${wanted}; "${name}" has driver ${driver}`,
    );
  }
  const uplink = uplinkOf(name, body, path, context);
  const parent = parentOf(name, driver, body, path, context);
  const subnet = driver === "none" ? undefined : subnetOf(name, body, path, uplink, context);
  const gateway = subnet && gatewayOf(name, body, path, subnet, uplink, context);
  const ipRange = subnet && rangeOf(body, path, subnet, loading);
  const bridge = driver === "bridge" ? bridgeOf(name, body, path, context) : undefined;
  const rules = body.rules ?? earlier[0]?.rules ?? "modern";
  const other = earlier.find((network) => network.driver === "bridge" && network.rules !== rules);
  if (driver === "bridge" && other) {
    sink.error(
      "names/network",
      source.spanOf([...path, "rules"]),
      `the networks of one node have one engine: "${other.name}" has ${other.rules} rules`,
      {
        related: [{ at: other.at, message: `"${other.name}" is written here` }],
      },
    );
  }
  if (sink.all.slice(before).some((diagnostic) => diagnostic.severity === "error")) return undefined;
  return {
    ...{ name, at, driver, subnet, gateway, ipRange, bridge, uplink, parent, rules, mtu: body.mtu },
    mode: body.mode ?? "bridge",
    masquerade: body.masquerade ?? true,
    internal: body.internal ?? false,
    labels: labelsAt([...path, "labels"], body.labels, loading),
  };
}

export function labelsAt(
  path: Path,
  written: Readonly<Record<string, unknown>> | undefined,
  { source }: Loading,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(written ?? {}).map((key) => [key, source.textOf([...path, key]) ?? ""]));
}
