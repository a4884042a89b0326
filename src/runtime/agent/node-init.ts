// Knows: how pid 1 of a node gives the node a root file system of its own. The text of a shell program.
// Refuses to know: what the node is for.

import { setHostname } from "./set-hostname.ts";

/**
 * Runs under `unshare --mount --pid --uts --ipc --fork` in the node's network namespace.
 * Arguments: the node's folder below /run/nodes, its hostname. Writes its pid, as the sandbox counts, to descriptor 3.
 *
 * The root is overlays: the host's files below, the node's own above, in memory. What the node changes is gone with
 * the node, and the host never sees it. pivot_root, not chroot, so that `nsenter --mount` arrives in it.
 */
export const nodeInitProgram = `
set -eu
read -r pid rest < /proc/self/stat
dir=$1
# One mount(8) for all of them; its lines are written by the agent.
mount --all --fstab "$dir/fstab"
${setHostname('"$2"')}
cd "$dir/root"
pivot_root . mnt
umount --lazy /mnt
cd /
echo "$pid" >&3
exec 3>&-
# SIGCHLD ignored survives exec: the kernel then reaps every orphan of this pid namespace (wait(2)), daemons that
# fork twice among them, and pid 1 needs no code of its own. dash takes no trap for CHLD, so env(1) ignores it.
exec env --ignore-signal=CHLD sleep infinity
`;
