// Knows: how equal commands on several interfaces become one with a glob.
// Refuses to know: where the commands come from.

import { compareNatural } from "../base/sort.ts";
import { foldInterfaces } from "./glob.ts";

/** A command taken apart, so that equal ones on several interfaces can be folded. */
export interface Said {
  readonly verb: "add" | "del";
  /** `interface`, `bgp` … the first keyword. */
  readonly head: string;
  /** The interface, where the second word is one that may be a glob. */
  readonly name: string | undefined;
  readonly tail: string;
}

const folds = /^(interface|bond|vxlan) /;

/** The words after `net add` or `net del`, taken apart. */
export function takeApart(verb: "add" | "del", text: string): Said {
  const [head = "", ...rest] = text.split(" ");
  if (!folds.test(text) && !/^vrf \S+ vrf-table/.test(text))
    return { verb, head, name: undefined, tail: rest.join(" ") };
  return { verb, head, name: rest[0], tail: rest.slice(1).join(" ") };
}

/** Commands that differ in the interface only become one, with a glob; the first keeps its place. */
export function foldCommands(said: readonly Said[]): readonly string[] {
  const names = new Map<string, string[]>();
  for (const { verb, head, name, tail } of said) {
    const key = `${verb} ${head} ${name === undefined ? "" : "*"} ${tail}`;
    names.set(key, [...(names.get(key) ?? []), ...(name === undefined ? [] : [name])]);
  }
  return [...names].map(([key, list]) => {
    const [verb = "", head = "", star = "", ...tail] = key.split(" ");
    const glob = star === "*" ? [foldInterfaces([...new Set(list)].toSorted(compareNatural))] : [];
    return ["net", verb, head, ...glob, ...tail].join(" ").trimEnd();
  });
}
