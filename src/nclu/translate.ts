// Knows: what a list of NCLU commands makes of an empty Cumulus switch: interface stanzas and FRR lines.
// Refuses to know: how the lab is built from them.

import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { Line, Span } from "../base/span.ts";

/** One stanza of /etc/network/interfaces: attributes in ifupdown2's words. */
export interface Stanza {
  readonly name: string;
  readonly at: Span;
  /** Sorted as Cumulus writes them; an attribute may come several times (address). */
  readonly attributes: readonly { readonly key: string; readonly value: string; readonly at: Span }[];
}

export interface SwitchConfig {
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
  _commands: readonly Line[],
  _facts: { readonly ports: readonly string[] },
  _sink: DiagnosticSink,
): SwitchConfig {
  return { stanzas: [], frr: [], hostname: undefined };
}
