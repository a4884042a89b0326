// Knows: the devices of the node that a network has or makes: its bridge, its uplink, its parent.
// Refuses to know: its addresses (network-addresses.ts).

import { didYouMean } from "../base/suggest.ts";
import type { Span } from "../base/span.ts";
import type { Network } from "../model/container.ts";
import { bridgeNameOf, parseIfName, type IfName } from "../model/names.ts";
import type { WrittenNetwork } from "./container-schema.ts";
import type { Path } from "./lab-source.ts";
import type { NetworkContext } from "./network-context.ts";

export function uplinkOf(name: string, body: WrittenNetwork, path: Path, context: NetworkContext): IfName | undefined {
  if (body.uplink === undefined) return undefined;
  return interfaceNamed(body.uplink, "uplink", context.loading.source.spanOf([...path, "uplink"]), name, context);
}

export function parentOf(
  name: string,
  driver: Network["driver"],
  body: WrittenNetwork,
  path: Path,
  context: NetworkContext,
): IfName | undefined {
  if (driver !== "macvlan") return undefined;
  const { sink, source } = context.loading;
  if (body.parent === undefined) {
    sink.error("names/network", source.keySpanOf(path), `the macvlan network "${name}" has no parent`, {
      hint: "parent: an interface of the node",
    });
    return undefined;
  }
  const at = source.spanOf([...path, "parent"]);
  const legal = parseIfName(body.parent);
  if (!legal.ok) sink.error("names/interface", at, `"${body.parent}" is not a legal interface name: ${legal.why}`);
  const known = context.node.interfaces.map((iface) => iface.name as string);
  const [, link, id] = /^(.+)\.(\d{1,4})$/.exec(body.parent) ?? [];
  const makesVlan = link !== undefined && known.includes(link) && Number(id) >= 1 && Number(id) <= 4094;
  if (makesVlan || known.includes(body.parent)) return body.parent as IfName;
  return interfaceNamed(body.parent, "parent", at, name, context);
}

export function bridgeOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  { node, earlier, loading }: NetworkContext,
): IfName | undefined {
  const { sink, source } = loading;
  const text = body.bridge ?? bridgeNameOf(node.name, name);
  const at = body.bridge === undefined ? source.keySpanOf(path) : source.spanOf([...path, "bridge"]);
  const legal = parseIfName(text);
  if (!legal.ok) {
    sink.error("names/interface", at, `"${text}" is not a legal interface name: ${legal.why}`);
    return undefined;
  }
  const other = earlier.find((network) => network.bridge === text);
  const iface = node.interfaces.find((candidate) => candidate.name === text);
  const taken = other?.at ?? iface?.at;
  if (taken) {
    sink.error("names/duplicate-interface", at, `${node.name} has an interface "${text}" already`, {
      related: [{ at: taken, message: "it is written here" }],
    });
  }
  return legal.name;
}

/** What the engine sees on the node: the lab's interfaces, and bridges that earlier networks make. */
function interfaceNamed(
  text: string,
  what: string,
  at: Span,
  network: string,
  { node, loading }: NetworkContext,
): IfName | undefined {
  const known = node.interfaces.map((iface) => iface.name as string).filter((name) => name !== "lo");
  if (known.includes(text)) return text as IfName;
  loading.sink.error(
    "names/unknown-interface",
    at,
    `${node.name} has no interface "${text}"${didYouMean(text, known)}: the ${what} of "${network}"`,
    {
      hint: known.length === 0 ? "give it a link first" : `it has: ${known.join(", ")}`,
    },
  );
  return undefined;
}
