// Knows: which address each container of a node has on each of its networks, and which two have the same.
// Refuses to know: how a fixed address is written (container-networking.ts).

import type { Span } from "../base/span.ts";
import { firstFreeAddress, macOfAddress } from "../model/address-pool.ts";
import type { Container, ContainerEndpoint, Network } from "../model/container.ts";
import { formatIp, type Ip } from "../model/ip.ts";
import type { Interface } from "../model/lab.ts";
import type { EndpointName, IfName } from "../model/names.ts";
import type { Loading } from "./loading.ts";

/** Addresses as the engine will give them: fixed ones as written, then for each container in order the first free one. */
export function withAddresses(
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
