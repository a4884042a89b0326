// Knows: the first process of a container that runs FRR, as a shell script, and how such a script ends FRR in order.
// Refuses to know: what supervises the script.

import type { FrrStart } from "../plan/step.ts";
import { frrDaemonArgv, frrDaemonDir, inStartingOrder } from "./frr.ts";
import { shellCommand } from "./quote.ts";

const folders = "install -d -o frr -g frr /run/frr /var/log/frr /var/tmp/frr";

/**
 * Starts the daemons and stays. Says `failed NAME` and at last `ready` on descriptor 3. As in FRR's own image a daemon
 * that does not start ends nothing: the others go on, and the container's log says why.
 */
export function frrMainScript(start: FrrStart): string {
  return start.watchfrr ? watchedScript : directScript(start);
}

function directScript(start: FrrStart): string {
  const line = (daemon: string): string => `start ${daemon} ${shellCommand(frrDaemonArgv(daemon, start, "later"))}`;
  const [first = "zebra", ...others] = inStartingOrder(start.daemons);
  return `
${folders}
start() { name=$1; shift; "$@" 3>&- || echo "failed $name" >&3; }
# FRR 9 gave part of the configuration to a daemon of its own, mgmtd.
if [ -x ${frrDaemonDir}/mgmtd ]; then ${line("mgmtd")}; fi
${line(first)}
${others.map((daemon) => `${line(daemon)} &`).join("\n")}
wait
vtysh -b 3>&-
echo ready >&3
exec 3>&-
# A process that ignores SIGCHLD leaves no zombies. As a first process it ignores SIGTERM as well.
exec env --ignore-signal=CHLD sleep infinity
`;
}

/** What the start script of FRR's image does: watchfrr in the foreground. */
const watchedScript = `
${folders}
log_success_msg() { echo "$@"; }
log_warning_msg() { echo "$@" >&2; }
log_failure_msg() { echo "$@" >&2; }
. ${frrDaemonDir}/frrcommon.sh
rm -f /run/frr/watchfrr.started
{ until [ -e /run/frr/watchfrr.started ]; do sleep 0.05; done; echo ready >&3; } &
exec 3>&-
${frrDaemonDir}/watchfrr $(daemon_list)
`;

/** Daemons first, zebra last: a protocol daemon that ends makes a living zebra take its routes out of the kernel. */
export function frrStopScript(start: FrrStart): string {
  if (start.watchfrr) return `${frrDaemonDir}/frrinit.sh stop`;
  const others = inStartingOrder(start.daemons).filter((daemon) => daemon !== "zebra");
  return `
end() {
  for name; do pid=$(cat /run/frr/$name.pid 2>/dev/null) && kill -INT "$pid" 2>/dev/null; done
  for name; do
    pid=$(cat /run/frr/$name.pid 2>/dev/null) || continue
    while kill -0 "$pid" 2>/dev/null; do sleep 0.02; done
  done
}
end ${others.join(" ")}
end zebra
`;
}
