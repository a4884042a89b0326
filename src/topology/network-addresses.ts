// Knows: a network's subnet, gateway and range: as written, or what they are when nothing is.
// Refuses to know: the addresses of containers (container-addresses.ts).

import { defaultGateway, freeSubnet, overlaps, unfitFor } from "../model/address-pool.ts";
import { contains, formatCidr, formatIp, networkOf, parseCidr, parseIp, type Cidr, type Ip } from "../model/ip.ts";
import type { IfName } from "../model/names.ts";
import type { WrittenNetwork } from "./container-schema.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import type { NetworkContext } from "./network-context.ts";

export function subnetOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  uplink: IfName | undefined,
  context: NetworkContext,
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

export function gatewayOf(
  name: string,
  body: WrittenNetwork,
  path: Path,
  subnet: Cidr,
  uplink: IfName | undefined,
  context: NetworkContext,
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

export function rangeOf(body: WrittenNetwork, path: Path, subnet: Cidr, { sink, source }: Loading): Cidr | undefined {
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
