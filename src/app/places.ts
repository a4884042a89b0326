// Knows: everywhere a command can be run in a running lab: its nodes, and the containers its engine has at the moment.
// Refuses to know: what is run there.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { StateError, UsageError } from "../base/errors.ts";
import { didYouMean } from "../base/suggest.ts";
import type { ContainerRecord, Wrap } from "../runtime/container-state.ts";
import type { LabState, NodeRecord, Store } from "../state/store.ts";

/** A node, or a container named `node/container`. */
export interface PlaceRecord extends NodeRecord {
  /** A container's. */
  readonly wrap?: Wrap;
  readonly running?: boolean;
}

/** Containers come and go while the lab runs: the engine keeps a file of them, beside the nodes' pids. */
export function placesIn(store: Store, state: LabState): readonly PlaceRecord[] {
  let records: Readonly<Record<string, ContainerRecord>> = {};
  try {
    const file = join(store.dirOf(state.lab), "containers.json");
    records = JSON.parse(readFileSync(file, "utf8")) as Readonly<Record<string, ContainerRecord>>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error; // a lab without containers has no such file
  }
  return [...state.nodes, ...Object.entries(records).map(([name, record]) => ({ name, ...record }))];
}

/** Throws UsageError with the closest name, or StateError for a container that does not run. */
export function findPlace(store: Store, state: LabState, name: string): PlaceRecord {
  const places = placesIn(store, state);
  const place = places.find((candidate) => candidate.name === name);
  if (place?.running === false) {
    throw new StateError(`container ${name} does not run`, `labctl container start ${name}`);
  }
  if (place) return place;
  const names = places.map((candidate) => candidate.name);
  throw new UsageError(
    `lab "${state.lab}" has no node "${name}"${didYouMean(name, names)}`,
    `its nodes: ${names.join(", ")}`,
  );
}

/** Whether FRR is there to be asked. */
export function isRouter({ kind }: PlaceRecord): boolean {
  return kind === "frr" || kind === "cumulus";
}
