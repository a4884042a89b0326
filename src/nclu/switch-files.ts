// Knows: which files hold a switch's configuration, and what an untouched switch has in them.
// Refuses to know: commands, and who writes the files.

import { parseFrr, renderFrr } from "./frr-file.ts";
import { parseInterfaces, renderInterfaces } from "./interfaces-file.ts";
import { sectionOf } from "./list-sections.ts";
import type { OtherLine, SwitchDraft } from "./model.ts";
import { storedFile } from "./grammar/system.ts";

/** Path → text. A file that is not there is not in it. */
export type Files = Readonly<Record<string, string>>;

export const path = {
  interfaces: "/etc/network/interfaces",
  frr: "/etc/frr/frr.conf",
  daemons: "/etc/frr/daemons",
  hostname: "/etc/hostname",
  hosts: "/etc/hosts",
} as const;

/** Files NCLU edits a line at a time. */
export const lineFiles: readonly string[] = ["/etc/resolv.conf", "/etc/ntp.conf", "/etc/timezone", storedFile];

/** What a switch has before anyone configured it. `eth0` is there only when the lab wires it. */
export function untouchedFiles(facts: {
  readonly ports: readonly string[];
  readonly hostname: string;
  /** Lines of frr.conf that come with the switch, besides Cumulus' own. */
  readonly frr?: readonly string[];
}): Files {
  const eth0 = facts.ports.includes("eth0")
    ? "\n# The primary network interface\nauto eth0\niface eth0 inet dhcp\n"
    : "";
  return {
    [path.interfaces]: `${interfacesIntro}\n# The loopback network interface\nauto lo\niface lo inet loopback\n${eth0}`,
    [path.frr]: renderFrr(
      [
        "frr defaults datacenter",
        `hostname ${facts.hostname}`,
        // vtysh asks this user for no password; only vtysh reads the line.
        "username cumulus nopassword",
        "service integrated-vtysh-config",
        "log syslog informational",
        ...(facts.frr ?? []),
      ].map((text) => ({ text, children: [], from: undefined })),
    ),
    [path.hostname]: `${facts.hostname}\n`,
    [path.hosts]: `127.0.0.1\tlocalhost\n127.0.1.1\t${facts.hostname}\n`,
  };
}

const interfacesIntro = `# This file describes the network interfaces available on your system
# and how to activate them. For more information, see interfaces(5).

source /etc/network/interfaces.d/*.intf
`;

export function readSwitch(files: Files): SwitchDraft {
  const { header, stanzas } = parseInterfaces(files[path.interfaces] ?? "");
  const hostname = (files[path.hostname] ?? "").trim();
  return {
    header,
    stanzas,
    frr: parseFrr(files[path.frr] ?? ""),
    hostname: hostname === "" ? undefined : hostname,
    hostnameFrom: undefined,
    other: new Map(lineFiles.map((name) => [name, linesOf(files[name]).map((text) => ({ text, from: undefined }))])),
  };
}

function linesOf(text: string | undefined): readonly string[] {
  return (text ?? "").split("\n").filter((line) => line.trim() !== "");
}

/** The files of a configuration. One that says the same as before keeps its text, comments and all. */
export function writeSwitch(draft: SwitchDraft, before: Files): Files {
  const was = readSwitch(before);
  const files: Record<string, string> = { ...before };
  const put = (name: string, render: (of: SwitchDraft) => string): void => {
    const text = render(draft);
    if (text !== render(was)) files[name] = text;
  };
  put(path.interfaces, renderInterfaces);
  put(path.frr, (of) => renderFrr(withHostname(of)));
  if (draft.hostname !== was.hostname) {
    const name = draft.hostname ?? "cumulus";
    files[path.hostname] = `${name}\n`;
    files[path.hosts] = withHost(before[path.hosts] ?? "127.0.0.1\tlocalhost\n", name);
  }
  for (const name of lineFiles) {
    put(name, (of) => {
      const lines = of.other.get(name) ?? [];
      return (name === storedFile ? asListed(lines) : lines).map((line) => `${line.text}\n`).join("");
    });
  }
  return files;
}

/** What is only stored, in the order in which it is listed: a switch made from that list then has the same file. */
function asListed(lines: readonly OtherLine[]): readonly OtherLine[] {
  const place = ({ text }: OtherLine): number => {
    const [head = "", ...tail] = text.split(" ");
    return sectionOf({ head, tail: tail.join(" ") });
  };
  return lines.toSorted((a, b) => place(a) - place(b));
}

function withHostname(draft: SwitchDraft): SwitchDraft["frr"] {
  if (draft.hostname === undefined) return draft.frr;
  const others = draft.frr.filter((node) => !node.text.startsWith("hostname "));
  return [...others, { text: `hostname ${draft.hostname}`, children: [], from: draft.hostnameFrom }];
}

/** Debian's way: the machine's own name is 127.0.1.1. */
function withHost(hosts: string, name: string): string {
  const line = `127.0.1.1\t${name}`;
  return /^127\.0\.1\.1\s.*$/m.test(hosts)
    ? hosts.replace(/^127\.0\.1\.1\s.*$/m, line)
    : `${hosts.trimEnd()}\n${line}\n`;
}
