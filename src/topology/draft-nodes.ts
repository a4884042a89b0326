// Knows: the nodes of the file with their names and kinds, and the interfaces written under each.
// Refuses to know: links (draft-links.ts).

import { parseIfName, parseLabName, parseNodeName, type IfName } from "../model/names.ts";
import { interfaceOf, type DraftInterface, type DraftNode } from "./draft.ts";
import { settingsOf, type Located, type Settings } from "./inherit.ts";
import { kindsOf, type Kind } from "./kinds.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import type { WrittenInterface } from "./schema.ts";

export function draftNodes(loading: Loading): Map<string, DraftNode> {
  const { source, sink, dialect } = loading;
  const lab = parseLabName(loading.name, dialect);
  if (!lab.ok)
    sink.error("names/lab", source.spanOf(["name"]), `"${loading.name}" is not a legal lab name: ${lab.why}`, {
      hint: legalised(loading.name),
    });

  const names = Object.keys(loading.file.topology.nodes);
  if (names.length === 0)
    sink.error("names/no-nodes", source.keySpanOf(["topology", "nodes"]), "a lab needs at least one node");
  const kinds = kindsOf(loading);
  const nodes = new Map<string, DraftNode>();
  for (const text of names) {
    const path = ["topology", "nodes", text];
    const at = source.keySpanOf(path);
    const name = parseNodeName(text, dialect);
    if (!name.ok)
      sink.error("names/node", at, `"${text}" is not a legal node name: ${name.why}`, { hint: legalised(text) });
    const kind = kinds.get(text);
    if (!name.ok || !kind) continue;
    const settings = settingsOf(loading.file, text);
    checkKindKeys(text, kind, settings, loading);
    const node: DraftNode = { name: name.name, at, kind, implicit: false, settings, interfaces: new Map() };
    interfaceOf(node, "lo" as IfName, at);
    for (const { value, path: mapPath } of settings.all("interfaces")) {
      for (const [ifname, body] of Object.entries(value)) {
        writeInterface(node, ifname, { value: body, path: [...mapPath, ifname] }, loading);
      }
    }
    nodes.set(text, node);
  }
  return nodes;
}

/** One level's settings of an interface, over what less specific levels said. */
function writeInterface(node: DraftNode, text: string, written: Located<WrittenInterface>, loading: Loading): void {
  const at = loading.source.keySpanOf(written.path);
  const name = ifNameOf(text, at, loading);
  if (name === undefined) return;
  const iface = interfaceOf(node, name, at);
  iface.at = at;
  const { value, path } = written;
  if (value.ipv4 !== undefined) setAddresses(iface, 4, [...path, "ipv4"], loading);
  if (value.ipv6 !== undefined) setAddresses(iface, 6, [...path, "ipv6"], loading);
  if (value.mac !== undefined) iface.mac = { text: value.mac, at: loading.source.spanOf([...path, "mac"]) };
  if (value.mtu !== undefined) iface.mtu = value.mtu;
  if (value.state !== undefined) iface.state = value.state;
}

/** Replaces the addresses of one family by those written at a path (an address or a list). */
export function setAddresses(iface: DraftInterface, family: 4 | 6, path: Path, { source }: Loading): void {
  const others = iface.addresses.filter((address) => address.family !== family);
  const read = (at: Path): DraftInterface["addresses"] => {
    const text = source.textOf(at);
    return text === undefined ? [] : [{ text, at: source.spanOf(at), family }];
  };
  const written = source.textOf(path) === undefined ? source.itemsOf(path).flatMap(read) : read(path);
  iface.addresses.splice(0, Infinity, ...others, ...written);
}

/** A legal interface name. A `.clab.yml` may hold names the kernel refuses; containerlab replaces those, and so does this. */
export function ifNameOf(text: string, at: DraftNode["at"], { sink, dialect }: Loading): IfName | undefined {
  const name = parseIfName(text);
  if (name.ok) return name.name;
  const short = shortened(text);
  if (dialect === "clab" && short !== undefined) {
    sink.warn("names/interface", at, `"${text}" is not a legal interface name (${name.why}): it becomes "${short}"`);
    return short;
  }
  sink.error(
    "names/interface",
    at,
    `"${text}" is not a legal interface name: ${name.why}`,
    short === undefined ? {} : { hint: `"${short}" would fit` },
  );
  return undefined;
}

/** Keeps the end, where the numbers are: GigabitEthernet0/0/1 → Gigabit~t0-0-1. */
function shortened(text: string): IfName | undefined {
  const clean = text.replaceAll(/[^\x21-\x7e]|[/:]/g, "-");
  const name = parseIfName(clean.length <= 15 ? clean : `${clean.slice(0, 7)}~${clean.slice(-7)}`);
  return name.ok ? name.name : undefined;
}

function legalised(text: string): string {
  const legal = text
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .replaceAll(/^-+|-+$/g, "")
    .slice(0, 63);
  return legal === "" ? "for example: r1" : `for example: ${legal}`;
}

const routersOnly: readonly Kind[] = ["frr", "cumulus"];

/** A key that the node itself writes and its kind has no use for. From a default it is meant for other nodes. */
function checkKindKeys(name: string, kind: Kind, settings: Settings, { source, sink }: Loading): void {
  const wants = { frr: routersOnly, nclu: ["cumulus"] } as const;
  for (const key of ["frr", "nclu"] as const) {
    const kinds: readonly Kind[] = wants[key];
    if (!settings.isOwn(key) || kinds.includes(kind)) continue;
    sink.error(
      "names/wrong-kind",
      source.keySpanOf(["topology", "nodes", name, key]),
      `"${key}" is for kind ${kinds.join(" and ")}; "${name}" is of kind ${kind}`,
    );
  }
}
