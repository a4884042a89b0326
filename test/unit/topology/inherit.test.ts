// Knows: what a node gets from defaults, kinds, groups and itself.
// Refuses to know: containerlab's own files (test/golden/clab).

import { expect, test } from "vitest";
import { loaded, nodeOf } from "./memory-io.ts";

const text = `
name: inherit
topology:
  defaults: { kind: host, hostname: from-defaults, env: { A: defaults, B: defaults }, exec: [echo 1] }
  kinds:
    host: { env: { B: kind, C: kind }, exec: [echo 2], binds: [/k:/one, /k:/two] }
  groups:
    g: { hostname: from-group, env: { C: group }, exec: [echo 3], binds: ["/g:/two:ro"] }
  nodes:
    plain:
    member: { group: g, env: { D: "01" }, exec: [echo 1, echo 4] }
    label: { group: Some words, hostname: own }
`;
const files = { "/k": "", "/g": "" };

test("the more specific value wins, maps merge key by key, commands add up", async () => {
  const lab = await loaded(text, { files });
  expect(nodeOf(lab, "plain")).toMatchObject({
    hostname: "from-defaults",
    env: { A: "defaults", B: "kind", C: "kind" },
  });
  const member = nodeOf(lab, "member");
  expect(member).toMatchObject({ hostname: "from-group", env: { A: "defaults", B: "kind", C: "group", D: "01" } });
  expect(member.exec.map((exec) => exec.argv[1])).toEqual(["1", "2", "3", "1", "4"]);
  expect(member.exec.every((exec) => exec.strict)).toBe(true);
});

test("binds merge by target", async () => {
  const { binds } = nodeOf(await loaded(text, { files }), "member");
  expect(binds.map(({ source, target, mode }) => [source, target, mode])).toEqual([
    ["/k", "/one", "copy"],
    ["/g", "/two", "ro"],
  ]);
});

test("a group without settings is a label", async () => {
  expect(nodeOf(await loaded(text, { files }), "label")).toMatchObject({ group: "Some words", hostname: "own" });
});

test("in a .clab.yml an equal command runs once, and a failing one does not fail the deploy", async () => {
  const { exec } = nodeOf(await loaded(text, { files, file: "lab.clab.yml" }), "member");
  expect(exec.map(({ argv, strict }) => [argv[1], strict])).toEqual([
    ["1", false],
    ["2", false],
    ["3", false],
    ["4", false],
  ]);
});

test("an FRR image makes a router, and binds of a kind do not", async () => {
  const lab = await loaded(
    `
name: images
topology:
  kinds: { linux: { binds: [/k:/etc/frr/vtysh.conf], image: quay.io/frrouting/frr:10.1 } }
  nodes:
    router: { kind: linux }
    host: { kind: linux, image: "wbitt/network-multitool:alpine" }
    built: { kind: linux, image: ubuntu:22.04, binds: ["/g:/etc/frr/frr.conf"] }
`,
    { files, file: "lab.clab.yml" },
  );
  expect(lab.graph.mapNodes((name, { kind }) => [name, kind])).toEqual([
    ["built", "frr"],
    ["host", "host"],
    ["router", "frr"],
  ]);
});
