// Knows: the VXLAN tunnels of a node.
// Refuses to know: EVPN, which fills them (FRR).

import type { Ip } from "../model/ip.ts";
import { formatIp, parseIp } from "../model/ip.ts";
import { declareDevice, findInterface } from "./declare.ts";
import type { DraftNode } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

/** The registered port (RFC 7348); Linux would take 8472 from before the registration. */
const vxlanPort = 4789;

export function declareVxlans(node: DraftNode, loading: Loading): void {
  const { source, sink } = loading;
  for (const [name, { value, path }] of node.settings.entries("vxlans")) {
    const remotes = value.remote === undefined ? [] : typeof value.remote === "string" ? [value.remote] : value.remote;
    const readRemote = (text: string, i: number): readonly Ip[] => {
      const ip = readAddress(
        text,
        typeof value.remote === "string" ? [...path, "remote"] : [...path, "remote", i],
        loading,
      );
      return ip ? [ip] : [];
    };
    const local = value.local === undefined ? undefined : readAddress(value.local, [...path, "local"], loading);
    const remote = remotes.flatMap(readRemote);
    const other = local && remote.find((ip) => ip.family !== local.family);
    if (other) {
      sink.error(
        "addresses/family",
        source.keySpanOf([...path, "remote"]),
        `${formatIp(other)} is not of the family of \`local\``,
      );
    }
    const made = {
      kind: "vxlan",
      vni: value.vni,
      local,
      remotes: remote,
      parent: undefined,
      port: value.port ?? vxlanPort,
      learning: value.learning ?? remote.length > 0,
    } as const;
    const iface = declareDevice(node, name, source.keySpanOf(path), made, loading);
    if (!iface || value.parent === undefined) continue;
    const parent = findInterface(node, value.parent, source.spanOf([...path, "parent"]), loading);
    if (parent) iface.device = { made: { ...made, parent: parent.name }, at: iface.device?.at ?? iface.at };
  }
}

function readAddress(text: string, path: Path, { source, sink }: Loading): Ip | undefined {
  const ip = parseIp(text.trim());
  if (!ip) {
    sink.error("addresses/syntax", source.spanOf(path), `"${text}" is not an address`, {
      hint: "an address without a prefix length, like 10.0.0.1",
    });
  }
  return ip;
}
