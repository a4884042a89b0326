// Knows: what the stanzas of a switch in a lab file become besides interfaces: routes, commands, bridges, notes.
// Refuses to know: NCLU's grammar (test/unit/nclu).

import { expect, test } from "vitest";
import { formatIp } from "../../../src/model/ip.ts";
import type { LabNode } from "../../../src/model/lab.ts";
import { loaded, nodeOf, tryLoad } from "./memory-io.ts";

const lab = (...commands: string[]): string => `
name: one
topology:
  nodes:
    sw: { kind: cumulus, nclu: ${JSON.stringify([...commands, "net commit"])} }
    pc: { kind: host }
    pd: { kind: host }
  links:
    - endpoints: [sw:swp1, pc:eth1]
    - endpoints: [sw:swp2, pd:eth1]
`;

async function switchOf(...commands: string[]): Promise<LabNode> {
  return nodeOf(await loaded(lab(...commands)), "sw");
}

test("gateway is the default route, post-up a command once the node is wired; neither is worth a warning", async () => {
  const commands = [
    "net add interface swp1 ip address 10.0.0.1/24",
    "net add interface swp1 ip gateway 10.0.0.254",
    "net add interface swp1 post-up touch /run/second",
    "net add interface swp1 pre-up touch /run/first",
  ];
  const node = await switchOf(...commands);
  expect(node.routes.map(({ to, via, dev }) => [to.length, via && formatIp(via), dev])).toEqual([
    [0, "10.0.0.254", "swp1"],
  ]);
  expect(node.exec.map(({ argv, strict }) => [...argv, strict])).toEqual([
    ["sh", "-c", "touch /run/first", false],
    ["sh", "-c", "touch /run/second", false],
  ]);
  expect((await tryLoad(lab(...commands))).codes).toEqual([]);
});

test("access ports: a bridge per VLAN, or the one they belong to where the kernel keeps VLANs apart", async () => {
  const commands = ["net add interface swp1 bridge access 10", "net add interface swp2 bridge access 20"];
  const names = ({ interfaces }: LabNode): string[] =>
    interfaces.flatMap(({ name, device }) => (device?.kind === "bridge" ? [`${name} ${device.vlanAware}`] : []));
  expect(names(await switchOf(...commands))).toEqual(["vlan10 false", "vlan20 false"]);
  expect(names(nodeOf(await loaded(lab(...commands), { vlanFiltering: true }), "sw"))).toEqual(["bridge true"]);
});

test("what is only stored is a note, which deploy keeps to itself", async () => {
  const { codes } = await tryLoad(lab("net add snmp-server listening-address localhost"));
  expect(codes).toEqual(["nclu/note"]);
});
