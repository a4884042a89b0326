// Knows: what a node's root holds besides the machine's own: `files`, `binds`, `overlay`.
// Refuses to know: how it gets there, and FRR's own files (frr.ts).

import { compareNatural } from "../base/sort.ts";
import type { Bind, FileText, LabNode } from "../model/lab.ts";
import type { DraftNode } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { expandMagic } from "./magic.ts";
import { baseOf, isAbsolute, joinPath } from "./paths.ts";

export function filesOf(node: DraftNode, { source, sink, name, dir }: Loading): readonly FileText[] {
  const files: FileText[] = [];
  for (const [path, { path: at }] of node.settings.entries("files")) {
    if (isAbsolute(path)) {
      const text = expandMagic(source.textOf(at) ?? "", { lab: name, node: node.name, dir });
      files.push({ path: joinPath("/", path), text, at: source.keySpanOf(at) });
    } else
      sink.error("names/path", source.keySpanOf(at), `"${path}" is not an absolute path`, {
        hint: `for example: /${path}`,
      });
  }
  return files.toSorted((a, b) => compareNatural(a.path, b.path));
}

/** containerlab writes these itself, so their absence is no mistake of the lab (core/config.go). */
const madeByContainerlab =
  /(^|\/)(ansible-inventory\.yml|nornir-simple-inventory\.yml|topology-data\.json|authorized_keys)$|\/\.tls(\/|$)/;

/** A bind of a more specific level replaces one with the same target. Sorted by target, as containerlab does. */
export async function bindsOf(node: DraftNode, loading: Loading): Promise<readonly Bind[]> {
  const byTarget = new Map<string, Bind>();
  for (const { value, path } of node.settings.all("binds")) {
    for (const [i, text] of value.entries()) {
      const bind = await bindOf(text, [...path, i], node, loading);
      if (bind) byTarget.set(bind.target, bind);
    }
  }
  return [...byTarget.values()].toSorted((a, b) => compareNatural(a.target, b.target));
}

async function bindOf(text: string, path: Path, node: DraftNode, loading: Loading): Promise<Bind | undefined> {
  const { source: lab, sink, io } = loading;
  const at = lab.spanOf(path);
  const [from = "", to = "", options = "", ...rest] = expandMagic(text, {
    lab: loading.name,
    node: node.name,
    dir: loading.dir,
  }).split(":");
  if (from === "" || to === "" || rest.length > 0) {
    sink.error("names/bind", at, `"${text}" is not a bind`, {
      hint: "source:target, source:target:ro or source:target:rw",
    });
    return undefined;
  }
  if (!isAbsolute(to)) {
    sink.error("names/bind", at, `the target "${to}" is not an absolute path`, { hint: `for example: ${from}:/${to}` });
    return undefined;
  }
  const mode = modeOf(options);
  if (mode === undefined) {
    sink.error("names/bind", at, `a bind has no option "${options}"`, {
      hint: "ro: read-only; rw: writes go to the host; neither: the node writes to a copy",
    });
    return undefined;
  }
  const source = joinPath(loading.dir, from.startsWith("~/") || from === "~" ? io.home + from.slice(1) : from);
  if ((await io.kindOf(source)) === undefined) {
    if (loading.dialect === "clab" && madeByContainerlab.test(source)) {
      sink.warn("names/missing-file", at, `"${from}" is made by containerlab only; the bind is left out`);
    } else
      sink.error("names/missing-file", at, `there is no file or folder "${from}"`, { hint: `looked for ${source}` });
    return undefined;
  }
  return { source, target: joinPath("/", to), mode, at };
}

function modeOf(options: string): Bind["mode"] | undefined {
  // z and Z label files for SELinux (docker run): nothing to do here.
  const words = options.split(",").filter((word) => !["", "z", "Z"].includes(word));
  const [word = "copy", ...rest] = words;
  return rest.length === 0 && (word === "copy" || word === "ro" || word === "rw") ? word : undefined;
}

/** `overlay:` as written, else the folder beside the lab file that has the node's name. */
export async function overlayOf(node: DraftNode, loading: Loading): Promise<LabNode["overlay"]> {
  const { source, sink, io, dialect, dir } = loading;
  const written = node.settings.get("overlay");
  if (!written) {
    const beside = joinPath(dir, node.name);
    // In a .clab.yml such a folder holds files that binds name one by one.
    const isThere = dialect === "labctl" && !node.implicit && (await io.kindOf(beside)) === "folder";
    return isThere ? { path: beside, at: node.at } : undefined;
  }
  const at = source.spanOf(written.path);
  const path = joinPath(dir, expandMagic(written.value, { lab: loading.name, node: node.name, dir }));
  const kind = await io.kindOf(path);
  if (kind === "folder") return { path, at };
  const hint = `looked for ${path}`;
  if (kind === undefined) sink.error("names/missing-file", at, `there is no folder "${written.value}"`, { hint });
  else
    sink.error(
      "names/overlay",
      at,
      `"${baseOf(path)}" is a file: an overlay is a folder whose files are copied over the node's root`,
    );
  return undefined;
}
