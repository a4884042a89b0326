// Knows: where labctl keeps what it must remember of a lab, and what the files there are called.
// Refuses to know: what is in them (store.ts).

import { lstatSync, mkdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HostError } from "../base/errors.ts";

/**
 * One folder for all labs of this user, on a tmpfs: it goes at reboot, as the labs do. LABCTL_STATE_DIR names another.
 * An ordinary user without XDG_RUNTIME_DIR (no login session, as in CI) gets a private folder below the temporary one.
 */
export function stateRoot(env: NodeJS.ProcessEnv = process.env): string {
  const uid = process.geteuid?.() ?? 0;
  if (env["LABCTL_STATE_DIR"]) return env["LABCTL_STATE_DIR"];
  if (uid === 0) return "/run/labctl";
  if (env["XDG_RUNTIME_DIR"]) return join(env["XDG_RUNTIME_DIR"], "labctl");
  return join(tmpdir(), `labctl-${uid}`);
}

/** Makes the root, for this user alone. Throws HostError when somebody else owns it. */
export function ensureStateRoot(root: string): void {
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const stat = lstatSync(root);
  if (!stat.isDirectory() || stat.uid !== process.geteuid?.()) {
    throw new HostError(`${root} is not a folder of yours`, "set LABCTL_STATE_DIR to one that is");
  }
}

export const stateFile = "state.json";
export const planFile = "plan.json";
export const journalFile = "journal.jsonl";
export const logFolder = "log";

export function labDirOf(root: string, lab: string): string {
  return join(root, lab);
}
