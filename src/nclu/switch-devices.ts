// Knows: which interfaces a switch's stanzas ask for: one for each, a bridge per VLAN, the devices of virtual addresses.
// Refuses to know: what makes each (made-device.ts), its VLANs (port-vlans.ts), and whether the kernel can.

import { formatCidr, parseCidr } from "../model/ip.ts";
import type { Device, PortVlan } from "../model/device.ts";
import type { IfName } from "../model/names.ts";
import { madeBy, vrfTables } from "./made-device.ts";
import { vlansOf } from "./port-vlans.ts";
import { all, has, isBridge, isVlanAware, one, portsOf, words, type StanzaText, type Stanzas } from "./stanza.ts";

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

function masterOf({ name, ...stanza }: StanzaText, stanzas: Stanzas, plain: boolean): string | undefined {
  const own = { name, ...stanza };
  const bond = [...stanzas.values()].find((other) => words(other, "bond-slaves").includes(name));
  if (bond) return bond.name;
  const bridge = [...stanzas.values()].find((other) => isBridge(other) && portsOf(other).includes(name));
  if (bridge) return plain && isVlanAware(bridge) ? `vlan${one(own, "bridge-access")}` : bridge.name;
  return one(own, "vrf");
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

/** As the kernel writes it; an address without a length is one host. */
function withPrefix(text: string): string {
  const cidr = parseCidr(text.includes("/") ? text : `${text}/${text.includes(":") ? 128 : 32}`);
  return cidr ? formatCidr(cidr) : text;
}
