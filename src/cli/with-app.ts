// Knows: how a use case is run for a command: its events become progress lines, its warnings text.
// Refuses to know: which use case.

import type { AppContext, AppEvent } from "../app/context.ts";
import { openContext } from "../app/open-context.ts";
import type { Diagnostic } from "../base/diagnostics.ts";
import { renderDiagnostic } from "../term/frame.ts";
import type { Channel } from "../term/output.ts";
import { createProgress } from "../term/progress.ts";
import type { CommandContext, OptionValues } from "./command.ts";
import { readTextIfThere } from "./read-text.ts";

/** Runs `work`; when it throws, the open progress line says that it failed and the error goes on to main. */
export async function withApp<T>(context: CommandContext, work: (app: AppContext) => Promise<T>): Promise<T> {
  const { output, signal, env, agentFile } = context;
  const progress = createProgress(output.err);
  const emit = (event: AppEvent): void => {
    switch (event.type) {
      case "stage":
        progress.start(event.stage);
        progress.note(event.title);
        return;
      case "stage-done":
        progress.end();
        return;
      case "warning":
        progress.clear();
        showWarnings([event.diagnostic], output.err);
        return;
      case "note":
        progress.clear();
        output.err.write(`${event.text}\n`);
    }
  };
  try {
    return await work(openContext({ emit, signal, env, agentFile }));
  } catch (error) {
    progress.fail();
    throw error;
  }
}

export function showWarnings(warnings: readonly Diagnostic[], channel: Channel): void {
  for (const warning of warnings) {
    channel.write(renderDiagnostic(warning, { style: channel.style, readText: readTextIfThere }));
  }
}

/** Of a file with variants one was taken: says which, when nobody chose it. */
export function tellVariant({ variant }: ChosenLab, options: OptionValues, { write }: Channel): void {
  if (!variant || options["variant"] !== undefined) return;
  write(`this is the variant ${variant.name}; the lab has ${variant.all.join(", ")}: --variant chooses\n`);
}

interface ChosenLab {
  readonly variant?: { readonly name: string; readonly all: readonly string[] };
}
