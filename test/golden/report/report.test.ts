// Knows: a run with every kind of outcome, and the exact text each reporter makes of it.
// Refuses to know: how the outcomes came about.

import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ScenarioEvent } from "../../../src/scenario/events.ts";
import type { StepPreview } from "../../../src/scenario/gate.ts";
import { countOutcomes, type RunResult, type StepInfo, type StepResult } from "../../../src/scenario/result.ts";
import { createJsonLinesReporter, createJsonReporter } from "../../../src/term/report/json.ts";
import { createJunitReporter } from "../../../src/term/report/junit.ts";
import {
  renderAnnounced,
  renderAnnouncement,
  renderEndPrompt,
  renderPrompt,
} from "../../../src/term/report/announcement.ts";
import { createPrettyReporter } from "../../../src/term/report/pretty.ts";
import type { Reporter, Write } from "../../../src/term/report/reporter.ts";
import { createTapReporter } from "../../../src/term/report/tap.ts";
import { plainStyle, type Style } from "../../../src/term/style.ts";

const at = (line: number) => ({ file: "labs/pair.yml", line, col: 5, length: 4 });

const base = { kind: "check", claims: [], differs: [], notes: [], expect: "pass", withinMs: 10_000, forMs: 0 } as const;

const steps: readonly StepResult[] = [
  {
    ...base,
    number: 1,
    what: "bgp",
    label: "the session over ens3 comes up",
    stage: "Sessions",
    claims: ["S001-01", "S001-02"],
    at: at(20),
    outcome: "pass",
    saw: "Established, AS 65000, 1 prefix received, 1 sent",
    question: "labctl vtysh r1 -c 'show bgp summary'",
    tookMs: 2143.21,
    asked: 41,
  },
  {
    ...base,
    number: 2,
    what: "bgp",
    label: "r2: BGP with eth1 is Established",
    stage: "Sessions",
    at: at(24),
    outcome: "fail",
    saw: "Idle, AS 65003",
    differs: ["state: wanted Established, got Idle", "prefixes-received: wanted >= 1, got 0"],
    notes: ["r2 expects AS 65003, but r1 is AS 65001", "last notification: OPEN Message Error/Bad Peer AS"],
    answer: '{\n  "eth1": {\n    "state": "Idle"\n  }\n}',
    hint: "compare `remote-as` with the other side's `router bgp`",
    question: "labctl vtysh r2 -c 'show bgp summary'",
    tookMs: 10_024.9,
    asked: 133,
  },
  {
    ...base,
    number: 3,
    what: "exec",
    label: 'r2: cat <&> "quoted" # 1',
    stage: "Sessions",
    at: at(28),
    outcome: "error",
    saw: 'there is no command "cat"',
    question: "labctl exec r2 cat '<&>'\nlabctl exec r1 cat",
    withinMs: 0,
    tookMs: 4.2,
    asked: 1,
  },
  {
    ...base,
    number: 4,
    kind: "action",
    what: "link",
    label: "take r1:eth1 down",
    stage: "After a link failure",
    at: at(31),
    outcome: "pass",
    saw: "r1:eth1 is down",
    question: "labctl exec r1 ip link set dev eth1 down",
    tookMs: 8.7,
    asked: 1,
  },
  {
    ...base,
    number: 5,
    what: "ping",
    label: "not: r1 reaches r2 from 10.255.0.1, and a name so long that it does not fit into its column at all",
    stage: "After a link failure",
    at: at(33),
    outcome: "pass",
    expect: "fail",
    forMs: 5000,
    saw: "no route",
    question: "labctl exec r1 ping -n -c 1 -w 1 -i 0.2 10.255.0.2",
    tookMs: 12,
    heldMs: 5012,
    asked: 61,
  },
  {
    ...base,
    number: 6,
    kind: "action",
    what: "run",
    label: "r1: reboot",
    stage: "After a link failure",
    at: at(36),
    outcome: "fail",
    saw: "exit 1, not here",
    answer: "not here",
    question: "labctl exec r1 reboot",
    tookMs: 75_300,
    asked: 1,
  },
  {
    ...base,
    number: 7,
    what: "ping",
    label: "r1 reaches r2",
    stage: "After a link failure",
    at: at(38),
    outcome: "skipped",
    saw: "step 6 did not work: r1: reboot",
    question: "labctl exec r1 ping -n -c 1 -w 1 -i 0.2 10.255.0.2",
    tookMs: 0,
    asked: 0,
  },
];

function eventsOf(lab: string, results: readonly StepResult[]): ScenarioEvent[] {
  const infos = results.map(({ number, kind, what, label, claims, at: place, stage }): StepInfo => ({
    number,
    kind,
    what,
    label,
    claims,
    at: place,
    ...(stage === undefined ? {} : { stage }),
  }));
  const file = `labs/${lab}.yml`;
  const summary: Omit<RunResult, "steps"> = {
    lab,
    file,
    counts: countOutcomes(results),
    tookMs: 14_236.54,
    interrupted: false,
  };
  const told = results.flatMap((result, i): ScenarioEvent[] => {
    const heading = result.stage !== undefined && result.stage !== results[i - 1]?.stage ? [result.stage] : [];
    return [
      ...heading.map((stage): ScenarioEvent => ({ type: "stage-started", lab, stage })),
      { type: "step-started", lab, number: result.number },
      { type: "step-ended", lab, result },
    ];
  });
  return [{ type: "run-started", lab, file, steps: infos }, ...told, { type: "run-ended", lab, result: summary }];
}

/** A lab of several that this machine cannot run. */
function refusedEvents(): ScenarioEvent[] {
  const refusal = {
    reason:
      "labs/shop.yml:3:12: the lab requires it: mariadbd is not installed (package mariadb-server-core)\n" +
      "labs/shop.yml:3:43: the lab requires it: traceroute is not installed",
    hint: "sudo apt-get install mariadb-server-core traceroute",
  };
  const skipped = steps.slice(0, 2).map((step): StepResult => {
    const saw = `cannot run here: ${refusal.reason.split("\n")[0]}`;
    return { ...step, outcome: "skipped", saw, differs: [], notes: [], tookMs: 0, asked: 0 };
  });
  return eventsOf("shop", skipped).flatMap((event): ScenarioEvent[] => {
    if (event.type === "step-started") return [];
    const variant = { name: "mariadb", summary: "with a real database" };
    if (event.type === "run-started")
      return [
        { ...event, variant },
        { type: "run-refused", lab: "shop", refusal },
      ];
    return [event.type === "run-ended" ? { ...event, result: { ...event.result, variant, refusal } } : event];
  });
}

const events = [
  ...eventsOf("pair", steps),
  ...eventsOf(
    "calm",
    steps.slice(0, 1).map(({ stage: _, ...step }) => step),
  ),
  ...refusedEvents(),
];

/** The second lab three times over, slower each time, and failing once. */
const repeated = [1, 2, 3].flatMap((round) =>
  eventsOf(
    "calm",
    steps.slice(0, 1).map(({ stage: _, ...step }) => ({
      ...step,
      outcome: round === 2 ? ("fail" as const) : step.outcome,
      tookMs: step.tookMs * round,
    })),
  ),
);

const showRoles: Style = (role, text) => (text === "" ? "" : `<${role}>${text}</${role}>`);

const reporters: readonly (readonly [file: string, create: (write: Write) => Reporter])[] = [
  ["pretty.txt", (write) => createPrettyReporter(write, { style: plainStyle, columns: 120 })],
  ["pretty-narrow.txt", (write) => createPrettyReporter(write, { style: plainStyle, columns: 80 })],
  ["pretty-verbose.txt", (write) => createPrettyReporter(write, { style: plainStyle, columns: 120, verbose: true })],
  ["pretty-roles.txt", (write) => createPrettyReporter(write, { style: showRoles, columns: 120 })],
  ["report.json", createJsonReporter],
  ["report.jsonl", createJsonLinesReporter],
  ["report.tap", createTapReporter],
  ["report.xml", createJunitReporter],
];

test("pretty-repeated.txt", async () => {
  let text = "";
  const reporter = createPrettyReporter((part) => (text += part), { style: plainStyle, columns: 120 });
  for (const event of repeated) reporter.take(event);
  reporter.end();
  await expect(text).toMatchFileSnapshot(join(import.meta.dirname, "pretty-repeated.txt"));
});

test("answers with control characters are quoted without them", () => {
  let text = "";
  const reporter = createPrettyReporter((part) => (text += part), { style: plainStyle, columns: 120 });
  const [step] = steps.filter(({ outcome }) => outcome === "fail");
  const odd = { ...(step as StepResult), saw: "\u001B[31mred", differs: ["\u001B[2Jgone"], answer: "a\u0007b" };
  for (const event of eventsOf("pair", [odd])) reporter.take(event);
  reporter.end();
  expect(text).toMatch(/differs {2}gone\n +saw {6}red\n/);
  expect(text).toMatch(/answer {3}ab\n/);
  expect(text).not.toContain("\u001B");
});

test("step-by-step.txt", async () => {
  const look = { style: plainStyle, columns: 100, labelWidth: 0, indent: "    " };
  const previews = steps.map((step): StepPreview => {
    return { ...step, of: 12, watches: false, ...(step.number === 2 ? { about: "r2: BGP with eth1" } : {}) };
  });
  const watcher: StepPreview = { ...(previews[2] as StepPreview), watches: true, withinMs: 30_000 };
  const told = previews.map((preview, i) => {
    const result = steps[i] as StepResult;
    const long = result.number === 4 ? { ...result, answer: "line\n".repeat(20) } : result;
    return `${renderAnnouncement(preview, plainStyle)}${renderPrompt(preview, look)}\n${renderAnnounced(long, 12, look)}`;
  });
  const text = [...told, renderAnnouncement(watcher, plainStyle), renderPrompt(watcher, look), "\n"].join("");
  await expect(text + renderEndPrompt(look)).toMatchFileSnapshot(join(import.meta.dirname, "step-by-step.txt"));
  expect(renderPrompt(watcher, { ...look, columns: 30 })).toHaveLength(29);
});

/** What a terminal shows after some text: carriage return and erase-line are obeyed. */
function screenOf(text: string): string[] {
  return text.split("\n").map((line) => line.slice(line.lastIndexOf("\r\u001B[K") + 1).replace("\u001B[K", ""));
}

test("a live report shows what is waited for, never longer than the terminal, and leaves nothing of it behind", () => {
  let text = "";
  const options = { style: plainStyle, columns: 60 };
  const live = createPrettyReporter((part) => (text += part), { ...options, live: true });
  const [first, ...rest] = eventsOf("pair", steps);
  const saw = "Active, AS 65003, and some more words that do not fit there";
  if (first) live.take(first);
  live.take({ type: "step-started", lab: "pair", number: 2 });
  live.take({ type: "step-started", lab: "pair", number: 3 });
  const coloured = `\u001B[31m${saw}\u001B[0m`;
  live.take({ type: "step-progress", lab: "pair", number: 2, outcome: "fail", saw: coloured, elapsedMs: 120 });
  expect(screenOf(text).at(-1)).toMatch(/^ {2}… r2: BGP with eth1 is Established: Active.*…$/);
  expect(screenOf(text).at(-1)?.length).toBeLessThan(60);
  for (const event of rest) live.take(event);
  live.end();

  let plain = "";
  const log = createPrettyReporter((part) => (plain += part), options);
  for (const event of eventsOf("pair", steps)) log.take(event);
  log.end();
  expect(screenOf(text).join("\n")).toBe(plain);
});

describe("the text of a report", () => {
  test.each(reporters)("%s", async (file, create) => {
    let text = "";
    const reporter = create((part) => (text += part));
    for (const event of events) reporter.take(event);
    reporter.end();
    expect(text.endsWith("\n")).toBe(true);
    await expect(text).toMatchFileSnapshot(join(import.meta.dirname, file));
  });
});
