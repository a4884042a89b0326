// Knows: a container or network that somebody asks for while the lab runs, in Docker's words, as what the engine is given.
// Refuses to know: what the node has already (the engine refuses what does not fit).

import { defaultGateway, freeSubnet } from "../model/address-pool.ts";
import type { EngineName, FirewallStyle, MacvlanMode } from "../model/container.ts";
import {
  hostnameOf,
  parseCapability,
  parsePorts,
  parseRestart,
  parseVolume,
  type Read,
} from "../model/container-words.ts";
import { formatCidr, formatIp, networkOf, parseCidr } from "../model/ip.ts";
import { bridgeNameOf, parseIfName, parseMac } from "../model/names.ts";
import { capabilitiesOf } from "./capabilities.ts";
import type { ContainerNetworking, PlannedContainer, PlannedNetwork } from "./container-step.ts";
import { hostSettings } from "./sysctl-defaults.ts";

export interface TypedContainer {
  readonly name: string;
  readonly engine?: EngineName | undefined;
  readonly hostname?: string | undefined;
  readonly networks?: Readonly<Record<string, TypedEndpoint>> | undefined;
  readonly networkMode?: string | undefined;
  readonly ports?: readonly string[] | undefined;
  readonly volumes?: readonly string[] | undefined;
  readonly cmd?: readonly string[] | undefined;
  readonly stdinOpen?: boolean | undefined;
  readonly init?: boolean | undefined;
  readonly restart?: string | undefined;
  readonly capAdd?: readonly string[] | undefined;
  readonly capDrop?: readonly string[] | undefined;
  readonly user?: string | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** Its address on a network, or address and MAC; undefined: the first free address, and a MAC made of it. */
type TypedEndpoint = string | { readonly address?: string | undefined; readonly mac?: string | undefined } | undefined;

export function containerOf(typed: TypedContainer): Read<PlannedContainer> {
  const { name, engine = "docker", hostname = hostnameOf(typed.name) } = typed;
  if (!/^[a-z0-9][a-z0-9_.-]*$/.test(name)) {
    return { ok: false, why: `"${name}" is not a legal container name: lower-case letters, digits, '.', '-' and '_'` };
  }
  const ports = readAll(typed.ports, parsePorts);
  const volumes = readAll(typed.volumes, parseVolume);
  const capAdd = readAll(typed.capAdd, parseCapability);
  const capDrop = readAll(typed.capDrop, parseCapability);
  const restart = typed.restart === undefined ? undefined : parseRestart(typed.restart);
  const networking = networkingOf(typed);
  for (const read of [ports, volumes, capAdd, capDrop, restart, networking]) if (read && !read.ok) return read;
  // The loop above has sorted out every failure.
  const valueOf = <T>(read: Read<T>): T => (read as Extract<Read<T>, { ok: true }>).value;
  const ownNetwork = valueOf(networking).mode !== "host" && valueOf(networking).mode !== "container";
  const ifnames = Object.keys(typed.networks ?? {}).map((_, i) => `eth${i}`);
  return {
    ok: true,
    value: {
      ...{ name, engine, hostname, env: typed.env ?? {}, files: [], labels: typed.labels ?? {} },
      ...{ networking: valueOf(networking), ports: valueOf(ports).flat(), volumes: valueOf(volumes) },
      ...{ command: typed.cmd, stdinOpen: typed.stdinOpen ?? false, init: typed.init ?? false, user: typed.user },
      ...{ services: [], frr: undefined },
      restart: restart ? valueOf(restart) : { when: "no", attempts: undefined },
      capabilities: capabilitiesOf(engine, ownNetwork, valueOf(capAdd), valueOf(capDrop)),
      sysctls: ownNetwork ? hostSettings(ifnames) : [],
      graceMs: 10_000,
    },
  };
}

function readAll<T>(texts: readonly string[] | undefined, parse: (text: string) => Read<T>): Read<readonly T[]> {
  const values: T[] = [];
  for (const text of texts ?? []) {
    const read = parse(text);
    if (!read.ok) return read;
    values.push(read.value);
  }
  return { ok: true, value: values };
}

function networkingOf({ networks, networkMode }: TypedContainer): Read<ContainerNetworking> {
  const endpoints = Object.entries(networks ?? {}).map(([network, typed]) => {
    const { address, mac } = typeof typed === "object" ? typed : { address: typed };
    return { network, address, mac };
  });
  for (const { mac } of endpoints) {
    const read = mac === undefined ? undefined : parseMac(mac);
    if (read && !read.ok) return { ok: false, why: `"${mac}" is not a MAC address: ${read.why}` };
  }
  if (networkMode === undefined || networkMode === "bridge") {
    return { ok: true, value: endpoints.length === 0 ? { mode: "none" } : { mode: "networks", endpoints } };
  }
  if (endpoints.length > 0) return { ok: false, why: `networks and network mode ${networkMode} exclude each other` };
  if (networkMode === "host" || networkMode === "none") return { ok: true, value: { mode: networkMode } };
  const of = /^container:(.+)$/.exec(networkMode)?.[1];
  if (of !== undefined) return { ok: true, value: { mode: "container", of } };
  return { ok: false, why: `"${networkMode}" is not a network mode`, hint: "bridge, host, none or container:NAME" };
}

export interface TypedNetwork {
  readonly name: string;
  readonly driver?: "bridge" | "macvlan" | "none" | undefined;
  readonly subnet?: string | undefined;
  readonly gateway?: string | undefined;
  readonly ipRange?: string | undefined;
  readonly bridge?: string | undefined;
  readonly uplink?: string | undefined;
  readonly parent?: string | undefined;
  readonly mode?: MacvlanMode | undefined;
  readonly masquerade?: boolean | undefined;
  readonly internal?: boolean | undefined;
  readonly rules?: FirewallStyle | undefined;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** `used`: subnets that are taken on the node, for a network that names none. */
export function networkOfWords(node: string, typed: TypedNetwork, used: readonly string[]): Read<PlannedNetwork> {
  const { name, driver = "bridge" } = typed;
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name)) {
    return { ok: false, why: `"${name}" is not a legal network name: letters, digits, '.', '-' and '_'` };
  }
  const free = freeSubnet(used.flatMap((text) => parseCidr(text) ?? []));
  const subnet = typed.subnet === undefined ? free : parseCidr(typed.subnet);
  if (driver !== "none" && (!subnet || subnet.family !== 4 || networkOf(subnet).value !== subnet.value)) {
    return { ok: false, why: `"${typed.subnet ?? ""}" is not an IPv4 subnet`, hint: "for example: 172.18.0.0/16" };
  }
  if (driver === "macvlan" && typed.parent === undefined)
    return { ok: false, why: `the macvlan network "${name}" has no parent` };
  const bridge = driver === "bridge" ? (typed.bridge ?? bridgeNameOf(node, name)) : undefined;
  const legal = bridge === undefined ? undefined : parseIfName(bridge);
  if (legal && !legal.ok) return { ok: false, why: `"${bridge}" is not a legal interface name: ${legal.why}` };
  const hasSubnet = driver !== "none" && subnet !== undefined;
  return {
    ok: true,
    value: {
      ...{ name, driver, bridge, uplink: typed.uplink, parent: typed.parent, mode: typed.mode ?? "bridge" },
      subnet: hasSubnet ? formatCidr(subnet) : undefined,
      gateway: hasSubnet ? (typed.gateway ?? formatIp(defaultGateway(subnet))) : undefined,
      ...{ ipRange: typed.ipRange, masquerade: typed.masquerade ?? true, internal: typed.internal ?? false },
      ...{ rules: typed.rules ?? "modern", mtu: undefined, labels: typed.labels ?? {} },
    },
  };
}
