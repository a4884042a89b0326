// Knows: what lab files and posts ask of translateNclu: stanzas, FRR lines, spans, diagnostics.
// Refuses to know: the session behind it (session.test.ts).

import { describe, expect, test } from "vitest";
import { createDiagnosticSink } from "../../../src/base/diagnostics.ts";
import type { Line } from "../../../src/base/span.ts";
import { translateNclu } from "../../../src/nclu/translate.ts";

function translate(text: string, ports: readonly string[] = ["swp1", "swp2"]) {
  const lines: Line[] = text
    .trim()
    .split("\n")
    .map((line, i) => ({
      text: line.trim(),
      at: { file: "lab.yml", line: i + 1, col: 5, length: line.trim().length },
    }));
  const sink = createDiagnosticSink();
  return { config: translateNclu(lines, { ports }, sink), found: sink.all };
}

describe("the switch of the post on FRR in a container", () => {
  const { config, found } = translate(`
    # Set loopback
    net add loopback lo ip address 1.1.1.1/32
    net pending
    net commit
    net add interface swp1 ipv6 nd ra-interval 5
    net add interface swp1 ipv6 nd ra-lifetime 15
    net pending
    net commit
    net add bgp autonomous-system 65000
    net add bgp router-id 1.1.1.1
    net add bgp ipv4 unicast network 1.1.1.1/32
    net add bgp neighbor swp1 remote-as external
    net pending
    net commit`);

  test("has nothing to complain of", () => {
    expect(found).toEqual([]);
  });

  test("gives the loopback its address, with the line it was written on", () => {
    expect(config.stanzas).toMatchObject([
      { name: "lo", attributes: [{ key: "address", value: "1.1.1.1/32", at: { line: 2 } }] },
      { name: "swp1" },
    ]);
  });

  test("brings up the port that only FRR's configuration names", () => {
    expect(config.stanzas.at(-1)).toMatchObject({ name: "swp1", attributes: [], at: { line: 5 } });
  });

  test("becomes FRR lines in FRR's order, the neighbour as an interface", () => {
    expect(config.frr.map((line) => [line.at.line, line.text])).toEqual([
      [5, "interface swp1"],
      [5, " ipv6 nd ra-interval 5"],
      [6, " ipv6 nd ra-lifetime 15"],
      [9, "router bgp 65000"],
      [10, " bgp router-id 1.1.1.1"],
      [12, " neighbor swp1 interface remote-as external"],
      [11, " address-family ipv4 unicast"],
      [11, "  network 1.1.1.1/32"],
      [11, " exit-address-family"],
    ]);
  });
});

test("routers of two daemons are set apart: bgpd must not take OSPF's lines for its own", () => {
  const { config } = translate(`
    net add bgp autonomous-system 65000
    net add ospf redistribute connected
    net commit`);
  expect(config.frr.map((line) => line.text)).toEqual([
    "router bgp 65000",
    "line vty",
    "router ospf",
    " redistribute connected",
  ]);
});

test("a refused command is a diagnostic in NCLU's words, and the rest still counts", () => {
  const { config, found } = translate(`
    net add bgp autonomous-system 65000
    net add bgp router-id 1.1.1.1/32
    net add loopback lo ip address 1.1.1.1/32
    net commit`);
  expect(found).toHaveLength(1);
  expect(found[0]).toMatchObject({
    code: "nclu/refused",
    severity: "error",
    message: "Command not found",
    at: { line: 2 },
  });
  expect(found[0]?.hint).toContain("This command is looking for an IP address, not an IP/prefixlen");
  expect(config.stanzas[0]?.attributes).toHaveLength(1);
});

test("what is not committed has no effect, and a warning says so", () => {
  const { config, found } = translate("net add loopback lo ip address 1.1.1.1/32");
  expect(config.stanzas[0]?.attributes).toEqual([]);
  expect(found).toMatchObject([{ code: "nclu/uncommitted", severity: "warning", at: { line: 1 } }]);
});

test("takes lines as they are copied from posts: prompts, sudo, comments, empty lines", () => {
  const { config, found } = translate(`
    cumulus@leaf01:mgmt:~$ net add interface swp1-2 mtu 9000

    $ sudo net add hostname leaf01
    # done
    net commit`);
  expect(found).toEqual([]);
  expect(config.hostname).toBe("leaf01");
  expect(config.stanzas.map((s) => s.name)).toEqual(["lo", "swp1", "swp2"]);
});

test("takes the list of a switch's commands whole, with the shell lines for what is no command", () => {
  const { config, found } = translate(`
    net del all
    net add bgp autonomous-system 65000
    net commit

    # The following will append those commands to the appropriate files.
    sudo sh -c "printf 'username cumulus nopassword\\n' >> /etc/frr/frr.conf"
    sudo sh -c "printf 'router bgp 65000\\n neighbor 10.0.0.1 remote-as 1\\n' >> /etc/frr/frr.conf"`);
  expect(found).toEqual([]);
  expect(config.frr.map((line) => [line.at.line, line.text])).toEqual([
    [2, "router bgp 65000"],
    [7, " neighbor 10.0.0.1 remote-as 1"],
  ]);
});

test("and refuses other commands of a shell", () => {
  const { found } = translate("sudo sh -c \"printf 'x\\n' >> /etc/passwd\"");
  expect(found).toMatchObject([{ code: "nclu/refused", at: { line: 1 } }]);
});

test("takes NVUE's commands, too: each line it makes knows where it was written", () => {
  const { config, found } = translate(`
    nv set interface lo ip address 1.1.1.1/32
    nv set router bgp autonomous-system 65000
    $ nv set vrf default router bgp neighbor swp1 remote-as external
    nv config apply -y`);
  expect(found).toEqual([]);
  expect(config.stanzas[0]).toMatchObject({ name: "lo", attributes: [{ value: "1.1.1.1/32", at: { line: 1 } }] });
  expect(config.frr.map((line) => [line.at.line, line.text])).toEqual([
    [2, "router bgp 65000"],
    [3, " neighbor swp1 interface remote-as external"],
  ]);
});

test("and refuses what NVUE does, in its words", () => {
  const { found } = translate("nv set interface swp1 ip adress 1.1.1.1/24");
  expect(found).toMatchObject([{ code: "nclu/refused", message: expect.stringMatching(/^Invalid command: nv set/) }]);
});
