// Knows: the tables of `net show interface`, `net show lldp` and `net show counters`.
// Refuses to know: where the facts come from (link-facts.ts).

import { textTable } from "../text-table.ts";
import type { LinkFacts } from "./link-facts.ts";

const columns = ["State", "Name", "Spd", "MTU", "Mode", "LLDP", "Summary"].map((title) => ({ title }));

/** `net show interface`: those that are up; `all`: every one, with what else the row has to say on lines of its own. */
export function interfaceTable(links: readonly LinkFacts[], which: "up" | "all" | "bonds" | "bondmems"): string {
  const shown = links.filter(({ state, mode }) => {
    if (which === "bonds") return mode === "802.3ad";
    if (which === "bondmems") return mode === "BondMember";
    return which === "all" || state === "UP";
  });
  const rows = shown.flatMap((link) => {
    const [first = "", ...more] = summaryOf(link, links);
    const { ifname, mtu } = link.kernel;
    const wire = link.wire ? `${link.wire.node} (${link.wire.ifname})` : "";
    return [
      [link.state, ifname, link.speed, String(mtu), link.mode, wire, first],
      ...more.map((line) => ["", ifname === "lo" ? ifname : "", "", "", "", "", line]),
    ];
  });
  return `${textTable(columns, rows).join("\n")}\n`;
}

function summaryOf(link: LinkFacts, all: readonly LinkFacts[]): readonly string[] {
  const { ifname, master } = link.kernel;
  const state = (name: string): string => all.find(({ kernel }) => kernel.ifname === name)?.state ?? "DN";
  const members = all.filter(({ kernel, mode }) => kernel.master === ifname && mode === "BondMember");
  return [
    ...(master === undefined ? [] : [`Master: ${master}(${state(master)})`]),
    ...(members.length === 0
      ? []
      : [`Bond Members: ${members.map(({ kernel }) => `${kernel.ifname}(${state(kernel.ifname)})`).join(", ")}`]),
    ...link.addresses.map((address) => `IP: ${address}`),
  ];
}

export function lldpTable(links: readonly LinkFacts[], only: string | undefined): string {
  const rows = links.flatMap(({ kernel, speed, mode, state, wire }) => {
    const seen = wire !== undefined && state === "UP" && (only === undefined || kernel.ifname === only);
    return seen ? [[kernel.ifname, speed, mode, wire.node, wire.ifname]] : [];
  });
  const titles = ["LocalPort", "Speed", "Mode", "RemoteHost", "RemotePort"].map((title) => ({ title }));
  return `\n${textTable(titles, rows).join("\n")}\n`;
}

const counterTitles = ["RX_OK", "RX_ERR", "RX_DRP", "RX_OVR", "TX_OK", "TX_ERR", "TX_DRP", "TX_OVR"] as const;

/** RX and TX as `netstat -i` counts them. */
export function countersOf({ kernel }: LinkFacts): readonly string[] {
  const { rx = {}, tx = {} } = kernel.stats64 ?? {};
  const counts = [
    rx["packets"],
    rx["errors"],
    rx["dropped"],
    rx["over_errors"],
    tx["packets"],
    tx["errors"],
    tx["dropped"],
    tx["carrier_errors"],
  ];
  return counts.map((count) => String(count ?? 0));
}

export function counterColumns(): readonly { readonly title: string; readonly align: "right" }[] {
  return counterTitles.map((title) => ({ title, align: "right" }));
}

export function countersTable(links: readonly LinkFacts[]): string {
  const rows = links
    .filter(({ state }) => state !== "ADMDN")
    .toSorted((a, b) => (a.kernel.ifname < b.kernel.ifname ? -1 : 1))
    .map((link) => [link.kernel.ifname, String(link.kernel.mtu), ...countersOf(link), flagsOf(link)]);
  const heads = [{ title: "Iface" }, { title: "MTU", align: "right" as const }, ...counterColumns(), { title: "Flg" }];
  return `\nKernel Interface table\n${textTable(heads, rows).join("\n")}\n`;
}

/** netstat's letters: Broadcast, Loopback, Multicast, Running, Up; m and s for a bond or bridge and its members. */
function flagsOf({ kernel }: LinkFacts): string {
  const has = (flag: string): boolean => kernel.flags.includes(flag);
  return [
    has("LOOPBACK") ? "L" : has("BROADCAST") ? "B" : "",
    has("MULTICAST") ? "M" : "",
    kernel.linkinfo?.info_kind === "bond" ? "m" : "",
    kernel.linkinfo?.info_slave_kind === "bond" ? "s" : "",
    has("LOWER_UP") ? "R" : "",
    has("UP") ? "U" : "",
  ].join("");
}
