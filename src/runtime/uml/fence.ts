// Knows: how the host's side of a guest is fenced in before the kernel starts. The text of a shell program.
// Refuses to know: what runs behind the fence; that is its arguments.

/**
 * Runs under `unshare --mount --pid --net --ipc --fork` in the lab's state folder, which alone stays writable: whatever
 * root inside the guest tries, the host's own kernel refuses to write elsewhere. The guest's memory is a file on a
 * tmpfs that nobody else sees and that ends with these namespaces.
 */
export const fenceProgram = `
set -eu
# /proc is still the host's: the first field is our pid as the host counts.
read -r outer_pid rest < /proc/self/stat
echo "pid $outer_pid" >&3
mount --make-rprivate /
mount --bind "$LABCTL_STATE" "$LABCTL_STATE"
# mount_setattr(2), AT_RECURSIVE, MOUNT_ATTR_RDONLY: see anchor.ts.
perl -e '
  my ($path, $attributes) = ("/", pack("Q4", 1, 0, 0, 0));
  syscall(442, -100, $path, 0x8000, $attributes, 32) == 0 or die "mount_setattr /: $!\\n";'
mount -o remount,bind,rw "$LABCTL_STATE"
mount -t tmpfs -o "mode=0700,size=\${LABCTL_MEMORY_MB}M" labctl /mnt
# Entered anew: the working folder was the one below the mount.
cd "$LABCTL_STATE"
# The shell stays as pid 1. It has one thread: a pid 1 with several looks dead before all behind the fence is.
trap 'exit 0' TERM
LABCTL_FENCED=1 "$@" &
exec 3>&-
wait $!
`;
