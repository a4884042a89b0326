import { describe, expect, test } from "vitest";
import { CouldNotAsk } from "../../../src/observe/facts.ts";
import { createFacts } from "../../../src/observe/round-facts.ts";
import { VtyUnavailable } from "../../../src/runtime/runtime.ts";
import { memoryRuntime, noRecording, type Changes } from "../../helpers/memory-runtime.ts";

const factsWith = (changes: Changes) => {
  const runtime = memoryRuntime(noRecording, changes);
  return { runtime, facts: createFacts(runtime, { timeoutMs: 1000, signal: new AbortController().signal }) };
};

describe("the facts of a round", () => {
  test("ask the same question once", async () => {
    const { runtime, facts } = factsWith({ vty: () => ({ text: '{"a":1}' }), exec: () => ({ stdout: "[]" }) });
    const answers = await Promise.all([
      facts.showJson("r1", "bgpd", "show bgp summary json"),
      facts.showJson("r1", "bgpd", "show bgp summary json"),
      facts.links("r1"),
      facts.links("r1"),
    ]);
    expect(answers).toEqual([{ a: 1 }, { a: 1 }, [], []]);
    expect(runtime.asked).toEqual(["r1/bgpd> show bgp summary json", "r1$ ip -j -d addr show"]);
  });

  test("put the kernel's questions of one moment into one process per node", async () => {
    const { runtime, facts } = factsWith({
      exec: (_, argv) => ({
        stdout: argv.includes("-batch") ? '[{"dst":"a"}]\n[{"dst":"b"}]\n' : '[{"dst":"other"}]\n',
      }),
    });
    const [main, red, six] = await Promise.all([
      facts.routes("r1", { family: 4 }),
      facts.routes("r1", { family: 4, vrf: "red" }),
      facts.routes("r1", { family: 6 }),
    ]);
    expect([main, red, six]).toEqual([[{ dst: "a" }], [{ dst: "b" }], [{ dst: "other" }]]);
    expect(runtime.asked).toEqual([
      "r1$ ip -j -N -d -4 -batch - < route show table main; route show vrf red",
      "r1$ ip -j -N -d -6 route show table main",
    ]);
  });

  test("ask one by one what a failing batch left open", async () => {
    const { facts } = factsWith({
      exec: (_, argv) => {
        if (argv.includes("-batch"))
          return { code: 1, stdout: '[{"dst":"a"}]\n[', stderr: "Error: ipv4: FIB table does not exist." };
        if (argv.includes("77"))
          return { code: 2, stdout: "[", stderr: "Error: ipv4: FIB table does not exist.\nDump terminated\n" };
        return { stdout: '[{"dst":"a"}]\n' };
      },
    });
    const both = [facts.routes("r1", { family: 4 }), facts.routes("r1", { family: 4, table: "77" })];
    expect(await Promise.all(both)).toEqual([[{ dst: "a" }], []]);
  });

  const refusals: readonly (readonly [what: string, changes: Changes, ask: "show" | "links", message: RegExp])[] = [
    ["a daemon that does not answer", { vty: () => { throw new VtyUnavailable("refused"); } }, "show", /refused/], // prettier-ignore
    [
      "a command FRR does not know",
      { vty: () => ({ status: 2, text: "% Unknown command" }) },
      "show",
      /knows no command/,
    ],
    ["an incomplete command", { vty: () => ({ status: 4, text: "" }) }, "show", /incomplete/],
    [
      "an answer that is no JSON",
      { vty: () => ({ status: 1, text: "% No such thing\n" }) },
      "show",
      /no JSON but "% No such thing"/,
    ],
    [
      "an ip command that fails",
      { exec: () => ({ code: 1, stderr: "no such namespace\n" }) },
      "links",
      /no such namespace/,
    ],
    ["an ip command that hangs", { exec: () => ({ timedOut: true }) }, "links", /in time/],
    ["ip without JSON", { exec: () => ({ stdout: "lo: up" }) }, "links", /no JSON/],
  ];
  test.each(refusals)("throw CouldNotAsk for %s", async (_, changes, ask, message) => {
    const { facts } = factsWith(changes);
    const asked = ask === "show" ? facts.showJson("r1", "bgpd", "show x json") : facts.links("r1");
    const error = await asked.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(CouldNotAsk);
    expect((error as CouldNotAsk).message).toMatch(message);
    expect((error as CouldNotAsk).question).toMatch(/^labctl (vtysh|exec) r1 /);
  });

  test("take nothing for the JSON of nothing", async () => {
    const { facts } = factsWith({ vty: () => ({ text: "" }), exec: () => ({ stdout: "" }) });
    expect(await facts.showJson("r1", "zebra", "show evpn vni json")).toEqual({});
    expect(await facts.neighbours("r1")).toEqual([]);
  });
});
