// Knows: the words before a command that make it one of a container's own: its capabilities and its user.
// Refuses to know: how one gets into the container's namespaces.

import { readFileSync } from "node:fs";
import { allCapabilities } from "../../../model/capability-names.ts";
import type { PlannedContainer } from "../../../plan/container-step.ts";
import type { Wrap } from "../../container-state.ts";
import { idsOf, isSingleUid } from "../accounts.ts";

/** Throws when the user cannot be had here. */
export function wrapOf(container: PlannedContainer): Wrap {
  const user = userWords(container);
  return { own: setpriv([...capabilityWords(container), ...user]), privileged: setpriv(user) };
}

function setpriv(words: readonly string[]): readonly string[] {
  return words.length === 0 ? [] : ["setpriv", ...words, "--"];
}

/** What root has is the bounding set, then; nothing is handed down beside it (Docker since 20.10.14). */
function capabilityWords({ capabilities }: PlannedContainer): readonly string[] {
  return capabilities === undefined ? [] : [`--bounding-set=${capabilityList(capabilities)}`, "--inh-caps=-all"];
}

function userWords({ name, user }: PlannedContainer): readonly string[] {
  const ids = user === undefined ? undefined : idsOf(user);
  if (user !== undefined && !ids) throw new Error(`the container ${name} has no user "${user}"`);
  if (ids && isSingleUid && (ids.uid !== 0 || ids.gid !== 0)) {
    throw new Error(
      `the container ${name} is to run as ${user} (uid ${ids.uid}), and this lab has one uid only: ` +
        "install uidmap, so that an ordinary user has more than one (sudo apt-get install uidmap)",
    );
  }
  // Without other groups there is nothing to set; where only one uid exists setgroups(2) is refused anyway.
  return ids && (ids.uid !== 0 || ids.gid !== 0) ? [`--reuid=${ids.uid}`, `--regid=${ids.gid}`, "--clear-groups"] : [];
}

/** What nobody here has cannot be given to a container either: setpriv would refuse all of it. */
function capabilityList(names: readonly string[]): string {
  const ours = permitted();
  const had = names.filter((name) => (ours >> BigInt(allCapabilities.indexOf(name))) & 1n);
  return ["-all", ...had.map((name) => `+${name}`)].join(",");
}

/** This process's own capabilities: all of them on most machines, fewer where the machine is a container itself. */
function permitted(): bigint {
  const hex = /^CapPrm:\s*([0-9a-f]+)$/m.exec(readFileSync("/proc/self/status", "latin1"))?.[1];
  return BigInt(`0x${hex ?? "ffffffffffffffff"}`);
}
