// Knows: the tables of `net show bridge macs` and `net show bridge vlan`.
// Refuses to know: who asked the kernel.

import { compareNatural } from "../../base/sort.ts";
import { expandVlans } from "../glob.ts";
import { textTable } from "../text-table.ts";
import { jsonOf, type BridgeVlans } from "./link-facts.ts";

/** One entry of `bridge -s -j fdb show`. */
export interface ForwardingEntry {
  readonly mac: string;
  readonly ifname: string;
  readonly vlan?: number;
  readonly master?: string;
  readonly dst?: string;
  readonly state?: string;
  readonly flags?: readonly string[];
  /** Seconds since it was seen. */
  readonly updated?: number;
}

export interface MacFilter {
  readonly vlan?: string | undefined;
  readonly mac?: string | undefined;
  readonly dynamic?: boolean;
}

export function bridgeMacs(answer: string, filter: MacFilter): string {
  const entries = (jsonOf(answer) as readonly ForwardingEntry[])
    // Group addresses are the kernel's own (01:00:5e, 33:33): the switch does not list them.
    .filter(({ mac }) => (Number.parseInt(mac.slice(0, 2), 16) & 1) === 0)
    .filter((entry) => filter.vlan === undefined || String(entry.vlan) === filter.vlan)
    .filter((entry) => filter.mac === undefined || entry.mac === filter.mac)
    .filter((entry) => filter.dynamic !== true || entry.state !== "permanent");
  const rows = entries
    .map((entry) => [
      entry.vlan === undefined ? "untagged" : String(entry.vlan),
      entry.master ?? "",
      entry.ifname,
      entry.mac,
      entry.dst ?? "",
      entry.state ?? "",
      (entry.flags ?? []).join(", "),
      lastSeen(entry.updated),
    ])
    .toSorted((a, b) => compareNatural(a.slice(0, 4).join(" "), b.slice(0, 4).join(" ")));
  const titles = ["VLAN", "Master", "Interface", "MAC", "TunnelDest", "State", "Flags", "LastSeen"];
  return `\n${textTable(
    titles.map((title) => ({ title })),
    rows,
  ).join("\n")}\n`;
}

/** `00:01:13`, `<1 sec`, `4 days, 22:25:42`. */
function lastSeen(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  if (seconds < 1) return "<1 sec";
  const clock = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const days = Math.floor(seconds / 86_400);
  const time = clock.map((part) => String(part).padStart(2, "0")).join(":");
  return days === 0 ? time : `${days} day${days === 1 ? "" : "s"}, ${time}`;
}

export function bridgeVlans(answer: string): string {
  const ports = (jsonOf(answer) as readonly BridgeVlans[]).toSorted((a, b) => compareNatural(a.ifname, b.ifname));
  const rows = ports.flatMap(({ ifname, vlans }) =>
    vlans
      .flatMap(({ vlan, vlanEnd, flags }) =>
        (expandVlans(`${vlan}-${vlanEnd ?? vlan}`) ?? []).map((id) => ({ id, flags: flags ?? [] })),
      )
      .map(({ id, flags }, i) => [i === 0 ? ifname : "", String(id), flags.join(", ")]),
  );
  return `\n${textTable([{ title: "Interface" }, { title: "VLAN", align: "right" }, { title: "Flags" }], rows).join("\n")}\n`;
}
