// Knows: that `net` on a live switch does what NCLU does: pending, commit, rollback, confirm, and a commit that fails.
// Refuses to know: the grammar and the texts in full (test/unit/nclu).

import { execFile } from "node:child_process";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { beforeAll, expect, test, vi } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { makeLabctl, repository, type Labctl, type Ran } from "../helpers/labctl.ts";
import { missingFeatures } from "../helpers/kernel-features.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const lab = `
name: nclu
topology:
  nodes:
    tor:
      kind: cumulus
      nclu: |
        net add loopback lo ip address 1.1.1.1/32
        net add bgp autonomous-system 65000
        net add bgp neighbor swp1 interface remote-as external
        net add bgp ipv4 unicast network 1.1.1.1/32
        net commit
    far:
      kind: frr
      interfaces: { lo: { ipv4: 2.2.2.2/32 } }
      frr: |
        router bgp 65001
         no bgp ebgp-requires-policy
         neighbor eth1 interface remote-as external
         address-family ipv4 unicast
          network 2.2.2.2/32
    host: { kind: host, routes: [default via 10.0.3.1] }
  links:
    - endpoints: [tor:swp1, far:eth1]
    - endpoints: [tor:swp2, far:eth2]
    - { endpoints: [tor:swp3, host:eth1], ipv4: ["", 10.0.3.10/24] }
`;

let labctl: Labctl;
let withoutVrf: readonly string[];
withLabctl("the file", (fresh) => (labctl = fresh));
beforeAll(async () => {
  labctl.write("nclu.yml", lab);
  const { code, stderr } = await labctl.run("deploy", "nclu.yml");
  expect(code, stderr).toBe(0);
  withoutVrf = await missingFeatures("vrf");
});

/** Runs one line on the switch; it must succeed. */
async function net(line: string, input = ""): Promise<string> {
  const ran = await tryNet(line, input);
  expect(ran.code, `${line}: ${ran.stdout}${ran.stderr}`).toBe(0);
  return ran.stdout;
}
const tryNet = (line: string, input = ""): Promise<Ran> => labctl.runWith(input, "exec", "tor", ...line.split(" "));
const session = async (): Promise<{ readonly state: string; readonly connectionsEstablished: number }> => {
  const ran = await labctl.run("exec", "tor", "vtysh", "-c", "show bgp neighbors swp1 json");
  const { swp1 } = JSON.parse(ran.stdout) as { swp1: { bgpState: string; connectionsEstablished: number } };
  return { state: swp1.bgpState, connectionsEstablished: swp1.connectionsEstablished };
};
async function until(holds: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 30_000;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error("it never held");
    await delay(100);
  }
}

test("the lab file's commit is in the history, and the configuration reads back", async () => {
  expect(await net("net show commit history")).toMatch(/^ *2 {2}\w{3} .* UTC {2}nclu "net commit" \(user cumulus\)$/m);
  expect(await net("net show commit history")).not.toContain("1970");
  const last = await net("net show commit last");
  expect(last).toContain("+    address 1.1.1.1/32\n");
  expect(last).not.toContain("1970");
  const commands = await net("net show configuration commands");
  expect(commands.split("\n")).toEqual(
    expect.arrayContaining([
      "net add loopback lo ip address 1.1.1.1/32",
      "net add bgp neighbor swp1 interface remote-as external",
    ]),
  );
  expect(commands.split("\n").filter((line) => line.startsWith("sudo"))).toEqual([
    `sudo sh -c "printf 'username cumulus nopassword\\n' >> /etc/frr/frr.conf"`,
  ]);
  expect(await net("net pending")).toBe("");
  expect(await net("net show configuration")).not.toContain("nexthop");
  // iproute2 answers with something for each of the links that are no VRFs.
  expect(await net("net show vrf list")).toMatch(/^VRF +Table\n[- ]+\n$/);
});

test("add, pending and commit change addresses and FRR; the session that is there stays", async () => {
  await until(async () => (await session()).state === "Established");
  const before = await session();
  await net("net add interface swp3 ip address 10.0.3.1/24");
  await net("net add bgp network 10.0.3.0/24");
  // One buffer for all: what one command staged the next one shows.
  const pending = await net("net pending");
  expect(pending).toContain("+    address 10.0.3.1/24");
  expect(pending).toContain("+  network 10.0.3.0/24");
  expect(await net("ip -br addr show swp3")).not.toContain("10.0.3.1");
  const table = (text: string): string => text.slice(text.indexOf("net add/del commands"));
  expect(table(await net("net commit"))).toBe(table(pending));
  expect(await net("net pending")).toBe("");
  expect(await net("ip -br addr show swp3")).toMatch(/UP.*10\.0\.3\.1\/24/);
  expect(await net("cat /etc/network/interfaces")).toContain("auto swp3\niface swp3\n    address 10.0.3.1/24\n");
  expect(await net("cat /etc/frr/frr.conf")).toContain("  network 10.0.3.0/24\n");
  await until(async () => (await labctl.run("exec", "far", "ip", "route")).stdout.includes("10.0.3.0/24"));
  expect(await session()).toEqual({ ...before, state: "Established" });
  expect((await labctl.run("exec", "host", "ping", "-c1", "-W5", "2.2.2.2")).code).toBe(0);
});

test("what the switch shows names its neighbours and its routes", async () => {
  expect(await net("net show bgp summary")).toMatch(/^far\(swp1\) +4 +65001 .* 1$/m);
  expect(await net("net show lldp")).toMatch(/^swp1 +1G +\S+ +far +eth1$/m);
  expect(await net("net show interface")).toMatch(
    /^UP +swp3 +1G +1500 +Interface\/L3 +host \(eth1\) +IP: 10\.0\.3\.1\/24$/m,
  );
  // A port nobody configured is dark.
  expect(await net("net show interface all")).toMatch(/^ADMDN +swp2 /m);
  expect(await net("net show route 2.2.2.2")).toMatch(
    /RIB entry for 2\.2\.2\.2[\s\S]*Known via "bgp"[\s\S]*FIB entry for 2\.2\.2\.2[\s\S]*swp1/,
  );
  expect(await net("net show route bgp")).toMatch(/^B>\* 2\.2\.2\.2\/32 /m);
  expect(await net("ifquery swp3")).toBe("auto swp3\niface swp3\n\taddress 10.0.3.1/24\n\n");
});

test("rollback goes back, and back again", async () => {
  await net("net rollback last");
  expect(await net("ip -br addr show swp3")).not.toContain("10.0.3.1");
  expect(await net("cat /etc/frr/frr.conf")).not.toContain("10.0.3.0/24");
  expect(await net("net show commit history")).toMatch(/nclu pre '4 rollback'/);
  await net("net rollback last");
  expect(await net("ip -br addr show swp3")).toContain("10.0.3.1/24");
  expect((await session()).state).toBe("Established");
});

test("a commit nobody confirms is taken back; one that is confirmed stays", async () => {
  await net("net add loopback lo ip address 9.9.9.9/32");
  expect(await net("net commit confirm 1")).toContain("Press <ENTER> to confirm connectivity");
  expect(await net("ip -br addr show lo")).not.toContain("9.9.9.9");
  await net("net add loopback lo ip address 9.9.9.9/32");
  await net("net commit confirm 20", "\n");
  expect(await net("ip -br addr show lo")).toContain("9.9.9.9/32");
});

test("many at the same time: no command is lost, and one of two commits finds nothing left to do", async () => {
  const addresses = [1, 2, 3, 4].map((n) => `10.9.9.${n}/32`);
  await Promise.all(addresses.map((address) => net(`net add loopback lo ip address ${address}`)));
  const commits = await Promise.all([net("net commit"), net("net commit")]);
  expect(commits.filter((text) => text === "commit ignored...there were no pending changes\n")).toHaveLength(1);
  const shown = await net("ip -br addr show lo");
  for (const address of addresses) expect(shown).toContain(address);
  // While one waits for ENTER, nobody commits on top of it.
  await net("net del loopback lo ip address 10.9.9.1/32");
  const { child, done } = labctl.start("exec", "tor", "net", "commit", "confirm", "60");
  await until(async () => !(await net("ip -br addr show lo")).includes("10.9.9.1/"));
  await net("net del loopback lo ip address 10.9.9.2/32");
  const refused = await tryNet("net commit");
  expect([refused.code, refused.stdout]).toEqual([
    1,
    expect.stringMatching(/^ERROR: A commit of user cumulus waits for its confirmation for another \d+ s/),
  ]);
  child.stdin?.end("\n");
  expect((await done).code).toBe(0);
  await net("net commit");
  expect(await net("ip -br addr show lo")).not.toMatch(/10\.9\.9\.[12]\//);
});

test("a commit that FRR refuses is undone whole, and the buffer kept", async () => {
  const asItWas = await net("cat /etc/network/interfaces /etc/frr/frr.conf /etc/frr/daemons");
  const before = await session();
  await net("net add loopback lo ip address 8.8.8.8/32");
  await net("net add ospf router-id 1.1.1.1");
  // bgpd itself will not have its own address for a neighbour.
  await net("net add bgp neighbor 1.1.1.1 remote-as external");
  const { code, stdout } = await tryNet("net commit");
  expect(code).toBe(1);
  expect(stdout).toContain("Can not configure the local system as neighbor");
  expect(stdout).toContain('"net commit" failed for frr.  All changes will remain in "net pending".');
  expect(await net("net pending")).toContain("net add bgp neighbor 1.1.1.1 remote-as external");
  expect(await net("cat /etc/network/interfaces /etc/frr/frr.conf /etc/frr/daemons")).toBe(asItWas);
  expect(await net("ip -br addr show lo")).not.toContain("8.8.8.8");
  expect((await labctl.run("exec", "tor", "vtysh", "-c", "show running-config")).stdout).not.toContain("router ospf");
  expect(await session()).toEqual(before);
  await net("net abort");
  expect(await net("net pending")).toBe("");
});

test("a commit the kernel refuses is undone whole", async ({ skip }) => {
  skip(withoutVrf.length === 0, "this kernel has VRFs: it refuses nothing here");
  const [files, addresses] = [
    await net("cat /etc/network/interfaces /etc/frr/frr.conf"),
    await net("ip -br addr show swp3"),
  ];
  await net("net add loopback lo ip address 8.8.8.8/32");
  await net("net add interface swp3 vrf red");
  const { code, stdout } = await tryNet("net commit");
  expect(code).toBe(1);
  // The whole answer is the error: what was to be done is still in `net pending`.
  expect(stdout).toMatch(/^ERROR: "\/sbin\/ifreload -a" failed:\nerror: ip link add /);
  expect(stdout).toContain("--kernel uml");
  expect(stdout).toContain('"net commit" failed for ifupdown2.  All changes will remain in "net pending".');
  expect(await net("net pending")).toContain("net add interface swp3 vrf red");
  expect(await net("cat /etc/network/interfaces /etc/frr/frr.conf")).toBe(files);
  expect(await net("ip -br addr show swp3")).toBe(addresses);
  expect(await net("ip -br addr show lo")).not.toContain("8.8.8.8");
  await net("net abort");
});

test("a commit that needs a bridge this kernel has not leaves the bridges there are", async ({ skip }) => {
  skip((await missingFeatures("bridge-vlan")).length === 0, "this kernel has bridges that keep VLANs apart");
  await net("net add interface swp2 bridge access 10");
  await net("net add vlan 10 ip address 10.0.10.1/24");
  await net("net commit");
  const expectBridged = async (): Promise<void> => {
    expect(await net("ip -o link show swp2")).toContain(" master vlan10 ");
    expect(await net("ip -br addr show vlan10")).toContain(" 10.0.10.1/24 ");
  };
  await expectBridged();
  await net("net add interface swp3 bridge trunk vlans 10-20");
  expect((await tryNet("net commit")).stdout).toContain("this kernel has no bridges that keep VLANs apart");
  await expectBridged();
  await net("net abort");
  await net("net del interface swp2");
  await net("net del vlan 10");
  await net("net del bridge bridge");
  await net("net commit");
});

test("nv is another way to the same switch: one buffer, one history", async () => {
  await net("nv set interface swp2 ip address 10.0.2.1/24");
  await net("nv set vrf default router bgp address-family ipv4-unicast network 10.0.2.0/24");
  expect(await net("nv config diff")).toContain("+    address 10.0.2.1/24");
  expect(await net("net pending")).toContain("net add interface swp2 ip address 10.0.2.1/24");
  expect(await net("nv config apply -y")).toMatch(/^applied \[rev_id: \d+\]$/m);
  expect(await net("ip -br addr show swp2")).toMatch(/UP.*10\.0\.2\.1\/24/);
  expect(await net("cat /etc/frr/frr.conf")).toContain("  network 10.0.2.0/24\n");
  expect(await net("nv config save")).toBe("saved\n");
  expect(await net("nv config show -o commands")).toContain("nv set interface swp2 ip address 10.0.2.1/24\n");
  await net("nv unset vrf default router bgp address-family ipv4-unicast network 10.0.2.0/24");
  await net("nv unset interface swp2");
  await net("nv config apply");
  expect(await net("ip -br addr show swp2")).not.toContain("10.0.2.1");
  expect((await tryNet("nv set interface swp2 ip adress 10.0.2.1/24")).code).toBe(1);
});

test("gateway and post-up do what they say, and are undone; access ports are one bridge to whoever asks", async () => {
  await net("net add interface swp2 ip address 10.0.2.1/24");
  await net("net add interface swp2 ip gateway 10.0.2.254");
  await net("net add interface swp2 post-up touch /run/came-up");
  await net("net add interface swp2 pre-down touch /run/goes-down");
  await net("net commit");
  expect(await net("ip route show default")).toMatch(/^default via 10\.0\.2\.254 dev swp2/);
  await net("ls /run/came-up");
  await net("net del interface swp2");
  await net("net commit");
  expect(await net("ip route show default")).toBe("");
  await net("ls /run/goes-down");
  await net("net add interface swp2 bridge access 10");
  await net("net commit");
  expect(await net("net show bridge vlan")).toMatch(/^swp2 +10 {2}PVID, Egress Untagged$/m);
  // The kernel tells of a carrier once a second.
  await vi.waitFor(
    async () =>
      expect(await net("net show interface")).toMatch(/^UP +swp2 .* Access\/L2 +far \(eth2\) +Master: bridge\(UP\)$/m),
    { timeout: 10_000, interval: 200 },
  );
  expect(await net("net show bridge macs vlan 10")).toMatch(/^10 +bridge +swp2 /m);
  await net("net del interface swp2");
  await net("net commit");
  expect(await net("net show bridge vlan")).not.toContain("swp2");
});

test("a file edited by hand counts: ifreload does it, NCLU goes on from it", async () => {
  const edit = "printf 'auto swp2\\niface swp2\\n    address 10.0.2.1/24\\n' >> /etc/network/interfaces";
  expect((await labctl.run("exec", "tor", "sh", "-c", edit)).code).toBe(0);
  expect(await net("ifreload -a")).toBe("");
  expect(await net("ip -br addr show swp2")).toMatch(/UP.*10\.0\.2\.1\/24/);
  expect(await net("net show configuration commands")).toContain("net add interface swp2 ip address 10.0.2.1/24");
  expect(
    (await labctl.run("exec", "tor", "sh", "-c", "echo '    adress 10.0.2.2/24' >> /etc/network/interfaces")).code,
  ).toBe(0);
  expect(await net("ifreload -a")).toMatch(
    /^warning: \/etc\/network\/interfaces: line\d+: swp2: unsupported keyword \(adress\) \(did you mean "address"\?\)\n$/,
  );
  await net("net del interface swp2");
  await net("net commit");
  expect(await net("ip -br addr show swp2")).not.toContain("10.0.2.1");
});

test("the list of its commands can be sourced, and `write` keeps what only vtysh knows", async () => {
  const [text, interfaces] = [await net("net show configuration"), await net("cat /etc/network/interfaces")];
  expect(text).toContain("\nusername cumulus nopassword\n");
  const before = await session();
  // A script with `sudo` in it, on a machine that may have none.
  const source = "net show configuration commands > /tmp/list && . /tmp/list";
  const sourced = await labctl.run("exec", "tor", "sh", "-c", source);
  expect(sourced.code, sourced.stdout + sourced.stderr).toBe(0);
  expect([await net("net show configuration"), await net("cat /etc/network/interfaces")]).toEqual([text, interfaces]);
  expect(await session()).toEqual(before);
  expect(await net("vtysh -C -f /etc/frr/frr.conf")).toBe("");
  await net("sudo vtysh -c write");
  expect((await net("cat /etc/frr/frr.conf")).match(/^username .*$/gm)).toEqual(["username cumulus nopassword"]);
});

test("`net` is there on a machine with something mounted below /usr", async ({ skip }) => {
  skip(process.getuid?.() !== 0, "only root mounts something there");
  const other = makeLabctl();
  try {
    other.write(
      "one.yml",
      "name: one\ntopology: { nodes: { sw: { kind: cumulus, nclu: net add hostname leaf01 } } }\n",
    );
    const script = `mount -t tmpfs none /usr/src && "$1" "$2" deploy one.yml && "$1" "$2" exec sw net show hostname`;
    const argv = ["--mount", "sh", "-c", script, "sh", process.execPath, join(repository, "dist/labctl.js")];
    const env = { ...process.env, LABCTL_STATE_DIR: other.stateDir };
    const { stdout } = await promisify(execFile)("unshare", argv, { cwd: other.dir, env });
    expect(stdout).toMatch(/\nsw\n$/);
  } finally {
    await other.cleanUp();
  }
});
