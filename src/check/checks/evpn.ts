// Knows: a VNI of EVPN as zebra knows it.
// Refuses to know: the BGP session that feeds it (bgp with af: evpn).

import { z } from "zod";
import { typedVtysh } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { count, differsNumber, differsText, numberKey, onKey, wantedGot } from "../keys.ts";
import { readNode, requireDaemon } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  vni: z.int().min(1).max(16777215).describe("The VXLAN network identifier"),
  type: z.enum(["L2", "L3"]).optional().describe("L2 (a bridge domain) or L3 (a VRF)"),
  vrf: z.string().optional().describe("The tenant's VRF"),
  "vxlan-interface": z.string().optional().describe("The VXLAN interface"),
  macs: numberKey.optional().describe("How many MAC addresses it knows"),
  neighbors: numberKey.optional().describe("How many IP neighbours it knows"),
  "remote-vteps": numberKey.optional().describe("How many remote VTEPs it floods to"),
});

type Spec = z.infer<typeof schema>;

interface Vni {
  readonly vni?: number;
  readonly type?: string;
  readonly vxlanIf?: string;
  readonly numMacs?: number;
  readonly numArpNd?: number;
  /** A number, or "n/a" for an L3 VNI. */
  readonly numRemoteVteps?: number | string;
  readonly tenantVrf?: string;
}

export default defineCheck({
  name: "evpn",
  summary: "FRR knows an EVPN VNI, with these counts",
  schema,
  read(written, context): Spec | undefined {
    const node = readNode(written.on, ["on"], context);
    return node && requireDaemon(node, "zebra", ["on"], context) ? written : undefined;
  },
  label: (spec) => `${spec.on}: EVPN knows VNI ${spec.vni}${wishes(spec)}`,
  question: (spec) => typedVtysh(spec.on, "show evpn vni"),
  async ask(spec, { facts }): Promise<Finding> {
    const all = (await facts.showJson(spec.on, "zebra", "show evpn vni json")) as Readonly<Record<string, Vni>>;
    const found = all[String(spec.vni)];
    if (!found) {
      const known = Object.keys(all).join(", ") || "none";
      return {
        outcome: "fail",
        saw: `no VNI ${spec.vni}; there are: ${known}`,
        differs: [wantedGot("vni", String(spec.vni), known)],
      };
    }
    const vteps = Number(found.numRemoteVteps);
    const differs = [
      ...differsText("type", spec.type, found.type),
      ...differsText("vrf", spec.vrf, found.tenantVrf),
      ...differsText("vxlan-interface", spec["vxlan-interface"], found.vxlanIf),
      ...differsNumber("macs", spec.macs, found.numMacs),
      ...differsNumber("neighbors", spec.neighbors, found.numArpNd),
      ...differsNumber("remote-vteps", spec["remote-vteps"], Number.isNaN(vteps) ? undefined : vteps),
    ];
    const remote = Number.isNaN(vteps) ? [] : [count(vteps, "remote VTEP")];
    const counts = [count(found.numMacs ?? 0, "MAC"), count(found.numArpNd ?? 0, "neighbour"), ...remote].join(", ");
    const saw = `${found.type} on ${found.vxlanIf}, VRF ${found.tenantVrf}, ${counts}`;
    return {
      outcome: differs.length === 0 ? "pass" : "fail",
      saw,
      differs,
      answer: JSON.stringify(found, undefined, 2),
    };
  },
});

function wishes(spec: Spec): string {
  return [
    spec.type === undefined ? "" : ` ${spec.type}`,
    spec.vrf === undefined ? "" : ` in vrf ${spec.vrf}`,
    spec["remote-vteps"] === undefined ? "" : ` with ${spec["remote-vteps"]} remote VTEPs`,
    spec.macs === undefined ? "" : ` with ${spec.macs} MACs`,
  ].join("");
}
