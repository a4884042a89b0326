import { expect, test } from "vitest";
import { changeArgv, changeEnd, describeChange, type LinkChange } from "../../../src/scenario/link-change.ts";
import type { LabRuntime } from "../../../src/runtime/runtime.ts";

const impair = (impairment: Extract<LinkChange, { what: "impair" }>["impairment"]): LinkChange => ({
  what: "impair",
  impairment,
});

test.each<[LinkChange, string, string]>([
  [{ what: "down" }, "ip link set dev eth1 down", "down"],
  [
    impair({ rate: 1e6 }),
    "tc qdisc replace dev eth1 root tbf rate 1mbit burst 32768b latency 50ms",
    "impaired: rate 1mbit",
  ],
  [impair({ loss: 1 }), "tc qdisc replace dev eth1 root netem loss 1%", "impaired: loss 1%"],
  [impair({}), "tc qdisc del dev eth1 root", "mended"],
])("%j is `%s`", (change, command, words) => {
  expect(changeArgv(change, "eth1").join(" ")).toBe(command);
  expect(describeChange(change)).toBe(words);
});

/** Answers as iproute2 6.1 does. */
const answering = (code: number, stderr: string): LabRuntime =>
  ({
    exec: async (_node: string, argv: readonly string[]) => ({ argv, code, stdout: "", stderr }),
  }) as unknown as LabRuntime;
const end = { node: "r1", ifname: "eth1" };

test("mending what is whole is no failure; anything else that fails is", async () => {
  const whole = answering(2, "Error: Cannot delete qdisc with handle of zero.\n");
  expect(await changeEnd(end, impair({}), whole, {})).toMatchObject({ outcome: "pass" });
  expect(await changeEnd(end, impair({ loss: 1 }), whole, {})).toMatchObject({ outcome: "fail" });
});

test("a kernel that cannot is told from a command that fails", async () => {
  const old = answering(2, "Error: Specified qdisc kind is unknown.\n");
  expect(await changeEnd(end, impair({ loss: 1 }), old, {})).toMatchObject({
    outcome: "skipped",
    why: "this kernel cannot: it has no netem",
  });
  const gone = answering(1, 'Cannot find device "eth1"\n');
  expect(await changeEnd(end, { what: "up" }, gone, {})).toMatchObject({
    outcome: "fail",
    why: 'Cannot find device "eth1"',
  });
});
