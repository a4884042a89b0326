// A macvlan link reaches an interface of the machine. The machine here is a network namespace that plays its part.

import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { missingFeatures, skipReason } from "../helpers/kernel-features.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { repository, type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const lab = `name: outside
topology:
  nodes: { a: { kind: host, interfaces: { eth0: { ipv4: 10.5.0.2/24 } } } }
  links:
    - endpoints: [a:eth0, macvlan:eth0]
tests:
  - ping: { from: a, to: 10.5.0.1 }
`;
const program = join(repository, "dist/labctl.js");
const isRoot = process.geteuid?.() === 0;
const lacking = await missingFeatures("macvlan");
const asRoot = isRoot ? "" : " (skipped: only root may make interfaces on the machine)";

test.skipIf(!isRoot || lacking.length > 0)(
  `a macvlan link reaches the machine, and leaves nothing on it${asRoot}${skipReason(lacking)}`,
  () => {
    labctl.write("outside.yml", lab);
    // What the machine has before and after, and the lab's own tests in between.
    const script = [
      "set -e",
      "ip link add name eth0 type veth peer name up1; ip link set eth0 up; ip link set up1 up",
      "ip address add 10.5.0.1/24 dev up1",
      "ip -o link | cut -d: -f2 >before",
      `"$0" ${program} test outside.yml`,
      "ip -o link | cut -d: -f2 >after; cmp before after",
    ].join("\n");
    const ran = spawnSync("unshare", ["--net", "sh", "-c", script, process.execPath], {
      cwd: labctl.dir,
      encoding: "utf8",
      env: { ...process.env, LABCTL_STATE_DIR: labctl.stateDir, NO_COLOR: "1" },
    });
    expect(ran.stdout).toContain("1 passed");
    expect(ran.status).toBe(0);
  },
);

test("without a way to the machine it is refused with the line", async () => {
  labctl.write("outside.yml", lab);
  const refused = await labctl.run("deploy", "--kernel", isRoot ? "uml" : "host", "outside.yml");
  expect(refused.code).toBe(3);
  if (!refused.stderr.includes("linux.uml")) expect(refused.stderr).toContain("outside.yml:5:27: a:eth0 is on eth0");
});
