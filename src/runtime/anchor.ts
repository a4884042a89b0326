// Knows: how pid 1 of a sandbox sets the sandbox up. The text of a shell program, and why each line is there.
// Refuses to know: what is built inside (apply.ts) and who starts it (sandbox.ts).

/**
 * Runs under `unshare --net --mount --pid --uts --ipc --fork`. Environment: LABCTL_STATE (the lab's state folder),
 * LABCTL_NODE_BINARY, LABCTL_AGENT (paths on the host); the agent reads LABCTL_SINGLE_UID as well.
 * Writes its pid, as the host sees it, to descriptor 3; the agent writes "ready" there.
 */
export const anchorProgram = `
set -eu
# /proc is still the host's: the first field is our pid as the host counts.
read -r outer_pid rest < /proc/self/stat
echo "pid $outer_pid" >&3
mount --make-rprivate /
# The host's tree stays reachable for bind sources and for this program; all of it becomes read-only, in one call
# for the whole tree: mount_setattr(2) (Linux 5.12) with AT_RECURSIVE and MOUNT_ATTR_RDONLY. mount(8) before 2.39 has
# no word for it. 442 is its number on every architecture.
mount -t tmpfs -o mode=0755 labctl /mnt
mkdir /mnt/host
mount --rbind / /mnt/host
perl -e '
  for (["/"], ["/mnt/host"]) {
    my ($path) = @$_;
    my $attributes = pack("Q4", 1, 0, 0, 0);
    syscall(442, -100, $path, 0x8000, $attributes, 32) == 0 or die "mount_setattr $path: $!\\n";
  }'
mount -t tmpfs -o mode=0755 labctl /run
mkdir -p /run/host /run/netns /run/labctl /run/nodes /run/lock /run/frr
mount --move /mnt/host /run/host
umount /mnt
mount --bind "/run/host$LABCTL_STATE" /run/labctl
mount -o remount,bind,rw /run/labctl
mount -t tmpfs -o mode=1777 labctl /tmp
mount -t tmpfs -o mode=1777 labctl /dev/shm
mount -t proc proc /proc
mount -t sysfs sysfs /sys
ip link set dev lo up
hostname "$LABCTL_LAB"
# The shell stays as pid 1: it reaps what daemons leave behind. When the agent ends, the sandbox ends with it.
trap 'exit 0' TERM
"/run/host$LABCTL_NODE_BINARY" "/run/host$LABCTL_AGENT" &
exec 3>&-
wait $!
`;
