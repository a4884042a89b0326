// Knows: how an error is worded for a person: what failed, where, what it printed, what to do next.
// Refuses to know: the exit code, and when the program ends (main.ts).

import { CommandError, LabctlError, LabFileError } from "../base/errors.ts";
import { formatSpan } from "../base/span.ts";
import { renderDiagnostic, renderFrame, type FrameOptions } from "./frame.ts";

export interface ErrorTextOptions extends FrameOptions {
  readonly version: string;
}

/** Several lines, the last ended by a newline. */
export function renderError(error: unknown, options: ErrorTextOptions): string {
  const { style } = options;
  if (error instanceof LabFileError) {
    const shown = error.diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, options));
    return `${shown.join("\n")}\n${style("bad", "error")}: ${error.message}\n${renderHint(error, options)}`;
  }
  if (error instanceof CommandError) return renderCommandError(error, options);
  if (error instanceof LabctlError) return `${style("bad", "error")}: ${error.message}\n${renderHint(error, options)}`;
  return renderBug(error, options);
}

function renderCommandError(error: CommandError, options: ErrorTextOptions): string {
  const { style } = options;
  const place = error.at === undefined ? "" : `${style("place", formatSpan(error.at))}: `;
  let text = `${place}${style("bad", "error")}: ${style("strong", error.message)}\n`;
  if (error.at !== undefined) text += renderFrame(error.at, "bad", options);
  if (error.command !== undefined) text += `  ${style("dim", "$")} ${error.command.replaceAll("\n", "\n    ")}\n`;
  const output = error.output.replace(/\n+$/, "");
  if (output !== "") text += `${output.replace(/^/gm, "  ")}\n`;
  return text + renderHint(error, options);
}

function renderHint({ hint }: LabctlError, { style }: ErrorTextOptions): string {
  return hint === undefined ? "" : `${style("name", "hint")}: ${hint.replaceAll("\n", "\n      ")}\n`;
}

/** Anything that is not a LabctlError was not foreseen: whoever mends it needs the stack and the versions. */
function renderBug(error: unknown, { style, version }: ErrorTextOptions): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const cause = error instanceof Error && error.cause !== undefined ? `\ncaused by: ${String(error.cause)}` : "";
  return [
    `${style("bad", "error")}: this is a bug in labctl: ${error instanceof Error ? error.message : String(error)}`,
    `${stack}${cause}`.replace(/^/gm, "  "),
    `${style("name", "hint")}: please report it with the lab file and these lines. labctl ${version}, Node ${process.versions.node}`,
    "",
  ].join("\n");
}
