// Knows: the words of `labctl test`, and which report goes where.
// Refuses to know: how a lab is tested (app/) and what a report looks like (term/report/).

import { ExitCode, UsageError } from "../../base/errors.ts";
import type { Reporter } from "../../term/report/reporter.ts";
import type { StepByStep } from "../step-by-step.ts";
import {
  jsonOption,
  kernelOf,
  kernelOption,
  textOption,
  variantOption,
  type CommandContext,
  type CommandSpec,
  type OptionValues,
} from "../command.ts";

const onFailureChoices = ["destroy", "keep", "shell"] as const;
type OnFailure = (typeof onFailureChoices)[number];

export const test: CommandSpec = {
  name: "test",
  group: "run",
  summary: "Check every claim of a lab's tests",
  about: `A running lab is tested as it is; a file whose lab is not running is deployed, tested and destroyed. Without
arguments: the labs that run, else every file in labs/. The file is read again each time. The exit code is 1 when a
test failed, 4 when none failed and one could not be asked, 3 when this machine cannot run a lab; of several labs the
others are tested all the same.`,
  arguments: [
    {
      name: "lab",
      summary: "lab files, or names of running labs",
      optional: true,
      variadic: true,
      completes: "lab-or-file",
    },
  ],
  options: [
    { flags: "--only <what>", summary: "steps by number (3, 2-5), claim or part of a name; several with commas" },
    { flags: "--stage <name>", summary: "the steps under one heading" },
    { flags: "--step", summary: "stop before each step and wait for a key: to show a lab, or to learn from it" },
    { flags: "--list", summary: "show the steps with their numbers, and run none (--json: with their commands)" },
    variantOption,
    kernelOption,
    { flags: "--keep", summary: "leave a lab running that was deployed for the test" },
    {
      flags: "--on-failure <what>",
      summary: "destroy, keep, or shell: stop there with a prompt in the lab",
      choices: onFailureChoices,
    },
    { flags: "-j, --jobs <number>", summary: "labs tested side by side" },
    { flags: "--repeat <number>", summary: "test each lab so many times" },
    { flags: "-v, --verbose", summary: "show what passing checks saw, too" },
    jsonOption,
    {
      flags: "--json-lines",
      alias: "--json=lines",
      summary: "print each event as a line of JSON as it happens; also --json=lines",
    },
    { flags: "--tap", summary: "print TAP" },
    { flags: "--junit <file>", summary: "write a JUnit report as well", completes: "file" },
  ],
  examples: [
    ["labctl test labs/bgp-unnumbered.yml", "deploy, test, destroy"],
    ["labctl test", "the labs that run, as they are"],
    ["labctl test --only 2-3 --verbose", "two steps, with what was seen"],
    ["labctl test --step labs/ospf-broadcast.yml", "one step at a time, each with its command"],
    ["labctl test labs/*.yml --jobs 2 --junit report.xml", "in CI"],
  ],
  run: async ({ arguments: words, options }, context) => {
    if (options["list"] === true) return list(words, options, context);
    const [{ testLabs }, { shellIn }, { withApp }] = await Promise.all([
      import("../../app/test.ts"),
      import("../../app/exec.ts"),
      import("../with-app.ts"),
    ]);
    const jobs = numberOption(options, "jobs");
    // Reports of labs side by side are held back until a lab is done: the prompt would come before what failed.
    if (options["onFailure"] === "shell" && (jobs ?? 1) > 1)
      throw new UsageError("--on-failure shell stops at one lab: leave --jobs out");
    // Filled in once there is an app: the shell is opened in one of its labs.
    let openShell = (_lab: string): Promise<unknown> => Promise.resolve();
    const stepByStep =
      options["step"] === true ? await openStepByStep(options, context, (lab) => openShell(lab)) : undefined;
    const reporters = await openReporters(options, context, stepByStep?.reporter);
    try {
      const { exitCode } = await withApp(context, (app) => {
        openShell = (lab) => shellIn(app, { lab, node: undefined });
        return testLabs(
          words,
          {
            select: selectionOf(options),
            ...kernelOf(options),
            variant: textOption(options, "variant"),
            keep: options["keep"] === true,
            onFailure: textOption(options, "onFailure") as OnFailure | undefined,
            jobs,
            repeat: numberOption(options, "repeat"),
            openShell: (lab) => {
              const how = "`ip netns exec NODE …` enters a node, `exit` goes on";
              context.output.err.write(`a shell in ${lab}, as the failure left it: ${how}\n`);
              return openShell(lab);
            },
            stepping: stepByStep?.stepping,
          },
          app,
          (event) => reporters.forEach((reporter) => reporter.take(event)),
        );
      });
      return exitCode;
    } finally {
      stepByStep?.close();
      for (const reporter of reporters) reporter.end();
    }
  },
};

/** One on standard output, and the JUnit file when it is asked for. */
async function openReporters(
  options: OptionValues,
  { output: { out } }: CommandContext,
  given: Reporter | undefined,
): Promise<readonly Reporter[]> {
  const asked = (["json", "jsonLines", "tap"] as const).filter((form) => options[form] === true);
  if (asked.length > 1) throw new UsageError("one report on the terminal at a time: --json, --json-lines or --tap");
  const [
    { createPrettyReporter },
    { createJsonReporter, createJsonLinesReporter },
    { createTapReporter },
    { createJunitReporter },
  ] = await Promise.all([
    import("../../term/report/pretty.ts"),
    import("../../term/report/json.ts"),
    import("../../term/report/tap.ts"),
    import("../../term/report/junit.ts"),
  ]);
  const shown =
    given ??
    (asked[0] === "json"
      ? createJsonReporter(out.write)
      : asked[0] === "jsonLines"
        ? createJsonLinesReporter(out.write)
        : asked[0] === "tap"
          ? createTapReporter(out.write)
          : createPrettyReporter(out.write, {
              style: out.style,
              columns: out.columns,
              verbose: options["verbose"] === true,
              live: out.isTty,
            }));
  const junitFile = textOption(options, "junit");
  if (junitFile === undefined) return [shown];
  const { openTextFile } = await import("../text-file.ts");
  return [shown, createJunitReporter(openTextFile(junitFile))];
}

async function openStepByStep(
  options: OptionValues,
  { output: { out }, signal }: CommandContext,
  openShell: (lab: string) => Promise<unknown>,
): Promise<StepByStep> {
  const against = ["json", "jsonLines", "tap", "jobs", "repeat"].find((name) => options[name] !== undefined);
  if (against !== undefined) {
    const flag = against === "jsonLines" ? "json-lines" : against;
    throw new UsageError(`--step is for a person, and --${flag} is not`, "leave one of them out");
  }
  const { createStepByStep } = await import("../step-by-step.ts");
  // What Ctrl-C does everywhere else: main.ts listens.
  const onInterrupt = (): void => void process.kill(process.pid, "SIGINT");
  return createStepByStep({ out, stdin: process.stdin, signal, onInterrupt, openShell });
}

interface Picked {
  readonly only?: readonly string[];
  readonly stage?: string;
}

/** `--only` and `--stage`; undefined when neither is given. */
function selectionOf(options: OptionValues): Picked | undefined {
  const only = textOption(options, "only")?.split(",");
  const stage = textOption(options, "stage");
  if (only === undefined && stage === undefined) return undefined;
  return { ...(only === undefined ? {} : { only }), ...(stage === undefined ? {} : { stage }) };
}

async function list(words: readonly string[], options: OptionValues, context: CommandContext): Promise<number> {
  const [{ validateVariants }, { outlinesOf }, { fileOfLab }, { renderTable }, { renderJson }] = await Promise.all([
    import("../../app/validate.ts"),
    import("../../app/outline.ts"),
    import("../lab-argument.ts"),
    import("../../term/table.ts"),
    import("../../term/output.ts"),
  ]);
  const { style, write } = context.output.out;
  const labs = [];
  for (const word of words.length === 0 ? [undefined] : words) {
    const { file, variant = textOption(options, "variant") } = await fileOfLab(context, word);
    const found = await validateVariants(file, { env: context.env, variant });
    labs.push(...outlinesOf(found, selectionOf(options)));
  }
  if (options["json"] === true) {
    const outlines = labs.map(({ lab, steps }) => ({
      lab: lab.name,
      file: lab.file,
      variant: lab.variant?.name,
      steps,
    }));
    write(renderJson({ labs: outlines }));
    return ExitCode.ok;
  }
  for (const { lab, steps } of labs) {
    write(`${style("strong", lab.name)} ${style("dim", lab.file)}\n`);
    const rows = steps.map((step) => [
      String(step.number),
      step.what,
      step.label,
      step.claims.join(" "),
      step.stage ?? "",
    ]);
    write(renderTable(rows, { style, right: [0], indent: 2 }));
  }
  return ExitCode.ok;
}

function numberOption(options: OptionValues, name: string): number | undefined {
  const text = textOption(options, name);
  if (text === undefined) return undefined;
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a number of at least 1, not "${text}"`);
}
