// Knows: how a node's processes are started by hand: its namespaces and files, firewall, FRR, services, commands.
// Refuses to know: links and addresses (script-network.ts).

import type { NodeProcess, PlannedFile, Plan, Step, StepOf } from "../plan/step.ts";
import { frrDaemonArgv, frrDaemonDir, inStartingOrder } from "./frr.ts";
import { hereDocument, shellCommand, shellWord } from "./quote.ts";
import { oneLine, origin, scriptDirOf, stepsByNode, type Paragraph } from "./script-parts.ts";

type NodeStart = StepOf<"node.start">;
type Env = NodeProcess["env"];
/** The environment the lab file gives a node's services and commands. */
export type EnvOf = (node: string) => Env;

/** The two functions that the paragraphs below use. `read </proc/self/stat` must come before the new /proc is mounted. */
export function nodePreamble(plan: Plan): Paragraph[] {
  return [
    [
      "# A node that runs programs gets more of its own: files, process ids, a host name, IPC. Its root is made of layers,",
      "# the machine's folders below and what the node writes above, in memory. Its first process keeps all this in being",
      "# and only sleeps: with SIGCHLD ignored, the kernel itself clears away what died in the node.",
      `lab=${shellWord(scriptDirOf(plan))}`,
      "start_node() { # NODE HOSTNAME [rw|ro SOURCE TARGET]...",
      '  node=$1 hostname=$2 dir="$lab/$1"; shift 2',
      '  mkdir -p "$dir" && mkfifo "$dir/started"',
      `  nsenter --net="/run/netns/$node" unshare --mount --uts --ipc --pid --fork sh -euc '`,
      "    read -r pid rest </proc/self/stat     # this process as the machine counts; in the node it is number 1",
      '    cd "$1"; exec 3>started; hostname "$2"; shift 2',
      "    mkdir root upper work; mount --bind root root",
      "    for top in /*; do",
      '      if [ -L "$top" ]; then cp -P "$top" root; continue; elif [ ! -d "$top" ]; then continue; fi',
      '      mkdir "root$top" "upper$top" "work$top"',
      "      case $top in",
      "        /proc) mount -t proc proc root/proc ;;",
      "        /sys) mount -t sysfs sysfs root/sys ;;",
      "        /dev) mount --rbind /dev root/dev ;;",
      "        /run | /tmp | /root | /mnt | /boot | /efi) ;; # these start empty",
      '        *) mount -t overlay overlay -o "lowerdir=$top,upperdir=$PWD/upper$top,workdir=$PWD/work$top" "root$top" ;;',
      "      esac",
      "    done",
      "    mkdir -p root/mnt; mount -t tmpfs tmpfs root/var/log; mount -t tmpfs tmpfs root/var/tmp",
      "    chmod 700 root/root; chmod 1777 root/tmp root/var/tmp",
      "    while [ $# -gt 0 ]; do                # binds: a file or folder of the machine, shown in the node",
      '      if [ -d "$2" ]; then mkdir -p "root$3"; else mkdir -p "root${3%/*}"; : >>"root$3"; fi',
      '      mount --bind "$2" "root$3"',
      '      if [ "$1" = ro ]; then mount -o remount,bind,ro "root$3"; fi',
      "      shift 3",
      "    done",
      "    cd root; pivot_root . mnt; umount --lazy mnt",
      '    echo "$pid" >&3; exec 3>&- >/dev/null 2>&1',
      '    trap "" CHLD; exec sleep infinity',
      `  ' sh "$dir" "$hostname" "$@" </dev/null &`,
      '  timeout 10 cat "$dir/started" >"$dir/pid" && [ -s "$dir/pid" ]',
      "}",
      "in_node() { # NODE COMMAND...",
      '  node_pid=$(cat "$lab/$1/pid"); shift',
      '  nsenter --target "$node_pid" --net --mount --uts --ipc --pid -- "$@"',
      "}",
    ],
  ];
}

export function frrPreamble(): Paragraph[] {
  return [
    [
      "# Up to version 8, each FRR daemon reads the configuration as it starts. From version 9 on a daemon of its own,",
      "# mgmtd, holds part of it, and vtysh hands it out when all daemons run.",
      `if [ -x ${frrDaemonDir}/mgmtd ]; then mgmtd=yes config=; else mgmtd= config='-f /etc/frr/frr.conf'; fi`,
    ],
  ];
}

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
    ...step.files.map((file) => [fileCommand(node, file)]),
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

function fileCommand(node: string, { path, text, mode, owner }: PlannedFile): string {
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
    `if [ "$mgmtd" ]; then ${daemon("mgmtd")}; fi`,
    ...inStartingOrder(step.daemons).map((name) => `${daemon(name)} $config`),
    `if [ "$mgmtd" ]; then ${inNode(["vtysh", "-b"])}; fi`,
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
