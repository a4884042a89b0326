// Knows: an interface as the kernel has it: there or not, up or down, its settings and addresses.
// Refuses to know: what it is connected to.

import { z } from "zod";
import { formatCidr, formatIp, parseCidr } from "../../model/ip.ts";
import type { KernelLink } from "../../observe/facts.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { differsNumber, differsText, numberKey, oneOfKey, onKey, wantedGot } from "../keys.ts";
import { readNode } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  name: z.string().min(1).describe("The interface"),
  exists: z.boolean().optional().describe("false: there must be none of that name"),
  state: z.enum(["up", "down"]).optional().describe("up: enabled and with carrier; down: anything else"),
  mtu: numberKey.optional().describe("Its MTU"),
  master: z.string().optional().describe("The bridge, bond or VRF it belongs to"),
  address: oneOfKey.optional().describe("An address it has (with or without prefix length), or several, each of them"),
  mac: z.string().optional().describe("Its MAC address"),
  kind: z.string().optional().describe("Its kind: veth, bridge, vlan, vrf, vxlan, dummy …"),
});

type Spec = z.infer<typeof schema>;

export default defineCheck({
  name: "interface",
  summary: "An interface exists, and is so",
  schema,
  read(written, context): Spec | undefined {
    const bad = wantedAddresses(written).findIndex((text) => parseCidr(text) === undefined);
    if (bad >= 0) {
      const path = Array.isArray(written.address) ? ["address", bad] : ["address"];
      context.sink.error(
        "tests/bad-address",
        context.step.spanOf(path),
        `"${wantedAddresses(written)[bad]}" is not an address`,
      );
      return undefined;
    }
    return readNode(written.on, ["on"], context) && written;
  },
  label: (spec) =>
    spec.exists === false ? `${spec.on} has no interface ${spec.name}` : `${spec.on}:${spec.name}${wishes(spec)}`,
  question: (spec) => typedExec(spec.on, ["ip", "-d", "addr", "show", "dev", spec.name]),
  async ask(spec, { facts }): Promise<Finding> {
    const links = await facts.links(spec.on);
    const link = links.find(({ ifname }) => ifname === spec.name);
    if (!link) {
      const names = links.map(({ ifname }) => ifname).join(", ");
      const differs = spec.exists === false ? [] : [wantedGot("interface", spec.name, `only ${names}`)];
      return { outcome: differs.length === 0 ? "pass" : "fail", saw: `no ${spec.name}`, differs };
    }
    const differs = spec.exists === false ? [wantedGot("interface", "none", spec.name)] : differences(spec, link);
    return { outcome: differs.length === 0 ? "pass" : "fail", saw: describe(link), differs };
  },
});

function differences(spec: Spec, link: KernelLink): string[] {
  const missing = wantedAddresses(spec).filter((text) => !has(link, text));
  const got = link.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`).join(", ") || "none";
  return [
    ...(spec.state === undefined || spec.state === stateOf(link)
      ? []
      : [wantedGot("state", spec.state, stateWords(link))]),
    ...differsNumber("mtu", spec.mtu, link.mtu),
    ...differsText("master", spec.master, link.master),
    ...missing.map((text) => wantedGot("address", text, got)),
    ...differsText("mac", spec.mac?.toLowerCase(), link.address?.toLowerCase()),
    ...differsText("kind", spec.kind, link.linkinfo?.info_kind),
  ];
}

/** lo and tunnels have no carrier to speak of: their state is UNKNOWN when they are up. */
function stateOf({ flags, operstate }: KernelLink): "up" | "down" {
  return flags.includes("UP") && (operstate === "UP" || operstate === "UNKNOWN") ? "up" : "down";
}

function stateWords(link: KernelLink): string {
  if (stateOf(link) === "up") return "up";
  return link.flags.includes("UP") ? `no carrier (${link.operstate.toLowerCase()})` : "down (switched off)";
}

function wantedAddresses({ address }: Spec): readonly string[] {
  return address === undefined ? [] : typeof address === "string" ? [address] : address;
}

function has(link: KernelLink, text: string): boolean {
  const wanted = parseCidr(text);
  return link.addr_info.some(({ local, prefixlen }) => {
    const found = parseCidr(`${local}/${prefixlen}`);
    if (!found || !wanted) return false;
    return text.includes("/") ? formatCidr(found) === formatCidr(wanted) : formatIp(found) === formatIp(wanted);
  });
}

function describe(link: KernelLink): string {
  const addresses = link.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`).join(" ");
  const master = link.master === undefined ? "" : `, master ${link.master}`;
  return `${stateWords(link)}, mtu ${link.mtu}${master}${addresses === "" ? ", no address" : `, ${addresses}`}`;
}

function wishes(spec: Spec): string {
  const parts = [
    spec.state === undefined ? [] : [`is ${spec.state}`],
    spec.mtu === undefined ? [] : [`has mtu ${spec.mtu}`],
    spec.master === undefined ? [] : [`belongs to ${spec.master}`],
    spec.address === undefined ? [] : [`has ${wantedAddresses(spec).join(", ")}`],
    spec.mac === undefined ? [] : [`has mac ${spec.mac}`],
    spec.kind === undefined ? [] : [`is a ${spec.kind}`],
  ].flat();
  return parts.length === 0 ? " exists" : ` ${parts.join(", ")}`;
}
