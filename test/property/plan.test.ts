// What holds for the plan of every lab.

import fc from "fast-check";
import { expect, test } from "vitest";
import type { Plan, Step } from "../../src/plan/step.ts";
import { planLab } from "../../src/plan/up.ts";
import { batchesOf, type Batch, type BatchLine } from "../../src/render/batches.ts";
import { renderScript } from "../../src/render/script.ts";
import { anyLab } from "../helpers/arbitrary-labs.ts";
import { buildLab } from "../helpers/lab-builder.ts";

/** What a step needs to be there, and what it makes: namespaces, devices in them, processes in them. */
function usesOf(step: Step): { uses: string[]; makes: string[] } {
  const dev = (node: string, name: string): string => `device ${node} ${name}`;
  switch (step.op) {
    case "netns.add":
      return { uses: [], makes: [`namespace ${step.node}`, dev(step.node, "lo")] };
    case "bridge.add":
      return { uses: [`namespace ${step.node}`], makes: [dev(step.node, step.dev)] };
    case "veth.add":
      return {
        uses: [`namespace ${step.a.node}`, `namespace ${step.b.node}`],
        makes: [dev(step.a.node, step.a.dev), dev(step.b.node, step.b.dev)],
      };
    case "sysctl.set": {
      const name = /^net\/ipv[46]\/(?:conf|neigh)\/([^/]+)\//.exec(step.key)?.[1];
      const device = name === undefined || name === "all" || name === "default" ? [] : [dev(step.node, name)];
      return { uses: [`namespace ${step.node}`, ...device], makes: [] };
    }
    case "link.set":
      return {
        uses: [dev(step.node, step.dev), ...(step.set.master === undefined ? [] : [dev(step.node, step.set.master)])],
        makes: [],
      };
    case "addr.add":
      return { uses: [dev(step.node, step.dev)], makes: [] };
    case "route.add": {
      const devices = [step.dev, step.vrf].flatMap((name) => (name === undefined ? [] : [dev(step.node, name)]));
      return { uses: [`namespace ${step.node}`, ...devices], makes: [] };
    }
    case "device.add": {
      const parent = "parent" in step.device ? step.device.parent : undefined;
      return {
        uses: [`namespace ${step.node}`, ...(parent === undefined ? [] : [dev(step.node, parent)])],
        makes: [dev(step.node, step.dev)],
      };
    }
    case "host-macvlan.add":
      return { uses: [`namespace ${step.node}`], makes: [dev(step.node, step.dev)] };
    case "rule.add": {
      const devices = [step.rule.iif, step.rule.oif].flatMap((name) =>
        name === undefined ? [] : [dev(step.node, name)],
      );
      return { uses: [`namespace ${step.node}`, ...devices], makes: [] };
    }
    case "rule.delete":
      return { uses: [`namespace ${step.node}`], makes: [] };
    case "port-vlan.add":
    case "flood.add":
    case "learning.off":
    case "qdisc.set":
      return { uses: [dev(step.node, step.dev)], makes: [] };
    case "nft.load":
      return { uses: [`namespace ${step.node}`], makes: [] };
    case "node.start":
      return { uses: [`namespace ${step.node}`], makes: [`processes ${step.node}`] };
    case "hooks.set":
      return { uses: [], makes: [] };
    case "network.create":
      return { uses: [`namespace ${step.node}`], makes: [`network ${step.node} ${step.network.name}`] };
    case "container.create":
      return { uses: [`processes ${step.node}`], makes: [`container ${step.node}/${step.container.name}`] };
    case "container.start":
      return {
        uses: [`container ${step.node}/${step.container}`],
        makes: [`processes ${step.node}/${step.container}`],
      };
    case "frr.start":
    case "service.start":
    case "exec":
      return { uses: [`processes ${step.node}`], makes: [] };
  }
}

/** In the order the programs read them. */
function linesOf(batch: Exclude<Batch, { readonly kind: "node" }>): readonly BatchLine[] {
  if (batch.kind !== "netns") return batch.ip;
  return [...batch.sysctls, ...batch.ip, ...batch.after.flatMap((section) => section.lines)];
}

const stepsOf = (plan: Plan): Step[] => plan.stages.flatMap((stage) => stage.steps);

test("every step uses only what an earlier one made, and makes nothing twice", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const there = new Set<string>();
      for (const step of stepsOf(planLab(buildLab(spec)))) {
        const { uses, makes } = usesOf(step);
        for (const thing of uses) expect(there).toContain(thing);
        for (const thing of makes) expect(there).not.toContain(thing);
        makes.forEach((thing) => there.add(thing));
      }
    }),
  );
});

test("the batches use only what an earlier batch, or an earlier line, made", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const there = new Set<string>();
      const batches = planLab(buildLab(spec)).stages.flatMap((stage) => batchesOf(stage));
      for (const batch of batches) {
        const steps = batch.kind === "node" ? batch.steps : linesOf(batch).map((line) => line.step);
        for (const step of steps) {
          const { uses, makes } = usesOf(step);
          for (const thing of uses) expect(there).toContain(thing);
          makes.forEach((thing) => there.add(thing));
        }
      }
    }),
  );
});

test("the same lab gives the same plan and the same script", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const [first, second] = [planLab(buildLab(spec)), planLab(buildLab(spec))];
      expect(JSON.stringify(second)).toBe(JSON.stringify(first));
      expect(renderScript(second)).toBe(renderScript(first));
    }),
  );
});

test("a plan survives JSON, and is carried out the same afterwards", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const plan = planLab(buildLab(spec));
      const read = JSON.parse(JSON.stringify(plan)) as Plan;
      expect(read).toEqual(plan);
      expect(renderScript(read)).toBe(renderScript(plan));
      expect(read.stages.map((stage) => batchesOf(stage))).toEqual(plan.stages.map((stage) => batchesOf(stage)));
    }),
  );
});

test("no two ends of links share a MAC address, and all are unicast and locally administered", () => {
  fc.assert(
    fc.property(anyLab, (spec) => {
      const macs = stepsOf(planLab(buildLab(spec))).flatMap((step) =>
        step.op === "veth.add" ? [step.a.mac, step.b.mac] : [],
      );
      expect(new Set(macs).size).toBe(macs.length);
      for (const mac of macs) expect(Number.parseInt(mac.slice(0, 2), 16) & 3).toBe(2);
    }),
  );
});
