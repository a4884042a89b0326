// Knows: how a node's processes are started by hand: its namespaces and files, firewall, FRR, services, commands.
// Refuses to know: links and addresses (script-network.ts).

import type { NodeProcess, PlannedFile, Step, StepOf } from "../plan/step.ts";
import { frrDaemonArgv, frrDaemonDir, inStartingOrder } from "./frr.ts";
import { hereDocument, shellCommand, shellWord } from "./quote.ts";
import { oneLine, origin, stepsByNode, type Paragraph } from "./script-parts.ts";

type NodeStart = StepOf<"node.start">;
type Env = NodeProcess["env"];
/** The environment the lab file gives a node's services and commands. */
export type EnvOf = (node: string) => Env;

export function processParagraphs(steps: readonly Step[], envOf: EnvOf): Paragraph[] {
  return [...stepsByNode(steps)].flatMap(([node, ofNode]) => {
    return ofNode.flatMap((step): Paragraph[] => {
      switch (step.op) {
        case "node.start":
          return startParagraphs(step);
        case "nft.load":
          return [[`# ${step.node} ${origin(step)}: firewall`, nftCommand(step)]];
        case "frr.start":
          return [frrParagraph(step)];
        case "service.start":
          return [serviceParagraph(step, envOf(node))];
        default:
          return [];
      }
    });
  });
}

function startParagraphs(step: NodeStart): Paragraph[] {
  const { node } = step;
  const binds = step.binds.filter((bind) => bind.mode !== "copy").flatMap((b) => [b.mode, b.source, b.target]);
  const copies = [
    ...step.overlays.map((folder): [string, string] => [`${folder}/.`, "/"]),
    ...step.binds.filter((bind) => bind.mode === "copy").map((b): [string, string] => [b.source, b.target]),
  ];
  return [
    [`# ${node} ${origin(step)}: its namespaces, then its files`, startCommand(node, step, binds)],
    ...(copies.length === 0
      ? []
      : [
          [
            `# ${node}: copies of files of this machine`,
            ...copies.flatMap(([from, to]) => copyCommands(node, from, to)),
          ],
        ]),
    // What NCLU notes for itself serves nobody where its programs are not.
    ...step.files
      .filter((file) => !file.path.startsWith("/var/lib/cumulus/nclu/"))
      .map((file) => [fileCommand(node, file)]),
  ];
}

function startCommand(node: string, spec: NodeProcess, binds: readonly string[]): string {
  return shellCommand(["start_node", node, spec.hostname, ...binds]);
}

/** /proc/PID/root is the node's root as seen from outside. */
function copyCommands(node: string, from: string, to: string): string[] {
  const inside = (path: string): string => `"/proc/$(cat "$lab/${node}/pid")/root"${shellWord(path)}`;
  const parent = to.slice(0, to.lastIndexOf("/")) || "/";
  // -T for a copy that takes the target's name; a folder's contents (`/.`) go into the folder that is there.
  return [`mkdir -p ${inside(parent)} && cp -a ${from.endsWith("/.") ? "" : "-T "}${shellWord(from)} ${inside(to)}`];
}

/** Writes a file of a node or container, from a here-document. */
export function fileCommand(node: string, { path, text, mode, owner }: PlannedFile): string {
  const [user = "root", group = user] = owner.split(":");
  const owned = owner === "root:root" ? [] : ["-o", user, "-g", group];
  const install = shellCommand([
    "in_node",
    node,
    "install",
    "-D",
    ...owned,
    "-m",
    mode.toString(8),
    "/dev/stdin",
    path,
  ]);
  // A here-document always ends with a newline; this text does not.
  if (!text.endsWith("\n")) return `printf %s ${shellWord(text)} | ${install}`;
  return `${install} ${hereDocument(text)}`;
}

function nftCommand({ node, ruleset }: StepOf<"nft.load">): string {
  return `${shellCommand(["ip", "netns", "exec", node, "nft", "-f", "-"])} ${hereDocument(endedLine(ruleset))}`;
}

function endedLine(text: string): string {
  return text.endsWith("\n") ? text : `${text}\n`;
}

/** zebra is up before the others start: a daemon that finds no zebra waits ten seconds before it looks again. */
function frrParagraph(step: StepOf<"frr.start">): Paragraph {
  const { node } = step;
  const inNode = (argv: readonly string[]): string => shellCommand(["in_node", node, ...argv]);
  const daemon = (name: string): string => inNode(frrDaemonArgv(name, step, "later"));
  const heading = `# ${node} ${origin(step)}: FRR; zebra first, as the others look for it when they start`;
  const folders = inNode(["install", "-d", "-o", "frr", "-g", "frr", "-m", "755", "/run/frr", "/var/log/frr"]);
  if (step.watchfrr) return [heading, folders, inNode([`${frrDaemonDir}/frrinit.sh`, "start"])];
  return [
    heading,
    folders,
    `if [ -x ${frrDaemonDir}/mgmtd ]; then ${daemon("mgmtd")}; fi # from version 9 on it holds part of the configuration`,
    ...inStartingOrder(step.daemons).map(daemon),
    `${inNode(["vtysh", "-b"])} # hands /etc/frr/frr.conf out, to each daemon what is its own`,
  ];
}

function withEnv(env: Env, argv: readonly string[]): readonly string[] {
  const pairs = Object.entries(env).map(([name, value]) => `${name}=${value}`);
  return pairs.length === 0 ? argv : ["env", ...pairs, ...argv];
}

function serviceParagraph(step: StepOf<"service.start">, env: Env): Paragraph {
  const supervised = step.restart === "no" ? "" : "; labctl would also start it again when it ends";
  const command = shellCommand(["in_node", step.node, ...withEnv(env, step.argv)]);
  return [
    `# ${step.node} ${origin(step)}: service ${oneLine(step.name)}${supervised}`,
    `${command} </dev/null >"$lab/${step.node}/"${shellWord(`${step.name}.log`)} 2>&1 &`,
  ];
}

export function commandParagraphs(steps: readonly Step[], envOf: EnvOf): Paragraph[] {
  return [...stepsByNode(steps)].map(([node, ofNode]) => {
    const execs = ofNode.filter((step) => step.op === "exec");
    const first = execs[0];
    return [
      `# ${node}${first === undefined ? "" : ` ${origin(first)}`}: the lab file's commands`,
      ...execs.map((step) => {
        // Without /dev/null a command that reads would eat the rest of a script that comes in by stdin.
        const command = `${shellCommand(["in_node", node, ...withEnv(envOf(node), step.argv)])} </dev/null`;
        // A command that may fail must not end a script run with -e.
        return step.strict ? command : `${command} || true`;
      }),
    ];
  });
}
