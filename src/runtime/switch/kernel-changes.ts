// Knows: the commands that turn the interfaces of one configuration of a switch into those of another.
// Refuses to know: how they are run, and what the stanzas look like (nclu/switch-devices.ts).

import type { SwitchInterface } from "../../nclu/switch-devices.ts";
import { parentOf, type Device } from "../../model/device.ts";
import { formatIp } from "../../model/ip.ts";
import { plannedDevice } from "../../plan/devices.ts";
import { deviceWords } from "../../render/device.ts";

export interface Change {
  readonly argv: readonly string[];
  /** It may have happened already, or have nothing to act on any more: then that is fine. */
  readonly mayFail?: true;
}

/** The last metric a routing daemon could use, plus a bit (Documentation/networking/vrf.rst). */
const lastMetric = "4278198272";
const usualMtu = 1500;

/** What a device sits on or holds comes before it. */
const makingOrder: readonly Device["kind"][] = ["vrf", "bond", "bridge", "vxlan", "vlan", "macvlan"];

/**
 * `present`: the names of the interfaces the kernel has. Ports that are not wired are left alone. `repair`: what the
 * files did not change is set again, as somebody may have changed it in the kernel.
 */
export function kernelChanges(
  before: readonly SwitchInterface[],
  after: readonly SwitchInterface[],
  present: ReadonlySet<string>,
  repair: boolean,
): readonly Change[] {
  const gone = withChildren(
    before.filter((old) => !after.some((one) => one.name === old.name && sameDevice(one, old))),
    before,
  );
  const there = new Set([...present].filter((name) => !gone.some((old) => old.made && old.name === name)));
  const wanted = after.filter((one) => one.made !== undefined || there.has(one.name));
  const made = wanted
    .filter((one) => one.made !== undefined && !there.has(one.name))
    .toSorted((a, b) => makingOrder.indexOf(a.made!.kind) - makingOrder.indexOf(b.made!.kind));
  const wasOf = (one: SwitchInterface): SwitchInterface | undefined => {
    if (made.includes(one)) return undefined;
    const old = before.find((other) => other.name === one.name && sameDevice(one, other));
    // What is made anew has no members yet, and knows none of their VLANs.
    return old && made.some(({ name }) => name === old.master) ? { ...old, master: undefined, vlans: [] } : old;
  };
  // A VLAN cannot be up before what it is on: those that nothing makes come first, then by order of making.
  const ordered = wanted.toSorted((a, b) => depthOf(a) - depthOf(b));
  return [
    ...gone.filter((old) => present.has(old.name)).flatMap(removal),
    ...made.flatMap(making),
    ...ordered.flatMap((one) => joining(one, wasOf(one), wanted)),
    ...ordered.flatMap((one) => settling(one, wasOf(one), wanted, repair)),
    // An interface that changes its VRF loses addresses and routes.
    ...ordered.flatMap((one) => addressing(one, wasOf(one), repair || one.master !== wasOf(one)?.master)),
  ];
}

/** The kernel takes away what is on top of a device together with it. */
function withChildren(gone: readonly SwitchInterface[], all: readonly SwitchInterface[]): readonly SwitchInterface[] {
  const more = all.filter(
    (one) => !gone.includes(one) && gone.some((old) => old.made !== undefined && old.name === parentOf(one.made)),
  );
  return more.length === 0 ? gone : withChildren([...more, ...gone], all);
}

function depthOf(one: SwitchInterface): number {
  return one.made === undefined ? -1 : makingOrder.indexOf(one.made.kind);
}

function sameDevice(a: SwitchInterface, b: SwitchInterface): boolean {
  return deviceText(a) === deviceText(b);
}

function deviceText({ name, made }: SwitchInterface): string {
  return made === undefined || made.kind === "host-macvlan" ? "" : addWords(name, made).join(" ");
}

function addWords(dev: string, made: Device): readonly string[] {
  if (made.kind === "host-macvlan") return [];
  const at = { file: "", line: 0, col: 0, length: 0 };
  return deviceWords({ op: "device.add", node: "", dev, device: plannedDevice(made), at } as Parameters<
    typeof deviceWords
  >[0]);
}

function removal(old: SwitchInterface): readonly Change[] {
  const { preDown, postDown } = old.hooks;
  return [...preDown.map(shell), ...undoing(old), ...postDown.map(shell)].map(tolerant);
}

/** A command of the interfaces file. */
function shell(command: string): Change {
  return { argv: ["sh", "-c", command] };
}

function undoing(old: SwitchInterface): readonly Change[] {
  if (old.made) return [ip("link", "del", old.name)];
  if (old.name === "lo") return old.addresses.map((address) => ip("addr", "del", address, "dev", "lo"));
  return [
    ...old.addresses.map((address) => ip("addr", "del", address, "dev", old.name)),
    ...(old.master === undefined ? [] : [ip("link", "set", "dev", old.name, "nomaster")]),
    // A port that nothing configures is dark.
    ip("link", "set", "dev", old.name, "down"),
  ];
}

function making({ name, made }: SwitchInterface): readonly Change[] {
  if (made === undefined) return [];
  const floods = made.kind === "vxlan" ? made.remotes : [];
  return [
    ip(...addWords(name, made)),
    ...floods.map((remote): Change => {
      return { argv: ["bridge", "fdb", "append", "00:00:00:00:00:00", "dev", name, "dst", formatIp(remote)] };
    }),
    ...(made.kind === "vrf"
      ? ["-4", "-6"].map((family) =>
          // What the VRF does not know must not be looked up in the main table.
          tolerant(ip(family, "route", "replace", "unreachable", "default", "metric", lastMetric, "vrf", name)),
        )
      : []),
  ];
}

/** Which VRF, bridge or bond it belongs to. Changing that drops IPv6 addresses, so it comes before them. */
function joining(
  { name, master }: SwitchInterface,
  was: SwitchInterface | undefined,
  all: readonly SwitchInterface[],
): readonly Change[] {
  if (master === was?.master) return [];
  const leave = was?.master === undefined ? [] : [tolerant(ip("link", "set", "dev", name, "nomaster"))];
  if (master === undefined) return leave;
  const isBond = all.some((other) => other.name === master && other.made?.kind === "bond");
  const down = isBond ? [ip("link", "set", "dev", name, "down")] : [];
  return [...leave, ...down, ip("link", "set", "dev", name, "master", master)];
}

function settling(
  one: SwitchInterface,
  was: SwitchInterface | undefined,
  all: readonly SwitchInterface[],
  repair: boolean,
): readonly Change[] {
  const { name, made } = one;
  const set = (...words: readonly string[]): Change => ip("link", "set", "dev", name, ...words);
  const slave = all.some((other) => other.name === one.master && other.made?.kind === "bond");
  const isPort = all.some((other) => other.name === one.master && other.made?.kind === "bridge");
  const vlans =
    JSON.stringify([one.vlans, one.master]) === JSON.stringify([was?.vlans ?? [], was?.master]) ? [] : one.vlans;
  const self = made?.kind === "bridge" ? ["self"] : [];
  return [
    ...fresh(one.hooks.preUp, was?.hooks.preUp),
    ...(one.mac === was?.mac || one.mac === undefined ? [] : [set("address", one.mac)]),
    ...(one.mtu === was?.mtu ? [] : [set("mtu", String(one.mtu ?? usualMtu))]),
    ...(one.alias === was?.alias ? [] : [set("alias", one.alias ?? "")]),
    ...(vlans.length === 0 ? [] : [tolerant(bridge("vlan", "del", "dev", name, "vid", "1-4094", ...self))]),
    ...vlans.map(({ first, last, untagged }) => {
      const vid = first === last ? String(first) : `${first}-${last}`;
      return bridge("vlan", "add", "dev", name, "vid", vid, ...(untagged ? ["pvid", "untagged"] : []), ...self);
    }),
    ...(made?.kind === "vxlan" && isPort && !made.learning
      ? [bridge("link", "set", "dev", name, "learning", "off")]
      : []),
    // A bond brings its ports up itself.
    ...(slave || (one.up === was?.up && !repair) ? [] : [set(one.up ? "up" : "down")]),
  ];
}

function addressing(one: SwitchInterface, was: SwitchInterface | undefined, repair: boolean): readonly Change[] {
  const { name } = one;
  const old = was?.addresses ?? [];
  return [
    ...old
      .filter((address) => !one.addresses.includes(address))
      .map((address) => tolerant(ip("addr", "del", address, "dev", name))),
    ...one.addresses
      .filter((address) => repair || !old.includes(address))
      .map((address) => ip("addr", "replace", address, "dev", name)),
    ...(was?.gateways ?? [])
      .filter((gateway) => !one.gateways.includes(gateway))
      .map((gateway) => tolerant(ip("route", "del", "default", "via", gateway, "dev", name))),
    ...one.gateways
      .filter((gateway) => repair || was?.gateways.includes(gateway) !== true)
      .map((gateway) => ip("route", "replace", "default", "via", gateway, "dev", name)),
    ...fresh(one.hooks.postUp, was?.hooks.postUp),
  ];
}

/** The interface is up already when a command is added to it: then only that one is run. */
function fresh(commands: readonly string[], before: readonly string[] = []): readonly Change[] {
  return commands.filter((command) => !before.includes(command)).map(shell);
}

function ip(...words: readonly string[]): Change {
  return { argv: ["ip", ...words] };
}
function bridge(...words: readonly string[]): Change {
  return { argv: ["bridge", ...words] };
}
function tolerant(change: Change): Change {
  return { ...change, mayFail: true };
}
