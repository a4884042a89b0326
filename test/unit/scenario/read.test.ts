// What is wrong in a step is said where it stands, with what would be right.

import { describe, expect, test } from "vitest";
import { loadFixture } from "../../helpers/test-steps.ts";

/** `line:column code message (hint)`, lines counted from the first line below `tests:`. */
async function complaints(tests: string): Promise<string[]> {
  const { lab, diagnostics } = await loadFixture("routers", tests);
  const first = Math.min(...lab.tests.map(({ at }) => at.line));
  return diagnostics.map(({ at, code, message, hint, severity }) => {
    const place = `${at.line - first + 1}:${at.col}`;
    return `${place} ${severity === "warning" ? "warning " : ""}${code}: ${message}${hint === undefined ? "" : ` (${hint})`}`;
  });
}

const nodes = "the nodes of this lab: h1, r1, r2, r3";

describe("a step with a mistake", () => {
  const cases: readonly (readonly [what: string, step: string, said: readonly string[]])[] = [
    [
      "an unknown node",
      "ping: { from: r9, to: h11 }",
      [`1:19 tests/unknown-node: no node is called "r9" (did you mean "r1"?) (${nodes})`],
    ],
    [
      "an unknown node as destination",
      "ping: { from: r1, to: h11 }",
      [`1:27 tests/unknown-node: no node is called "h11" (did you mean "h1"?) (${nodes})`],
    ],
    [
      "an interface that is not there",
      "ping: { from: r1, to: 'h1:eth9' }",
      ['1:27 tests/unknown-interface: h1 has no interface "eth9" (did you mean "eth0"?) (it has: lo, eth0)'],
    ],
    [
      "a misspelt key",
      "ping: { from: r1, to: h1, soruce: r1 }",
      [
        '1:31 tests/unknown-key: ping has no key "soruce" (did you mean "source"?) (it takes: from, to, source, interface, vrf, count, size, df, ttl)',
      ],
    ],
    [
      "a misspelt key that is missed",
      "ping: { form: r1, to: h1 }",
      [
        '1:13 tests/unknown-key: ping has no key "form" (did you mean "from"?) (it takes: from, to, source, interface, vrf, count, size, df, ttl)',
      ],
    ],
    [
      "a misspelt key that a rule misses",
      "vtysh: { on: r1, show: ip route, jason: {} }",
      [
        '1:38 tests/unknown-key: vtysh has no key "jason" (did you mean "json"?) (it takes: on, show, json, matches, daemon)',
      ],
    ],
    [
      "a misspelt key in a check inside a check",
      "transition: { check: { route: { on: r1, prefx: default } }, sequence: [absent, present] }",
      [
        '1:45 tests/unknown-key: route has no key "prefx" (did you mean "prefix"?) (it takes: on, prefix, protocol, via, dev, src, metric, nexthops, type, vrf, table)',
      ],
    ],
    [
      "a list with nothing in it",
      "run: { on: r1, run: [] }",
      ['1:25 tests/value: "run" of run takes at least 1 entry, and has none'],
    ],
    [
      "a number out of range",
      "listen: { on: r1, port: 70000 }",
      ['1:29 tests/value: "port" of listen is 70000: the most is 65535'],
    ],
    [
      "a count of packets that is none",
      "capture: { at: 'r1:eth1', sees: lots }",
      ['1:37 tests/value: "sees" of capture: wanted some, none, a number, or a comparison such as ">= 3"'],
    ],
    [
      "a missing key",
      "ping: { from: r1 }",
      ['1:11 tests/missing: ping needs "to" (it takes: from, to, source, interface, vrf, count, size, df, ttl)'],
    ],
    [
      "a misspelt word of a list",
      "bgp: { on: r1, neighbor: r2, state: established }",
      [
        '1:41 tests/value: "state" of bgp cannot be "established" (did you mean "Established"?) (it takes one of Idle, Connect, Active, OpenSent, OpenConfirm, Established, or a list)',
      ],
    ],
    [
      "a comparison that is none",
      'route: { on: r1, prefix: 1.1.1.1, nexthops: "=> 2" }',
      ['1:49 tests/value: "nexthops" of route: wanted a number, or a comparison such as ">= 3"'],
    ],
    ["a bad prefix", "route: { on: r1, prefix: 10.0.0.0/33 }", ['1:30 tests/bad-prefix: "10.0.0.0/33" is not a prefix (like 10.0.0.0/8, 2001:db8::/32 or default)']],
    ["an address with a mistake", "ping: { from: r1, to: 10.0.0.256 }", ['1:27 tests/bad-address: "10.0.0.256" is not an address (an IPv4 or IPv6 address, a node, or node:interface)']],
    ["a daemon that does not run", "vtysh: { on: r1, show: ip rip, matches: x }", ['1:28 tests/no-daemon: r1 runs no ripd: it has zebra, staticd, bgpd, ospfd, isisd, bfdd (configure it in frr:, or add ripd to frr.daemons)']],
    ["FRR on a host", "bgp: { on: h1, neighbor: r1 }", ["1:16 tests/no-frr: h1 runs no FRR (kind host)"]],
    ["a shell word without a shell", "exec: { on: r1, run: 'ip route | wc -l' }", ['1:26 tests/command: "|" is a word of the shell (there is no shell here: `shell:` runs one)']],
    ["a pattern that cannot be one", "exec: { on: r1, run: ls, stdout: { matches: '(' } }", ['1:49 tests/value: "stdout.matches" of exec: not a regular expression that JavaScript understands']],
    ["two families", "ping: { from: r1, to: 2001:db8::1, source: 1.1.1.1 }", ["1:48 tests/family: the source is IPv4, but 2001:db8::1 is IPv6"]],
    ["a protocol nobody knows", "route: { on: r1, prefix: 1.1.1.1, protocol: bpg }", ['1:49 tests/protocol: no routing protocol is called "bpg" (did you mean "bgp"?) (one of: unspec, redirect, kernel, connected, boot, static, ra, zebra, dhcp, babel, bgp, isis, ospf, rip, ripng, nhrp, eigrp, ldp, sharp, pbr, openfabric, srte, or a number)']],
    ["an action that should fail", "run: { on: r1, run: ls }\n    expect: fail", ['1:5 tests/action-key: "expect" is for checks, and "run" is an action (to see a command fail, use the check `exec` with `exit:`)']],
    ["a pause without a unit that exists", "pause: 3h", ['1:12 tests/duration: "3h" is not a time (500ms, 5s, 2m, or a number of seconds)']],
    ["an interface that is nearly there", "route: { on: h1, prefix: default, dev: eth1 }", ['1:44 warning tests/unknown-interface: h1 has no interface "eth1" (did you mean "eth0"?)']],
    ["a link's end that nothing makes", "link: { down: 'h1:eth1' }", ['1:19 tests/unknown-interface: h1 has no interface "eth1" (did you mean "eth0"?) (it has: lo, eth0; what `plug` makes is there after that step)']],
    ["one that is pulled out", "unplug: r1:eth77", ['1:13 tests/unknown-interface: r1 has no interface "eth77" (it has: lo, eth1, eth3, eth9; what `plug` makes is there after that step)']],
    ["a negative check with nothing before it", "ping: { from: r1, to: h1 }\n    expect: fail", ['1:5 warning tests/lucky-negative: "not: r1 reaches h1" may pass only because the lab is not up yet (add `for: 5s`, or put a check that must hold before it)']],
  ]; // prettier-ignore
  test.each(cases)("%s", async (_, step, said) => expect(await complaints(`  - ${step}\n`)).toEqual(said));
});

describe("an end of a link that the lab file does not declare", () => {
  const absent = 'tests/unknown-interface: r1 has no interface "new1"';
  const cases: readonly (readonly [what: string, before: string, said: string | undefined])[] = [
    ["is one that was plugged in", "plug: { endpoints: ['r1:new1', 'r2:new2'] }", undefined],
    ["is no other node's of that name", "plug: { endpoints: ['r3:new1', 'r2:new2'] }", absent],
    ["is one that a command names", "run: { on: r1, run: ip link add new1 type dummy }", undefined],
    ["is one that a shell's words name", "run: { on: r1, shell: 'modprobe x\\nip link add new1 type dummy' }", undefined],
    ["is doubted where a command names another", "run: { on: r1, run: ip link add new10 type dummy }", `warning ${absent}`],
    ["does not come of a check that asks for it", "interface: { on: r1, name: new1 }", absent],
    ["may be one of the kernel's own", "link: { up: 'r1:sit0' }", absent],
  ]; // prettier-ignore
  test.each(cases)("%s", async (_, before, said) => {
    const found = await complaints(`  - ${before}\n  - link: { down: 'r1:new1' }\n`);
    expect(found.map((line) => line.replace(/^2:\d+ /, "").replace(/ \(it has.*/, ""))).toEqual(
      said === undefined ? [] : [said],
    );
  });

  test("is not there before the step that plugs it in", async () => {
    const plug = "  - plug: { endpoints: ['r1:new1', 'r2:new2'] }\n";
    expect(await complaints(`  - link: { down: 'r1:new1' }\n${plug}`)).toHaveLength(1);
  });
});

test("every mistake of a step is reported in one go", async () => {
  const found = await complaints(
    "  - ping: { from: r9, to: 1.1.1.1 }\n  - bgp: { on: r1 }\n  - route: { on: r8, prefix: x }\n",
  );
  expect(found.map((line) => line.split(": ")[0])).toEqual([
    "1:19 tests/unknown-node",
    "2:10 tests/missing",
    "3:18 tests/unknown-node",
    "3:30 tests/bad-prefix",
  ]);
});

describe("a node in place of an address", () => {
  const cases = [
    ["its loopback, which does not depend on the way", "{ from: r1, to: r2 }", "2.2.2.2"],
    ["the address next to the sender, where there is no loopback", "{ from: r1, to: h1 }", "192.168.1.10"],
    ["an interface's own", "{ from: r1, to: 'r3:eth2' }", "10.0.23.3"],
    ["a source", "{ from: r1, to: r2, source: 'r1:eth9' }", "-I 192.168.1.1 2.2.2.2"],
  ];
  test.each(cases)("is %s", async (_, value, end) => {
    const { lab, steps } = await loadFixture("routers", `  - ping: ${value}\n`);
    const [step] = steps;
    expect(step?.kind === "check" && step.check.question(lab)).toBe(`labctl exec r1 ping -n -c 1 -w 1 -i 0.2 ${end}`);
  });
});
