// Knows: how the program ends: which error becomes which text and exit code, and what a signal means.
// Refuses to know: what the commands do (cli/).

import { ExitCode } from "./base/errors.ts";
import { runProgram } from "./cli/program.ts";

const controller = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => controller.abort(signal));

process.exitCode = await runProgram(process.argv.slice(2), controller.signal).catch(() => ExitCode.bug);
