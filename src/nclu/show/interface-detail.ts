// Knows: the page of `net show interface NAME`: one interface, block by block.
// Refuses to know: where the facts come from (link-facts.ts).

import { textTable } from "../text-table.ts";
import { counterColumns, countersOf } from "./interface-table.ts";
import { jsonOf, type LinkFacts } from "./link-facts.ts";

/** `neighbors` is `ip -j neighbor show dev NAME`, `routing` is FRR's `show interface NAME`. */
export function interfaceDetail(
  links: readonly LinkFacts[],
  name: string,
  neighbors: string,
  routing: string,
): string | undefined {
  const link = links.find(({ kernel }) => kernel.ifname === name);
  if (!link) return undefined;
  const { kernel, speed, mode, state, addresses, wire } = link;
  const head = textTable(
    ["", "Name", "MAC", "Speed", "MTU", "Mode"].map((title) => ({ title })),
    [[state, kernel.ifname, kernel.address ?? "", speed, String(kernel.mtu), mode]],
  );
  const blocks: (readonly string[])[] = [head];
  if (kernel.ifalias !== undefined) blocks.push(["Alias", "-----", kernel.ifalias]);
  if (addresses.length > 0) {
    const width = "IP Neighbor(ARP) Entries:".length;
    blocks.push([
      "IP Details",
      `${"-".repeat(width)}  ${"-".repeat(Math.max(...addresses.map((address) => address.length)))}`,
      ...addresses.map((address) => `${"IP:".padEnd(width)}  ${address}`),
      `IP Neighbor(ARP) Entries:  ${jsonOf(neighbors).length}`,
    ]);
  }
  blocks.push(["cl-netstat counters", "-------------------", ...textTable(counterColumns(), [countersOf(link)])]);
  if (wire) {
    const lldp = textTable(
      [{ title: "LocalPort" }, { title: "RemotePort(RemoteHost)" }],
      [[name, `${wire.ifname}(${wire.node})`]],
    );
    blocks.push(["LLDP Details", "------------", ...lldp]);
  }
  if (routing.trim() !== "") {
    const lines = routing.trimEnd().split("\n");
    blocks.push(["Routing", "-------", ...lines.map((line) => `  ${line}`.trimEnd())]);
  }
  return `${blocks.map((block) => block.join("\n")).join("\n\n")}\n`;
}
