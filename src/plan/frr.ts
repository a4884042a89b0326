// Knows: the files FRR's packages expect under /etc/frr, and how a lab's configuration becomes them.
// Refuses to know: how the daemons are started (runtime/, render/frr.ts).

import type { Line, Span } from "../base/span.ts";
import type { Frr } from "../model/lab.ts";
import type { FrrStart, PlannedFile } from "./step.ts";

// Owners and modes as FRR's packages set them; vtysh.conf has its own group so that users of vtysh can read it.
const daemonOwner = "frr:frr";
const vtyshOwner = "frr:frrvty";
const frrFileMode = 0o640;

/** The order of frrcommon.sh (FRR 8.4): zebra first. watchfrr is not in the list. */
const knownDaemons: readonly string[] =
  "zebra bgpd ripd ripngd ospfd ospf6d isisd babeld pimd pim6d ldpd nhrpd eigrpd sharpd pbrd staticd bfdd fabricd vrrpd pathd".split(
    " ",
  );

/** IPv6 routing daemons listen on ::1, as in the packaged file; nothing listens beyond the node itself. */
export const listensOnIpv6: ReadonlySet<string> = new Set(["ospf6d", "ripngd", "pim6d"]);

interface ConfLine {
  readonly text: string;
  /** undefined for a line labctl added. */
  readonly at: Span | undefined;
}

/** frr.conf line by line: the lines every frr.conf starts with, as far as the lab file has none of its own, then its lines as written. */
function confLines(frr: Frr, hostname: string, profile: FrrStart["profile"]): ConfLine[] {
  const has = (pattern: RegExp): boolean => frr.config.some((line) => pattern.test(line.text));
  const header = [
    // First, as the defaults decide how the lines below are read.
    ...(has(/^frr defaults /) ? [] : [`frr defaults ${profile ?? "traditional"}`]),
    ...(has(/^hostname /) ? [] : [`hostname ${hostname}`]),
    ...(has(/^(no )?service integrated-vtysh-config/) ? [] : ["service integrated-vtysh-config"]),
  ];
  // As FRR itself separates blocks in the file.
  const separated = header.length === 0 ? [] : [...header, "!"];
  return [...separated.map((text) => ({ text, at: undefined })), ...frr.config.map((line: Line) => line)];
}

/** What vtysh must know when it writes frr.conf: no daemon remembers these lines for it. */
function vtyshFile(lines: readonly ConfLine[]): string {
  const users = lines.map(({ text }) => text.trim()).filter((text) => /^username \S+ nopassword$/.test(text));
  return ["service integrated-vtysh-config", ...users, ""].join("\n");
}

function daemonsFile(frr: Frr, profile: FrrStart["profile"]): string {
  const running = new Set(frr.daemons);
  // zebra, staticd and watchfrr always run: the packaged scripts read no switch for them.
  const switches = knownDaemons
    .filter((d) => d !== "zebra" && d !== "staticd")
    .map((d) => `${d}=${running.has(d) ? "yes" : "no"}`);
  // -s: netlink receive buffer in bytes, the package's own value; at the kernel's default zebra loses route messages.
  const options = knownDaemons.map((d) => {
    return `${d}_options="-A ${listensOnIpv6.has(d) ? "::1" : "127.0.0.1"}${d === "zebra" ? " -s 90000000" : ""}"`;
  });
  return [
    "# Which FRR daemons run on this node; zebra and staticd always do.",
    ...switches,
    "",
    "vtysh_enable=yes",
    `frr_profile="${profile ?? "traditional"}"`,
    ...options,
    "",
  ].join("\n");
}

/** LDP, static LSPs, labelled static routes, BGP's VPNs over labels, segment routing by labels. Without MPLS zebra drops them silently. */
const worksWithLabels = /^(mpls (ldp|lsp|label)\b|(ip|ipv6) route .* label \d|label vpn export\b|segment-routing on\b)/;

/** FRR of one node: its files, and what is needed to start it. */
export function planFrr(
  frr: Frr,
  hostname: string,
  kind: "frr" | "cumulus",
): { files: PlannedFile[]; start: FrrStart } {
  const profile = frr.profile ?? (kind === "cumulus" ? "datacenter" : undefined);
  const lines = confLines(frr, hostname, profile);
  const labels = frr.config.find(({ text }) => worksWithLabels.test(text.trim()));
  const file = (name: string, text: string, owner: string): PlannedFile => {
    return { path: `/etc/frr/${name}`, text, mode: frrFileMode, owner };
  };
  return {
    files: [
      file("frr.conf", lines.map((line) => `${line.text}\n`).join(""), daemonOwner),
      file("daemons", daemonsFile(frr, profile), daemonOwner),
      file("vtysh.conf", vtyshFile(lines), vtyshOwner),
    ],
    start: {
      daemons: frr.daemons,
      profile,
      watchfrr: frr.watchfrr,
      strict: frr.strict,
      lineSpans: lines.map((line) => line.at ?? null),
      ...(labels?.at === undefined ? {} : { labels: labels.at }),
    },
  };
}
