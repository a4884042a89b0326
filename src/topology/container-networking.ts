// Knows: what `network-mode:` and `networks:` of a container say: whose network it has, and its places on networks.
// Refuses to know: which address a place without one gets (container-addresses.ts).

import type { Span } from "../base/span.ts";
import { didYouMean } from "../base/suggest.ts";
import { unfitFor } from "../model/address-pool.ts";
import type { ContainerEndpoint, Network, Networking } from "../model/container.ts";
import { parseIp, sameIp, type Ip } from "../model/ip.ts";
import { parseMac, type Mac } from "../model/names.ts";
import type { ContainerContext } from "./container-context.ts";
import type { WrittenContainer } from "./container-schema.ts";
import { settingsOf } from "./inherit.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

export function networkingOf(name: string, body: WrittenContainer, path: Path, context: ContainerContext): Networking {
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
  context: ContainerContext,
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
