// Knows: which kind of kernel interface a stanza asks for: VRF, bond, VXLAN, VLAN or bridge, and with which parameters.
// Refuses to know: its addresses, its VLANs, and what it is part of (switch-devices.ts).

import { bondModes, type Device } from "../model/device.ts";
import { parseIp, type Ip } from "../model/ip.ts";
import type { IfName } from "../model/names.ts";
import { all, has, isBridge, isVlanAware, one, type StanzaText, type Stanzas } from "./stanza.ts";

/** Where Cumulus Linux starts to number the tables of VRFs (`vrf-table auto`). */
const firstTable = 1001;
/** The registered port of VXLAN (RFC 7348). */
const vxlanPort = 4789;

/** undefined: a port or lo, which are there. `plain`: a bridge per VLAN takes the place of the VLAN-aware one. */
export function madeBy(
  stanza: StanzaText,
  stanzas: Stanzas,
  vrfs: ReadonlyMap<string, number>,
  plain: boolean,
): Device | undefined {
  const { name } = stanza;
  const table = vrfs.get(name);
  if (table !== undefined) return { kind: "vrf", table };
  if (has(stanza, "bond-slaves")) return bondOf(stanza);
  const vni = one(stanza, "vxlan-id");
  if (vni !== undefined) return vxlanOf(stanza, Number(vni), stanzas);
  const raw = one(stanza, "vlan-raw-device");
  if (raw !== undefined) {
    const aware = stanzas.get(raw);
    if (plain && aware !== undefined && isVlanAware(aware)) return { kind: "bridge", vlanAware: false, stp: false };
    return { kind: "vlan", parent: raw as IfName, id: Number(one(stanza, "vlan-id") ?? name.replace(/^\D+/, "")) };
  }
  if (isBridge(stanza)) {
    const outer = one(stanza, "bridge-vlan-protocol") === "802.1ad" ? { outerTags: true as const } : {};
    return { kind: "bridge", vlanAware: isVlanAware(stanza), stp: false, ...outer };
  }
  const sub = /^(.+)\.(\d+)$/.exec(name);
  return sub ? { kind: "vlan", parent: sub[1] as IfName, id: Number(sub[2]) } : undefined;
}

/** As Cumulus makes it when nothing else is said. */
function bondOf(stanza: StanzaText): Device {
  const mode = bondModes.find((known) => known === one(stanza, "bond-mode")) ?? "802.3ad";
  const lacp = mode === "802.3ad";
  return {
    kind: "bond",
    mode,
    miimon: Number(one(stanza, "bond-miimon") ?? 100),
    lacpRate: lacp ? (/^(slow|0)$/.test(one(stanza, "bond-lacp-rate") ?? "") ? "slow" : "fast") : undefined,
    hash: lacp || mode === "balance-xor" ? "layer3+4" : undefined,
  };
}

function vxlanOf(stanza: StanzaText, vni: number, stanzas: Stanzas): Device {
  const local = one(stanza, "vxlan-local-tunnelip") ?? one(stanzas.get("lo"), "vxlan-local-tunnelip");
  const remotes = all(stanza, "vxlan-remoteip").flatMap((text): Ip[] => {
    const ip = parseIp(text);
    return ip ? [ip] : [];
  });
  return {
    kind: "vxlan",
    vni,
    local: local === undefined ? undefined : parseIp(local),
    remotes,
    parent: undefined,
    port: vxlanPort,
    learning: one(stanza, "bridge-learning") !== "off",
  };
}

/** The table of every VRF; `known` are those that are there, which keep theirs. */
export function vrfTables(
  list: readonly StanzaText[],
  known: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const tables = new Map<string, number>();
  const wanted = list.flatMap((stanza) => {
    const table = one(stanza, "vrf-table");
    return table === undefined ? [] : [{ name: stanza.name, table: /^\d+$/.test(table) ? Number(table) : undefined }];
  });
  const taken = new Set([...wanted.flatMap(({ table }) => table ?? []), ...known.values()]);
  let next = firstTable;
  for (const { name, table } of wanted) {
    const kept = table ?? known.get(name);
    while (kept === undefined && taken.has(next)) next++;
    tables.set(name, kept ?? next++);
  }
  return tables;
}
