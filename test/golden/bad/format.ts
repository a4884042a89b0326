// Knows: a diagnostic as plain text, one line and its hints.
// Refuses to know: colours and source excerpts (term/frame.ts).

import type { Diagnostic } from "../../../src/base/diagnostics.ts";
import { formatSpan } from "../../../src/base/span.ts";

export function formatDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics
    .map(({ at, severity, code, message, hint, related = [] }) => {
      const more = [
        ...(hint === undefined ? [] : [`hint: ${hint}`]),
        ...related.map((r) => `${formatSpan(r.at)}: ${r.message}`),
      ];
      return [`${formatSpan(at)}: ${severity}[${code}]: ${message}`, ...more.map((line) => `    ${line}`)].join("\n");
    })
    .map((text) => `${text}\n`)
    .join("");
}
