// Knows: how the answers to a `net show` become its text.
// Refuses to know: how the switch was asked.

import type { ShowRequest } from "../session-state.ts";
import { titled } from "../text-table.ts";
import { bgpSummary } from "./bgp-summary.ts";
import { bridgeMacs, bridgeVlans } from "./bridge-tables.ts";
import { interfaceDetail } from "./interface-detail.ts";
import { countersTable, interfaceTable, lldpTable } from "./interface-table.ts";
import { jsonOf, readLinks, type KernelInterface } from "./link-facts.ts";

export interface ShowText {
  readonly text: string;
  readonly exitCode: number;
}

/** `answers[i]` is what `request.asks[i]` printed. */
export function formatShow(request: ShowRequest, answers: readonly string[]): ShowText {
  const { values } = request;
  const ok = (text: string): ShowText => ({ text, exitCode: 0 });
  const answer = answers[0] ?? "";
  switch (request.format) {
    case "plain":
      return ok(answer);
    case "headed":
      return ok(headed(request, answers, (text) => emptyRoutes(text)));
    case "bgp-summary":
      return ok(headed(request, answers, bgpSummary));
    case "bgp-summary-plain":
      return ok(bgpSummary(answer));
    case "route-entry":
      return ok(routeEntry(request, answers));
    case "interfaces":
      return ok(interfaceTable(readLinks(answers), "up"));
    case "interfaces-all":
      return ok(interfaceTable(readLinks(answers), "all"));
    case "interfaces-bonds":
      return ok(interfaceTable(readLinks(answers), "bonds"));
    case "interfaces-bondmems":
      return ok(interfaceTable(readLinks(answers), "bondmems"));
    case "interface-detail": {
      const name = values["iface"] ?? "";
      const text = interfaceDetail(readLinks(answers.slice(0, 3)), name, answers[3] ?? "", answers[4] ?? "");
      return text === undefined ? { text: `ERROR: ${name} does not exist\n`, exitCode: 1 } : ok(text);
    }
    case "lldp":
      return ok(lldpTable(readLinks(answers), values["iface"]));
    case "counters":
      return ok(countersTable(readLinks(answers)));
    case "bridge-macs":
      return ok(bridgeMacs(answer, { vlan: values["vlan"], mac: values["mac"], dynamic: "dynamic" in values }));
    case "bridge-vlan":
      return ok(bridgeVlans(answer));
    case "vrf-list":
      return ok(vrfList(answer));
    case "version":
      return ok(`NCLU_VERSION=labctl\n${answer.split("\n")[0] ?? ""}\n`);
    default:
      throw new Error(`no format "${request.format}" for net show`);
  }
}

function headed(request: ShowRequest, answers: readonly string[], each: (text: string) => string): string {
  const sections = request.asks.map(
    ({ title }, i) => `\n${titled(title ?? "").join("\n")}\n${each(answers[i] ?? "").trimEnd()}\n`,
  );
  return sections.join("\n");
}

/** FRR says nothing when a family has no routes; Cumulus does. */
function emptyRoutes(text: string): string {
  return text.trim().startsWith("No BGP prefixes displayed, 0 exist") ? "No BGP prefixes displayed, 0 exist" : text;
}

/** RIB and FIB entry; when FRR knows no route there is no FIB part. */
function routeEntry(request: ShowRequest, answers: readonly string[]): string {
  const [rib = "", fib = ""] = answers;
  const section = (i: number, text: string): string =>
    `${titled(request.asks[i]?.title ?? "").join("\n")}\n${text.trimEnd()}\n`;
  // Asked for an address instead of a prefix, FRR 8.4 says nothing at all when it knows no route.
  if (rib.trim() === "" || rib.includes("Network not in table")) return section(0, "% Network not in table");
  return `${section(0, rib)}\n\n${section(1, fib)}`;
}

function vrfList(answer: string): string {
  const rows = (
    jsonOf(answer) as readonly (KernelInterface & {
      readonly linkinfo?: { readonly info_data?: { readonly table?: number } };
    })[]
  )
    // For every link of another type iproute2 writes an empty object.
    .filter(({ ifname }: Partial<KernelInterface>) => ifname !== undefined)
    .map(({ ifname, linkinfo }) => `${ifname.padEnd(16)} ${linkinfo?.info_data?.table ?? ""}`.trimEnd());
  return `${["VRF              Table", "---------------- -----", ...rows].join("\n")}\n`;
}
