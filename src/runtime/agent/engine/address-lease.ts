// Knows: which address a container gets on a network: the one it wants, its own one, or the first free one.
// Refuses to know: how it is put on an interface (wiring.ts).

import { defaultGateway, firstFreeAddress, macOfAddress, parseIp4, unfitFor } from "../../../model/address-pool.ts";
import { formatIp, parseCidr, type Ip } from "../../../model/ip.ts";
import type { PlannedEndpoint, PlannedNetwork } from "../../../plan/container-step.ts";

export interface Lease {
  readonly network: PlannedNetwork;
  /** Without length; undefined on a network of driver none. */
  readonly address: string | undefined;
  readonly mac: string | undefined;
}

/** `taken`: address text to the container that has it; gets one more. Throws when the address is not to be had. */
export function takeAddress(
  network: PlannedNetwork,
  taken: Map<string, string>,
  endpoint: PlannedEndpoint,
  container: string,
): Lease {
  const subnet = parseCidr(network.subnet ?? "");
  if (!subnet) return { network, address: undefined, mac: endpoint.mac };
  const own = [...taken].find(([, owner]) => owner === container)?.[0];
  if (own !== undefined && (endpoint.address ?? own) === own) return leaseOf(network, own, endpoint.mac);
  const gateway = parseIp4(network.gateway ?? "") ?? defaultGateway(subnet);
  const used = [gateway, ...[...taken.keys()].flatMap((text) => parseIp4(text) ?? [])];
  const ip =
    endpoint.address === undefined
      ? firstFree(network, subnet, used)
      : wanted(network, endpoint.address, taken, gateway);
  taken.set(formatIp(ip), container);
  return leaseOf(network, formatIp(ip), endpoint.mac);
}

function leaseOf(network: PlannedNetwork, address: string, mac: string | undefined): Lease {
  const ip = parseIp4(address);
  return { network, address, mac: mac ?? (ip && macOfAddress(ip)) };
}

function firstFree(
  network: PlannedNetwork,
  subnet: NonNullable<ReturnType<typeof parseCidr>>,
  used: readonly Ip[],
): Ip {
  const range = network.ipRange === undefined ? undefined : parseCidr(network.ipRange);
  const ip = firstFreeAddress(subnet, used, range ?? subnet);
  if (!ip)
    throw new Error(`the network ${network.name} has no free address left (${network.ipRange ?? network.subnet})`);
  return ip;
}

function wanted(network: PlannedNetwork, text: string, taken: ReadonlyMap<string, string>, gateway: Ip): Ip {
  const ip = parseIp4(text);
  const subnet = parseCidr(network.subnet ?? "");
  if (!ip || !subnet) throw new Error(`"${text}" is not an IPv4 address`);
  const unfit = unfitFor(subnet, ip);
  if (unfit !== undefined) throw new Error(`${unfit}, the subnet of ${network.name}`);
  const owner = taken.get(formatIp(ip));
  if (owner !== undefined) throw new Error(`${formatIp(ip)} is taken by ${owner} on ${network.name}`);
  if (ip.value === gateway.value && network.driver === "bridge") {
    throw new Error(`${formatIp(ip)} is the gateway of ${network.name}`);
  }
  return ip;
}
