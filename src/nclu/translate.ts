// Knows: what a list of NCLU commands makes of an empty Cumulus switch: interface stanzas and FRR lines.
// Refuses to know: how the lab is built from them.

import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Line, Span } from "../base/span.ts";
import { appended } from "./append-to-file.ts";
import { loadableFrrLines } from "./frr-file.ts";
import { sortAttributes, sortStanzas } from "./interfaces-file.ts";
import { runNv } from "./nvue.ts";
import { runNet } from "./session.ts";
import { emptyState, type NcluState, type World } from "./session-state.ts";
import { portsInUse } from "./ports-in-use.ts";
import { spansOf, spansOfNew, type LineSpans } from "./line-spans.ts";
import { readSwitch, untouchedFiles, type Files } from "./switch-files.ts";
import { splitWords } from "./words.ts";
import { workingDraft } from "./working.ts";

/** One stanza of /etc/network/interfaces: attributes in ifupdown2's words. */
export interface Stanza {
  readonly name: string;
  readonly at: Span;
  /** Sorted as Cumulus writes them; an attribute may come several times (address). */
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly at: Span }[];
}

export interface SwitchConfig {
  /** In Cumulus' order; a port that only FRR's configuration names has one without attributes. */
  readonly stanzas: readonly Stanza[];
  /** frr.conf below its header, each line with the NCLU command it came from. */
  readonly frr: readonly Line[];
  readonly hostname: string | undefined;
}

/**
 * Runs `net add|del|commit …` lines, as the lab file gives them, on an empty switch. `ports` are the interfaces the
 * lab wires. Mistakes go to `sink` with NCLU's own words; commands left uncommitted at the end are a warning.
 */
export function translateNclu(
  commands: readonly Line[],
  facts: { readonly ports: readonly string[] },
  sink: DiagnosticSink,
): SwitchConfig {
  return runLabCommands(commands, { ...facts, hostname: unnamed }, sink).config;
}

/** Cumulus' name for a switch nobody named. */
const unnamed = "cumulus";

export interface LabSwitch {
  readonly config: SwitchConfig;
  /** The node starts with these files … */
  readonly files: Files;
  /** … and this buffer and history, so that `net show commit history` on it lists the lab file's commits. */
  readonly state: NcluState;
}

/** As translateNclu, and what a node needs to go on from there. `now` stamps buffer and history (0: 1970). */
export function runLabCommands(
  commands: readonly Line[],
  facts: {
    readonly ports: readonly string[];
    readonly hostname: string;
    readonly now?: number;
    /** Lines of frr.conf the switch comes with. */
    readonly frr?: readonly string[];
  },
  sink: DiagnosticSink,
): LabSwitch {
  let state = emptyState;
  let files = untouchedFiles(facts);
  let spans: LineSpans = new Map();
  let staged: Span[] = [];
  for (const { text, at } of commands) {
    const line = withoutPrompt(text);
    const edited = appended(line, files);
    if (edited) {
      spans = new Map([...spans, ...spansOfNew(files, edited, at)]);
      files = edited;
      continue;
    }
    const words = commandWords(line);
    if (words.length === 0) continue;
    const world: World = { files, modified: {}, ports: facts.ports, user: "cumulus", now: facts.now ?? 0 };
    const result = words[0] === "nv" ? runNv(state, words, world) : runNet(state, words, world);
    if (result.exitCode !== 0) {
      report(sink, at, result.stdout);
      continue;
    }
    const added = result.state.pending.length - state.pending.length;
    if (added > 0) staged.push(...Array<Span>(added).fill(at));
    else if (result.effects.length > 0) spans = new Map([...spans, ...spansOf(workingDraft(state, world), staged)]);
    if (result.state.pending.length === 0) staged = [];
    for (const effect of result.effects)
      if (effect.kind === "write-file") files = { ...files, [effect.path]: effect.text };
    for (const note of result.stdout.split("\n"))
      if (note.startsWith("NOTE: ")) sink.warn("nclu/note", at, note.slice(6));
    state = result.state;
  }
  const left = staged.at(-1);
  if (left !== undefined) {
    sink.warn("nclu/uncommitted", left, `${staged.length} net commands are not committed and have no effect yet`, {
      hint: 'end the list with "net commit"',
    });
  }
  const whole = commands[0]?.at ?? { file: "", line: 1, col: 1, length: 0 };
  return { config: configOf(files, spans, whole, facts.hostname), files, state };
}

/** Lines are as people copy them: with a prompt, with sudo, or with nothing in them but a comment. */
function withoutPrompt(text: string): string {
  return text.trim().replace(/^(\S+@\S+[$#]|[$#])\s+(?=(sudo\s+)?(net|nv|sh)\s)/, "");
}

function commandWords(line: string): readonly string[] {
  if (line.startsWith("#")) return [];
  const words = splitWords(line);
  return words[0] === "sudo" ? words.slice(1) : words;
}

/** NCLU's text starts with an empty line and repeats the command; the first line that says something is the message. */
function report(sink: DiagnosticSink, at: Span, text: string): void {
  const [first = "", ...more] = text.trim().split("\n");
  const rest = more.join("\n").trim();
  sink.error("nclu/refused", at, first.replace(/^ERROR: /i, ""), rest === "" ? {} : { hint: rest });
}

function configOf(files: Files, spans: LineSpans, whole: Span, hostname: string): SwitchConfig {
  const draft = readSwitch(files);
  const stanzas = sortStanzas(portsInUse(draft).map((name) => ({ name }))).map(({ name }): Stanza => {
    const { method, attributes } = draft.stanzas.get(name) ?? { method: "static", attributes: [] };
    const at = spans.get(`stanza ${name}`) ?? spanNaming(name, spans) ?? whole;
    const dhcp = method === "dhcp" ? [{ key: "dhcp", value: "yes", at }] : [];
    const set = sortAttributes(attributes).map(({ key, value }) => ({
      key,
      value,
      at: spans.get(`stanza ${name} ${key} ${value}`) ?? at,
    }));
    return { name, at, attributes: [...dhcp, ...set] };
  });
  const frr = loadableFrrLines(draft.frr).map(({ text, path }) => ({ text, at: spans.get(`frr ${path}`) ?? whole }));
  return { stanzas, frr, hostname: draft.hostname === hostname ? undefined : draft.hostname };
}

/** Where FRR's configuration first speaks of a port. */
function spanNaming(name: string, spans: LineSpans): Span | undefined {
  return [...spans].find(([key]) => key.startsWith("frr ") && key.split(" ").includes(name))?.[1];
}
