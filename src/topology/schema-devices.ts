// Knows: how VLANs, bridges, bonds, VXLANs and impairments are written, and what each key means in a sentence.
// Refuses to know: the rest of the lab file (schema.ts).

import { z } from "zod";
import { bondHashes, bondModes, macvlanModes } from "../model/device.ts";

// 0 is "no VLAN", 4095 is reserved (IEEE 802.1Q).
const vlanId = z.int().min(1).max(4094);
/** `10`, `"20-30"`. */
const vlanRange = z.union([vlanId, z.string()]);
const vlanRanges = z.union([vlanRange, z.array(vlanRange)]);
const members = z.array(z.string());

/** Keys of an interface that say what makes it and what it belongs to. */
export const interfaceDeviceShape = {
  type: z.enum(["dummy", "macvlan"]).optional().describe("What to make; without it a link, or a VLAN by its name"),
  parent: z.string().optional().describe("The interface that this VLAN or macvlan sits on"),
  vlan: vlanId.optional().describe("With parent: its VLAN. On a bridge port: the VLAN of frames without a tag"),
  vlans: vlanRanges.optional().describe("On a port of a VLAN-aware bridge: VLANs that are tagged, like [10, 20-30]"),
  mode: z.enum(macvlanModes).optional().describe("Of a macvlan; bridge"),
  vrf: z.string().optional().describe("The VRF it is in"),
  mpls: z.boolean().optional().describe("true: takes packets with MPLS labels"),
};

export const bridge = z.strictObject({
  interfaces: members.optional().describe("Its ports; in a node of kind bridge every link is one"),
  "vlan-aware": z.boolean().optional().describe("true: it keeps VLANs apart (vlan_filtering)"),
  pvid: vlanId.optional().describe("VLAN of untagged frames on ports that say nothing; 1"),
  vids: vlanRanges.optional().describe("Tagged VLANs on ports that say nothing"),
  stp: z.boolean().optional().describe("true: spanning tree, the kernel's own (802.1D)"),
});

export const bond = z.strictObject({
  interfaces: members.min(1).describe("Its ports"),
  mode: z.enum(bondModes).optional().describe("How the ports share the work; 802.3ad"),
  miimon: z.int().min(1).max(60_000).optional().describe("Milliseconds between looks at the carrier; 100"),
  "lacp-rate": z.enum(["fast", "slow"]).optional().describe("802.3ad: a packet each second, or each 30"),
  hash: z.enum(bondHashes).optional().describe("What spreads flows over the ports; layer3+4"),
});

export const vxlan = z.strictObject({
  // 24 bits (RFC 7348).
  vni: z.int().min(1).max(16777215).describe("Its network identifier"),
  local: z.string().optional().describe("The address of this end: usually the loopback's"),
  remote: z
    .union([z.string(), z.array(z.string())])
    .optional()
    .describe("Where frames for everybody go; without it a control plane (EVPN) says it"),
  parent: z.string().optional().describe("The interface the packets leave by"),
  port: z.int().min(1).max(65535).optional().describe("UDP port; 4789"),
  learning: z.boolean().optional().describe("Learn addresses from what comes in; true only where remote is given"),
});

const share = z.union([z.number(), z.string()]);
// A number is taken here and refused by its reader, who can say which unit is missing.
const withUnit = z.union([z.string(), z.number()]);

/** Values are read by model/impairment.ts, which knows their units. */
export const impair = z.strictObject({
  delay: withUnit.optional().describe("One way: 20ms, 500us"),
  jitter: withUnit.optional().describe("The delay varies by this, either way"),
  loss: share.optional().describe("Percent of the packets that are lost: 1%, 0.5"),
  rate: withUnit.optional().describe("Bits per second: 10mbit, 500kbit"),
  corrupt: share.optional().describe("Percent of the packets with a bit turned round"),
  duplicate: share.optional().describe("Percent of the packets that arrive twice"),
  reorder: share.optional().describe("Percent of the packets that overtake the others (needs a delay)"),
});

export type WrittenBridge = z.infer<typeof bridge>;
export type WrittenImpair = z.infer<typeof impair>;
