// Knows: whether an interface that a step names can be there by then: declared, plugged in earlier, or made by the lab's commands.
// Refuses to know: what the step does to it.

import { didYouMean } from "../base/suggest.ts";
import { nodesOf, warnUnknownInterface, type PlaceContext } from "../check/place.ts";
import type { Lab, LabNode, TestStep } from "../model/lab.ts";

/**
 * An error where nothing in the lab could make the interface, a warning where a command might that does not name it.
 * False after an error.
 */
export function checkInterface(
  node: LabNode,
  ifname: string,
  path: readonly (string | number)[],
  context: PlaceContext,
): boolean {
  const { lab, step, sink } = context;
  if (node.name.includes("/")) {
    // A container's interfaces come and go with its networks.
    warnUnknownInterface(node, ifname, path, context);
    return true;
  }
  const known = node.interfaces.map((i) => i.name as string);
  if (known.includes(ifname) || tunnelDefaults.has(ifname)) return true;
  const makers = makersOf(lab, node, step);
  if (makers.plugged.includes(`${node.name}:${ifname}`)) return true;
  if (makers.isSwitchConfigured || names(makers.commands, ifname)) return true;
  const message = `${node.name} has no interface "${ifname}"${didYouMean(ifname, known)}`;
  const details = { hint: `it has: ${known.join(", ")}; what \`plug\` makes is there after that step` };
  const couldBe = makers.commands.length > 0;
  sink[couldBe ? "warn" : "error"]("tests/unknown-interface", step.spanOf(path), message, details);
  return couldBe;
}

/** The kernel makes these in every network namespace once the tunnel's module is loaded (net.core.fb_tunnels_only_for_init_net). */
const tunnelDefaults = new Set([
  "tunl0",
  "gre0",
  "gretap0",
  "erspan0",
  "ip_vti0",
  "sit0",
  "ip6tnl0",
  "ip6gre0",
  "ip6_vti0",
]);

interface Makers {
  /** Ends that earlier steps plug in: `r1:eth9`. */
  readonly plugged: readonly string[];
  /** NCLU makes interfaces of names that it composes: VLAN 20 is vlan20. */
  readonly isSwitchConfigured: boolean;
  /** Everything that runs something before the step, as the texts in it. */
  readonly commands: readonly string[];
}

const runs: ReadonlySet<string> = new Set(["run", "exec", "configure", "network", "container"]);

function makersOf(lab: Lab, node: LabNode, step: TestStep): Makers {
  const earlier = lab.tests.filter(({ number }) => number < step.number);
  const ofNodes = nodesOf(lab).flatMap(({ exec, services, networks, containers, files }) => [
    ...[exec, services, networks ?? [], containers ?? []],
    // A file makes nothing by itself; a command that runs it does.
    ...(exec.length + services.length > 0 ? [files] : []),
  ]);
  const ofSteps = earlier.filter(({ what }) => runs.has(what)).map(({ value }) => value);
  return {
    plugged: earlier.filter(({ what }) => what === "plug").flatMap(({ value }) => textsIn(value)),
    isSwitchConfigured: node.kind === "cumulus" && earlier.some(({ what }) => what === "configure"),
    commands: textsIn([...ofNodes, ...ofSteps, lab.hooks ?? []]),
  };
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap((inner) => textsIn(inner)) : [];
}

/** Whether the name stands in one of the texts as a word of its own: eth1 does not in `eth10`. */
function names(texts: readonly string[], ifname: string): boolean {
  const word = new RegExp(`(?<![\\w.-])${ifname.replaceAll(/[^\w]/g, "\\$&")}(?![\\w.-])`);
  return texts.some((text) => word.test(text));
}
