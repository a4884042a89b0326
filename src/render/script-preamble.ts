// Knows: what a script defines before its first command: two functions for nodes, and how this FRR takes its configuration.
// Refuses to know: which nodes there are.

import type { Plan } from "../plan/step.ts";
import { shellWord } from "./quote.ts";
import { scriptDirOf, type Paragraph } from "./script-parts.ts";

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
      '      mount --rbind "$2" "root$3"         # with the file systems below it, which can only be read',
      '      findmnt -lno TARGET -R "$PWD/root$3" | while read -r at; do',
      '        if [ "$1" = ro ] || [ "$at" != "$PWD/root$3" ]; then mount -o remount,bind,ro "$at"; fi',
      "      done",
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
