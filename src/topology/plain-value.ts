// Knows: how a YAML document becomes plain data: aliases, merge keys, keys as text.
// Refuses to know: what the data means.

import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type YAMLMap } from "yaml";
import type { DiagnosticSink } from "../base/diagnostics.ts";
import type { LineIndex } from "./line-index.ts";
import { keyTextOf } from "./yaml-key.ts";

// A lab of 1000 nodes has about 20 000 values; ten aliases of ten aliases of ten … have more than any lab.
const mostValues = 1_000_000;

export function plainValueOf(document: Document, index: LineIndex, sink: DiagnosticSink): unknown {
  let values = 0;
  const open = new Set<Node>();
  const report = (code: string, node: Node, message: string): undefined => {
    const [start, end] = node.range ?? [0, 0];
    sink.error(code, index.spanAt(start, end), message);
    return undefined;
  };

  const convert = (written: Node | null | undefined): unknown => {
    if (written === null || written === undefined || values > mostValues) return null;
    if (++values > mostValues)
      return report("syntax/too-large", written, "the aliases of this file make too many values");
    const node = isAlias(written) ? written.resolve(document) : written;
    if (node === undefined) {
      const name = isAlias(written) ? written.source : "";
      return report("syntax/unknown-alias", written, `no anchor "&${name}" stands before this alias`);
    }
    if (isScalar(node)) return typeof node.value === "bigint" ? Number(node.value) : node.value;
    if (open.has(node)) return report("syntax/alias-loop", written, "this alias stands inside its own anchor");
    open.add(node);
    const value = isSeq(node) ? node.items.map((item) => convert(item as Node)) : isMap(node) ? convertMap(node) : null;
    open.delete(node);
    return value;
  };

  const convertMap = (map: YAMLMap): Record<string, unknown> => {
    const own: [string, unknown][] = [];
    const inherited: [string, unknown][] = [];
    for (const pair of map.items) {
      const key = keyTextOf(document, pair.key);
      const value = pair.value as Node | null;
      if (key === undefined) report("syntax/key", pair.key as Node, "a key must be a plain word, not a list or a map");
      else if (key !== "<<") own.push([key, convert(value)]);
      else inherited.unshift(...mergedEntries(convert(value), value ?? map));
    }
    return Object.fromEntries([...inherited, ...own]);
  };

  /** Of several merged maps the first wins, so it comes last here. */
  const mergedEntries = (value: unknown, at: Node): [string, unknown][] => {
    const maps: unknown[] = Array.isArray(value) ? value : [value];
    return maps.toReversed().flatMap((one): [string, unknown][] => {
      if (isPlainMap(one)) return Object.entries(one);
      // An alias that leads nowhere has its report.
      if (!sink.failed) report("syntax/merge", at, "`<<` takes a map, or a list of maps");
      return [];
    });
  };

  const data = convert(document.contents);
  return isPlainMap(data) ? withoutNulls(data) : data;
}

export function isPlainMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** containerlab takes `n1:` for an empty node and `kinds:` for no kinds; so an empty value is the same as none. */
function withoutNulls(data: Record<string, unknown>): Record<string, unknown> {
  const isBody = (path: readonly string[]): boolean => {
    // `none:` is the lab as it is written; what a variant says of nodes is as under `topology`.
    if (path[0] === "variants") return path.length === 2 || isBody(["topology", ...path.slice(2)]);
    if (path[0] !== "topology") return false;
    if (path.length === 3 && ["nodes", "kinds", "groups"].includes(path[1] ?? "")) return true;
    // `eth1.10:` and `red:` say all there is to say: a VLAN, a VRF.
    const inNode = path.slice(path[1] === "defaults" ? 2 : 3);
    // `containers: { web1: { networks: { front: } } }`: the first free address will do.
    if (inNode.length === 4) return inNode[0] === "containers" && inNode[2] === "networks";
    return inNode.length === 2 && ["interfaces", "vrfs", "bridges", "networks", "containers"].includes(inNode[0] ?? "");
  };
  const clean = (value: unknown, path: readonly string[]): unknown => {
    if (!isPlainMap(value)) return value;
    const kept = Object.entries(value).flatMap(([key, inner]): [string, unknown][] => {
      if (inner === null) return isBody([...path, key]) ? [[key, {}]] : [];
      return [[key, path.length === 0 && key === "tests" ? inner : clean(inner, [...path, key])]];
    });
    return Object.fromEntries(kept);
  };
  return clean(data, []) as Record<string, unknown>;
}
