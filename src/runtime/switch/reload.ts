// Knows: how the kernel's interfaces are made to follow the switch's files, as `ifreload -a` does.
// Refuses to know: where the files come from, and who is told of a failure.

import { portsInUse } from "../../nclu/ports-in-use.ts";
import { readSwitch, type Files } from "../../nclu/switch-files.ts";
import { awareBridge, dividedBridge } from "../../nclu/show/plain-bridges.ts";
import type { StanzaText } from "../../nclu/stanza.ts";
import { isAccessOnly, switchInterfaces, type SwitchInterface } from "../../nclu/switch-devices.ts";
import { runNow } from "./command.ts";
import { presentInterfaces, readApplied, writeApplied } from "./disk.ts";
import { kernelChanges } from "./kernel-changes.ts";

export interface ReloadFailure {
  readonly command: string;
  readonly output: string;
}

export interface ReloadOptions {
  /** Do the rest after a failure. */
  readonly keepGoing?: boolean;
  /** Set again what the files did not change. */
  readonly repair?: boolean;
}

/** Changes what differs from the files applied last. On a failure the kernel is left half-way: reload the old files. */
export function reload(files: Files, options: ReloadOptions = {}): ReloadFailure | undefined {
  const present = presentInterfaces();
  const hardware = { hasEth0: present.includes("eth0"), tables: vrfTablesNow() };
  const [was, is] = [stanzasOf(readApplied()), stanzasOf(files)];
  const divided = dividedBridge(was, present) !== undefined;
  // A switch that has a bridge per VLAN is rebuilt when its configuration asks for more, not because it could be.
  const wanted = isAccessOnly(new Map(is.map((stanza) => [stanza.name, stanza])));
  const filtering = wanted && !divided && (awareBridge(was, present) !== undefined || canFilter());
  const before = switchInterfaces(was, { ...hardware, filtering: !divided });
  const after = switchInterfaces(is, { ...hardware, filtering });
  const failed = runChanges(before, after, options);
  // Half-way, too, whatever comes next goes on from here: what was taken away is put back, what was not made is not there.
  writeApplied(files);
  return failed;
}

function runChanges(
  before: readonly SwitchInterface[],
  after: readonly SwitchInterface[],
  { keepGoing = false, repair = false }: ReloadOptions,
): ReloadFailure | undefined {
  let first: ReloadFailure | undefined;
  for (const { argv, mayFail } of kernelChanges(before, after, new Set(presentInterfaces()), repair)) {
    const { ok, output } = runNow(argv);
    if (ok || mayFail === true) continue;
    first ??= { command: argv.join(" "), output: explained(argv, output) };
    if (!keepGoing) return first;
  }
  return first;
}

/** Tried where it leaves nothing behind: in a network namespace of its own. */
function canFilter(): boolean {
  return runNow(["unshare", "--net", "ip", "link", "add", "name", "br", "type", "bridge", "vlan_filtering", "1"]).ok;
}

/** The kernel says only that it cannot; this says what it lacks. */
function explained(argv: readonly string[], output: string): string {
  const kind = argv[argv.indexOf("type") + 1];
  if (argv[2] !== "add" || !/not supported|Unknown device type/.test(output)) return output;
  const what = argv.includes("vlan_filtering") ? "bridges that keep VLANs apart" : `interfaces of type ${kind}`;
  return `${output.trimEnd()}\nthis kernel has no ${what}: deploy the lab with "labctl deploy --kernel uml"\n`;
}

/** Stanzas, and the ports only FRR's configuration names: those come up, too. */
export function stanzasOf(files: Files): readonly StanzaText[] {
  const draft = readSwitch(files);
  return portsInUse(draft).map((name) => ({ name, attributes: draft.stanzas.get(name)?.attributes ?? [] }));
}

function vrfTablesNow(): ReadonlyMap<string, number> {
  const { ok, stdout } = runNow(["ip", "-j", "-d", "link", "show", "type", "vrf"]);
  // A kernel without VRFs answers with an error, or with nothing.
  if (!ok || stdout.trim() === "") return new Map();
  const links = JSON.parse(stdout) as readonly {
    readonly ifname?: string;
    readonly linkinfo?: { readonly info_data?: { readonly table?: number } };
  }[];
  return new Map(
    links.flatMap(({ ifname, linkinfo }): [string, number][] => {
      const table = linkinfo?.info_data?.table;
      return ifname === undefined || table === undefined ? [] : [[ifname, table]];
    }),
  );
}
