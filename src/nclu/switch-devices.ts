// Knows: which interfaces a switch's stanzas ask for: what makes each, what it belongs to, its VLANs and addresses.
// Refuses to know: which commands make them, and whether the kernel can.

import { formatCidr, parseCidr, parseIp, type Ip } from "../model/ip.ts";
import { bondModes, type Device, type PortVlan } from "../model/device.ts";
import type { IfName } from "../model/names.ts";
import { expandVlans } from "./glob.ts";

/** A stanza, as a file or a lab's commands have it. */
export interface StanzaText {
  readonly name: string;
  readonly attributes: readonly { readonly key: string; readonly value: string }[];
}

export interface SwitchInterface {
  readonly name: string;
  /** The stanza it comes from: a bridge per VLAN and the device of a virtual address have none of their own. */
  readonly stanza: string;
  /** undefined: a port or lo, which are there. */
  readonly made: Device | undefined;
  readonly master: string | undefined;
  readonly vlans: readonly PortVlan[];
  readonly addresses: readonly string[];
  readonly mtu: number | undefined;
  readonly mac: string | undefined;
  readonly alias: string | undefined;
  readonly gateways: readonly string[];
  readonly hooks: Hooks;
  readonly up: boolean;
}

/** Commands that ifupdown runs with a shell when an interface comes and goes. */
export interface Hooks {
  readonly preUp: readonly string[];
  readonly postUp: readonly string[];
  readonly preDown: readonly string[];
  readonly postDown: readonly string[];
}

/** Where Cumulus Linux starts to number the tables of VRFs (`vrf-table auto`). */
const firstTable = 1001;
/** IEEE 802.1Q's default: the VLAN of a port nobody said anything about. */
const defaultPvid = 1;
/** The registered port of VXLAN (RFC 7348). */
const vxlanPort = 4789;

type Stanzas = ReadonlyMap<string, StanzaText>;

export interface SwitchHardware {
  /** Whether the lab wires eth0. Without it the management VRF is configuration only. */
  readonly hasEth0: boolean;
  /** The VRFs that are there, which keep their tables. */
  readonly tables?: ReadonlyMap<string, number>;
  /** Whether a bridge can keep VLANs apart. Without it a switch with access ports only gets a bridge per VLAN. */
  readonly filtering?: boolean;
}

export function switchInterfaces(
  written: readonly StanzaText[],
  { hasEth0, tables = new Map(), filtering = false }: SwitchHardware,
): readonly SwitchInterface[] {
  const list = written.filter(({ name }) => hasEth0 || (name !== "eth0" && name !== "mgmt"));
  const stanzas: Stanzas = new Map(list.map((stanza) => [stanza.name, stanza]));
  const vrfs = vrfTables(list, tables);
  const plain = !filtering && isAccessOnly(stanzas);
  const listed = list.flatMap((stanza): SwitchInterface[] => {
    if (plain && isVlanAware(stanza)) return [];
    const made = madeBy(stanza, stanzas, vrfs, plain);
    return [interfaceOf(stanza, made, stanzas, plain), ...virtualAddresses(stanza)];
  });
  return [...listed, ...(plain ? vlanBridges(stanzas) : [])];
}

/** A VLAN whose ports all have it untagged is a bridge of its own; each has the name of the VLAN's interface. */
function vlanBridges(stanzas: Stanzas): readonly SwitchInterface[] {
  const bridge = [...stanzas.values()].find(isVlanAware);
  if (!bridge) return [];
  const ids = new Set(portsOf(bridge).map((port) => Number(one(stanzas.get(port), "bridge-access"))));
  return [...ids]
    .filter((id) => !stanzas.has(`vlan${id}`))
    .map((id) => ({ ...bare(`vlan${id}`, bridge.name), made: { kind: "bridge", vlanAware: false, stp: false } }));
}

function bare(name: string, stanza: string): SwitchInterface {
  return {
    name,
    stanza,
    made: undefined,
    master: undefined,
    vlans: [],
    addresses: [],
    mtu: undefined,
    mac: undefined,
    alias: undefined,
    gateways: [],
    hooks: { preUp: [], postUp: [], preDown: [], postDown: [] },
    up: true,
  };
}

function interfaceOf(stanza: StanzaText, made: Device | undefined, stanzas: Stanzas, plain: boolean): SwitchInterface {
  const mtu = one(stanza, "mtu");
  return {
    ...bare(stanza.name, stanza.name),
    made,
    master: masterOf(stanza, stanzas, plain),
    vlans: plain ? [] : vlansOf(stanza, stanzas),
    addresses: all(stanza, "address").map(withPrefix),
    mtu: mtu === undefined ? undefined : Number(mtu),
    mac: one(stanza, "hwaddress")?.replace(/^ether\s+/, ""),
    alias: one(stanza, "alias"),
    gateways: all(stanza, "gateway"),
    hooks: {
      preUp: all(stanza, "pre-up"),
      postUp: [...all(stanza, "up"), ...all(stanza, "post-up")],
      preDown: [...all(stanza, "pre-down"), ...all(stanza, "down")],
      postDown: all(stanza, "post-down"),
    },
    up: one(stanza, "link-down") !== "yes",
  };
}

/** `address-virtual MAC ADDRESS…`: the address two routers share, on a device that has its own MAC. */
function virtualAddresses(stanza: StanzaText): readonly SwitchInterface[] {
  return all(stanza, "address-virtual").map((value, i) => {
    const [mac, ...addresses] = value.split(/\s+/);
    const made = { kind: "macvlan", parent: stanza.name as IfName, mode: "private" } as const;
    const name = `${stanza.name}-v${i}`;
    return { ...bare(name, stanza.name), made, master: one(stanza, "vrf"), mac, addresses: addresses.map(withPrefix) };
  });
}

function madeBy(
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

function masterOf({ name, ...stanza }: StanzaText, stanzas: Stanzas, plain: boolean): string | undefined {
  const own = { name, ...stanza };
  const bond = [...stanzas.values()].find((other) => words(other, "bond-slaves").includes(name));
  if (bond) return bond.name;
  const bridge = [...stanzas.values()].find((other) => isBridge(other) && portsOf(other).includes(name));
  if (bridge) return plain && isVlanAware(bridge) ? `vlan${one(own, "bridge-access")}` : bridge.name;
  return one(own, "vrf");
}

/** The VLANs of a port of a VLAN-aware bridge, or of the bridge's own end, where VLAN interfaces sit. */
function vlansOf(stanza: StanzaText, stanzas: Stanzas): readonly PortVlan[] {
  if (isVlanAware(stanza)) {
    const above = [...stanzas.values()].filter((other) => one(other, "vlan-raw-device") === stanza.name);
    return [
      untagged(pvidOf(stanza)),
      ...above
        .map((other) => Number(one(other, "vlan-id")))
        .filter((id) => id !== pvidOf(stanza))
        .map(tagged),
    ];
  }
  const bridge = [...stanzas.values()].find((other) => isVlanAware(other) && portsOf(other).includes(stanza.name));
  if (!bridge) return [];
  const access = one(stanza, "bridge-access");
  if (access !== undefined) return [untagged(Number(access))];
  const pvid = one(stanza, "bridge-pvid") === undefined ? pvidOf(bridge) : pvidOf(stanza);
  const vids = words(stanza, "bridge-vids");
  const ids = (vids.length > 0 ? vids : words(bridge, "bridge-vids")).flatMap((list) => expandVlans(list) ?? []);
  const own = one(stanza, "bridge-allow-untagged") === "no" ? [] : [untagged(pvid)];
  return [...own, ...ranges(ids.filter((id) => own.length === 0 || id !== pvid))];
}

function untagged(id: number): PortVlan {
  return { first: id, last: id, untagged: true };
}
function tagged(id: number): PortVlan {
  return { first: id, last: id, untagged: false };
}

function ranges(ids: readonly number[]): readonly PortVlan[] {
  const made: { first: number; last: number; untagged: boolean }[] = [];
  for (const id of [...new Set(ids)].toSorted((a, b) => a - b)) {
    const last = made.at(-1);
    if (last && last.last === id - 1) last.last = id;
    else made.push({ first: id, last: id, untagged: false });
  }
  return made;
}

/**
 * Whether every port of the VLAN-aware bridge has one VLAN, untagged. Then a plain bridge per VLAN switches the same,
 * on any kernel; a tunnel is told its VLAN by the bridge it is on.
 */
export function isAccessOnly(stanzas: Stanzas): boolean {
  const aware = [...stanzas.values()].filter(isVlanAware);
  const above = (bridge: StanzaText): boolean => has(bridge, "address") || has(bridge, "vrf");
  return (
    aware.length === 1 &&
    !aware.some(above) &&
    !stanzas.has("peerlink") &&
    !aware.some((bridge) => one(bridge, "bridge-vlan-protocol") === "802.1ad") &&
    aware.flatMap(portsOf).every((port) => {
      const stanza = stanzas.get(port);
      return has(stanza, "bridge-access") && !has(stanza, "vxlan-id");
    })
  );
}

function vrfTables(list: readonly StanzaText[], known: ReadonlyMap<string, number>): ReadonlyMap<string, number> {
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

function isBridge(stanza: StanzaText): boolean {
  return has(stanza, "bridge-ports") || isVlanAware(stanza);
}
function isVlanAware(stanza: StanzaText): boolean {
  return one(stanza, "bridge-vlan-aware") === "yes";
}
function pvidOf(stanza: StanzaText): number {
  return Number(one(stanza, "bridge-pvid") ?? defaultPvid);
}
function portsOf(stanza: StanzaText): readonly string[] {
  return words(stanza, "bridge-ports").filter((port) => port !== "none");
}

function all(stanza: StanzaText | undefined, key: string): readonly string[] {
  return (stanza?.attributes ?? []).filter((attribute) => attribute.key === key).map(({ value }) => value);
}
function one(stanza: StanzaText | undefined, key: string): string | undefined {
  return all(stanza, key).at(-1);
}
function has(stanza: StanzaText | undefined, key: string): boolean {
  return one(stanza, key) !== undefined;
}
function words(stanza: StanzaText | undefined, key: string): readonly string[] {
  return all(stanza, key).flatMap((value) => value.split(/[\s,]+/).filter((word) => word !== ""));
}

/** As the kernel writes it; an address without a length is one host. */
function withPrefix(text: string): string {
  const cidr = parseCidr(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
  return cidr ? formatCidr(cidr) : text;
}
