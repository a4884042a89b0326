// Knows: the iproute2 command that makes a step of the plan happen.
// Refuses to know: how the command is run, and in which namespace the caller stands.

import type { LinkSettings, StepOf } from "../plan/step.ts";
import { bridgeWords, deviceWords, type DeviceIpStep } from "./device.ts";

/** Steps that happen in the sandbox, before there is anything inside the namespaces. */
export type SandboxIpStep = StepOf<"netns.add" | "bridge.add" | "veth.add">;
/** Steps that happen inside the namespace of `step.node`. */
export type NodeIpStep = StepOf<"link.set" | "addr.add" | "route.add"> | DeviceIpStep;

/**
 * The words after `ip`. Always with the `name` and `dev` keywords: without them `ip link add a type veth` takes the
 * interface name for a keyword's beginning (`address`).
 */
export function ipWords(step: SandboxIpStep | NodeIpStep): readonly string[] {
  switch (step.op) {
    case "netns.add":
      return ["netns", "add", step.node];
    case "bridge.add":
      return ["link", "add", "name", step.dev, "netns", step.node, "type", "bridge", ...bridgeWords(step)];
    case "veth.add": {
      const end = ({ node, dev, mac }: (typeof step)["a"]): string[] => {
        return ["name", dev, "netns", node, "address", mac, "mtu", String(step.mtu)];
      };
      return ["link", "add", ...end(step.a), "type", "veth", "peer", ...end(step.b)];
    }
    case "link.set":
      return ["link", "set", "dev", step.dev, ...linkSettingWords(step.set)];
    case "addr.add":
      return ["address", "add", step.cidr, "dev", step.dev];
    case "route.add":
      return ["route", "add", ...typeWords(step), step.to, ...viaWords(step), ...routeOptionWords(step)];
    case "device.add":
    case "rule.add":
    case "rule.delete":
      return deviceWords(step);
  }
}

function typeWords({ type }: StepOf<"route.add">): string[] {
  return type === undefined ? [] : [type];
}

function linkSettingWords(set: LinkSettings): string[] {
  return [
    ...(set.mac === undefined ? [] : ["address", set.mac]),
    ...(set.mtu === undefined ? [] : ["mtu", String(set.mtu)]),
    ...(set.master === undefined ? [] : ["master", set.master]),
    ...(set.up === undefined ? [] : [set.up ? "up" : "down"]),
  ];
}

/** A next hop of the other family needs its family named (`via inet6 fe80::1`, RFC 5549). */
function viaWords(step: StepOf<"route.add">): string[] {
  if (step.via === undefined) return [];
  const viaIsIpv6 = step.via.includes(":");
  if (step.to.includes(":") === viaIsIpv6) return ["via", step.via];
  return ["via", viaIsIpv6 ? "inet6" : "inet", step.via];
}

function routeOptionWords(step: StepOf<"route.add">): string[] {
  return [
    ...(step.dev === undefined ? [] : ["dev", step.dev]),
    ...(step.vrf === undefined ? [] : ["vrf", step.vrf]),
    ...(step.table === undefined ? [] : ["table", String(step.table)]),
    ...(step.metric === undefined ? [] : ["metric", String(step.metric)]),
  ];
}
