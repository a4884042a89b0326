import { expect, test } from "vitest";
import type { Step } from "../../../src/plan/step.ts";
import { planLab } from "../../../src/plan/up.ts";
import { batchesOf, ipBatchText, netnsScript, type NetnsBatch } from "../../../src/render/batches.ts";
import { blamedStep } from "../../../src/render/blame.ts";
import { everyStep } from "../../helpers/built-labs.ts";

const plan = planLab(everyStep());
const all = batchesOf({ steps: plan.stages.flatMap((stage) => stage.steps) });
const sandbox = all.find((batch) => batch.kind === "sandbox");
const netns = all.filter((batch) => batch.kind === "netns");

test("one process makes all namespaces and links, namespaces first", () => {
  expect(all.filter((batch) => batch.kind === "sandbox")).toHaveLength(1);
  expect(all[0]).toBe(sandbox);
  expect(sandbox === undefined ? "" : ipBatchText(sandbox)).toMatch(
    /^(netns add [a-z0-9]+\n){4}(link add name [^\n]+\n){4}$/,
  );
});

test("one process per node does the rest of the network", () => {
  expect(netns.map((batch) => batch.node)).toEqual(["web", "client", "router", "lan1"]);
});

test("no step is lost, and none comes twice", () => {
  const inBatches = all.flatMap((batch): readonly Step[] => {
    if (batch.kind === "node") return batch.steps;
    const lines = batch.kind === "netns" ? [...batch.sysctls, ...batch.ip] : batch.ip;
    return lines.map((line) => line.step);
  });
  const planned = plan.stages.flatMap((stage) => stage.steps);
  expect(inBatches).toHaveLength(planned.length);
  expect(new Set(inBatches)).toEqual(new Set(planned));
});

test("a node's script sets first and then hands the rest to one ip", () => {
  const router = netns.find((batch) => batch.node === "router");
  const script = router === undefined ? "" : netnsScript(router);
  expect(script).toContain("put 1 net/ipv4/ip_forward 1\n");
  expect(script).toContain("exec ip -batch - <<'END'\nlink set dev lo up\n");
  expect(script.endsWith("address add 2001:db8::1/64 dev eth1.10\nEND\n")).toBe(true);
});

test("a line number leads back to its step", () => {
  if (sandbox === undefined) throw new Error("no sandbox batch");
  // As iproute2 6.1 prints it.
  const blamed = blamedStep(sandbox, "RTNETLINK answers: File exists\nCommand failed -:6\n");
  expect(blamed).toBe(sandbox.ip[5]?.step);
  expect(blamed?.op).toBe("veth.add");
});

test("a setting's number leads back to its step", () => {
  const router = netns.find((batch) => batch.node === "router") as NetnsBatch;
  const stderr = "sh: 1: cannot create /proc/sys/net/ipv4/x: Directory nonexistent\nSetting failed 3\n";
  expect(blamedStep(router, stderr)).toBe(router.sysctls[2]?.step);
});

test("a word ip dislikes leads back to the one line that has it, and to none when several do", () => {
  const web = netns.find((batch) => batch.node === "web") as NetnsBatch;
  expect(blamedStep(web, 'Error: argument "50" is wrong: "metric" value is invalid\n')?.op).toBe("route.add");
  expect(blamedStep(web, 'Error: argument "eth0" is wrong: whatever\n')).toBeUndefined();
  expect(blamedStep(web, "Segmentation fault\n")).toBeUndefined();
});
