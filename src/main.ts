// Knows: how the program ends: which error becomes which text and exit code, and what a signal means.
// Refuses to know: what the commands do (cli/).

import { setMaxListeners } from "node:events";
import { fileURLToPath } from "node:url";
import { ExitCode, InterruptedError, LabctlError } from "./base/errors.ts";
import { runProgram, version } from "./cli/program.ts";
import { readTextIfThere } from "./cli/read-text.ts";
import { createOutput } from "./term/output.ts";

const controller = new AbortController();
setMaxListeners(0, controller.signal); // every process that is under way listens
// The first signal asks the command to undo what it did. Later ones change nothing: half an undo would leave remains.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort(signal));

const { env } = process;
/** What runs inside a sandbox: built beside this program. */
const agentFile = fileURLToPath(new URL("agent.js", import.meta.url));
const output = createOutput({
  stdout: () => process.stdout,
  stderr: () => process.stderr,
  env,
  onClosed: () => controller.abort("closed"),
});

process.exit(await run());

async function run(): Promise<number> {
  try {
    const context = { output, signal: controller.signal, env, version, agentFile };
    const exitCode = await runProgram(process.argv.slice(2), context);
    // What a full pipe has not taken yet would be lost at the exit.
    await output.drained();
    return exitCode;
  } catch (error) {
    const exitCode = await explain(error);
    await output.drained().catch(() => undefined); // there is nowhere left to say it
    return exitCode;
  }
}

async function explain(error: unknown): Promise<number> {
  const interrupted = error instanceof InterruptedError || (controller.signal.aborted && isAbort(error));
  if (interrupted) {
    if (controller.signal.reason !== "closed") output.err.write("interrupted\n");
    return ExitCode.interrupted;
  }
  const { renderError } = await import("./term/error-text.ts");
  output.err.write(renderError(error, { style: output.err.style, readText: readTextIfThere, version }));
  return error instanceof LabctlError ? error.exitCode : ExitCode.bug;
}

/** What Node throws when a call is given up because its signal was aborted. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.cause === controller.signal.reason);
}
