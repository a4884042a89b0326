// Knows: how a veth pair is put between two places that run, and taken out again.
// Refuses to know: networks; a cable has no driver and no addresses of its own choosing.

import { netnsPathOf, type NodeName } from "../../../model/names.ts";
import type { IpWords } from "../../../render/container-network.ts";
import type { Nodes } from "../node.ts";
import type { Cable, CableEnd, CableSettings } from "../protocol.ts";
import { netnsOfNode, netnsOfPid, runIp, type NetnsPrefix } from "./ip-commands.ts";

/** Throws when one of the places does not run, or has an interface of that name. */
export async function plug({ a, b }: Cable, nodes: Nodes): Promise<void> {
  // Made by a process of the sandbox itself: it can name every namespace, by name or by a pid.
  const far = (end: CableEnd & CableSettings): IpWords => [
    ...["name", end.ifname, ...(end.mac === undefined ? [] : ["address", end.mac])],
    ...["netns", netnsWord(end.place, nodes)],
  ];
  await runIp([], [["link", "add", ...far(a), "type", "veth", "peer", ...far(b)]]);
  try {
    for (const end of [a, b]) await runIp(prefixOf(end.place, nodes), settingLines(end));
  } catch (error) {
    await unplug(a, nodes).catch(() => {}); // half a cable helps nobody; the first failure is the one to tell
    throw error;
  }
}

export async function unplug(end: CableEnd, nodes: Nodes): Promise<void> {
  await runIp(prefixOf(end.place, nodes), [["link", "delete", "dev", end.ifname]]);
}

function settingLines(end: CableEnd & CableSettings): readonly IpWords[] {
  const { ifname, bridge, addresses = [], gateway } = end;
  return [
    ...(bridge === undefined ? [] : [["link", "set", "dev", ifname, "master", bridge]]),
    ...addresses.map((address): IpWords => {
      return ["address", "add", address, ...(address.includes(":") ? ["nodad"] : ["broadcast", "+"]), "dev", ifname];
    }),
    ["link", "set", "dev", ifname, "up"],
    ...(gateway === undefined ? [] : [["route", "replace", "default", "via", gateway, "dev", ifname]]),
  ];
}

function isContainer(place: string): boolean {
  return place.includes("/");
}

function pidOf(place: string, nodes: Nodes): number {
  const pid = nodes.pidOf(place);
  if (pid === undefined) throw new Error(`the container ${place} does not run`);
  return pid;
}

function netnsWord(place: string, nodes: Nodes): string {
  return isContainer(place) ? String(pidOf(place, nodes)) : netnsPathOf(place as NodeName);
}

function prefixOf(place: string, nodes: Nodes): NetnsPrefix {
  return isContainer(place) ? netnsOfPid(pidOf(place, nodes)) : netnsOfNode(place);
}
