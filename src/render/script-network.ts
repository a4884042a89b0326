// Knows: how namespaces, links, kernel settings and addresses are typed by hand.
// Refuses to know: processes (script-nodes.ts).

import type { Step, StepOf } from "../plan/step.ts";
import { bridgeCommandWords } from "./bridge.ts";
import { hostMacvlanWords } from "./device.ts";
import { ipWords } from "./ip.ts";
import { hereDocument, shellCommand, shellWord } from "./quote.ts";
import { oneLine, origin, stepsByNode, type Paragraph } from "./script-parts.ts";
import { tcWords } from "./tc.ts";

export function namespaceParagraphs(steps: readonly Step[]): Paragraph[] {
  const adds = steps.filter((step) => step.op === "netns.add");
  return [
    [
      "# A node is a network namespace: interfaces, addresses, routes, firewall and sockets of its own. `ip netns` lists",
      "# them, `ip -n NODE …` works inside one, and `ip netns exec NODE …` runs any program there.",
      ...adds.map((step) => shellCommand(["ip", ...ipWords(step)])),
    ],
  ];
}

export function linkParagraphs(steps: readonly Step[]): Paragraph[] {
  const bridges = steps.filter((step) => step.op === "bridge.add");
  const veths = steps.filter((step) => step.op === "veth.add");
  return [
    ...bridges.map((step) => [
      `# ${step.node} ${origin(step)}: a LAN, which is a bridge in a namespace of its own`,
      shellCommand(["ip", ...ipWords(step)]),
    ]),
    ...(veths.length === 0 ? [] : [vethNote]),
    ...veths.map((step) => [`# ${sketch(step)} ${origin(step)}`, vethCommand(step)]),
  ];
}

const vethNote: Paragraph = [
  "# A link is a veth pair: what goes in at one end comes out at the other. Both ends are made right where they belong,",
  "# so no interface ever shows on the machine itself. The MAC addresses are a hash of node and interface name: the same",
  "# every time, and with them the IPv6 link-local addresses.",
];

function sketch({ a, b }: StepOf<"veth.add">): string {
  return `${a.node}:${a.dev} ---- ${b.node}:${b.dev}`;
}

/** Broken before the peer, where a person would break it. */
function vethCommand(step: StepOf<"veth.add">): string {
  const words = ipWords(step);
  const type = words.findIndex((word, i) => word === "type" && words[i + 1] === "veth" && words[i + 2] === "peer");
  return `${shellCommand(["ip", ...words.slice(0, type)])} \\\n  ${shellCommand(words.slice(type))}`;
}

export function addressParagraphs(steps: readonly Step[]): Paragraph[] {
  return [...stepsByNode(steps)].flatMap(([node, ofNode]) => {
    const network = ofNode.flatMap((step) => networkCommand(node, step) ?? []);
    const firstLine = ofNode.findIndex((step) => networkCommand(node, step) !== undefined);
    const settings = (steps: readonly Step[]): Setting[] => steps.filter((step) => step.op === "sysctl.set");
    // Settings of interfaces that are made here come after them.
    const [early, late] = firstLine < 0 ? [ofNode, []] : [ofNode.slice(0, firstLine), ofNode.slice(firstLine)];
    return [
      ...settingParagraphs(node, settings(early)),
      ...(ofNode[firstLine] === undefined
        ? []
        : [[`# ${node} ${origin(ofNode[firstLine])}: interfaces, addresses, routes`, ...network]]),
      ...settingParagraphs(node, settings(late)),
    ];
  });
}

/** undefined for a step that is no command of ip, bridge or tc. */
function networkCommand(node: string, step: Step): string | undefined {
  switch (step.op) {
    case "link.set":
    case "addr.add":
    case "route.add":
    case "device.add":
      return shellCommand(["ip", "-n", node, ...ipWords(step)]);
    case "rule.add":
    case "rule.delete": {
      const family = step.op === "rule.add" ? step.rule.family : step.family;
      return shellCommand(["ip", ...(family === 6 ? ["-6"] : []), "-n", node, ...ipWords(step)]);
    }
    case "host-macvlan.add": {
      const { onMachine, inNode } = hostMacvlanWords(step);
      const made = `${shellCommand(["ip", ...onMachine])} # ${oneLine(step.parent)} is the machine's own`;
      return `${made}\n${shellCommand(["ip", "-n", node, ...inNode])}`;
    }
    case "port-vlan.add":
    case "flood.add":
    case "learning.off":
      return shellCommand(["bridge", "-n", node, ...bridgeCommandWords(step)]);
    case "qdisc.set":
      return shellCommand(["tc", "-n", node, ...tcWords(step)]);
    default:
      return undefined;
  }
}

type Setting = StepOf<"sysctl.set">;

function settingParagraphs(node: string, settings: readonly Setting[]): Paragraph[] {
  const first = settings[0];
  if (first === undefined) return [];
  const required = settings.filter((s) => s.optional !== true);
  const optional = settings.filter((s) => s.optional === true);
  return [
    ...(required.length === 0
      ? []
      : [[`# ${node} ${origin(first)}: kernel settings`, ...sysctlCommands(node, required, [])]]),
    ...(optional.length === 0
      ? []
      : [
          [`# ${node}: settings that not every kernel has (--ignore)`, ...sysctlCommands(node, optional, ["--ignore"])],
        ]),
  ];
}

/** sysctl(8) reads `key = value` and takes wildcards in keys; what it would misread is written to the file directly. */
function sysctlCommands(node: string, settings: readonly Setting[], options: readonly string[]): string[] {
  const plain = settings.filter(isPlain);
  const other = settings.filter((s) => !isPlain(s));
  const command = shellCommand(["ip", "netns", "exec", node, "sysctl", "--quiet", ...options, "--load=-"]);
  const direct = other.map((s) => {
    const write = `printf '%s\\n' ${shellWord(s.value)} >${shellWord(`/proc/sys/${s.key}`)}`;
    return shellCommand(["ip", "netns", "exec", node, "sh", "-c", s.optional === true ? `${write} || true` : write]);
  });
  return [...(plain.length === 0 ? [] : [`${command} ${hereDocument(settingLines(plain))}`]), ...direct];
}

function isPlain({ key, value }: Setting): boolean {
  return /^[\w./+-]+$/.test(key) && /^\S([^\n]*\S)?$/.test(value);
}

/** The reason stands above the first of the settings it holds for. */
function settingLines(settings: readonly Setting[]): string {
  let why: string | undefined | null = null;
  return settings
    .map((s) => {
      const comment = s.why === why ? "" : `# ${s.why ?? "as the lab file says"}\n`;
      why = s.why;
      return `${comment}${s.key} = ${s.value}\n`;
    })
    .join("");
}
