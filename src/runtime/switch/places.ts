// Knows: where a Cumulus node keeps what NCLU needs: its programs, its state, its wiring.
// Refuses to know: who writes and reads them.

/**
 * Where a node sees Node's binary and the bundles of these programs (agent/nclu-programs.ts mounts them). At the top,
 * as every other folder may be the machine's own, where nothing can be added.
 */
export const programFolder = "/.labctl";
export const programFile = `${programFolder}/net-program.cjs`;
/** What V8 made of it, per program and verb (start-main.ts). */
export const compiledFolder = "/run/nclu/compiled";
/** Buffer and history (nclu/session-state.ts). */
export const stateFile = "/var/lib/cumulus/nclu/state.json";
/** The files whose interfaces the kernel has: `ifreload` works by difference from them. */
export const appliedFile = "/var/lib/cumulus/nclu/applied.json";
/** `{ ports, neighbours }`: what the lab wires, and the far ends (plan/switch-files.ts writes it). */
export const wiringFile = "/var/lib/cumulus/nclu/wiring.json";
export const lockFile = "/run/nclu.lock";

export interface Wiring {
  readonly ports: readonly string[];
  readonly neighbours: readonly { readonly port: string; readonly node: string; readonly ifname: string }[];
}
