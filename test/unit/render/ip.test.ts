import { expect, test } from "vitest";
import type { Step } from "../../../src/plan/step.ts";
import { ipWords, type NodeIpStep } from "../../../src/render/ip.ts";
import { batchLine } from "../../../src/render/quote.ts";

const at: Step["at"] = { file: "labs/a.yml", line: 1, col: 1, length: 1 };
const route = { op: "route.add", node: "n", metric: undefined, at } as const;

test.each<[string, NodeIpStep]>([
  ["route add 0.0.0.0/0 via 10.0.0.1", { ...route, to: "0.0.0.0/0", via: "10.0.0.1", dev: undefined }],
  ["route add ::/0 via fe80::1 dev eth0", { ...route, to: "::/0", via: "fe80::1", dev: "eth0" }],
  ["route add 10.0.0.0/8 via inet6 fe80::1 dev eth0", { ...route, to: "10.0.0.0/8", via: "fe80::1", dev: "eth0" }],
  ["route add 10.0.0.0/8 dev eth0 metric 5", { ...route, to: "10.0.0.0/8", via: undefined, dev: "eth0", metric: 5 }],
  [
    "link set dev eth0 address 02:00:00:00:00:01 mtu 9000 master br0 up",
    {
      op: "link.set",
      node: "n",
      dev: "eth0",
      set: { up: true, master: "br0", mtu: 9000, mac: "02:00:00:00:00:01" },
      at,
    },
  ],
  ["link set dev eth0 down", { op: "link.set", node: "n", dev: "eth0", set: { up: false }, at }],
  ["address add 10.0.0.1/24 dev eth0", { op: "addr.add", node: "n", dev: "eth0", cidr: "10.0.0.1/24", at }],
])("%s", (line, step) => expect(batchLine(ipWords(step))).toBe(line));
