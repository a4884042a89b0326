// Many pairs, few processes: what reach asks, and how it tells who does not answer.

import { expect, test } from "vitest";
import type { AskContext, Finding } from "../../../src/check/check.ts";
import { createFacts } from "../../../src/observe/round-facts.ts";
import { memoryRuntime, noRecording, type MemoryRuntime } from "../../helpers/memory-runtime.ts";
import { loadText } from "../../helpers/test-steps.ts";

const names = Array.from({ length: 20 }, (_, i) => `h${i + 1}`);
const addressOf = (name: string): string => `10.0.0.${name.slice(1)}`;

const lan = (test: string): string => `name: lan
topology:
  nodes:
${names.map((name) => `    ${name}: { kind: host }`).join("\n")}
  links:
    - endpoints: [${names.map((name) => `${name}:eth1`).join(", ")}]
      ipv4: [${names.map((name) => `${addressOf(name)}/24`).join(", ")}]
tests:
  - reach: ${test}
`;

/** Everybody reaches everybody, but for the pairs `FROM ADDRESS` in `broken`. */
async function ask(test: string, broken: readonly string[] = []): Promise<Finding & { asked: MemoryRuntime["asked"] }> {
  const { lab, steps } = await loadText(lan(test), "lan.yml");
  const runtime = memoryRuntime(noRecording, {
    exec: (node, argv) => ({
      stdout: argv
        .slice(4) // perl -e PROGRAM SECONDS ADDRESS…
        .map((to) => `${to} ${broken.includes(`${node} ${to}`) ? "no no answer" : "ok"}\n`)
        .join(""),
    }),
  });
  const signal = new AbortController().signal;
  const facts = createFacts(runtime, { timeoutMs: 1000, signal });
  const context: AskContext = { lab, runtime, facts, timeoutMs: 1000, signal };
  const [step] = steps;
  if (step?.kind !== "check") throw new Error("the step is no check");
  const inquiry = await step.check.begin(context);
  return { ...(await inquiry.ask(context)), asked: runtime.asked };
}

test("the 380 pairs of 20 nodes take 20 processes, one at each sender", async () => {
  const { outcome, saw, asked } = await ask("{ from: all, to: all }");
  expect(outcome).toBe("pass");
  expect(saw).toMatch(/^380 of 380 pairs in /);
  expect(asked.map((question) => question.split("$")[0])).toEqual(names);
});

test("a pair that fails is named; of many, some are, and the rest is counted", async () => {
  const one = await ask("{ from: [h1, h2], to: all }", ["h2 10.0.0.7"]);
  expect(one).toMatchObject({ outcome: "fail", differs: ["h2 does not reach h7: no answer"] });
  expect(one.unreached).toMatchObject([{ from: "h2", target: { text: "h7", ip: "10.0.0.7" } }]);
  expect(one.saw).toMatch(/^37 of 38 pairs in /);
  const many = await ask("{ from: h1, to: all }", names.slice(1).map((name) => `h1 ${addressOf(name)}`)); // prettier-ignore
  expect(many.differs).toHaveLength(13);
  expect(many.differs.at(-1)).toBe("… and 7 more");
});

test("with pairs: none, one that works is the mistake", async () => {
  const all = names.flatMap((from) => names.map((to) => `${from} ${addressOf(to)}`));
  expect(await ask("{ from: all, to: all, pairs: none }", all)).toMatchObject({ outcome: "pass" });
  const leak = await ask("{ from: all, to: all, pairs: none }", all.filter((pair) => pair !== "h3 10.0.0.4")); // prettier-ignore
  expect(leak).toMatchObject({ outcome: "fail", differs: ["h3 reaches h4, and must not"], unreached: [] });
});
