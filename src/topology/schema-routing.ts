// Knows: how routes, VRFs and rules are written, and what each key means in a sentence.
// Refuses to know: the rest of the lab file (schema.ts).

import { z } from "zod";

// 4294967295: a table's number has 32 bits (RTA_TABLE); 0 is "unspecified".
const tableNumber = z.int().min(1).max(4294967295);
const table = z.union([tableNumber, z.string()]);
const metric = z.int().min(0).max(4294967295).optional().describe("Lower is preferred");

export const route = z.union([
  z.string().describe('"10.0.0.0/8 via 10.0.0.1 dev eth1 metric 5", or "blackhole 10.0.0.0/8"'),
  z.strictObject({
    to: z.string().describe("A prefix, an address, or default"),
    via: z.string().optional().describe("The gateway's address"),
    dev: z.string().optional().describe("The interface to send on"),
    metric,
    type: z
      .enum(["unicast", "blackhole", "unreachable", "prohibit"])
      .optional()
      .describe("What becomes of the packets; unicast: they are sent on"),
    vrf: z.string().optional().describe("The VRF it is in"),
    table: table.optional().describe("The table it is in, by number; main when not given"),
  }),
]);

export const vrf = z.strictObject({
  table: tableNumber.optional().describe("Its routing table; the next free one from 1001 when not given"),
  interfaces: z.array(z.string()).optional().describe("The interfaces in it"),
  routes: z.array(route).optional().describe("Static routes in it"),
});

export const rule = z.union([
  z.string().describe('"from 10.0.0.0/8 iif eth1 lookup 100 priority 1000", as `ip rule` reads it'),
  z.strictObject({
    from: z.string().optional().describe("Packets from this prefix"),
    to: z.string().optional().describe("Packets to this prefix"),
    iif: z.string().optional().describe("Packets that came in here"),
    oif: z.string().optional().describe("Packets of sockets bound to this interface"),
    fwmark: z
      .union([z.int().min(0), z.string()])
      .optional()
      .describe("Packets with this mark, or mark/mask"),
    priority: z.int().min(0).max(4294967295).optional().describe("The lowest is asked first"),
    family: z.enum(["ipv4", "ipv6"]).optional().describe("Needed only when no address says it; ipv4"),
    lookup: table.optional().describe("The table to look in: a number, a VRF, main or default"),
    action: z.enum(["blackhole", "unreachable", "prohibit"]).optional().describe("What to do without looking"),
  }),
]);

export type WrittenRoute = z.infer<typeof route>;
export type WrittenRule = z.infer<typeof rule>;
