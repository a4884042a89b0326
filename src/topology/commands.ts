// Knows: commands of a node: `exec` and `services`, as argument lists.
// Refuses to know: when they run.

import type { Span } from "../base/span.ts";
import { splitWords } from "../base/shell-words.ts";
import { compareNatural } from "../base/sort.ts";
import type { Exec, Service } from "../model/lab.ts";
import type { DraftNode } from "./draft.ts";
import { startsFrr } from "./frr-start-command.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { expandMagic } from "./magic.ts";

/** Commands of the less specific levels come first; in a `.clab.yml` an equal command runs once (utils/env.go, MergeStringSlices). */
export function execOf(node: DraftNode, loading: Loading): readonly Exec[] {
  const found: Exec[] = [];
  for (const { value, path } of node.settings.all("exec")) {
    const items: readonly (readonly [unknown, Path])[] =
      typeof value === "string" ? [[value, path]] : value.map((item, i) => [item, [...path, i]] as const);
    for (const [item, itemPath] of items) {
      const argv = argvOf(item as string | readonly unknown[], itemPath, node, loading);
      if (argv) found.push({ argv, strict: loading.dialect !== "clab", at: loading.source.spanOf(itemPath) });
    }
  }
  if (loading.dialect !== "clab") return found;
  const seen = new Set<string>();
  return found.filter(({ argv }) => {
    const key = JSON.stringify(argv);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew && !(node.kind === "frr" && startsFrr(argv));
  });
}

export function servicesOf(node: DraftNode, loading: Loading): readonly Service[] {
  const services: Service[] = [];
  for (const [name, { value, path }] of node.settings.entries("services")) {
    const at = loading.source.keySpanOf(path);
    const isLong = typeof value === "object" && !Array.isArray(value);
    const argv = argvOf(isLong ? value.run : value, isLong ? [...path, "run"] : path, node, loading);
    checkServiceName(name, at, loading);
    if (argv) services.push({ name, argv, restart: isLong ? (value.restart ?? "always") : "always", at });
  }
  const main = mainProcessOf(node, loading);
  return [...services, ...(main ? [main] : [])].toSorted((a, b) => compareNatural(a.name, b.name));
}

function checkServiceName(name: string, at: Span, { sink }: Loading): void {
  // It names a log file and is written on command lines.
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return;
  sink.error("names/service", at, `"${name}" is not a legal service name: letters, digits, '.', '-' and '_'`);
}

/** containerlab's `cmd`. What only keeps a container alive, or starts FRR, is not needed here. */
function mainProcessOf(node: DraftNode, loading: Loading): Service | undefined {
  const written = node.settings.get("cmd");
  if (!written) return undefined;
  const argv = argvOf(written.value, written.path, node, loading);
  const isIdle = argv?.length === 1 && /^(\/bin\/)?(ba|a)?sh$/.test(argv[0] ?? "");
  const waits =
    argv !== undefined && (/^(\/bin\/)?sleep$/.test(argv[0] ?? "") || /^tail -[fF] \/dev\/null$/.test(argv.join(" ")));
  if (!argv || isIdle || waits || startsFrr(argv)) return undefined;
  return { name: "cmd", argv, restart: "no", at: loading.source.spanOf(written.path) };
}

/** A string is split as a shell would split it; a list is taken as it is. undefined (and a report) when there is no command in it. */
export function argvOf(
  written: string | readonly unknown[],
  path: Path,
  node: DraftNode,
  loading: Loading,
): readonly string[] | undefined {
  const { source, sink, dialect } = loading;
  const at = source.spanOf(path);
  const magic = { lab: loading.name, node: node.name, dir: loading.dir };
  const split = typeof written === "string" ? splitWords(expandMagic(written, magic)) : undefined;
  if (split && !split.ok) {
    sink[dialect === "clab" ? "warn" : "error"](
      "names/command",
      at,
      `this command cannot be split into words: ${split.why}`,
    );
    return undefined;
  }
  const argv = split
    ? split.words
    : (written as unknown[]).map((_, i) => expandMagic(source.textOf([...path, i]) ?? "", magic));
  if ((argv[0] ?? "") === "") {
    sink.error("names/command", at, "there is no command here", { hint: "a command line, or a list of words" });
    return undefined;
  }
  if (split?.operator !== undefined) {
    sink.warn("names/no-shell", at, `no shell reads this command: "${split.operator}" is passed on as a word`, {
      hint: `sh -c '…' runs it in a shell`,
    });
  }
  return argv;
}
