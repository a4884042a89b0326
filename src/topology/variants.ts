// Knows: how a variant is laid over the lab file: what the file then says, and where each part of it is written.
// Refuses to know: what the parts mean.

import { valueAt } from "../base/wrong-value.ts";
import type { LabSource, Path } from "./lab-source.ts";
import { isPlainMap } from "./plain-value.ts";
import type { WrittenFile, WrittenVariant } from "./schema.ts";

/** Where one entry of a list comes from: the file, the variant, or both (the variant changes it). */
interface Origin {
  readonly base?: number;
  readonly over?: number;
}

type WrittenLinks = NonNullable<WrittenFile["topology"]["links"]>;

/** The source of the lab as that variant has it; `written` has been checked and has the variant. */
export function layVariant(source: LabSource, written: WrittenFile, name: string): LabSource {
  const {
    summary: _,
    nodes = {},
    links = [],
    requires = [],
    "kernel-features": features = [],
    ...rest
  } = written.variants?.[name] ?? {};
  const { topology } = written;
  const linkOrigins = matchLinks(topology.links ?? [], links);
  const { requires: ownRequires = [], "kernel-features": ownFeatures = [] } = written;
  const data: WrittenFile = {
    ...written,
    ...rest,
    requires: [...ownRequires, ...requires],
    "kernel-features": [...ownFeatures, ...features],
    topology: {
      ...topology,
      nodes: merged(topology.nodes, nodes) as WrittenFile["topology"]["nodes"],
      links: linkOrigins.map(
        ({ base, over }) => merged(entryOf(topology.links, base), entryOf(links, over)) as WrittenLinks[number],
      ),
    },
  };
  const variant: Path = ["variants", name];

  const inList = (origins: readonly Origin[], list: Path, overList: Path, inner: Path): Path => {
    const [index, ...rest] = inner;
    const origin = typeof index === "number" ? origins[index] : undefined;
    if (!origin) return [...list, ...inner];
    if (origin.over === undefined) return [...list, origin.base ?? 0, ...rest];
    if (origin.base === undefined) return [...overList, origin.over, ...rest];
    return writtenAt(source.data, [...list, origin.base], [...overList, origin.over], rest);
  };
  /** The place in the file of what stands at `path` in the lab as the variant has it. */
  const placeOf = (path: Path): Path => {
    const [first, second, ...inner] = path;
    if (first === "topology" && second === "links")
      return inList(linkOrigins, ["topology", "links"], [...variant, "links"], inner);
    if (first === "topology" && second === "nodes")
      return writtenAt(source.data, ["topology", "nodes"], [...variant, "nodes"], inner);
    if (first === "requires" || first === "kernel-features") {
      const origins =
        first === "requires" ? oneAfterTheOther(ownRequires, requires) : oneAfterTheOther(ownFeatures, features);
      return inList(origins, [first], [...variant, first], path.slice(1));
    }
    return first !== undefined && Object.hasOwn(rest, first) ? [...variant, ...path] : path;
  };
  return {
    file: source.file,
    data,
    spanOf: (path) => source.spanOf(placeOf(path)),
    keySpanOf: (path) => source.keySpanOf(placeOf(path)),
    textOf: (path) => source.textOf(placeOf(path)),
    itemsOf: (path) => source.itemsOf(placeOf(path)).map((_, i) => [...path, i]),
    linesOf: (path) => source.linesOf(placeOf(path)),
  };
}

/** A link of the variant with the endpoints of one of the file is that link; any other is one more. */
function matchLinks(base: WrittenLinks, over: NonNullable<WrittenVariant["links"]>): readonly Origin[] {
  const taken = new Set<number>();
  const matched = base.map((link, i): Origin => {
    const j = over.findIndex((other, at) => !taken.has(at) && endsOf(other) === endsOf(link));
    if (j < 0) return { base: i };
    taken.add(j);
    return { base: i, over: j };
  });
  return [...matched, ...over.flatMap((_, j) => (taken.has(j) ? [] : [{ over: j }]))];
}

function oneAfterTheOther(base: readonly unknown[], over: readonly unknown[]): readonly Origin[] {
  return [...base.map((_, i) => ({ base: i })), ...over.map((_, i) => ({ over: i }))];
}

function endsOf(link: WrittenLinks[number]): string {
  const ends = "endpoints" in link ? link.endpoints : [link.endpoint];
  return JSON.stringify(ends.map((end) => (typeof end === "string" ? end : `${end.node}:${end.interface}`)));
}

function entryOf(list: readonly unknown[] | undefined, index: number | undefined): unknown {
  return index === undefined ? undefined : list?.[index];
}

/** Maps key by key; of anything else the variant's. */
function merged(base: unknown, over: unknown): unknown {
  if (over === undefined) return base;
  if (!isPlainMap(base) || !isPlainMap(over)) return over;
  const keys = [...new Set([...Object.keys(base), ...Object.keys(over)])];
  return Object.fromEntries(keys.map((key) => [key, merged(base[key], over[key])]));
}

/** The same walk as `merged`, for the place instead of the value; a map that both have is the file's. */
function writtenAt(data: unknown, base: Path, over: Path, inner: Path): Path {
  let low = valueAt(data, base);
  let high = valueAt(data, over);
  for (const part of inner) {
    if (high === undefined) return [...base, ...inner];
    if (!isPlainMap(low) || !isPlainMap(high)) return [...over, ...inner];
    [low, high] = [low[part], high[part]];
  }
  return high === undefined || (isPlainMap(low) && isPlainMap(high)) ? [...base, ...inner] : [...over, ...inner];
}
