// Knows: what a run of vitest tells scripts/test.mjs: how many tests passed, and why the others did not, with the difference.
// Refuses to know: how the suite's closing lines look.
//
//   vitest run --reporter=./scripts/summary-reporter.mjs --outputFile.summary=FILE

import { writeFile } from "node:fs/promises";
import path from "node:path";
import { stripVTControlCharacters } from "node:util";

/** Lines of one failure's message and of its difference: enough to see what is wrong, few enough to be read. */
const mostLines = { message: 30, diff: 60 };
const widest = 300;

export default function createSummaryReporter() {
  let config;
  return {
    onInit(vitest) {
      ({ config } = vitest);
    },
    async onTestRunEnd(modules, unhandledErrors) {
      const summary = { ...countsOf(modules), failures: failuresOf(modules, unhandledErrors, config.root) };
      await writeFile(config.outputFile.summary, JSON.stringify(summary));
    },
  };
}

function countsOf(modules) {
  const states = modules.flatMap(({ children }) => [...children.allTests()].map((test) => test.result().state));
  const count = (state) => states.filter((each) => each === state).length;
  return {
    passed: count("passed"),
    failed: count("failed"),
    skipped: states.length - count("passed") - count("failed"),
  };
}

/** A hook or a file that cannot be loaded has failed without a test that did. */
function failuresOf(modules, unhandledErrors, root) {
  const tasks = modules.flatMap((module) => {
    const { relativeModuleId: file, children } = module;
    const inside = [...children.allSuites()].map((suite) => [`${file} > ${suite.fullName}`, suite.errors()]);
    const tests = [...children.allTests()].map((test) => [`${file} > ${test.fullName}`, test.result().errors ?? []]);
    return [[file, module.errors()], ...inside, ...tests];
  });
  return [...tasks, ["outside of a test", unhandledErrors]].flatMap(([where, errors]) =>
    errors.length === 0 ? [] : [[where, ...errors.map((error) => textOf(error, root))].join("\n")],
  );
}

function textOf({ message, diff, stacks = [] }, root) {
  const frame = stacks.find(({ file }) => file.startsWith(root) && !file.includes("/node_modules/"));
  return [
    shortened(message, mostLines.message),
    ...(diff ? ["", shortened(diff, mostLines.diff), ""] : []),
    ...(frame ? [`at ${path.relative(root, frame.file)}:${frame.line}:${frame.column}`] : []),
  ].join("\n");
}

/** The beginning and the end of a long text, and how much of it is missing. */
function shortened(text, most) {
  const lines = stripVTControlCharacters(text)
    .split("\n")
    .map((line) => (line.length > widest ? `${line.slice(0, widest)}…` : line));
  if (lines.length <= most) return lines.join("\n");
  const tail = Math.floor(most / 3);
  const left = lines.length - most;
  return [...lines.slice(0, most - tail), `… ${left} more lines …`, ...lines.slice(-tail)].join("\n");
}
