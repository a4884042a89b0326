// Knows: how the first program of a guest makes it look like a sandbox, and starts the agent. The text of a shell program.
// Refuses to know: how the guest's kernel is started (machine.ts) and what is built inside (apply.ts).

import { guestLine } from "./paths.ts";

export interface GuestInit {
  readonly lab: string;
  /** The lab's folder on the host; all of the host the guest may write to. */
  readonly stateDir: string;
  readonly nodeBinary: string;
  readonly agentFile: string;
  /** Kernel modules to load before anything is built; others are loaded by the kernel when it wants them. */
  readonly modules: readonly string[];
}

/** For a shell: a word that is taken as it stands. */
export function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`;
}

export function guestInitText(init: GuestInit): string {
  const settings = {
    LABCTL_LAB: init.lab,
    LABCTL_STATE: init.stateDir,
    LABCTL_NODE_BINARY: init.nodeBinary,
    LABCTL_AGENT: init.agentFile,
    // Root is root here and every other uid exists, whoever started the kernel.
    LABCTL_SINGLE_UID: "0",
    LABCTL_LINE: guestLine,
  };
  const exports = Object.entries(settings).map(([name, value]) => `export ${name}=${quoted(value)}`);
  return `${exports.join("\n")}\nmodules=${quoted(init.modules.join(" "))}\n${program}`;
}

/**
 * The guest starts with the host's tree as its root, read-only: the file system itself is (\`ro\` on the kernel's command
 * line), so no mount option inside can change that.
 *
 * The root everything then runs in is an overlay of it with a layer in memory. It carries what this kernel needs to
 * differ from the host: its modules where modprobe looks for them, and iptables' older back end, because this kernel
 * has no nftables for ip and ip6. The overlay is read-only afterwards, as a sandbox's root is.
 */
const program = `
set -eu
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8
mount -t proc proc /proc
mount -t tmpfs -o mode=0755 labctl /mnt
version=$(uname -r)
mkdir -p /mnt/upper/usr/lib/modules /mnt/upper/etc/alternatives /mnt/work /mnt/root /mnt/kmod/lib/modules
ln -s "/usr/lib/uml/modules/$version" "/mnt/kmod/lib/modules/$version"
modprobe --dirname /mnt/kmod --all $modules
ln -s "/usr/lib/uml/modules/$version" "/mnt/upper/usr/lib/modules/$version"
for tool in iptables iptables-save iptables-restore ip6tables ip6tables-save ip6tables-restore; do
  legacy="/usr/sbin/\${tool%%tables*}tables-legacy\${tool#*tables}"
  [ ! -e "$legacy" ] || ln -s "$legacy" "/mnt/upper/etc/alternatives/$tool"
done
mount -t overlay -o lowerdir=/,upperdir=/mnt/upper,workdir=/mnt/work labctl /mnt/root
cd /mnt/root
# One mount(8) for all of them: to start a program takes 10 ms here.
cat > /mnt/fstab <<'END'
labctl /mnt/root/run tmpfs mode=0755
/ /mnt/root/run/host none bind,X-mount.mkdir
labctl /mnt/root/tmp tmpfs mode=1777
labctl /mnt/root/dev devtmpfs
labctl /mnt/root/dev/pts devpts mode=0620,ptmxmode=0666,X-mount.mkdir
labctl /mnt/root/dev/shm tmpfs mode=1777,X-mount.mkdir
labctl /mnt/root/proc proc
labctl /mnt/root/sys sysfs
END
mount --all --fstab /mnt/fstab
# ps(1) of procps 4.0.2 wants an empty line at the end, which this kernel does not write.
{ cat /proc/cpuinfo; echo; } > run/cpuinfo
mount --bind run/cpuinfo proc/cpuinfo
mkdir -p run/netns run/labctl run/nodes run/lock run/frr
# Linux 6.11 gave the folder a name, hostfs=; mount(8) from 2.40 on says it the new way, which knows nothing without one.
mount -t hostfs -o "hostfs=$LABCTL_STATE" labctl run/labctl 2>/dev/null || mount -t hostfs -o "$LABCTL_STATE" labctl run/labctl
mount -o remount,bind,ro /mnt/root
pivot_root . mnt
cd /
umount --lazy /mnt
ip link set dev lo up
echo "$LABCTL_LAB" > /proc/sys/kernel/hostname
# Node would make rings for io_uring; when a process with one forks, Linux 6.12 breaks here ("Bad page map"). 6.1 has no such switch.
[ ! -e /proc/sys/kernel/io_uring_disabled ] || echo 2 > /proc/sys/kernel/io_uring_disabled
stty -F "$LABCTL_LINE" raw -echo
"/run/host$LABCTL_NODE_BINARY" "/run/host$LABCTL_AGENT" &
# As pid 1 this shell reaps what daemons leave behind. When the agent ends, the guest ends with it.
wait $! || true
exec halt -f
`;
