// Knows: which kernel features and programs each step depends on, and which the lab file itself asks for.
// Refuses to know: whether this machine has them (runtime/).

import { compareSpans, type Span } from "../base/span.ts";
import type { Lab } from "../model/lab.ts";
import type { PlannedContainer, PlannedNetwork } from "./container-step.ts";
import { wantedByDevice } from "./device-needs.ts";
import type { FrrStart, Need, Step } from "./step.ts";

/** `at`: the line, when it is another than the step's. */
type Wanted = readonly [capability: string, why: string, at?: Span];

function wantedBy(step: Step): readonly Wanted[] {
  switch (step.op) {
    case "netns.add":
      return [["netns", "every node is a network namespace"]];
    case "bridge.add": {
      const aware: readonly Wanted[] = step.vlanAware ? [["bridge-vlan", `${step.node} keeps VLANs apart`]] : [];
      return [["bridge", "a LAN is a bridge"], ...aware];
    }
    case "device.add":
    case "host-macvlan.add":
    case "rule.add":
    case "rule.delete":
    case "port-vlan.add":
    case "flood.add":
    case "learning.off":
    case "qdisc.set":
      return wantedByDevice(step);
    case "sysctl.set":
      return step.key.startsWith("net/mpls/") ? [["mpls", "the node takes packets with MPLS labels"]] : [];
    case "veth.add":
      return [["veth", "a link is a veth pair"]];
    case "node.start":
      return [["overlay", "a node with processes has a copy-on-write /etc"]];
    case "nft.load":
      return [["nft", "the node has a firewall"]];
    case "frr.start":
      return [
        ["frr", "the node is a router"],
        ...step.daemons.map((d): Wanted => [`frr:${d}`, `the node runs ${d}`]),
        ...labelsOf(step),
      ];
    case "network.create":
      return wantedByNetwork(step.network);
    case "container.create":
      return wantedByContainer(step.container);
    case "container.start":
      return step.frr ? labelsOf(step.frr) : [];
    case "hooks.set":
    case "link.set":
    case "addr.add":
    case "route.add":
    case "service.start":
    case "exec":
      return [];
  }
}

function labelsOf({ labels }: FrrStart): readonly Wanted[] {
  return labels === undefined ? [] : [["mpls", "FRR works with MPLS labels", labels]];
}

function wantedByNetwork({ name, driver, parent }: PlannedNetwork): readonly Wanted[] {
  if (driver === "none") return [];
  if (driver === "bridge")
    return [
      ["bridge", `the network ${name} is a bridge`],
      ["iptables", `the network ${name} has firewall rules`],
    ];
  return [["macvlan", `the network ${name} is a macvlan on ${parent}`]];
}

function wantedByContainer({ name, frr, capabilities }: PlannedContainer): readonly Wanted[] {
  return [
    ["containers", `the container ${name}`],
    ...(frr === undefined ? [] : [["frr", `the container ${name} runs FRR`] as const]),
    ...(capabilities === undefined ? [] : [["setpriv", `the container ${name} has not all capabilities`] as const]),
  ];
}

/** Each capability once, in the order the plan meets it, with the first line of the lab file that needs it. */
export function needsOf(steps: readonly Step[]): Need[] {
  const found = new Map<string, Need>();
  for (const step of steps) {
    for (const [capability, why, at = step.at] of wantedBy(step)) {
      const known = found.get(capability);
      if (known === undefined || compareSpans(at, known.at) < 0) found.set(capability, { capability, why, at });
    }
  }
  return [...found.values()];
}

/** What `requires:` asks for, in the order written. */
export function programNeedsOf(lab: Pick<Lab, "requires">): Need[] {
  return lab.requires.map(({ program, aptPackage, at }) => {
    return { capability: "program", why: "the lab requires it", at, program: { name: program, aptPackage } };
  });
}

/** What `kernel-features:` says that commands of the lab need, which nothing else in the plan tells. */
export function kernelNeedsOf(lab: Pick<Lab, "kernelFeatures">): Need[] {
  return (lab.kernelFeatures ?? []).map(({ feature, at }) => {
    return { capability: feature, why: `commands of the lab need ${feature}`, at };
  });
}
