// Knows: what `labctl test` does around the steps: what it deploys, selects, repeats, keeps, and how it ends.
// Refuses to know: the checks and actions themselves.

import { existsSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { parsePcap } from "../../src/check/pcap.ts";
import type { ScenarioEvent } from "../../src/scenario/events.ts";
import type { RunResult } from "../../src/scenario/result.ts";
import { processesWith } from "../helpers/host-snapshot.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh));

/** Two hosts and a wire; `tests` are written below `tests:`. */
const wire = (name: string, tests: string): string => `name: ${name}
topology:
  nodes:
    a: { kind: host }
    b: { kind: host }
  links:
    - endpoints: [a:eth1, b:eth1]
      ipv4: [10.0.0.1/24, 10.0.0.2/24]
tests:
${tests}`;

const yes = "  - exec: { on: a, run: 'true' }\n    name: yes\n";
const no = "  - exec: { on: a, run: 'false' }\n    name: no\n    within: 0\n";
const unasked = "  - exec: { on: a, run: no-such-program }\n    name: unasked\n    within: 0\n";

const write = (name: string, tests: string): string => labctl.write(`${name}.yml`, wire(name, tests));

interface Report {
  readonly labs: readonly RunResult[];
}

const outcomesOf = (stdout: string): string[][] =>
  (JSON.parse(stdout) as Report).labs.map(({ steps }) => steps.map(({ label, outcome }) => `${label}: ${outcome}`));

const running = async (): Promise<string[]> => {
  const { stdout } = await labctl.run("inspect", "--json");
  return (JSON.parse(stdout) as readonly { readonly lab: string }[]).map(({ lab }) => lab);
};

describe("the exit code", () => {
  test.each([
    ["0 when all passed", yes, 0],
    ["1 when one failed, whatever else there was", unasked + no + yes, 1],
    ["4 when none failed and one could not be asked", yes + unasked, 4],
    ["2 when the file has a mistake", "  - pong: { from: a, to: b }\n", 2],
  ])("is %s", async (_, tests, code) => {
    const ran = await labctl.run("test", write("codes", tests));
    expect(ran.code, ran.stdout + ran.stderr).toBe(code);
    expect(await running()).toEqual([]);
  });

  test("is 2 for a step or a stage that is not there, and nothing is deployed for it", async () => {
    const file = write("codes", yes);
    for (const choice of [
      ["--only", "7"],
      ["--stage", "seven"],
      ["--repeat", "0"],
      ["--json", "--tap"],
    ]) {
      expect((await labctl.run("test", file, ...choice)).code).toBe(2);
    }
    expect(existsSync(join(labctl.stateDir, "codes"))).toBe(false);
  });

  test("is 130 when the user stops it, and nothing is left", async () => {
    const file = write(
      "stopped",
      "  - exec: { on: a, run: 'false' }\n    within: 10m\n  - run: { on: a, run: 'true' }\n",
    );
    const { child, done } = labctl.start("test", file, "--json-lines");
    await new Promise<void>((resolve) =>
      child.stdout?.on("data", (chunk: Buffer) => chunk.includes('"step-progress"') && resolve()),
    );
    child.kill("SIGINT");
    const { code, stdout } = await done;
    expect(code).toBe(130);
    const ends = stdout.split("\n").filter((line) => line.includes('"step-ended"'));
    expect(ends.map((line) => (JSON.parse(line) as { result: { outcome: string } }).result.outcome)).toEqual([
      "skipped",
      "skipped",
    ]);
    expect(processesWith(labctl.stateDir)).toEqual([]);
  });
});

describe("a lab that is not running", () => {
  test("is deployed, tested and destroyed, and a failure changes nothing of that", async () => {
    for (const extra of [[], ["--on-failure", "destroy"]]) {
      const { code, stdout } = await labctl.run("test", write("once", yes + no), ...extra);
      expect(code).toBe(1);
      expect(stdout).toContain("1 passed, 1 failed");
      expect(await running()).toEqual([]);
    }
  });

  test("is kept with --keep, and tested the next time as it is, with the file as it is by then", async () => {
    const first = await labctl.run(
      "test",
      "--keep",
      write("kept", "  - run: { on: a, shell: echo mine > /tmp/mark }\n"),
    );
    expect(first.code).toBe(0);
    onTestFinished(async () => void (await labctl.run("destroy", "kept")));
    expect(await running()).toEqual(["kept"]);
    write(
      "kept",
      "  - exec: { on: a, shell: cat /tmp/mark, stdout: mine }\n    name: the mark is there\n    within: 0\n",
    );
    const again = await labctl.run("test"); // no argument: what runs
    expect([again.code, again.stdout]).toEqual([0, expect.stringContaining("✔ the mark is there")]);
    expect(await running()).toEqual(["kept"]);
  });

  test("is found in labs/, file by file, when nothing runs and nothing is named", async () => {
    mkdirSync(join(labctl.dir, "labs"));
    onTestFinished(() => rmSync(join(labctl.dir, "labs"), { recursive: true }));
    for (const name of ["two", "one"]) labctl.write(`labs/${name}.yml`, wire(name, yes.replace("yes", name)));
    const { stdout } = await labctl.run("test", "--json");
    expect(outcomesOf(stdout)).toEqual([["one: pass"], ["two: pass"]]);
  });
});

describe("after a failure", () => {
  const failing = [
    "  - run: { on: a, shell: echo found > /tmp/mark }\n",
    "  - capture: { at: 'b:eth1', filter: icmp, sees: none }\n    name: silence\n    within: 0\n",
    "  - ping: { from: a, to: b }\n    within: 30s\n",
    "  - run: { on: a, run: rm /tmp/mark }\n    name: afterwards\n",
  ].join("");

  test("with --on-failure keep the lab is there; the capture that failed is kept even when the lab is not", async () => {
    const { code, stdout } = await labctl.run("test", "--on-failure", "keep", write("failed", failing));
    expect(code).toBe(1);
    expect(await running()).toEqual(["failed"]);
    const path = /the capture is kept: (\S+)/.exec(stdout)?.[1] ?? "";
    onTestFinished(() => rmSync(dirname(path), { recursive: true, force: true }));
    expect(path).toMatch(/b-eth1\.pcap$/);
    await labctl.run("destroy", "failed");
    const packets = parsePcap(readFileSync(path));
    expect(packets.map(({ text }) => text)).toContainEqual(
      expect.stringMatching(/10\.0\.0\.1 > 10\.0\.0\.2.*echo request/),
    );
  });

  test("a capture that saw what it was to see is not kept", async () => {
    const { code, stdout } = await labctl.run("test", "-v", write("seen", failing.replace("sees: none", "sees: some")));
    expect([code, stdout]).toEqual([0, expect.not.stringContaining("capture is kept")]);
  });

  test("with --on-failure shell it stops there, with a prompt in the lab, and then the lab goes", async () => {
    const { code, stdout } = await labctl.runWith(
      "ip netns list; cat /proc/sys/kernel/hostname; exit\n",
      ...[
        "test",
        "--on-failure",
        "shell",
        write("stopped", yes + no + "  - run: { on: b, run: 'true' }\n    name: too late\n"),
      ],
    );
    expect(code).toBe(1);
    expect(stdout).toContain("✘ no");
    expect(stdout).toMatch(/too late.*\n?.*step 2 failed: no/);
    // Below the report: what the shell printed.
    expect(stdout.slice(stdout.indexOf("1 passed, 1 failed")).split("\n")).toEqual(
      expect.arrayContaining([expect.stringMatching(/^a\b/), expect.stringMatching(/^b\b/), "stopped"]),
    );
    expect(await running()).toEqual([]);
  });

  test("a shell for each of several labs at a time is refused", async () => {
    const { code, stderr } = await labctl.run("test", "--on-failure", "shell", "--jobs", "2", write("codes", no));
    expect([code, stderr]).toEqual([2, expect.stringContaining("--jobs")]);
  });
});

describe("a part of the tests", () => {
  const staged = `${yes}    stage: first\n${no}${yes.replace("yes", "last")}    stage: second\n`;

  test("is chosen by number, by a part of its name, or by its heading", async () => {
    const file = write("staged", staged);
    expect((await labctl.run("deploy", file)).code).toBe(0);
    onTestFinished(async () => void (await labctl.run("destroy", "staged")));
    const chosen = async (...choice: string[]): Promise<string[] | undefined> =>
      outcomesOf((await labctl.run("test", file, "--json", ...choice)).stdout)[0];
    expect(await chosen("--only", "1,3")).toEqual(["yes: pass", "last: pass"]);
    expect(await chosen("--only", "las")).toEqual(["last: pass"]);
    expect(await chosen("--only", "2-3")).toEqual(["no: fail", "last: pass"]);
    expect(await chosen("--stage", "first")).toEqual(["yes: pass", "no: fail"]);
    expect(await chosen("--stage", "second")).toEqual(["last: pass"]);
  });

  test("is listed with its number, and nothing is deployed for that", async () => {
    const { code, stdout } = await labctl.run("test", "--list", write("staged", staged));
    expect(code).toBe(0);
    const rows = stdout.split("\n").map((row) => row.trim().split(/\s{2,}/));
    expect(rows.slice(1, 4)).toEqual([
      ["1", "exec", "yes", "first"],
      ["2", "exec", "no", "first"],
      ["3", "exec", "last", "second"],
    ]);
    expect(existsSync(join(labctl.stateDir, "staged"))).toBe(false);
    const picked = await labctl.run("test", "--list", "--only", "no", "--stage", "first", "staged.yml");
    expect(picked.stdout.split("\n").slice(1)).toEqual([expect.stringMatching(/^ *2 +exec +no +first$/), ""]);
    const none = await labctl.run("test", "--list", "--only", "nothing", "staged.yml");
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('no step fits "nothing"') as string });
  });
});

describe("again and again, and side by side", () => {
  test("--repeat counts how often each step passed; a running lab is tested as it is each time", async () => {
    // Every second time the file is there.
    const everySecondTime = "if test -e /tmp/x; then rm /tmp/x; else touch /tmp/x; exit 1; fi";
    const file = write(
      "flaky",
      `${yes}  - exec: { on: a, shell: "${everySecondTime}" }\n    name: flaky\n    within: 0\n`,
    );
    expect((await labctl.run("deploy", file)).code).toBe(0);
    onTestFinished(async () => void (await labctl.run("destroy", "flaky")));
    const { code, stdout } = await labctl.run("test", "--repeat", "4", file);
    expect(code).toBe(1);
    expect(stdout).toMatch(/\b2 of 4\b.*flaky/);
    const report = await labctl.run("test", "--repeat", "2", "--json", "flaky");
    expect(outcomesOf(report.stdout)).toEqual([
      ["yes: pass", "flaky: fail"],
      ["yes: pass", "flaky: pass"],
    ]);
  });

  test("--repeat deploys anew each time what does not run", async () => {
    const once = "  - exec: { on: a, shell: test ! -e /tmp/x && touch /tmp/x }\n    name: new\n    within: 0\n";
    const { code, stdout } = await labctl.run("test", "--repeat", "2", "--json", write("anew", once));
    expect([code, outcomesOf(stdout)]).toEqual([0, [["new: pass"], ["new: pass"]]]);
  });

  test("--jobs tests labs side by side, and tells of one after the other", async () => {
    // Each waits until the other is there: one after the other they would wait in vain.
    const names = ["left", "right"];
    mkdirSync(labctl.stateDir, { recursive: true });
    const files = names.map((name) => {
      const other = name === "left" ? "right" : "left";
      const tests = `  - file: { on: a, path: /labs/${other}/plan.json }\n    within: 60s\n${yes}`;
      const sees = `a: { kind: host, binds: ["${labctl.stateDir}:/labs:ro"] }`;
      return labctl.write(`${name}.yml`, wire(name, tests).replace("a: { kind: host }", sees));
    });
    onTestFinished(async () => void (await labctl.run("destroy", ...names)));
    const { code, stdout, stderr } = await labctl.run("test", "--keep", "--jobs", "2", "--json-lines", ...files);
    expect(code, stdout + stderr).toBe(0);
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ScenarioEvent);
    const order = events.map(({ lab }) => lab).filter((lab, i, all) => lab !== all[i - 1]);
    expect(order.toSorted()).toEqual(names);
  });
});

describe("reports", () => {
  test("as lines of JSON: each has the version, and they come as things happen", async () => {
    const { stdout } = await labctl.run("test", "--json=lines", write("lines", yes + no));
    const events = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as ScenarioEvent & { version: number });
    expect(new Set(events.map(({ version }) => version))).toEqual(new Set([1]));
    expect(events[0]?.type).toBe("run-started");
    expect(events.at(-1)).toMatchObject({ type: "run-ended", result: { counts: { pass: 1, fail: 1 } } });
  });

  test("as TAP on the terminal, and as JUnit in a file, from one run", async () => {
    const junit = join(labctl.dir, "report.xml");
    const { code, stdout } = await labctl.run("test", "--tap", "--junit", junit, write("forms", yes + no));
    expect(code).toBe(1);
    expect(stdout).toMatch(/^ok 1 .*yes/m);
    expect(stdout).toMatch(/^not ok 2 .*no/m);
    expect(readFileSync(junit, "utf8")).toMatch(/<testsuite [^>]*tests="2"[^>]*failures="1"/);
  });
});
