// Knows: how the FRR daemons of a node are started, and how it shows that they took their configuration.
// Refuses to know: what the configuration says.

import { existsSync } from "node:fs";
import type { Diagnostic } from "../base/diagnostics.ts";
import { CommandError } from "../base/errors.ts";
import type { StepOf } from "../plan/step.ts";
import { bootConfigOf } from "../render/frr-boot.ts";
import { frrBootFile, frrConfigFile, frrDaemonArgv, frrDaemonDir, frrLogFile } from "../render/frr.ts";
import { hereDocument } from "../render/quote.ts";
import type { AgentClient } from "./client.ts";
import { checkFrrConfig } from "./frr-check.ts";
import { contextOf, linesNobodyTook, parseConfigLog, parseVtyshBoot, type RefusedLine } from "./frr-config.ts";
import type { ExecResult, LabRuntime } from "./runtime.ts";

/** A daemon is up in 50 ms of CPU; a machine that starts hundreds at once may need a while. */
const startWithinMs = 60_000;

/**
 * Starts the daemons, zebra first: one that finds no zebra waits ten seconds before it looks again. `-d` returns when
 * the vty socket accepts.
 * Throws CommandError for a refused line (with its place in the lab file), or returns warnings when not strict.
 */
export async function startFrr(
  step: StepOf<"frr.start">,
  agent: AgentClient,
  runtime: LabRuntime,
  options: {
    /** The daemons run already and are watched: a container's first process started them. Only their configuration is looked at. */
    readonly running?: boolean;
  } = {},
): Promise<readonly Diagnostic[]> {
  const run: Run = (argv, stdin) =>
    runtime.exec(step.node, argv, { timeoutMs: startWithinMs, ...(stdin === undefined ? {} : { stdin }) });
  const written = (await run(["cat", frrConfigFile])).stdout;
  const check = checkFrrConfig(written, { timeoutMs: startWithinMs });
  const warnings: Diagnostic[] = [];
  const refuse = (lines: readonly RefusedLine[]): void => {
    const [first] = lines;
    if (!first) return;
    if (step.strict) throw refusalOf(step, first, lines);
    warnings.push(...lines.map((line) => warningOf(step, line)));
  };

  // FRR 9 gave part of the configuration to a daemon of its own, mgmtd, which only vtysh feeds.
  const hasMgmtd = existsSync(`${frrDaemonDir}/mgmtd`);
  const daemons = hasMgmtd ? ["mgmtd", ...step.daemons.filter((daemon) => daemon !== "mgmtd")] : step.daemons;
  const start = step.watchfrr ? startWithWatchfrr : startDirectly;
  const started = options.running === true ? Promise.resolve() : start(step, run, daemons, hasMgmtd, written);
  const [checked, outcome] = await Promise.allSettled([check, started]);
  if (checked.status === "fulfilled") refuse(checked.value);
  if (outcome.status === "rejected") throw outcome.reason;

  if (options.running !== true) {
    // A daemon answers only when it has read its configuration; `-d` returns before a long one is through.
    await Promise.all(daemons.map((daemon) => agent.call("daemon.watch", { node: step.node, daemon })));
  }
  if (!step.watchfrr && (hasMgmtd || options.running === true)) {
    const boot = await run(["vtysh", "-b"]);
    refuse(parseVtyshBoot(boot.stdout + boot.stderr));
  } else if (!step.watchfrr) {
    refuse(await refusedWhileStarting(step, daemons, runtime));
  }
  return warnings;
}

/** Runs a command in the node, with something to read. */
type Run = (argv: readonly string[], stdin?: string) => Promise<ExecResult>;

async function startDirectly(
  step: StepOf<"frr.start">,
  run: Run,
  daemons: readonly string[],
  hasMgmtd: boolean,
  written: string,
): Promise<void> {
  const commandOf = (daemon: string): readonly string[] =>
    frrDaemonArgv(daemon, step, hasMgmtd ? "later" : { file: frrBootFile(daemon) });
  const start = async (daemon: string, argv: readonly string[]): Promise<void> => {
    const result = await run(argv);
    if (result.code === 0) return;
    throw new CommandError(
      `${daemon} did not start on ${step.node}${result.timedOut ? ` within ${startWithinMs / 1000} s` : ""}`,
      {
        at: step.at,
        command: commandOf(daemon).join(" "),
        output: result.stdout + result.stderr,
      },
    );
  };
  const config = written.split("\n");
  const bootFiles = hasMgmtd
    ? []
    : daemons.map(
        (daemon) => `cat >${frrBootFile(daemon)} ${hereDocument(`${bootConfigOf(config, daemon).join("\n")}\n`)}`,
      );
  const folders = "install -d -o frr -g frr /run/frr /run/frr/boot /var/log/frr /var/tmp/frr";
  // On stdin: an argument holds 128 KiB at the most (MAX_ARG_STRLEN), a long prefix list is longer.
  await run(["sh", "-s"], [folders, ...bootFiles, ""].join("\n"));
  const first: readonly string[] = daemons.filter((daemon) => daemon === "mgmtd" || daemon === "zebra");
  for (const daemon of first) await start(daemon, commandOf(daemon));
  await Promise.all(
    daemons.filter((daemon) => !first.includes(daemon)).map((daemon) => start(daemon, commandOf(daemon))),
  );
}

async function startWithWatchfrr(step: StepOf<"frr.start">, run: Run): Promise<void> {
  const result = await run([`${frrDaemonDir}/frrinit.sh`, "start"]);
  if (result.code === 0) return;
  throw new CommandError(`FRR did not start on ${step.node}`, {
    at: step.at,
    command: `${frrDaemonDir}/frrinit.sh start`,
    output: result.stdout + result.stderr,
  });
}

/** Reads what the daemons said of their configuration, takes that noise out of the log, and asks FRR for its reasons. */
async function refusedWhileStarting(
  step: StepOf<"frr.start">,
  daemons: readonly string[],
  runtime: LabRuntime,
): Promise<readonly RefusedLine[]> {
  const separated = 'cat "$1" && printf "\\f" && cat "$2"';
  const read = await runtime.exec(step.node, ["sh", "-c", separated, "sh", frrConfigFile, frrLogFile]);
  const [written = "", logged = ""] = read.stdout.split("\f");
  const config = written.split("\n");
  const log = parseConfigLog(logged);
  // The daemons append to the file they have open: it is emptied and refilled, never replaced.
  await runtime.exec(step.node, ["sh", "-c", `cat > ${frrLogFile}`], { stdin: log.rest });
  const offered = daemons.map((daemon) => bootConfigOf(config, daemon));
  const numbers = linesNobodyTook(log, config, offered);
  return Promise.all(
    numbers.map(async (number) => ({
      number,
      text: (config[number - 1] ?? "").trim(),
      message: await askWhy(step.node, daemons, config, number, runtime),
    })),
  );
}

/** Enters the line by hand where it stands: the daemon that knows it says why it does not take it. */
async function askWhy(
  node: string,
  daemons: readonly string[],
  config: readonly string[],
  number: number,
  runtime: LabRuntime,
): Promise<string> {
  for (const daemon of daemons) {
    await runtime.vty(node, daemon, "configure terminal");
    let status = 0;
    for (const line of contextOf(config, number)) status ||= (await runtime.vty(node, daemon, line)).status;
    const answer = status === 0 ? await runtime.vty(node, daemon, (config[number - 1] ?? "").trim()) : undefined;
    await runtime.vty(node, daemon, "end");
    const said = answer?.text.trim();
    // 2: the daemon does not know the command at all (CMD_ERR_NO_MATCH); another one may.
    if (answer && answer.status !== 0 && answer.status !== 2 && said) return said;
  }
  return "no daemon that runs takes this line";
}

function refusalOf(step: StepOf<"frr.start">, first: RefusedLine, lines: readonly RefusedLine[]): CommandError {
  return new CommandError(`FRR on ${step.node} refuses \`${first.text}\`: ${first.message}`, {
    at: step.lineSpans[first.number - 1] ?? step.at,
    output: lines.map((line) => `${frrConfigFile} line ${line.number}: ${line.message}: ${line.text}`).join("\n"),
  });
}

function warningOf(step: StepOf<"frr.start">, line: RefusedLine): Diagnostic {
  return {
    code: "frr/refused-line",
    severity: "warning",
    message: `FRR on ${step.node} refuses \`${line.text}\`: ${line.message}`,
    at: step.lineSpans[line.number - 1] ?? step.at,
  };
}
