import { expect, test } from "vitest";
import { kernelFeatures, readTrials, trialScript } from "../../../src/runtime/probe.ts";
import { featureNames } from "../../../src/topology/schema.ts";

test("only what is asked for is tried, and the link pair it is tried on", () => {
  const tried = (script: string): readonly string[] =>
    [...script.matchAll(/printf '%s\\t%s\\t%s\\n' (\S+)/g)].map((m) => m[1] ?? "");
  expect(tried(trialScript(["netem", "vrf"]))).toEqual(["veth", "vrf", "netem"]);
  expect(tried(trialScript(kernelFeatures))).toEqual(kernelFeatures);
});

test("every feature that a lab file may name can be tried", () => {
  expect(featureNames.filter((name) => !kernelFeatures.includes(name))).toEqual([]);
});

test("answers are read by name; a sandbox that was not made is no answer", () => {
  const features = readTrials("sandbox\nveth\t0\t\nvrf\t2\tError: Unknown device type.\nnonsense\t0\t\n");
  expect(features && [...features]).toEqual([
    ["veth", { works: true, said: "" }],
    ["vrf", { works: false, said: "Error: Unknown device type." }],
  ]);
  expect(readTrials("")).toBeUndefined();
});
