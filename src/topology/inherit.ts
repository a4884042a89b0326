// Knows: which settings a node has after defaults < kinds < groups < node, and where each was written.
// Refuses to know: what a setting means.

import type { Path } from "./lab-source.ts";
import type { WrittenFile, WrittenNode } from "./schema.ts";

/** A value and the path it was written at. */
export interface Located<T> {
  readonly value: T;
  readonly path: Path;
}

export type Key = keyof WrittenNode;
export type ValueOf<K extends Key> = NonNullable<WrittenNode[K]>;
/** Keys whose value is a map; they merge key by key. */
export type MapKey =
  ("interfaces" | "sysctls" | "env" | "files" | "services" | "labels") | ("vrfs" | "bridges" | "bonds" | "vxlans");

export interface Settings {
  /** The most specific value. */
  get<K extends Key>(key: K): Located<ValueOf<K>> | undefined;
  /** Every level's value, the least specific first. */
  all<K extends Key>(key: K): readonly Located<ValueOf<K>>[];
  /** A map merged key by key; of two values the more specific one. */
  entries<K extends MapKey>(key: K): ReadonlyMap<string, Located<ValueOf<K>[string]>>;
  /** Whether the node itself says it, not a default. */
  isOwn(key: Key): boolean;
}

interface Level {
  readonly body: WrittenNode;
  readonly path: Path;
}

/** A node's kind: its own, else its group's, else the default. As containerlab's GetNodeKind. */
export function writtenKindOf(file: WrittenFile, name: string): Located<string> | undefined {
  const { defaults, groups } = file.topology;
  const own = file.topology.nodes[name];
  if (own?.kind !== undefined) return { value: own.kind, path: ["topology", "nodes", name, "kind"] };
  const group = String(own?.group ?? defaults?.group ?? "");
  const ofGroup = groups?.[group]?.kind;
  if (ofGroup !== undefined) return { value: ofGroup, path: ["topology", "groups", group, "kind"] };
  return defaults?.kind === undefined ? undefined : { value: defaults.kind, path: ["topology", "defaults", "kind"] };
}

export function settingsOf(file: WrittenFile, name: string): Settings {
  const { defaults, kinds, groups, nodes } = file.topology;
  const kind = writtenKindOf(file, name)?.value ?? "";
  // A group that topology.groups does not know is just a label: containerlab users write "spine", "server".
  const group = String(nodes[name]?.group ?? kinds?.[kind]?.group ?? defaults?.group ?? "");
  const level = (body: WrittenNode | undefined, path: Path): Level[] => (body === undefined ? [] : [{ body, path }]);
  return overLevels([
    ...level(defaults, ["topology", "defaults"]),
    ...level(kinds?.[kind], ["topology", "kinds", kind]),
    ...level(groups?.[group], ["topology", "groups", group]),
    ...level(nodes[name], ["topology", "nodes", name]),
  ]);
}

/** Settings of a node that the file does not write (the bridge of a LAN). */
export const noSettings: Settings = overLevels([]);

/** Settings of a container: one level, some of a node's keys. */
export function settingsAt(body: WrittenNode, path: Path): Settings {
  return overLevels([{ body, path }]);
}

function overLevels(levels: readonly Level[]): Settings {
  const all = <K extends Key>(key: K): readonly Located<ValueOf<K>>[] =>
    levels.flatMap(({ body, path }) => {
      const value = body[key];
      return value === undefined ? [] : [{ value, path: [...path, key] }];
    });
  return {
    all,
    get: (key) => all(key).at(-1),
    entries<K extends MapKey>(key: K) {
      const merged = new Map<string, Located<ValueOf<K>[string]>>();
      for (const { value, path } of all(key)) {
        for (const [name, inner] of Object.entries(value)) {
          merged.set(name, { value: inner as ValueOf<K>[string], path: [...path, name] });
        }
      }
      return merged;
    },
    isOwn: (key) => levels.some(({ body, path }) => path[1] === "nodes" && body[key] !== undefined),
  };
}
