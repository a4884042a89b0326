// Knows: where a node's FRR configuration comes from: text, file, bind, NCLU; and which daemons it needs.
// Refuses to know: the header of frr.conf (plan/) and whether FRR takes the lines.

import type { Line, Span } from "../base/span.ts";
import type { Bind, Exec, Frr } from "../model/lab.ts";
import { portsOf, type DraftNode } from "./draft.ts";
import { withFastTimers } from "./fast-timers.ts";
import { inStartingOrder, type FrrDaemon } from "./frr-daemons.ts";
import { daemonsOfFile, inferDaemons } from "./infer-daemons.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { expandMagic } from "./magic.ts";
import { joinPath } from "./paths.ts";

/** What the node has besides its own keys: NCLU's lines, its binds, its commands. */
export interface FrrContext {
  readonly nclu: readonly Line[];
  readonly binds: readonly Bind[];
  readonly exec: readonly Exec[];
}

export async function frrOf(node: DraftNode, context: FrrContext, loading: Loading): Promise<Frr> {
  const options = optionsOf(node, loading);
  const written = [...context.nclu, ...(await configOf(node, options, context.binds, loading))];
  const config = options.fast ? withFastTimers(written, portsOf(node), options.fast) : written;
  const daemons = options.daemons ?? (await daemonsInBinds(context.binds, loading)) ?? daemonsFor(config, context.exec);
  if (options.daemons) checkDaemons(node, options.daemons, config, loading);
  return {
    config,
    daemons,
    profile: options.profile ?? (node.kind === "cumulus" ? "datacenter" : undefined),
    watchfrr: options.watchfrr,
    strict: loading.dialect !== "clab",
    at: options.at,
  };
}

interface FrrOptions {
  config: { readonly path: Path; readonly isFile: boolean } | undefined;
  daemons: readonly FrrDaemon[] | undefined;
  profile: Frr["profile"];
  watchfrr: boolean;
  /** Where `timers: fast` stands. */
  fast: Span | undefined;
  at: Span;
}

/** Key by key the most specific level wins: a default may say `timers: fast` and the node the text. */
function optionsOf(node: DraftNode, { source, sink }: Loading): FrrOptions {
  const options: FrrOptions = {
    config: undefined,
    daemons: undefined,
    profile: undefined,
    watchfrr: false,
    fast: undefined,
    at: node.at,
  };
  for (const { value, path } of node.settings.all("frr")) {
    options.at = source.keySpanOf(path);
    if (typeof value === "string") {
      options.config = { path, isFile: false };
      continue;
    }
    if (value.config !== undefined && value["config-file"] !== undefined) {
      sink.error(
        "names/two-configs",
        source.keySpanOf([...path, "config-file"]),
        "`config` and `config-file` exclude each other",
        {
          related: [{ at: source.keySpanOf([...path, "config"]), message: "`config` is here" }],
        },
      );
    }
    if (value.config !== undefined) options.config = { path: [...path, "config"], isFile: false };
    if (value["config-file"] !== undefined) options.config = { path: [...path, "config-file"], isFile: true };
    if (value.daemons) options.daemons = inStartingOrder(value.daemons);
    if (value.profile) options.profile = value.profile;
    if (value.watchfrr !== undefined) options.watchfrr = value.watchfrr;
    if (value.timers) options.fast = value.timers === "fast" ? source.spanOf([...path, "timers"]) : undefined;
  }
  const startup = node.settings.get("startup-config");
  if (!options.config && startup) options.config = { path: startup.path, isFile: true };
  return options;
}

async function configOf(
  node: DraftNode,
  { config }: FrrOptions,
  binds: readonly Bind[],
  loading: Loading,
): Promise<readonly Line[]> {
  const { source, sink, io } = loading;
  if (config && !config.isFile) return source.linesOf(config.path);
  if (config) {
    const written = expandMagic(source.textOf(config.path) ?? "", {
      lab: loading.name,
      node: node.name,
      dir: loading.dir,
    });
    const path = joinPath(loading.dir, written);
    const text = await io.readText(path);
    if (text !== undefined) return linesOfFile(text, shownPath(path, loading));
    sink.error("names/missing-file", source.spanOf(config.path), `there is no file "${written}"`, {
      hint: `looked for ${path}`,
    });
    return [];
  }
  const bound = await readBound("frr.conf", binds, loading);
  return bound ? linesOfFile(bound.text, shownPath(bound.path, loading)) : [];
}

function linesOfFile(text: string, file: string): readonly Line[] {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  while (lines.length > 0 && lines.at(-1)?.trim() === "") lines.pop();
  return lines.map((line, i) => {
    const col = line.length - line.trimStart().length + 1;
    return { text: line, at: { file, line: i + 1, col: line.trim() === "" ? 1 : col, length: line.trim().length } };
  });
}

/** As the user named the lab file: a file below its folder is shown relative to where labctl was called. */
function shownPath(path: string, { source, io }: Loading): string {
  const cwd = io.cwd.endsWith("/") ? io.cwd : `${io.cwd}/`;
  return source.file.startsWith("/") || !path.startsWith(cwd) ? path : path.slice(cwd.length);
}

/** A file of /etc/frr as a bind brings it: by itself, or in a folder bound onto /etc/frr. */
async function readBound(
  name: string,
  binds: readonly Bind[],
  { io }: Loading,
): Promise<{ text: string; path: string } | undefined> {
  const folder = binds.find((bind) => bind.target === "/etc/frr");
  const file = binds.find((bind) => bind.target === `/etc/frr/${name}`);
  const path = file?.source ?? (folder && `${folder.source}/${name}`);
  const text = path === undefined ? undefined : await io.readText(path);
  return path === undefined || text === undefined ? undefined : { text, path };
}

async function daemonsInBinds(binds: readonly Bind[], loading: Loading): Promise<readonly FrrDaemon[] | undefined> {
  const bound = await readBound("daemons", binds, loading);
  return bound && daemonsOfFile(bound.text);
}

/** Commands configure FRR too: `vtysh -c "router bgp 65000"`, `sed -i s/bgpd=no/bgpd=yes/ /etc/frr/daemons`. */
function daemonsFor(config: readonly Line[], exec: readonly Exec[]): readonly FrrDaemon[] {
  const typed = exec.flatMap(({ argv, at }) =>
    argv.flatMap((word) => word.split(/\n|-c\s|['"]/).map((text) => ({ text, at }))),
  );
  const switched = exec.flatMap(({ argv }) => argv.flatMap((word) => daemonsOfFile(word.replaceAll(/[/;]/g, "\n"))));
  return inStartingOrder([...inferDaemons([...config, ...typed]), ...switched]);
}

/** An explicit list is the user's word; a configuration that speaks to none of them is worth one. */
function checkDaemons(
  node: DraftNode,
  daemons: readonly FrrDaemon[],
  config: readonly Line[],
  { sink }: Loading,
): void {
  for (const daemon of inferDaemons(config)) {
    if (daemons.includes(daemon)) continue;
    const line = config.find((candidate) => inferDaemons([candidate]).includes(daemon));
    if (line)
      sink.warn(
        "names/daemon-off",
        line.at,
        `this line is for ${daemon}, which "daemons" of "${node.name}" does not start`,
      );
  }
}

/** The binds that are still to be made: frr.conf and daemons are in the model now, unless they are to be written through. */
export function withoutFrrFiles(binds: readonly Bind[]): readonly Bind[] {
  return binds.filter((bind) => bind.mode === "rw" || !["/etc/frr/frr.conf", "/etc/frr/daemons"].includes(bind.target));
}
