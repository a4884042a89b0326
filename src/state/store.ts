// Knows: what is remembered of each lab, and how it is written so that a reader never sees half of it.
// Refuses to know: whether what it remembers is still true (app/lab-status.ts asks).

import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Plan } from "../plan/step.ts";
import type { ProcessId } from "../runtime/process-id.ts";
import { ensureStateRoot, labDirOf, planFile, stateFile } from "./paths.ts";

/** What commands need to know of a node without reading the lab file, which may be gone. */
export interface NodeRecord {
  readonly name: string;
  readonly kind: "host" | "frr" | "cumulus" | "bridge";
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
}

/** What /run/labctl/LAB/state.json holds. */
export interface LabState {
  readonly version: 1;
  readonly lab: string;
  /** Absolute path of the lab file; it may have been edited or deleted since. */
  readonly file: string;
  /** Which of the file's variants it is; missing when it has none. */
  readonly variant?: string;
  readonly phase: "deploying" | "running";
  /** ISO 8601. */
  readonly createdAt: string;
  /** Missing while the sandbox is being started. */
  readonly anchor: ProcessId | undefined;
  /** What the lab runs on: a sandbox of the host's kernel, or a user-mode kernel. Missing: `host`. */
  readonly kernel?: "host" | "uml";
  /** Whether the sandbox has a user namespace, which commands must enter too. */
  readonly userNamespace: boolean;
  /** In the order of the lab file; LANs that were written as links come last. */
  readonly nodes: readonly NodeRecord[];
  /** Both ends of each link, as `node:interface`. */
  readonly links: readonly (readonly [string, string])[];
}

export interface Store {
  readonly root: string;
  dirOf(lab: string): string;
  /** Names of all labs that have a folder. */
  list(): readonly string[];
  /** undefined when there is no such lab, or its state was never written. */
  read(lab: string): LabState | undefined;
  readPlan(lab: string): Plan | undefined;
  save(state: LabState): void;
  savePlan(lab: string, plan: Plan): void;
  remove(lab: string): void;
}

export function openStore(root: string): Store {
  const dirOf = (lab: string): string => labDirOf(root, lab);
  /** rename(2) is atomic: readers see the old file or the new one. */
  const write = (lab: string, name: string, value: unknown): void => {
    ensureStateRoot(root);
    mkdirSync(dirOf(lab), { recursive: true, mode: 0o700 });
    const path = join(dirOf(lab), name);
    writeFileSync(`${path}.new`, `${JSON.stringify(value, null, 2)}\n`);
    renameSync(`${path}.new`, path);
  };
  const read = (lab: string, name: string): unknown => {
    try {
      return JSON.parse(readFileSync(join(dirOf(lab), name), "utf8"));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT" || error instanceof SyntaxError) return undefined;
      throw error;
    }
  };
  return {
    root,
    dirOf,
    list: () => {
      try {
        const entries = readdirSync(root, { withFileTypes: true });
        return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
        throw error;
      }
    },
    read: (lab) => {
      const state = read(lab, stateFile) as LabState | undefined;
      return state?.version === 1 ? state : undefined;
    },
    readPlan: (lab) => read(lab, planFile) as Plan | undefined,
    save: (state) => write(state.lab, stateFile, state),
    savePlan: (lab, plan) => write(lab, planFile, plan),
    remove: (lab) => rmSync(dirOf(lab), { recursive: true, force: true }),
  };
}
