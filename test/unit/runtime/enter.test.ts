import { expect, test } from "vitest";
import { lineSplitter } from "../../../src/runtime/agent/protocol.ts";
import { mountPoints } from "../../../src/runtime/agent/mount-points.ts";
import { enterArgv } from "../../../src/runtime/enter.ts";

const target = { anchorPid: 2 ** 22 + 1, userNamespace: false, node: undefined, hostname: "x", env: {} };

test("the sandbox is entered namespace by namespace, never with --all", () => {
  expect(enterArgv(target, ["ip", "netns"])).toEqual([
    ...["nsenter", `--target=${target.anchorPid}`, "--net", "--mount", "--pid", "--uts", "--ipc", "--", "ip", "netns"],
  ]);
  expect(enterArgv({ ...target, userNamespace: true }, ["true"]).join(" ")).toContain(
    " --user --preserve-credentials ",
  );
});

test("a node without processes is its network namespace, with its name on the prompt", () => {
  const argv = enterArgv({ ...target, node: "h1", hostname: "h1.example" }, ["ping", "-c1", "h2"]);
  expect(argv).toContain("--net=/run/netns/h1");
  expect(argv.slice(-5)).toEqual(["sh", "h1.example", "ping", "-c1", "h2"]);
});

test("lines are split whatever the pieces they come in", () => {
  const text = 'a\n{"b":"é"}\n\nlast\n';
  const bytes = Buffer.from(text);
  for (let size = 1; size <= bytes.length; size++) {
    const lines: string[] = [];
    const feed = lineSplitter((line) => lines.push(line));
    for (let i = 0; i < bytes.length; i += size) feed(bytes.subarray(i, i + size));
    expect(lines).toEqual(["a", '{"b":"é"}', "", "last"]);
  }
});

test("mount points are field 5 of mountinfo", () => {
  const mountinfo = `22 27 0:20 / /proc rw,relatime shared:12 - proc proc rw
27 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw
31 27 254:2 / /srv/my\\040files rw shared:3 - ext4 /dev/vda2 rw
`;
  expect(mountPoints(mountinfo)).toEqual(["/proc", "/", "/srv/my\\040files"]);
});
