// Knows: how a switch with a plain bridge per VLAN shows itself as the one VLAN-aware bridge its configuration speaks of.
// Refuses to know: when a switch is built so (switch-devices.ts), and who asks the kernel.

import type { StanzaText } from "../stanza.ts";
import { isAccessOnly, switchInterfaces } from "../switch-devices.ts";
import type { ForwardingEntry } from "./bridge-tables.ts";
import { jsonOf, type BridgeVlans, type KernelInterface } from "./link-facts.ts";

type Changeable<T> = { -readonly [K in keyof T]: T[K] };

function namedBridge(stanzas: readonly StanzaText[]): string | undefined {
  return stanzas.find(({ attributes }) =>
    attributes.some(({ key, value }) => key === "bridge-vlan-aware" && value === "yes"),
  )?.name;
}

/** The VLAN-aware bridge that the stanzas name, when the kernel has it. `present`: the kernel's interfaces. */
export function awareBridge(stanzas: readonly StanzaText[], present: readonly string[]): string | undefined {
  const bridge = namedBridge(stanzas);
  return bridge !== undefined && present.includes(bridge) ? bridge : undefined;
}

/** The bridge that the stanzas name, when its VLANs are bridges of their own. */
export function dividedBridge(stanzas: readonly StanzaText[], present: readonly string[]): string | undefined {
  const bridge = namedBridge(stanzas);
  if (bridge === undefined || present.includes(bridge)) return undefined;
  return isAccessOnly(new Map(stanzas.map((stanza) => [stanza.name, stanza]))) ? bridge : undefined;
}

/** What the kernel of a switch with such a bridge would have answered to one of the questions `net show` asks. */
export function answerAsOneBridge(
  argv: readonly string[],
  answer: string,
  bridge: string,
  stanzas: readonly StanzaText[],
): string {
  switch (argv.join(" ")) {
    case "bridge -j vlan show":
      return JSON.stringify(vlansOf(stanzas));
    case "bridge -s -j fdb show":
      return JSON.stringify((jsonOf(answer) as readonly ForwardingEntry[]).map((entry) => forwarded(entry, bridge)));
    case "ip -s -d -j address show":
      return JSON.stringify(linksOf(jsonOf(answer) as readonly KernelInterface[], bridge, stanzas));
    default:
      return answer;
  }
}

function vlansOf(stanzas: readonly StanzaText[]): readonly BridgeVlans[] {
  return switchInterfaces(stanzas, { hasEth0: true, filtering: true }).flatMap(({ name, vlans }) =>
    vlans.length === 0
      ? []
      : [
          {
            ifname: name,
            vlans: vlans.map(({ first, last, untagged }) => ({
              vlan: first,
              ...(first === last ? {} : { vlanEnd: last }),
              flags: untagged ? ["PVID", "Egress Untagged"] : [],
            })),
          },
        ],
  );
}

const vlanOf = (name: string | undefined): number | undefined => {
  const id = /^vlan(\d+)$/.exec(name ?? "")?.[1];
  return id === undefined ? undefined : Number(id);
};

function forwarded(entry: ForwardingEntry, bridge: string): ForwardingEntry {
  const vlan = vlanOf(entry.master) ?? vlanOf(entry.ifname);
  if (vlan === undefined) return entry;
  return { ...entry, vlan, master: bridge, ifname: vlanOf(entry.ifname) === undefined ? entry.ifname : bridge };
}

/** VLANs without a stanza are no interfaces of the switch; those that have one are not bridges; the bridge is there. */
function linksOf(
  links: readonly KernelInterface[],
  bridge: string,
  stanzas: readonly StanzaText[],
): readonly KernelInterface[] {
  const named = new Set(stanzas.map(({ name }) => name));
  const own = links.flatMap((link): KernelInterface[] => {
    if (vlanOf(link.ifname) !== undefined && !named.has(link.ifname)) return [];
    const shown: Changeable<KernelInterface> = { ...link };
    if (vlanOf(link.ifname) !== undefined) shown.linkinfo = { info_kind: "vlan" };
    if (vlanOf(link.master) !== undefined) shown.master = bridge;
    return [shown];
  });
  const ports = own.filter(({ master }) => master === bridge);
  const isUp = ports.some(({ flags, operstate }) => flags.includes("UP") && operstate === "UP");
  const made: KernelInterface = {
    ifname: bridge,
    flags: ["BROADCAST", "MULTICAST", "UP", ...(isUp ? ["LOWER_UP"] : [])],
    // A bridge has the smallest MTU of its ports.
    mtu: Math.min(...ports.map(({ mtu }) => mtu), ...(ports.length === 0 ? [usualMtu] : [])),
    operstate: isUp ? "UP" : "DOWN",
    linkinfo: { info_kind: "bridge" },
    addr_info: [],
  };
  return [...own, made];
}

const usualMtu = 1500;
