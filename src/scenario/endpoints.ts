// Knows: how an action names one end of a link, or the whole link.
// Refuses to know: what is done to it.

import { didYouMean } from "../base/suggest.ts";
import { readNode, type PlaceContext } from "../check/place.ts";
import { checkInterface } from "./known-interface.ts";

export interface End {
  readonly node: string;
  readonly ifname: string;
}

type Path = readonly (string | number)[];

/** `r1:eth1`: that end. `r1--r2` or `r1:eth1--r2:eth2`: both ends of the link. Reports what there is not. */
export function readEnds(text: string, path: Path, context: PlaceContext): readonly End[] | undefined {
  const [left = "", right, more] = text.split("--");
  if (more === undefined && right !== undefined) return readLink(left.trim(), right.trim(), path, context);
  const end = readEnd(text, path, context);
  return end && [end];
}

function readEnd(text: string, path: Path, context: PlaceContext): End | undefined {
  const { step, sink } = context;
  const [name = "", ifname] = text.split(":");
  const node = readNode(name, path, context);
  if (!node) return undefined;
  if (ifname !== undefined && ifname !== "") {
    return checkInterface(node, ifname, path, context) ? { node: node.name, ifname } : undefined;
  }
  const known = node.interfaces.filter((i) => i.peer !== undefined).map((i) => `${node.name}:${i.name}`);
  sink.error("tests/endpoint", step.spanOf(path), `"${text}" names a node, not an end of a link`, {
    hint: `node:interface, as in ${known[0] ?? `${node.name}:eth1`}, or node--node for the link between two`,
  });
  return undefined;
}

function readLink(left: string, right: string, path: Path, context: PlaceContext): readonly End[] | undefined {
  const { lab, step, sink } = context;
  const [a = "", aIf] = left.split(":");
  const [b = "", bIf] = right.split(":");
  if (!readNode(a, path, context) || !readNode(b, path, context)) return undefined;
  const links = lab.graph
    .mapEdges((_, link) => link)
    .filter(({ ends }) => {
      const fits = ([x, y]: readonly [End, End]): boolean =>
        x.node === a && y.node === b && (aIf ?? x.ifname) === x.ifname && (bIf ?? y.ifname) === y.ifname;
      return fits([ends[0], ends[1]]) || fits([ends[1], ends[0]]);
    });
  const [only, second] = links;
  if (only && !second) return only.ends.map(({ node, ifname }) => ({ node, ifname }));
  const ids = lab.graph.mapEdges((_, { id }) => id);
  const message = second
    ? `there are ${links.length} links between ${a} and ${b}`
    : `there is no link ${left}--${right}`;
  sink.error("tests/endpoint", step.spanOf(path), `${message}${second ? "" : didYouMean(`${left}--${right}`, ids)}`, {
    hint: second
      ? `name its interfaces: ${links.map(({ id }) => id).join(" or ")}`
      : `the links are: ${ids.join(", ")}`,
  });
  return undefined;
}
