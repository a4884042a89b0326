// Knows: the text of `net show configuration files`: every file NCLU manages, one after the other.
// Refuses to know: what is in them.

import { frrDaemons } from "../frr-delta.ts";
import type { SwitchDraft } from "../model.ts";
import { lineFiles, path, type Files } from "../switch-files.ts";
import { titled } from "../text-table.ts";

/** In NCLU's order. */
const order: readonly string[] = [
  path.frr,
  ...lineFiles.filter((name) => name === "/etc/resolv.conf"),
  path.interfaces,
  path.hostname,
  path.hosts,
];

export function configurationFiles(files: Files, draft: SwitchDraft): string {
  const daemons = ["zebra", ...frrDaemons(draft.frr)].map((name) => `${name}=yes\n`).join("");
  const rest = lineFiles.filter((name) => !order.includes(name));
  const shown = [
    [path.daemons, daemons] as const,
    ...[...order, ...rest].map((name) => [name, files[name] ?? ""] as const),
  ];
  return shown
    .filter(([, text]) => text.trim() !== "")
    .map(([name, text]) => `\n${titled(name).join("\n")}\n${text.trimEnd()}\n`)
    .join("");
}
