// Knows: `networks:` of a node: its subnets, gateways, devices, and every way in which they contradict the node.
// Refuses to know: containers (containers.ts).

import { didYouMean } from "../base/suggest.ts";
import type { Span } from "../base/span.ts";
import { defaultGateway, freeSubnet, overlaps, unfitFor } from "../model/address-pool.ts";
import type { Network } from "../model/container.ts";
import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp, type Cidr, type Ip } from "../model/ip.ts";
import type { LabNode } from "../model/lab.ts";
import { bridgeNameOf, parseIfName, type IfName } from "../model/names.ts";
import type { WrittenNetwork } from "./container-schema.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

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

interface Context {
  readonly node: LabNode;
  readonly earlier: readonly Network[];
  readonly loading: Loading;
}

function networkOfBody(name: string, body: WrittenNetwork, path: Path, context: Context): Network | undefined {
  const { earlier, loading } = context;
  const { sink, source } = loading;
  const at = source.keySpanOf(path);
  const spanOf = (key: string): Span => source.spanOf([...path, key]);
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
  const uplink =
    body.uplink === undefined ? undefined : interfaceNamed(body.uplink, "uplink", spanOf("uplink"), name, context);
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
      spanOf("rules"),
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

/** What the engine sees on the node: the lab's interfaces, and bridges that earlier networks make. */
function interfaceNamed(
  text: string,
  what: string,
  at: Span,
  network: string,
  { node, loading }: Context,
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

function parentOf(
  name: string,
  driver: Network["driver"],
  body: WrittenNetwork,
  path: Path,
  context: Context,
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

function subnetOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  uplink: IfName | undefined,
  context: Context,
): Cidr | undefined {
  const { node, earlier, loading } = context;
  const { sink, source } = loading;
  const uplinkAddress = node.interfaces
    .find((iface) => iface.name === uplink)
    ?.addresses.find(({ cidr }) => cidr.family === 4)?.cidr;
  if (body.subnet === undefined && uplinkAddress) return networkOf(uplinkAddress);
  if (body.subnet === undefined) {
    const used = [
      ...earlier.flatMap((network) => network.subnet ?? []),
      ...node.interfaces.flatMap((iface) => iface.addresses.map((address) => address.cidr)),
    ];
    return freeSubnet(used.filter((cidr) => cidr.family === 4));
  }
  const at = source.spanOf([...path, "subnet"]);
  const subnet = parseCidr(body.subnet);
  if (!subnet || subnet.family !== 4 || !body.subnet.includes("/")) {
    sink.error("addresses/syntax", at, `"${body.subnet}" is not an IPv4 prefix`, {
      hint: "for example: 172.18.0.0/16",
    });
    return undefined;
  }
  if (networkOf(subnet).value !== subnet.value) {
    sink.error("addresses/subnet", at, `${body.subnet} is an address, not a subnet`, {
      hint: `its subnet is ${formatCidr(networkOf(subnet))}`,
    });
    return undefined;
  }
  const other = earlier.find(
    (network) => network.subnet && overlaps(network.subnet, subnet) && network.driver === "bridge",
  );
  if (other && (body.driver ?? "bridge") === "bridge") {
    sink.error("addresses/overlap", at, `${body.subnet} overlaps the subnet of "${other.name}"`, {
      related: [{ at: other.at, message: `"${other.name}" has ${formatCidr(other.subnet as Cidr)}` }],
    });
  }
  if (uplinkAddress && !contains(subnet, uplinkAddress)) {
    sink.warn(
      "addresses/uplink",
      at,
      `${uplink}'s address ${formatCidr(uplinkAddress)} is not in the subnet of "${name}"`,
    );
  }
  return subnet;
}

function gatewayOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  subnet: Cidr,
  uplink: IfName | undefined,
  context: Context,
): Ip | undefined {
  const { node, loading } = context;
  const { sink, source } = loading;
  if (body.gateway === undefined) {
    const own = node.interfaces
      .find((iface) => iface.name === uplink)
      ?.addresses.find(({ cidr }) => contains(subnet, cidr) && cidr.family === 4);
    return own ? { family: 4, value: own.cidr.value } : defaultGateway(subnet);
  }
  const at = source.spanOf([...path, "gateway"]);
  const ip = parseIp(body.gateway);
  if (!ip || ip.family !== 4) {
    sink.error("addresses/syntax", at, `"${body.gateway}" is not an IPv4 address`, {
      hint: `for example: ${formatIp(defaultGateway(subnet))}`,
    });
    return undefined;
  }
  const unfit = unfitFor(subnet, ip);
  if (unfit !== undefined) sink.error("addresses/outside", at, `${unfit}: the gateway of "${name}" lies in its subnet`);
  return ip;
}

function rangeOf(body: WrittenNetwork, path: Path, subnet: Cidr, { sink, source }: Loading): Cidr | undefined {
  const written = body["ip-range"];
  if (written === undefined) return undefined;
  const range = parseCidr(written);
  if (range && range.family === 4 && contains(subnet, range)) return range;
  sink.error(
    "addresses/outside",
    source.spanOf([...path, "ip-range"]),
    `"${written}" is not a part of ${formatCidr(subnet)}`,
  );
  return undefined;
}

function bridgeOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  { node, earlier, loading }: Context,
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

export function labelsAt(
  path: Path,
  written: Readonly<Record<string, unknown>> | undefined,
  { source }: Loading,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.keys(written ?? {}).map((key) => [key, source.textOf([...path, key]) ?? ""]));
}
