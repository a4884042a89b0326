// Knows: how a node's network namespace is exchanged for a new one, as a machine that is switched off forgets all but its cables.
// Refuses to know: what is configured in it afterwards (the plan says so), and why it is switched off.

import { shellWord } from "../../render/quote.ts";
import { netnsOfNode, readJson, runIn } from "./engine/ip-commands.ts";

interface ShownLink {
  readonly ifname: string;
  readonly link_type: string;
  /** There when what it is connected to is in another namespace. */
  readonly link_netnsid?: number;
  readonly linkinfo?: { readonly info_kind?: string };
}

/**
 * Cables keep their ends: they are moved, and are down then, without addresses, so that the neighbours see no carrier.
 * Everything else was the old namespace's and ends with it: devices, addresses, routes, rules, firewall, settings.
 */
export async function renewNetns(node: string): Promise<void> {
  const prefix = netnsOfNode(node);
  const links = await readJson<readonly ShownLink[]>(prefix, ["ip", "-json", "-details", "link", "show"]);
  await runIn(prefix, ["sh", "-s"], renewalScript(node, links));
}

/**
 * Runs in the old namespace, which lasts as long as somebody is in it, while its name is the new one's already. What stands
 * on a cable (a VLAN, a bridge) goes first: the kernel would take it away some time later, and until then refuse another.
 * Not each can be deleted (a tunnel driver's own device cannot), and a container's cable may go by itself meanwhile.
 */
export function renewalScript(node: string, links: readonly ShownLink[]): string {
  const lines = [
    ...links
      .filter((link) => !isCable(link) && link.link_type !== "loopback")
      .map(({ ifname }) => `link delete dev ${ifname}`),
    ...links.filter(isCable).map(({ ifname }) => `link set dev ${ifname} netns ${node}`),
  ];
  return [
    `ip netns delete ${shellWord(node)} && ip netns add ${shellWord(node)} || exit 1`,
    ...(lines.length === 0 ? [] : ["ip -force -batch - 2>/dev/null <<'END'", ...lines, "END", "true"]),
    "",
  ].join("\n");
}

/** A veth pair to another node, an interface of the machine or a macvlan on one. */
function isCable({ link_netnsid, linkinfo, link_type }: ShownLink): boolean {
  return link_netnsid !== undefined || (linkinfo?.info_kind === undefined && link_type !== "loopback");
}
