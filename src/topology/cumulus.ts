// Knows: what the NCLU commands of a Cumulus switch make of its interfaces.
// Refuses to know: NCLU's grammar (nclu/translate.ts).

import type { Line } from "../base/span.ts";
import { translateNclu, type Stanza, type SwitchConfig } from "../nclu/translate.ts";
import { portsOf, type DraftInterface, type DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

/** Runs the commands; the interfaces of `node` take what their stanzas say. */
export function applyNclu(node: DraftNode, commands: readonly Line[], loading: Loading): SwitchConfig {
  const ports = portsOf(node);
  const config = translateNclu(
    commands.filter(({ text }) => text.trim() !== ""),
    { ports },
    loading.sink,
  );
  for (const stanza of config.stanzas) {
    const iface = node.interfaces.get(stanza.name);
    if (iface) applyStanza(iface, stanza, loading);
    else reportStanza(node, stanza, loading);
  }
  return config;
}

/** Attributes are ifupdown2's; those that say nothing about the kernel's link (alias, link-speed) change nothing. */
function applyStanza(iface: DraftInterface, stanza: Stanza, { sink }: Loading): void {
  // ifupdown2 brings up what it has a stanza for.
  iface.state ??= "up";
  for (const { key, value, at } of stanza.attributes) {
    if (key === "address") {
      const [text = "", ...rest] = value.split("/");
      iface.addresses.push({ text: rest.length > 0 ? value : hostPrefixOf(text), at, family: undefined });
    } else if (key === "mtu") iface.mtu = Number(value);
    else if (key === "hwaddress") iface.mac = { text: value.replace(/^ether\s+/, ""), at };
    else if (key === "link-down" && value === "yes") iface.state = "down";
    else if (/^(vrf|bridge-|bond-|vlan-|vxlan-|clagd?-|address-virtual|gateway|post-up)/.test(key)) {
      sink.warn(
        "names/nclu-not-yet",
        at,
        `this version of labctl keeps "${key}" in /etc/network/interfaces and does not act on it`,
      );
    }
  }
}

function hostPrefixOf(address: string): string {
  return `${address}/${address.includes(":") ? 128 : 32}`;
}

function reportStanza(node: DraftNode, { name, at }: Stanza, { sink }: Loading): void {
  // Cumulus has its management port whether the lab wires it or not.
  if (name === "eth0" || name === "mgmt") return;
  if (/^(swp|eth)\d+$/.test(name)) {
    const wired = portsOf(node);
    sink.warn("names/unlinked-interface", at, `no link ends at ${node.name}:${name}`, {
      hint: wired.length === 0 ? `"${node.name}" has no links` : `links end at: ${wired.join(", ")}`,
    });
    return;
  }
  sink.error(
    "shape/not-yet",
    at,
    `this version of labctl does not build "${name}" (bonds, bridges, VLANs, VXLANs and VRFs)`,
  );
}

/** A port that nobody configured is down; one that FRR's configuration names comes up with it. */
export function settlePorts(node: DraftNode, frr: readonly Line[]): void {
  const named = new Set(frr.flatMap(({ text }) => text.trim().split(/\s+/)));
  for (const iface of node.interfaces.values()) {
    const isUsed = iface.addresses.length > 0 || named.has(iface.name) || iface.name === "lo";
    iface.state ??= isUsed ? "up" : "down";
  }
}
