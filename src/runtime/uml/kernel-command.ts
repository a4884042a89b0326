// Knows: the command that runs the user-mode kernel, word by word and why.
// Refuses to know: who runs it (relay-main.ts) and what runs inside (guest-init.ts).

/** What the kernel, the agent and the page cache want before there is a node; 20 MB of it are in use at the prompt. */
const baseMb = 320;
/** zebra, bgpd and staticd take about 18 MB, and a node's files and the pages of its commands come on top. */
const perNodeMb = 48;

export interface KernelCommand {
  /** The processor it is pinned to: everything inside runs 2 to 4 times faster than when the host moves it about. */
  readonly cpu: number;
  readonly nodes: number;
  /** Absolute path of the text of guest-init.ts. */
  readonly initFile: string;
  /** The kernel runs as an ordinary user. */
  readonly asUser: boolean;
}

/** The guest's memory in megabytes. Not more than it touches is taken from the host. */
export function memoryMbOf(nodes: number): number {
  return baseMb + perNodeMb * nodes;
}

/** The first serial line is on descriptor 3, the console on standard output. */
export function kernelCommand({ cpu, nodes, initFile, asUser }: KernelCommand): readonly string[] {
  return [
    ...["taskset", "--cpu-list", String(cpu)],
    "linux.uml",
    `mem=${memoryMbOf(nodes)}M`,
    ...["rootfstype=hostfs", "rootflags=/", "ro"],
    // It measures which RAID code is fastest, for 0.8 s of a boot that takes 0.4 s without.
    "initcall_blacklist=raid6_select_algo",
    // No security module is of use here, and loading their policies is time.
    "lsm=",
    ...["con=null", "con0=null,fd:1", "ssl=null", "ssl0=fd:3", "quiet"],
    // Behind the fence of a user namespace the host's files seem to be nobody's, so a set-uid program (mount, su) would
    // make root nobody. Nothing needs those: everybody here starts as root.
    ...(asUser ? ["init=/usr/bin/setpriv", "--", "--no-new-privs", "/bin/sh"] : ["init=/bin/sh", "--"]),
    // Quotes are the kernel's own way to keep a word with spaces together (lib/cmdline.c).
    `"${initFile}"`,
  ];
}
