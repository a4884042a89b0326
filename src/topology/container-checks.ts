// Knows: what cannot work in a container: ports another has or that lead nowhere, FRR without its capabilities.
// Refuses to know: how a container is read, and its addresses (container-addresses.ts finds those that collide).

import type { Span } from "../base/span.ts";
import type { Container, PublishedPort } from "../model/container.ts";
import type { ContainerContext } from "./container-context.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

/** Two containers cannot have one port of the node, and none at all without a network of their own that it leads to. */
export function checkPorts(
  container: Container,
  written: readonly { readonly port: PublishedPort; readonly at: Span }[],
  path: Path,
  { node, networks, earlier, loading }: ContainerContext,
): void {
  const { source, sink } = loading;
  const { ports, networking } = container;
  for (const [i, { port, at }] of written.entries()) {
    // What the engine takes is free.
    if (port.hostPort === undefined) continue;
    const isSame = (other: (typeof ports)[number]): boolean =>
      other.protocol === port.protocol &&
      other.hostPort === port.hostPort &&
      (other.hostIp === undefined || port.hostIp === undefined || other.hostIp === port.hostIp);
    const rival = earlier.find((other) => other.ports.some(isSame));
    const twice = ports.slice(0, i).some(isSame);
    if (!rival && !twice) continue;
    sink.error(
      "names/duplicate-port",
      at,
      `port ${port.hostPort}/${port.protocol} of ${node.name} is published already`,
      {
        ...(rival ? { related: [{ at: rival.at, message: `"${rival.name}" publishes it` }] } : {}),
      },
    );
  }
  if (ports.length === 0) return;
  const joined =
    networking.mode === "networks"
      ? networking.endpoints.flatMap((e) => networks.find((network) => network.name === e.network) ?? [])
      : [];
  const bridges = joined.filter(({ driver }) => driver === "bridge");
  const where = source.keySpanOf([...path, "ports"]);
  if (bridges.length === 0) {
    const why = networking.mode === "host" ? "it has the node's own ports" : "it is on no bridge network";
    sink.error("names/container", where, `"${container.name}" can publish no ports: ${why}`);
  } else if (bridges.every(({ internal }) => internal)) {
    // Docker takes it, as the container may be connected to another network later.
    const names = bridges.map(({ name }) => name).join(", ");
    sink.warn("names/internal-ports", where, `nothing of "${container.name}" is published: ${names} is internal`);
  }
}

/** The claim of many a post: both are needed, and the container runs without them as if nothing were wrong. */
export function warnOfCapabilities(
  { name, frr, capAdd, capDrop, engine }: Container,
  path: Path,
  { source, sink }: Loading,
): void {
  if (!frr || capAdd.includes("all")) return;
  const needed = engine === "nspawn" ? ["net_admin"] : ["net_admin", "sys_admin"];
  // Who drops one by name wants to see what comes of it.
  const missing = needed.filter((capability) => !capAdd.includes(capability) && !capDrop.includes(capability));
  if (missing.length === 0) return;
  const words = missing.map((capability) => capability.toUpperCase());
  sink.warn(
    "names/capability",
    source.keySpanOf(path),
    `zebra will not start in "${name}": it lacks ${words.join(" and ")}`,
    {
      hint: `cap-add: [${needed.map((capability) => capability.toUpperCase()).join(", ")}]`,
    },
  );
}
