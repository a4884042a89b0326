// Knows: what a mistake in the user's input looks like, and how a phase collects them.
// Refuses to know: how they are printed (term/frame.ts).

import { compareSpans, type Span } from "./span.ts";

export type Severity = "error" | "warning";

/** One mistake: what is wrong, where, and what would be right. */
export interface Diagnostic {
  /** `phase/what`, for example `names/unknown-node`. Stable: tests and editors match on it. */
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly at: Span;
  /** Other places that explain it ("first defined here"). */
  readonly related?: readonly { readonly at: Span; readonly message: string }[];
  /** What would be right, or what to run next. */
  readonly hint?: string;
}

/** Collects what one phase finds; the phase goes on after a mistake and the caller stops at the barrier. */
export interface DiagnosticSink {
  error(code: string, at: Span, message: string, extra?: DiagnosticExtra): void;
  warn(code: string, at: Span, message: string, extra?: DiagnosticExtra): void;
  readonly all: readonly Diagnostic[];
  readonly failed: boolean;
}

export type DiagnosticExtra = Pick<Diagnostic, "related" | "hint">;

export function createDiagnosticSink(): DiagnosticSink {
  const found: Diagnostic[] = [];
  const add = (severity: Severity, code: string, at: Span, message: string, extra: DiagnosticExtra = {}): void => {
    found.push({ code, severity, message, at, ...extra });
  };
  return {
    error: (code, at, message, extra) => add("error", code, at, message, extra),
    warn: (code, at, message, extra) => add("warning", code, at, message, extra),
    get all() {
      return found.toSorted((a, b) => compareSpans(a.at, b.at));
    },
    get failed() {
      return found.some((d) => d.severity === "error");
    },
  };
}
