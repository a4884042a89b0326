// Knows: what `net` prints and keeps: pending, commit, abort, history, rollback, errors.
// Refuses to know: what single commands configure (acceptance.test.ts).

import { describe, expect, test } from "vitest";
import { confirmCommit, expireCommit } from "../../../src/nclu/commit-command.ts";
import { TestSwitch } from "./switch.ts";

const golden = (name: string): string => `../../golden/nclu/${name}.txt`;

describe("net pending", () => {
  test("prints nothing when nothing is pending", () => {
    expect(new TestSwitch().net("net pending").stdout).toBe("");
  });

  test("is the difference of /etc/network/interfaces and the table of commands", async () => {
    const sw = new TestSwitch(["eth0", "swp1", "swp3"]).all("net add vlan 10");
    await expect(sw.net("net pending").stdout).toMatchFileSnapshot(golden("pending-vlan"));
  });

  test("shows FRR's part without `!`, new blocks behind the first `end`", async () => {
    const sw = new TestSwitch().all(`
      net add routing route 20.1.1.0/24 172.16.12.2
      net commit
      net add routing route 30.1.1.0/24 172.16.12.2
      net add ospf router-id 1.1.1.1`);
    await expect(sw.net("net pending").stdout).toMatchFileSnapshot(golden("pending-frr"));
  });

  test("json has the same differences and commands", () => {
    const sw = new TestSwitch().all("net add hostname leaf01");
    const json = JSON.parse(sw.net("net pending json").stdout) as {
      diffs: { fromFile: string }[];
      commands: unknown[];
    };
    expect(json.diffs.map((d) => d.fromFile)).toEqual([
      "/run/nclu/frr/frr.conf.scratchpad.baseline",
      "/etc/hostname",
      "/etc/hosts",
    ]);
    expect(json.commands).toEqual([
      { timestamp: "2019-03-25 15:04:49.012000", command: "net add hostname leaf01", user: "cumulus" },
    ]);
  });

  test("lists commands in their canonical form", () => {
    const sw = new TestSwitch().all("net add int swp1 bri trunk vlan 10-20");
    expect(sw.net("net pend").stdout).toContain("net add interface swp1 bridge trunk vlans 10-20\n");
  });
});

describe("net commit", () => {
  test("prints what net pending printed, and empties the buffer", () => {
    const sw = new TestSwitch().all("net add loopback lo ip address 1.1.1.1/32");
    const pending = sw.net("net pending").stdout;
    sw.now -= 1000;
    expect(sw.net("net commit").stdout).toBe(pending);
    expect(sw.net("net pending").stdout).toBe("");
    expect(sw.stanza("lo")).toBe("iface lo inet loopback\n    address 1.1.1.1/32");
  });

  test("with an empty buffer says so and succeeds", () => {
    const result = new TestSwitch().net("net commit");
    expect(result).toMatchObject({
      exitCode: 0,
      stdout: "commit ignored...there were no pending changes\n",
      effects: [],
    });
    expect(new TestSwitch().net("net commit confirm").stdout).toContain("There are no pending changes");
  });

  test("gives OSPF its router id before any interface speaks, and the interface its type before its area", () => {
    const sw = new TestSwitch().all(`
      net add ospf router-id 1.1.1.1
      net add interface swp2 ospf area 0
      net add interface swp2 ospf network point-to-point
      net add ospf log-adjacency-changes
      net commit`);
    expect(sw.effects.find(({ kind }) => kind === "frr-configure")).toEqual({
      kind: "frr-configure",
      lines: [
        ...["router ospf", "ospf router-id 1.1.1.1", "exit"],
        ...["interface swp2", "ip ospf network point-to-point", "ip ospf area 0", "exit"],
        ...["router ospf", "log-adjacency-changes", "exit"],
      ],
    });
    // Known already: it is not said again.
    sw.all("net add interface swp1 ospf area 0\nnet commit");
    expect(sw.effects.find(({ kind }) => kind === "frr-configure")).toEqual({
      kind: "frr-configure",
      lines: ["interface swp1", "ip ospf area 0", "exit"],
    });
  });

  test("reloads interfaces before FRR, and FRR by difference", () => {
    const sw = new TestSwitch().all(`
      net add bgp autonomous-system 65000
      net add bgp neighbor swp1 remote-as external
      net commit
      net add loopback lo ip address 1.1.1.1/32
      net add bgp network 1.1.1.1/32
      net del bgp neighbor swp1
      net add bgp neighbor swp2 remote-as external
      net commit`);
    expect(sw.effects.map((e) => (e.kind === "write-file" ? e.path : e.kind))).toEqual([
      "/etc/network/interfaces",
      "ifreload",
      "frr-configure",
      "/etc/frr/frr.conf",
    ]);
    expect(sw.effects.find((e) => e.kind === "frr-configure")).toEqual({
      kind: "frr-configure",
      lines: [
        "router bgp 65000",
        "no neighbor swp1 interface remote-as external",
        "exit",
        "router bgp 65000",
        "neighbor swp2 interface remote-as external",
        "address-family ipv4 unicast",
        "network 1.1.1.1/32",
        "exit-address-family",
        "exit",
      ],
    });
  });

  test("touches no session when the change has nothing to do with it", () => {
    const sw = new TestSwitch().all(`
      net add bgp autonomous-system 65000
      net add bgp neighbor swp1 remote-as external
      net commit
      net add interface swp2 mtu 9000
      net commit`);
    expect(sw.effects.map((e) => e.kind)).toEqual(["write-file", "ifreload"]);
  });

  test("names the daemons a first line of a protocol needs", () => {
    const sw = new TestSwitch().all("net add ospf router-id 1.1.1.1\nnet commit");
    expect(sw.effects[0]).toEqual({ kind: "frr-daemons", daemons: ["ospfd"] });
  });

  test("a new value takes the place of the old one without `no`", () => {
    const sw = new TestSwitch().all(`
      net add bgp autonomous-system 65000
      net add bgp router-id 1.1.1.1
      net commit
      net add bgp router-id 2.2.2.2
      net commit`);
    expect(sw.effects[0]).toEqual({
      kind: "frr-configure",
      lines: ["router bgp 65000", "bgp router-id 2.2.2.2", "exit"],
    });
  });

  test("both ways of OSPF at once fail as FRR fails, and stay pending", () => {
    const sw = new TestSwitch().all("net add ospf network 10.0.0.0/8 area 0\nnet add interface swp1 ospf area 0");
    const result = sw.net("net commit");
    expect(result.exitCode).toBe(1);
    expect(result.stdout).toContain("Please remove all ip ospf area x.x.x.x commands first.");
    expect(result.stdout).toContain('All changes will remain in "net pending".');
    expect(sw.state.pending).toHaveLength(2);
  });

  test("while a commit waits for its confirmation nobody commits on top of it, and nothing is lost", () => {
    const sw = new TestSwitch().all("net add hostname leaf01");
    sw.net("net commit confirm 5");
    sw.all("net add loopback lo ip address 1.1.1.1/32");
    const refused = sw.net("net commit");
    expect(refused).toMatchObject({ exitCode: 1, effects: [] });
    expect(refused.stdout).toBe(
      'ERROR: A commit of user cumulus waits for its confirmation for another 3 s. All changes remain in "net pending".\n',
    );
    expect(sw.net("net rollback last").exitCode).toBe(1);
    expect(sw.net("net pending").stdout).toContain("net add loopback lo ip address 1.1.1.1/32");
    sw.take(confirmCommit(sw.state, sw.now));
    expect(sw.net("net commit").exitCode).toBe(0);
  });

  test("confirm waits, and is taken back when nobody confirms", () => {
    const sw = new TestSwitch().all("net add hostname leaf01");
    const result = sw.net("net commit confirm 5");
    expect(result.confirmSeconds).toBe(5);
    expect(result.stdout).toMatch(/Press <ENTER> to confirm connectivity\n$/);
    expect(sw.files["/etc/hostname"]).toBe("leaf01\n");
    expect(confirmCommit(sw.state, sw.now).exitCode).toBe(0);
    expect(confirmCommit(sw.state, sw.now + 60_000).stdout).toContain("rollback already happened");
    sw.take(expireCommit(sw.state, sw.world));
    expect(sw.files["/etc/hostname"]).toBe("cumulus\n");
    expect(sw.state.commits).toEqual([]);
  });
});

test("net abort empties the buffer without a word", () => {
  const sw = new TestSwitch().all("net add hostname leaf01");
  expect(sw.net("net abort").stdout).toBe("");
  expect(sw.net("net pending").stdout).toBe("");
});

describe("history", () => {
  const sw = new TestSwitch().all(`
    net add hostname one
    net commit
    net add loopback lo ip address 1.1.1.1/32
    net commit description rocket
    net add bgp autonomous-system 65000
    net commit`);

  test("lists a line per commit", async () => {
    await expect(sw.net("net show commit history").stdout).toMatchFileSnapshot(golden("commit-history"));
  });

  test("net show commit N is what that commit printed", () => {
    expect(sw.net("net show commit 2").stdout).toContain("net add hostname one");
    expect(sw.net("net show commit last").stdout).toContain("+router bgp 65000");
    expect(sw.net("net show commit 3").exitCode).toBe(1);
  });

  test("net rollback goes back to before a commit, and can be rolled back itself", () => {
    expect(sw.net("net show rollback last").stdout).toContain("-router bgp 65000");
    sw.all("net rollback description rocket");
    expect(sw.stanza("lo")).toBe("iface lo inet loopback");
    expect(sw.frr).not.toContain("router bgp");
    expect(sw.files["/etc/hostname"]).toBe("one\n");
    expect(sw.state.commits.at(-1)?.description).toBe("nclu pre '4 rollback' (user cumulus)");
    sw.all("net rollback last");
    expect(sw.frr).toContain("router bgp 65000");
  });
});

describe("errors", () => {
  const cases: readonly (readonly [string, string])[] = [
    ["error-prefix-for-address", "net add bgp router-id 1.1.1.1/32"],
    ["error-out-of-range", "net add int swp10 mtu 9300"],
    ["error-show", "net show bgp neighbor %DP"],
    ["error-unknown", "net frobnicate"],
    ["error-no-route-map", "net add bgp redistribute connected route-map NONE"],
    ["error-space-in-list", "net add bridge bridge ports swp1, swp2"],
  ];
  test.each(cases)("%s", async (name, line) => {
    const sw = new TestSwitch().all("net add bgp autonomous-system 65000");
    const result = sw.net(line);
    expect(result.exitCode).toBe(1);
    expect(sw.state.pending).toHaveLength(1);
    await expect(result.stdout).toMatchFileSnapshot(golden(name));
  });

  test("bgp without an AS says what comes first", () => {
    expect(new TestSwitch().net("net add bgp router-id 1.1.1.1").stdout).toContain(
      '"net add bgp autonomous-system <1-4294967295>" comes first',
    );
  });

  test("net help finds commands by keyword", () => {
    const sw = new TestSwitch();
    expect(sw.net("net help bestpath").stdout).toContain(
      "    net (add|del) bgp [vrf <vrf>] bestpath as-path multipath-relax\n",
    );
    expect(sw.net("net help foo")).toMatchObject({
      exitCode: 1,
      stdout: "ERROR: There are no commands with keyword(s) 'foo'\n",
    });
  });
});

test("what labctl only stores is noted once", () => {
  const sw = new TestSwitch();
  expect(sw.net("net add bond b1 clag id 1").stdout).toBe('NOTE: labctl stores "clag" but does not emulate it\n');
  expect(sw.net("net add bond b2 clag id 2").stdout).toBe("");
});

test("what has no effect in the kernel says so, too", () => {
  const sw = new TestSwitch();
  expect(sw.net("net add vlan 10 ip forward off").stdout).toContain('"ip forward"');
  expect(sw.net("net add vlan 10 arp-accept on").stdout).toContain('"arp-accept"');
  expect(sw.net("net add bond b1 bond min-links 2").stdout).toContain('"bond min-links"');
  expect(sw.net("net add bridge bridge ageing 300").stdout).toContain('"bridge ageing"');
  expect(sw.net("net add vxlan vni10 bridge arp-nd-suppress on").stdout).toContain('"bridge arp-nd-suppress"');
  expect(sw.net("net add interface swp1 mtu 9000").stdout).toBe("");
});

test("host bits of a network are cleared, with a note", () => {
  const sw = new TestSwitch().all("net add bgp autonomous-system 65000");
  expect(sw.net("net add bgp network 192.168.30.3/24").stdout).toBe(
    "NOTE: 192.168.30.3/24 was converted to 192.168.30.0/24\n",
  );
  expect(sw.net("net pending").stdout).toContain("net add bgp network 192.168.30.0/24\n");
});

test("net del all keeps eth0, the loopback and the management VRF", () => {
  const sw = new TestSwitch(["eth0", "swp1"]).all(`
    net add vrf mgmt
    net add interface swp1 ip address 10.0.0.1/24
    net add bgp autonomous-system 65000
    net commit
    net del all
    net commit`);
  expect(sw.interfaces.match(/^iface \S+/gm)).toEqual(["iface lo", "iface eth0", "iface mgmt"]);
  expect(sw.routing).toEqual([]);
});

test("a file edited by hand keeps its comments until a command changes it, and the commands see it", () => {
  const sw = new TestSwitch();
  sw.files = {
    ...sw.files,
    "/etc/network/interfaces": `${sw.interfaces}\n# by hand\nauto swp9\niface swp9\n    mtu 9000\n    alias mine\n`,
  };
  expect(sw.net("net show configuration interface swp9").stdout).toBe("\ninterface swp9\n  alias mine\n  mtu 9000\n");
  sw.all("net add interface swp9 mtu 1500\nnet commit");
  expect(sw.interfaces).toContain("# by hand\nauto swp9\niface swp9\n    alias mine\n    mtu 1500\n");
});
