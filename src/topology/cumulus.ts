// Knows: what the NCLU commands of a Cumulus switch make of its interfaces and files.
// Refuses to know: NCLU's grammar (nclu/translate.ts), and what each kind of stanza asks for (nclu/switch-devices.ts).

import type { Line, Span } from "../base/span.ts";
import type { SwitchFiles } from "../model/lab.ts";
import { runLabCommands, type Stanza } from "../nclu/translate.ts";
import { path } from "../nclu/switch-files.ts";
import { portsOf, type DraftInterface, type DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

/**
 * FRR 8.4 does not put a next hop back into a group it kept while a port was dark: its route says "installed", the
 * kernel has one path. Cumulus' FRR wrote routes without nexthop objects, and this does too.
 */
const ownFrrLines: readonly string[] = ["no zebra nexthop kernel enable"];

/** The machine has these too, and what it says in them is not the switch's. */
const emptyFiles = { "/etc/resolv.conf": "", "/etc/ntp.conf": "", "/etc/timezone": "" };

export interface DraftSwitch {
  /** All of frr.conf. */
  readonly frr: readonly Line[];
  readonly hostname: string | undefined;
  readonly switchFiles: SwitchFiles;
}

/** Runs the commands; the interfaces of `node` take what their stanzas say. */
export function applyNclu(node: DraftNode, commands: readonly Line[], loading: Loading): DraftSwitch {
  const hostname = loading.source.textOf(node.settings.get("hostname")?.path ?? []) ?? node.name;
  const { config, files, state } = runLabCommands(
    commands.filter(({ text }) => text.trim() !== ""),
    { ports: portsOf(node), hostname, frr: ownFrrLines },
    loading.sink,
  );
  for (const stanza of config.stanzas) {
    const iface = node.interfaces.get(stanza.name);
    if (iface) applyStanza(iface, stanza, loading);
    else reportStanza(node, stanza, loading);
  }
  // Hostname, hosts and FRR's file are made for every node; the rest is this kind's own.
  const { [path.frr]: frr = "", [path.hostname]: _name, [path.hosts]: _hosts, ...rest } = files;
  return {
    frr: withSpans(frr, config.frr, node.at),
    hostname: config.hostname,
    switchFiles: { files: { ...emptyFiles, ...rest }, state: JSON.stringify(state) },
  };
}

/** The lines of the file with the commands they came from: `known` has those in the same order, and no others. */
function withSpans(text: string, known: readonly Line[], otherwise: Span): readonly Line[] {
  let next = 0;
  return text
    .trimEnd()
    .split("\n")
    .map((line) => {
      const found = known[next]?.text.trim() === line.trim() ? known[next++] : undefined;
      return { text: line, at: found?.at ?? otherwise };
    });
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
