// Knows: what the NCLU commands of a Cumulus switch make of its interfaces and files.
// Refuses to know: NCLU's grammar (nclu/translate.ts), and what each kind of stanza asks for (nclu/switch-devices.ts).

import type { Line, Span } from "../base/span.ts";
import { parentOf } from "../model/device.ts";
import type { Exec, SwitchFiles } from "../model/lab.ts";
import type { IfName } from "../model/names.ts";
import { runLabCommands, type Stanza } from "../nclu/translate.ts";
import { isAccessOnly, switchInterfaces, type SwitchInterface } from "../nclu/switch-devices.ts";
import { path } from "../nclu/switch-files.ts";
import { declareDevice } from "./declare.ts";
import { portsOf, type DraftInterface, type DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";
import type { Gateway } from "./routes.ts";

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
  readonly gateways: readonly Gateway[];
  /** `post-up` and the like. */
  readonly commands: readonly Exec[];
}

/** Runs the commands; the interfaces of `node` take what their stanzas say. */
export function applyNclu(node: DraftNode, commands: readonly Line[], loading: Loading): DraftSwitch {
  const hostname = loading.source.textOf(node.settings.get("hostname")?.path ?? []) ?? node.name;
  const { config, files, state } = runLabCommands(
    commands.filter(({ text }) => text.trim() !== ""),
    { ports: portsOf(node), hostname, frr: ownFrrLines },
    loading.sink,
  );
  drawInterfaces(node, config.stanzas, loading);
  // Hostname, hosts and FRR's file are made for every node; the rest is this kind's own.
  const { [path.frr]: frr = "", [path.hostname]: _name, [path.hosts]: _hosts, ...rest } = files;
  return {
    frr: withSpans(frr, config.frr, node.at),
    hostname: config.hostname,
    gateways: gatewaysOf(node, config.stanzas),
    commands: hookCommands(config.stanzas),
    switchFiles: {
      files: { ...emptyFiles, ...rest },
      state: JSON.stringify(state),
      ...(isAccessOnly(new Map(config.stanzas.map((stanza) => [stanza.name, stanza])))
        ? { accessOnly: true as const }
        : {}),
    },
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

/** What the stanzas ask for, as interfaces of the lab. Parents and masters are in the list before or after: all at once. */
function drawInterfaces(node: DraftNode, stanzas: readonly Stanza[], loading: Loading): void {
  const hasEth0 = portsOf(node).some((port) => port === "eth0");
  const wanted = switchInterfaces(stanzas, { hasEth0, filtering: loading.vlanFiltering });
  const byName = new Map(stanzas.map((stanza) => [stanza.name, stanza]));
  const isThere = (name: string): boolean =>
    node.interfaces.has(name) || wanted.some((one) => one.name === name && one.made !== undefined);
  for (const one of wanted) {
    const at = byName.get(one.stanza)?.at ?? node.at;
    const parent = parentOf(one.made);
    const isMade = one.made !== undefined && (parent === undefined || isThere(parent));
    const iface = isMade ? declareDevice(node, one.name, at, one.made!, loading) : node.interfaces.get(one.name);
    if (iface) settle(iface, one, byName.get(one.stanza), at);
    else if (!isMade) reportUnlinked(node, parent ?? one.name, at, loading);
    if (iface && one.master !== undefined && isThere(one.master)) iface.master = { name: one.master as IfName, at };
  }
}

function settle(iface: DraftInterface, one: SwitchInterface, stanza: Stanza | undefined, at: Span): void {
  const spanOf = (text: string): Span => stanza?.attributes.find(({ value }) => value.includes(text))?.at ?? at;
  // ifupdown2 brings up what it has a stanza for.
  iface.state = one.up ? (iface.state ?? "up") : "down";
  for (const text of one.addresses) {
    const written = text.split("/")[0] ?? "";
    iface.addresses.push({ text, at: spanOf(written), family: undefined });
  }
  if (one.mtu !== undefined) iface.mtu = one.mtu;
  if (one.mac !== undefined) iface.mac = { text: one.mac, at: spanOf(one.mac) };
  if (one.vlans.length > 0) iface.vlans = one.vlans;
}

/** `gateway`: the default route goes out there. Where the lab has no such interface there is no route either. */
function gatewaysOf(node: DraftNode, stanzas: readonly Stanza[]): readonly Gateway[] {
  return stanzas
    .filter(({ name }) => node.interfaces.has(name))
    .flatMap(({ name, attributes }) =>
      attributes
        .filter(({ key }) => key === "gateway")
        .map(({ value, at }) => {
          const vrf = attributes.find(({ key }) => key === "vrf")?.value;
          return { via: value, dev: name, vrf: vrf !== undefined && node.interfaces.has(vrf) ? vrf : undefined, at };
        }),
    );
}

/** Commands of stanzas, to be run once the node is wired; a switch that comes up runs them all. */
function hookCommands(stanzas: readonly Stanza[]): readonly Exec[] {
  const attributes = stanzas.flatMap((stanza) => stanza.attributes);
  const inOrder = ["pre-up", "up", "post-up"].flatMap((when) => attributes.filter(({ key }) => key === when));
  // ifupdown reports a command that fails, and goes on.
  return inOrder.map(({ value, at }) => ({ argv: ["sh", "-c", value], strict: false, at }));
}

function reportUnlinked(node: DraftNode, name: string, at: Span, { sink }: Loading): void {
  // Cumulus has its management port whether the lab wires it or not.
  if (name === "lo") return;
  const wired = portsOf(node);
  sink.warn("names/unlinked-interface", at, `no link ends at ${node.name}:${name}`, {
    hint: wired.length === 0 ? `"${node.name}" has no links` : `links end at: ${wired.join(", ")}`,
  });
}

/** A port that nobody configured is down; one that FRR's configuration names comes up with it. */
export function settlePorts(node: DraftNode, frr: readonly Line[]): void {
  const named = new Set(frr.flatMap(({ text }) => text.trim().split(/\s+/)));
  for (const iface of node.interfaces.values()) {
    const isUsed = iface.addresses.length > 0 || named.has(iface.name) || iface.name === "lo";
    iface.state ??= isUsed ? "up" : "down";
  }
}
