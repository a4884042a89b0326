// Knows: links, LANs, their addresses and MACs.
// Refuses to know: how mistakes in them are worded (test/golden/bad).

import { describe, expect, test } from "vitest";
import { formatCidr } from "../../../src/model/ip.ts";
import { loaded, nodeOf, tryLoad } from "./memory-io.ts";

const withLinks = (links: string, nodes = "a: , b: , c: ") =>
  `name: links\ntopology:\n  defaults: { kind: host }\n  nodes: { ${nodes} }\n  links:\n${links}`;

async function addressesOf(text: string, node: string, name: string): Promise<readonly string[]> {
  const iface = nodeOf(await loaded(text), node).interfaces.find((candidate) => candidate.name === name);
  return (iface?.addresses ?? []).map(({ cidr }) => formatCidr(cidr));
}

test("a link's lists and the long form give addresses to its ends", async () => {
  const brief = withLinks(
    '    - { endpoints: [a:eth1, b:eth1], ipv4: [10.0.0.1/24, 10.0.0.2/24], ipv6: ["", "2001:db8::2/64"] }\n',
  );
  expect(await addressesOf(brief, "a", "eth1")).toEqual(["10.0.0.1/24"]);
  expect(await addressesOf(brief, "b", "eth1")).toEqual(["10.0.0.2/24", "2001:db8::2/64"]);
  const long = withLinks(
    "    - { endpoints: [{ node: a, interface: eth1, ipv4: [10.0.0.1/24, 10.0.1.1/24] }, b:eth1] }\n",
  );
  expect(await addressesOf(long, "a", "eth1")).toEqual(["10.0.0.1/24", "10.0.1.1/24"]);
});

describe("a LAN", () => {
  test("is a bridge with a port for each endpoint", async () => {
    const lab = await loaded(withLinks("    - { endpoints: [a:eth1, b:eth1, c:eth1], mtu: 1400 }\n"));
    expect(nodeOf(lab, "lan1")).toMatchObject({ kind: "bridge", implicit: true });
    expect(lab.graph.mapEdges((id, { mtu }) => [id, mtu])).toEqual([
      ["a:eth1--lan1:a", 1400],
      ["b:eth1--lan1:b", 1400],
      ["c:eth1--lan1:c", 1400],
    ]);
  });

  test("does not take a node's name, and its ports fit 15 bytes and are unique", async () => {
    const long = "a-very-long-name-of-a-node";
    const lab = await loaded(
      withLinks(
        `    - endpoints: [${long}-1:eth1, ${long}-2:eth1, lan1:eth1, lan1:eth2]\n`,
        `${long}-1: , ${long}-2: , lan1: `,
      ),
    );
    const ports = nodeOf(lab, "lan2").interfaces.map((iface) => iface.name as string);
    expect(ports.toSorted()).toEqual(["a-very-long-n-1", "a-very-long-n-2", "lan1-eth1", "lan1-eth2", "lo"]);
  });
});

test("MACs follow from names, a written one wins, and all are different", async () => {
  const text = withLinks("    - endpoints: [a:eth1, b:eth1]\n");
  const macOf = async (source: string, node: string) =>
    nodeOf(await loaded(source), node).interfaces.find((i) => i.name === "eth1")?.mac;
  const derived = await macOf(text, "a");
  expect(await macOf(text, "a")).toBe(derived);
  // Somebody writes the very address that a's end would get: a's makes way.
  const taken = withLinks(`    - endpoints: [a:eth1, { node: b, interface: eth1, mac: "${derived}" }]\n`);
  expect(await macOf(taken, "b")).toBe(derived);
  expect(await macOf(taken, "a")).not.toBe(derived);
});

test("a gateway nobody is connected to, and ends without a common network, are worth a warning", async () => {
  const text = withLinks(
    "    - { endpoints: [a:eth1, b:eth1], ipv4: [10.0.0.1/24, 10.0.1.2/24] }\n",
    "a: { routes: [default via 10.9.9.9] }, b: ",
  );
  const { lab, codes } = await tryLoad(text);
  expect(lab).toBeDefined();
  expect(codes.toSorted()).toEqual(["addresses/gateway", "addresses/no-common-network"]);
});

test("routes in both forms are the same", async () => {
  const link = "    - { endpoints: [a:eth1, b:eth1], ipv4: [10.0.0.1/24, 10.0.0.2/24] }\n";
  const routeOf = async (route: string) => {
    const { at: _, ...rest } =
      nodeOf(await loaded(withLinks(link, `a: { routes: [${route}] }, b: `)), "a").routes[0] ?? {};
    return rest;
  };
  const short = await routeOf("10.8.0.0/16 via 10.0.0.2 dev eth1 metric 7");
  expect(short).toMatchObject({ dev: "eth1", metric: 7, to: { length: 16 }, via: { family: 4 } });
  expect(await routeOf("{ to: 10.8.0.0/16, via: 10.0.0.2, dev: eth1, metric: 7 }")).toEqual(short);
});
