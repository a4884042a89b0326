// Knows: the files of a Cumulus switch that NCLU reads: the configuration, its history, the wiring.
// Refuses to know: FRR's files (frr.ts), and the commands that made any of them.

import type { Lab, LabNode } from "../model/lab.ts";
import type { PlannedFile } from "./step.ts";

const folder = "/var/lib/cumulus/nclu";
const interfacesFile = "/etc/network/interfaces";
const frrFile = "/etc/frr/frr.conf";
const hostsFile = "/etc/hosts";

type Texts = Readonly<Record<string, string>>;

/** `made`: the files every node and every router has, as they are planned for this one. */
export function planSwitchFiles(lab: Lab, node: LabNode, made: readonly PlannedFile[]): PlannedFile[] {
  if (node.kind !== "cumulus") return [];
  const { files = {}, state } = node.switchFiles ?? {};
  const textOf = (path: string): string => made.find((file) => file.path === path)?.text ?? "";
  const own = Object.entries(files).filter(([path]) => !made.some((file) => file.path === path));
  // What the plan builds in the kernel is what these two say: `net commit` works by difference from them.
  const applied = { [interfacesFile]: files[interfacesFile] ?? "", [frrFile]: textOf(frrFile) };
  return [
    ...own.map(([path, text]) => plain(path, text)),
    ...(state === undefined ? [] : [plain(`${folder}/state.json`, `${withHosts(state, textOf(hostsFile))}\n`)]),
    plain(`${folder}/applied.json`, `${JSON.stringify(applied)}\n`),
    plain(`${folder}/wiring.json`, `${JSON.stringify(wiringOf(lab, node))}\n`),
  ];
}

/** /etc/hosts of a node names the whole lab; taking a commit back must not take that away. */
function withHosts(state: string, hosts: string): string {
  const parsed = JSON.parse(state) as {
    readonly commits: readonly { readonly before: Texts; readonly after: Texts }[];
  };
  const fix = (files: Texts): Texts => ({ ...files, [hostsFile]: hosts });
  const commits = parsed.commits.map((one) => ({ ...one, before: fix(one.before), after: fix(one.after) }));
  return JSON.stringify({ ...parsed, commits });
}

/** The ports that are wired, and whom LLDP would find there: a bridge forwards no LLDP and speaks none. */
function wiringOf(lab: Lab, node: LabNode): object {
  const wires = node.interfaces.flatMap(({ name, peer }) => (peer === undefined ? [] : [{ port: name, peer }]));
  const neighbours = wires.flatMap(({ port, peer }) => {
    const [, name = "", ifname = ""] = /^([^:]*):(.*)$/.exec(peer) ?? [];
    const far = lab.graph.getNodeAttributes(name);
    return far.kind === "bridge" ? [] : [{ port, node: far.hostname, ifname }];
  });
  return { ports: wires.map(({ port }) => port), neighbours };
}

function plain(path: string, text: string): PlannedFile {
  return { path, text, mode: 0o644, owner: "root:root" };
}
