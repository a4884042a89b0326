// Knows: `containers:` of a node: what each is made of, and every way in which two of them, or one and its node, collide.
// Refuses to know: the words of a port or a volume (container-words.ts) and the networks themselves (networks.ts).

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import { firstFreeAddress, macOfAddress, unfitFor } from "../model/address-pool.ts";
import type { Container, ContainerEndpoint, Network, Networking, PublishedPort } from "../model/container.ts";
import {
  hostnameOf,
  parseCapability,
  parsePorts,
  parseRestart,
  parseVolume,
  type Read,
} from "../model/container-words.ts";
import { formatIp, parseIp, sameIp, type Ip } from "../model/ip.ts";
import type { Interface, LabGraph, LabNode } from "../model/lab.ts";
import { parseMac, type EndpointName, type IfName, type Mac, type NodeName } from "../model/names.ts";
import { argvOf } from "./commands.ts";
import type { WrittenContainer } from "./container-schema.ts";
import type { DraftNode } from "./draft.ts";
import { parseDuration } from "./durations.ts";
import { settingsAt, settingsOf } from "./inherit.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { labelsAt, networksOf } from "./networks.ts";
import { readNodeFiles } from "./node-files.ts";
import type { WrittenNode } from "./schema.ts";

/** docker stop waits as long. */
const defaultGraceMs = 10_000;

/** The same graph, with the nodes' networks and containers read. */
export async function addContainers(graph: LabGraph, loading: Loading): Promise<LabGraph> {
  for (const name of graph.nodes()) {
    const node = graph.getNodeAttributes(name);
    const settings = settingsOf(loading.file, name);
    const written = settings.get("networks");
    const networks = written ? networksOf(node, written.value, written.path, loading) : [];
    const containers = await containersOf(node, networks, loading);
    if (networks.length + containers.length === 0) continue;
    if (node.kind === "bridge") {
      const at = loading.source.spanOf((written ?? settings.get("containers"))?.path ?? []);
      loading.sink.error("names/wrong-kind", at, `"${name}" is a switch: containers run on a host or a router`);
    }
    graph.replaceNodeAttributes(name, { ...node, networks, containers });
  }
  return graph;
}

interface Context {
  readonly node: LabNode;
  readonly networks: readonly Network[];
  readonly names: readonly string[];
  readonly earlier: readonly Container[];
  readonly loading: Loading;
}

async function containersOf(
  node: LabNode,
  networks: readonly Network[],
  loading: Loading,
): Promise<readonly Container[]> {
  const written = settingsOf(loading.file, node.name).get("containers");
  if (!written) return [];
  const found: Container[] = [];
  const names = Object.keys(written.value);
  for (const [name, body] of Object.entries(written.value)) {
    found.push(
      await containerOf(name, body ?? {}, [...written.path, name], { node, networks, names, earlier: found, loading }),
    );
  }
  return withAddresses(found, networks, loading);
}

async function containerOf(name: string, body: WrittenContainer, path: Path, context: Context): Promise<Container> {
  const { node, loading } = context;
  const { source, sink } = loading;
  const at = source.keySpanOf(path);
  if (!/^[a-z0-9][a-z0-9_.-]*$/.test(name)) {
    sink.error(
      "names/container",
      at,
      `"${name}" is not a legal container name: lower-case letters, digits, '.', '-' and '_'`,
    );
  }
  const engine = body.engine ?? "docker";
  if (name === "docker" || name === "nspawn")
    sink.error("names/container", at, `"${node.name}/${name}" is the engine's own name`);
  const isFrr = body.kind === "frr";
  if (body.frr !== undefined && !isFrr) {
    sink.error("names/wrong-kind", source.keySpanOf([...path, "frr"]), `"frr" is for kind frr`, { hint: "kind: frr" });
  }
  // A container has some of a node's keys, and they are read as a node's.
  const draft: DraftNode = {
    ...{ name: `${node.name}/${name}` as NodeName, at, kind: isFrr ? "frr" : "host", implicit: false },
    settings: settingsAt(onlyNodeKeys(body), path),
    interfaces: new Map(),
  } as DraftNode;
  const files = await readNodeFiles(draft, loading);
  const list = <T>(key: "volumes" | "cap-add" | "cap-drop", parse: (text: string) => Read<T>): readonly T[] =>
    (body[key] ?? []).flatMap((_, i) => readWord([...path, key, i], parse, loading) ?? []);
  const ports = (body.ports ?? []).flatMap((_, i) => {
    const at = source.spanOf([...path, "ports", i]);
    return (readWord([...path, "ports", i], parsePorts, loading) ?? []).map((port) => ({ port, at }));
  });
  const restart = body.restart === undefined ? undefined : readWord([...path, "restart"], parseRestart, loading);
  const container: Container = {
    ...{ name, at, engine, labels: labelsAt([...path, "labels"], body.labels, loading), interfaces: [] },
    hostname: source.textOf([...path, "hostname"]) ?? hostnameOf(name),
    frr: files.frr,
    networking: networkingOf(name, body, path, context),
    ports: ports.map(({ port }) => port),
    volumes: list("volumes", parseVolume),
    command: body.cmd === undefined ? undefined : argvOf(body.cmd, [...path, "cmd"], draft, loading),
    stdinOpen: body["stdin-open"] ?? false,
    init: body.init ?? false,
    restart: restart ?? { when: "no", attempts: undefined },
    capAdd: list("cap-add", parseCapability),
    capDrop: list("cap-drop", parseCapability),
    user: source.textOf([...path, "user"]),
    env: labelsAt([...path, "env"], body.env, loading),
    files: files.files,
    services: files.services,
    exec: files.exec,
    graceMs: graceOf(body, path, loading),
    start: body.start ?? true,
  };
  checkPorts(container, ports, path, context);
  warnOfCapabilities(container, path, loading);
  return container;
}

/** The keys that mean the same in a node. */
function onlyNodeKeys({ env, files, services, exec, frr, hostname }: WrittenContainer): WrittenNode {
  return Object.fromEntries(
    Object.entries({ env, files, services, exec, frr, hostname }).filter(([, value]) => value !== undefined),
  ) as WrittenNode;
}

function readWord<T>(path: Path, parse: (text: string) => Read<T>, { source, sink }: Loading): T | undefined {
  const read = parse(source.textOf(path) ?? "");
  if (read.ok) return read.value;
  sink.error("names/container", source.spanOf(path), read.why, read.hint === undefined ? {} : { hint: read.hint });
  return undefined;
}

function graceOf(body: WrittenContainer, path: Path, { source, sink }: Loading): number {
  if (body["stop-grace"] === undefined) return defaultGraceMs;
  const text = source.textOf([...path, "stop-grace"]) ?? "";
  const ms = parseDuration(text);
  if (ms === undefined)
    sink.error("names/container", source.spanOf([...path, "stop-grace"]), `"${text}" is not a time`, {
      hint: "500ms, 5s, or a number of seconds",
    });
  return ms ?? defaultGraceMs;
}

function networkingOf(name: string, body: WrittenContainer, path: Path, context: Context): Networking {
  const { networks, names, loading } = context;
  const { source, sink } = loading;
  const mode = body["network-mode"];
  const at = source.spanOf([...path, "network-mode"]);
  if (mode !== undefined && body.networks !== undefined && mode !== "bridge") {
    sink.error("names/container", at, `"${name}" has networks of its own and network-mode ${mode}: one of the two`);
  }
  if (mode === "host" || mode === "none") return { mode };
  const of = /^container:(.+)$/.exec(mode ?? "")?.[1];
  if (of !== undefined) {
    const others = names.filter((other) => other !== name);
    if (!others.includes(of))
      sink.error(
        "names/unknown-container",
        at,
        `no other container of ${context.node.name} is called "${of}"${didYouMean(of, others)}`,
      );
    else if (names.indexOf(of) > names.indexOf(name)) {
      sink.error("names/container", at, `"${of}" must be written before "${name}", which shares its network`);
    }
    return { mode: "container", of };
  }
  if (mode !== undefined && mode !== "bridge") {
    sink.error("names/container", at, `"${mode}" is not a network mode`, {
      hint: "bridge, host, none or container:NAME",
    });
  }
  if (body.networks !== undefined)
    return { mode: "networks", endpoints: endpointsOf(body.networks, [...path, "networks"], context) };
  // Docker's default network, where there is one.
  const standard = networks.find((network) => network.name === "docker0" || network.name === "bridge");
  if (standard)
    return {
      mode: "networks",
      endpoints: [{ network: standard.name, at: source.keySpanOf(path), address: undefined, mac: undefined }],
    };
  if (mode === "bridge") {
    sink.error("names/unknown-network", at, `${context.node.name} has no network docker0`, {
      hint: "networks: { docker0: {} }",
    });
  }
  return { mode: "none" };
}

function endpointsOf(
  written: NonNullable<WrittenContainer["networks"]>,
  path: Path,
  context: Context,
): readonly ContainerEndpoint[] {
  const { networks, loading } = context;
  const { source, sink } = loading;
  const known = networks.map((network) => network.name);
  const rows = Array.isArray(written)
    ? written.map((network, i) => ({ network, key: source.spanOf([...path, i]), value: null, path: [...path, i] }))
    : Object.entries(written).map(([network, value]) => ({
        network,
        key: source.keySpanOf([...path, network]),
        value,
        path: [...path, network],
      }));
  const seen = new Map<string, Span>();
  return rows.flatMap(({ network: name, key, value, path: here }) => {
    const network = networks.find((candidate) => candidate.name === name);
    if (!network) {
      // A network that was refused has been reported already.
      const isWritten = Object.keys(settingsOf(loading.file, context.node.name).get("networks")?.value ?? {}).includes(
        name,
      );
      if (!isWritten) {
        sink.error(
          "names/unknown-network",
          key,
          `${context.node.name} has no network "${name}"${didYouMean(name, known)}`,
          {
            hint: known.length === 0 ? "write it under `networks:` of the node" : `it has: ${known.join(", ")}`,
          },
        );
      }
      return [];
    }
    const first = seen.get(name);
    if (first)
      sink.error("names/container", key, `it is on "${name}" twice`, {
        related: [{ at: first, message: "first written here" }],
      });
    seen.set(name, key);
    const isLong = typeof value === "object" && value !== null;
    const text = isLong ? value.address : (value ?? undefined);
    const at = text === undefined ? key : source.spanOf(isLong ? [...here, "address"] : here);
    return [
      {
        network: name,
        at,
        address: addressIn(network, text, at, loading),
        mac: macIn(isLong ? value.mac : undefined, [...here, "mac"], loading),
      },
    ];
  });
}

function addressIn(network: Network, text: string | undefined, at: Span, { sink }: Loading): Ip | undefined {
  if (text === undefined) return undefined;
  const ip = parseIp(text);
  if (!ip || ip.family !== 4 || !network.subnet) {
    sink.error("addresses/syntax", at, `"${text}" is not an IPv4 address`, {
      hint: "without a prefix length: the network has it",
    });
    return undefined;
  }
  const unfit = unfitFor(network.subnet, ip);
  if (unfit !== undefined) {
    sink.error("addresses/outside", at, `${unfit}, the subnet of "${network.name}"`, {
      related: [{ at: network.at, message: "the network is written here" }],
    });
    return undefined;
  }
  if (network.gateway && sameIp(network.gateway, ip))
    sink.error("addresses/duplicate", at, `${text} is the gateway of "${network.name}"`);
  return ip;
}

function macIn(text: string | undefined, path: Path, { sink, source }: Loading): Mac | undefined {
  if (text === undefined) return undefined;
  const mac = parseMac(text);
  if (mac.ok) return mac.name;
  sink.error("addresses/mac", source.spanOf(path), `"${text}" is not a MAC address: ${mac.why}`, {
    hint: "for example: 02:42:c0:a8:16:de",
  });
  return undefined;
}

/** Two containers cannot have one port of the node, and none at all without a network of their own that it leads to. */
function checkPorts(
  container: Container,
  written: readonly { readonly port: PublishedPort; readonly at: Span }[],
  path: Path,
  { node, networks, earlier, loading }: Context,
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
  const drivers =
    networking.mode === "networks"
      ? networking.endpoints.map((e) => networks.find((n) => n.name === e.network)?.driver)
      : [];
  if (drivers.includes("bridge")) return;
  const why = networking.mode === "host" ? "it has the node's own ports" : "it is on no bridge network";
  sink.error(
    "names/container",
    source.keySpanOf([...path, "ports"]),
    `"${container.name}" can publish no ports: ${why}`,
  );
}

/** The claim of many a post: both are needed, and the container runs without them as if nothing were wrong. */
function warnOfCapabilities(
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

/** Addresses as the engine will give them: fixed ones as written, then for each container in order the first free one. */
function withAddresses(
  containers: readonly Container[],
  networks: readonly Network[],
  { sink }: Loading,
): readonly Container[] {
  const taken = new Map(networks.map((network) => [network.name, new Map<bigint, { at: Span; name: string }>()]));
  const resolved = containers.map((container): Container => {
    if (container.networking.mode !== "networks") {
      return { ...container, interfaces: container.networking.mode === "none" ? [loopback(container)] : [] };
    }
    const interfaces = container.networking.endpoints.flatMap((endpoint, i): Interface[] => {
      const network = networks.find((candidate) => candidate.name === endpoint.network);
      const used = taken.get(endpoint.network);
      if (!network?.subnet || !used) return [];
      const own = network.gateway ? [network.gateway] : [];
      const ip =
        endpoint.address ??
        firstFreeAddress(network.subnet, [...own, ...[...used.keys()].map(asIp)], network.ipRange ?? network.subnet);
      if (!ip) {
        sink.error("addresses/full", endpoint.at, `"${network.name}" has no free address left for "${container.name}"`);
        return [];
      }
      const other = used.get(ip.value);
      if (other) {
        sink.error(
          "addresses/duplicate",
          endpoint.at,
          `${formatIp(ip)} of "${network.name}" is "${other.name}"'s already`,
          {
            related: [
              {
                at: other.at,
                message: endpoint.address ? "it is given here" : "it is the first free one for this container",
              },
            ],
          },
        );
      }
      used.set(ip.value, { at: endpoint.at, name: container.name });
      return [interfaceOf(`eth${i}`, endpoint, ip, network)];
    });
    return { ...container, interfaces: [loopback(container), ...interfaces] };
  });
  return resolved;
}

function asIp(value: bigint): Ip {
  return { family: 4, value };
}

const bare = { mtu: undefined, state: "up", device: undefined, master: undefined, vlans: [], mpls: false } as const;

function loopback({ at }: Container): Interface {
  return { ...bare, name: "lo" as IfName, at, mac: undefined, addresses: [], peer: undefined };
}

function interfaceOf(name: string, { at, mac }: ContainerEndpoint, ip: Ip, network: Network): Interface {
  return {
    ...{ ...bare, name: name as IfName, at, mac: mac ?? macOfAddress(ip) },
    addresses: [{ cidr: { ...ip, length: network.subnet?.length ?? 32 }, at }],
    // What is at the other end is the network, not a place of the lab.
    peer: `${network.name}:${network.bridge ?? network.parent ?? ""}` as EndpointName,
  };
}
