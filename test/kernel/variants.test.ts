// One test list in several settings of a lab: each variant a lab of its own, built, tested and taken away.

import { afterAll, beforeAll, expect, test } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { missingFeatures } from "../helpers/kernel-features.ts";
import { makeLabctl, type Labctl } from "../helpers/labctl.ts";

const lab = `name: way-back
variants:
  none:
    summary: the main table alone
  pbr:
    summary: what comes from the second address goes back the second way
    nodes:
      server:
        rules: [from 10.0.2.1 lookup 10]
        exec: [ip route add default via 10.0.2.2 dev eth2 table 10]
  vrf:
    kernel: host
    nodes:
      server: { vrfs: { mgmt: { table: 10, interfaces: [eth2], routes: [default via 10.0.2.2] } } }
topology:
  nodes:
    server:
      kind: host
      interfaces: { eth1: { ipv4: 10.0.1.1/24 }, eth2: { ipv4: 10.0.2.1/24 } }
      routes: [default via 10.0.1.2]
    router:
      kind: host
      interfaces: { eth1: { ipv4: 10.0.1.2/24 }, eth2: { ipv4: 10.0.2.2/24 } }
  links:
    - endpoints: [server:eth1, router:eth1]
    - endpoints: [server:eth2, router:eth2]
tests:
  - stage: The way back
    name: there is a rule
    exec: { on: server, run: ip rule show table 10, stdout: { contains: 10.0.2.1 } }
    only: pbr
  - name: what is asked at eth2 leaves by eth2
    lookup: { on: server, to: 192.0.2.1, source: 10.0.2.1, dev: eth2 }
    expect: { none: fail, vrf: fail }
    within: 0
  - ping: { from: router, to: 10.0.2.1 }
    only: [none, pbr]
`;

let before: HostSnapshot;
let labctl: Labctl;
beforeAll(() => {
  before = takeHostSnapshot();
  labctl = makeLabctl();
  labctl.write("way-back.yml", lab);
});
afterAll(async () => {
  await labctl.cleanUp();
  expect(processesWith(labctl.stateDir)).toEqual([]);
  expect(changesSince(before)).toEqual([]);
});

const noVrf = (await missingFeatures("vrf")).length > 0;

test("each is a run of its own; one that this machine cannot build is skipped, and the others count", async () => {
  const { code, stdout } = await labctl.run("test", "way-back.yml", "--json");
  const report = JSON.parse(stdout) as { labs: { lab: string; variant: { name: string }; counts: object }[] };
  const runs = report.labs.map((run) => [run.lab, run.variant.name, run.counts]);
  const counts = { pass: 0, fail: 0, error: 0, skipped: 0 };
  expect(runs).toEqual([
    ["way-back-none", "none", { ...counts, pass: 2 }],
    ["way-back-pbr", "pbr", { ...counts, pass: 3 }],
    ["way-back-vrf", "vrf", noVrf ? { ...counts, skipped: 1 } : { ...counts, pass: 1 }],
  ]);
  expect(code).toBe(0);
  expect(JSON.parse((await labctl.run("inspect", "--json")).stdout)).toEqual([]);
});

test("one that was chosen and cannot be built is refused", async ({ skip }) => {
  skip(!noVrf, "this kernel has VRFs");
  const refused = await labctl.run("test", "way-back.yml", "--variant", "vrf");
  expect(refused.code).toBe(3);
  expect(refused.stderr).toContain("way-back.yml:14:25: server:mgmt is a VRF: this kernel has no vrf");
});

test("deploy takes the first and says so; one that runs is tested as the variant it is", async () => {
  const first = await labctl.run("deploy", "way-back.yml");
  expect(first).toMatchObject({ code: 0 });
  expect(first.stderr).toContain("this is the variant none; the lab has none, pbr, vrf: --variant chooses");
  const second = await labctl.run("deploy", "way-back.yml", "--variant", "pbr");
  expect(second.stdout).toContain("way-back-pbr is running");
  expect(second.stderr).not.toContain("--variant chooses");
  const tested = await labctl.run("test", "way-back-pbr", "--only", "1");
  expect(tested.stdout).toContain("what comes from the second address goes back the second way");
  expect(tested.stdout).toContain("✔ there is a rule");
  // A step that only one variant has picks that variant.
  const picked = await labctl.run("test", "way-back.yml", "--only", "1");
  expect(picked.stdout).toMatch(/^way-back-pbr /m);
  expect(picked.stdout).not.toMatch(/^way-back-(none|vrf) /m);
  expect((await labctl.run("destroy", "--all")).code).toBe(0);
});

test("validate checks all of them, plan and the list of steps show the one that is asked for", async () => {
  const valid = await labctl.run("validate", "way-back.yml");
  expect(valid).toMatchObject({ code: 0, stdout: "way-back.yml: valid: 2 nodes, 2 links, 3 tests, 3 variants\n" });
  labctl.write("broken.yml", lab.replace("interfaces: [eth2], routes", "interfaces: [eth7], routes"));
  const broken = await labctl.run("validate", "broken.yml");
  expect(broken.code).toBe(2);
  expect(broken.stderr).toContain('broken.yml:14:57: error[names/unknown-interface]: "server" has no interface "eth7"');
  expect(broken.stderr).toContain("(variant vrf)");
  expect((await labctl.run("plan", "way-back.yml", "--variant", "pbr")).stdout).toContain("from 10.0.2.1");
  expect((await labctl.run("plan", "way-back.yml")).stdout).not.toContain("from 10.0.2.1");
  const list = await labctl.run("test", "--list", "--variant", "vrf", "way-back.yml");
  expect(list.stdout).toMatch(/^way-back-vrf way-back.yml\n +2 {2}lookup .*\n$/);
});
