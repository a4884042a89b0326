// Knows: the files of a node that has its own /etc: those every node has and those the lab file gives it.
// Refuses to know: FRR's own files (frr.ts) and how a file gets into a node.

import { formatIp, type Cidr } from "../model/ip.ts";
import type { Lab, LabNode } from "../model/lab.ts";
import type { PlannedFile } from "./step.ts";
import { planSwitchFiles } from "./switch-files.ts";

const plainMode = 0o644;

function plain(path: string, text: string): PlannedFile {
  return { path, text, mode: plainMode, owner: "root:root" };
}

/** lo comes first among the interfaces: a router is known by its loopback address. */
function firstAddressOf(node: LabNode): Cidr | undefined {
  return node.interfaces.flatMap((i) => i.addresses.map((a) => a.cidr)).find((cidr) => !isLinkLocal(cidr));
}

function isLinkLocal(cidr: Cidr): boolean {
  return cidr.family === 6 ? cidr.value >> 118n === 0x3fan : cidr.value >> 16n === 0xa9fen;
}

/** Every node of the lab by name, so that `ping tor` works inside. */
function hostsFile(lab: Lab, self: LabNode): string {
  const namesOf = (node: LabNode): string => [...new Set([node.hostname, node.name])].join(" ");
  const others = lab.graph
    .mapNodes((_key, node) => node)
    .flatMap((node) => {
      const address = firstAddressOf(node);
      return address === undefined ? [] : [`${formatIp(address)}\t${namesOf(node)}`];
    });
  return [
    "127.0.0.1\tlocalhost",
    "::1\tlocalhost ip6-localhost ip6-loopback",
    // Debian's address for a machine's own name when it has no fixed one.
    ...(firstAddressOf(self) === undefined ? [`127.0.1.1\t${namesOf(self)}`] : []),
    ...others,
    "",
  ].join("\n");
}

/** Files the lab file gives; below /etc/frr they get the owner FRR's packages use, or the daemons could not read them. */
function ownFiles(node: LabNode): PlannedFile[] {
  const hasFrr = node.kind === "frr" || node.kind === "cumulus";
  return node.files.map(({ path, text }) => {
    return hasFrr && path.startsWith("/etc/frr/") ? { path, text, mode: 0o640, owner: "frr:frr" } : plain(path, text);
  });
}

/** In the order they are written. The lab file's own come last, and replace one of the same path. */
export function planFiles(lab: Lab, node: LabNode, frrFiles: readonly PlannedFile[]): PlannedFile[] {
  const own = ownFiles(node);
  const replaced = new Set(own.map((file) => file.path));
  const made = [plain("/etc/hostname", `${node.hostname}\n`), plain("/etc/hosts", hostsFile(lab, node)), ...frrFiles];
  const all = [...made, ...planSwitchFiles(lab, node, made)];
  return [...all.filter((file) => !replaced.has(file.path)), ...own];
}
