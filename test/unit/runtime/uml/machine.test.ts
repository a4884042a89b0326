import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { leastTaken, parseCpuList } from "../../../../src/runtime/uml/cpu.ts";
import { guestInitText, quoted } from "../../../../src/runtime/uml/guest-init.ts";
import { kernelCommand, memoryMbOf } from "../../../../src/runtime/uml/kernel-command.ts";
import { noexecMount } from "../../../../src/runtime/uml/memory-folder.ts";
import { lastWords } from "../../../../src/runtime/uml/machine.ts";
import { modulesFor } from "../../../../src/runtime/uml/modules.ts";

test("a list of processors, as cpuset(7) writes it", () => {
  expect(parseCpuList("0-2,5\n")).toEqual([0, 1, 2, 5]);
  expect(parseCpuList("7")).toEqual([7]);
  expect(parseCpuList("")).toEqual([]);
});

test("a guest gets the processor the fewest guests are on, and never one it may not use", () => {
  expect(leastTaken([0, 1], [])).toBe(1);
  expect(leastTaken([0, 1], [1])).toBe(0);
  expect(leastTaken([0, 1], [0, 1, 1])).toBe(0);
  expect(leastTaken([4], [4, 4])).toBe(4);
  expect(leastTaken([2, 3], [0, 1])).toBe(3);
});

const mountinfo = [
  "22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw",
  "25 22 0:22 / /dev/shm rw,nosuid,nodev,noexec,relatime shared:4 - tmpfs shm rw,size=65536k",
  "30 22 0:30 / /run rw,nosuid shared:5 - tmpfs tmpfs rw",
  "31 30 0:31 / /run/user/1000 rw,noexec shared:6 - tmpfs tmpfs rw",
].join("\n");

test.each([
  ["/dev/shm", true],
  ["/dev/shm/x", true],
  ["/dev/shmoo", false],
  ["/run/labctl/a", false],
  ["/run/user/1000/labctl", true],
  ["/tmp", false],
])("whether programs may be run on the mount of %s: noexec is %s", (folder, isNoexec) => {
  expect(noexecMount(mountinfo, folder)).toBe(isNoexec);
});

test("modules: what every lab needs, and what the plan's needs stand for, each once", () => {
  expect(modulesFor(["netns", "frr", "frr:bgpd"])).toEqual(["overlay", "ipv6", "veth", "bridge"]);
  const rich = modulesFor(["vrf", "vlan", "bridge-vlan", "netem", "dummy", "vrf"]);
  expect(rich).toEqual(["overlay", "ipv6", "veth", "bridge", "vrf", "8021q", "sch_netem", "dummy"]);
});

test("the kernel's command line: memory grows with the nodes, the first program is a shell with our text", () => {
  const root = kernelCommand({ cpu: 1, nodes: 3, initFile: "/run/labctl/a b/uml-init.sh", asUser: false });
  expect(root.slice(0, 5)).toEqual(["taskset", "--cpu-list", "1", "linux.uml", `mem=${memoryMbOf(3)}M`]);
  expect(root.slice(-3)).toEqual(["init=/bin/sh", "--", '"/run/labctl/a b/uml-init.sh"']);
  expect(memoryMbOf(30)).toBeGreaterThan(memoryMbOf(3));
  const user = kernelCommand({ cpu: 1, nodes: 3, initFile: "/x", asUser: true });
  expect(user.slice(-5)).toEqual(["init=/usr/bin/setpriv", "--", "--no-new-privs", "/bin/sh", '"/x"']);
});

test("paths with quotes and dollars reach the guest's shell as they are", () => {
  const stateDir = "/tmp/it's $HOME `x`";
  expect(execFileSync("sh", ["-c", `printf %s ${quoted(stateDir)}`], { encoding: "utf8" })).toBe(stateDir);
  const text = guestInitText({
    lab: "x",
    stateDir,
    nodeBinary: "/usr/bin/node",
    agentFile: "/a.js",
    modules: ["overlay"],
  });
  const exports = text.split("\n").filter((line) => line.startsWith("export ") && !line.startsWith("export PATH"));
  const shown = execFileSync("sh", ["-c", `${exports.join("\n")}\nprintf %s "$LABCTL_STATE"`], { encoding: "utf8" });
  expect(shown).toBe(stateDir);
  execFileSync("sh", ["-n"], { input: text });
});

test("of a panic the reason is shown, not the registers and calls below it", () => {
  const calls = Array.from({ length: 40 }, (_, i) => ` [<${60_000_000 + i}>] ? do_signal+0x${i}/0xc5`);
  const reason = [
    "Run /init as init process",
    "userspace - ptrace set fp regs failed, errno = 14",
    "Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b",
  ];
  expect(lastWords(["Linux version 6.12", "devtmpfs: mounted", ...reason, "Call Trace:", ...calls].join("\n"))).toEqual(
    {
      panicked: true,
      text: ["devtmpfs: mounted", ...reason].join("\n"),
    },
  );
  expect(lastWords("one\ntwo\n")).toEqual({ panicked: false, text: "one\ntwo" });
});
