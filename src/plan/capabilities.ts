// Knows: which capabilities a container has: its engine's default set, and what `cap-add` and `cap-drop` make of it.
// Refuses to know: how a process is kept to them.

import { allCapabilities } from "../model/capability-names.ts";
import type { EngineName } from "../model/container.ts";

/** Docker's default (oci/caps/defaults.go): fourteen. */
const dockerDefault: readonly string[] =
  "chown dac_override fsetid fowner mknod net_raw setgid setuid setfcap setpcap net_bind_service sys_chroot kill audit_write".split(
    " ",
  );

/** systemd-nspawn(1), --capability. NET_ADMIN is in it only with a network of its own. */
const nspawnDefault: readonly string[] =
  "audit_control audit_write chown dac_override dac_read_search fowner fsetid ipc_owner kill lease linux_immutable mknod net_bind_service net_broadcast net_raw setfcap setgid setpcap setuid sys_admin sys_boot sys_chroot sys_nice sys_ptrace sys_resource sys_tty_config".split(
    " ",
  );

/** The bounding set, sorted; undefined when nothing is taken away. Names in lower case, without `cap_`. */
export function capabilitiesOf(
  engine: EngineName,
  ownNetwork: boolean,
  add: readonly string[],
  drop: readonly string[],
): readonly string[] | undefined {
  if (add.includes("all") && drop.length === 0) return undefined;
  const defaults = engine === "docker" ? dockerDefault : [...nspawnDefault, ...(ownNetwork ? ["net_admin"] : [])];
  const base = add.includes("all") ? allCapabilities : drop.includes("all") ? [] : defaults;
  const wanted = new Set([...base, ...add.filter((name) => name !== "all")]);
  for (const name of drop) if (!add.includes(name)) wanted.delete(name);
  return [...wanted].toSorted();
}
