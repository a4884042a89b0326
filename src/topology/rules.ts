// Knows: policy routing rules in both forms.
// Refuses to know: which tables have routes in them.

import { didYouMean } from "../base/suggest.ts";
import type { Span } from "../base/span.ts";
import { formatCidr, networkOf, parseCidr, sameIp, type Cidr } from "../model/ip.ts";
import type { Interface, Rule } from "../model/lab.ts";
import type { DraftNode } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { findTable } from "./route-tables.ts";
import type { WrittenRule } from "./schema-routing.ts";

const actions = ["blackhole", "unreachable", "prohibit"] as const;
const keys = ["from", "to", "iif", "oif", "fwmark", "priority", "lookup"] as const;
type RuleKey = (typeof keys)[number];
/** `ip rule` has more than one word for some. */
const synonyms: Readonly<Record<string, RuleKey>> = {
  table: "lookup",
  pref: "priority",
  preference: "priority",
  dev: "iif",
};

/** A rule in either form, still text. */
interface RuleText {
  readonly values: ReadonlyMap<RuleKey, string>;
  readonly action: Rule["then"] | undefined;
  readonly family: 4 | 6 | undefined;
  readonly spanOf: (key: RuleKey) => Span;
  readonly at: Span;
}

/** Rules of the less specific levels come first. */
export function rulesOf(node: DraftNode, interfaces: readonly Interface[], loading: Loading): readonly Rule[] {
  return node.settings.all("rules").flatMap(({ value, path }) =>
    value.flatMap((written, i) => {
      const text = readRule(written, [...path, i], loading);
      return (text && resolveRule(text, node, interfaces, loading)) ?? [];
    }),
  );
}

function readRule(written: WrittenRule, path: Path, { source, sink }: Loading): RuleText | undefined {
  const at = source.spanOf(path);
  if (typeof written !== "string") {
    const values = keys.flatMap((key): [RuleKey, string][] => {
      return written[key] === undefined ? [] : [[key, String(written[key])]];
    });
    const family = written.family === undefined ? undefined : written.family === "ipv4" ? 4 : 6;
    return {
      values: new Map(values),
      action: written.action,
      family,
      at,
      spanOf: (key) => source.spanOf([...path, key]),
    };
  }
  const values = new Map<RuleKey, string>();
  let action: Rule["then"] | undefined;
  const words = written.trim().split(/\s+/);
  for (let i = 0; i < words.length; i++) {
    const word = words[i] ?? "";
    const key = synonyms[word] ?? keys.find((candidate) => candidate === word);
    const verb = actions.find((candidate) => candidate === word);
    if (verb !== undefined) action = verb;
    else if (key === undefined) {
      sink.error("addresses/rule", at, `a rule has no "${word}"${didYouMean(word, [...keys, ...actions])}`, {
        hint: "for example: from 10.0.0.0/8 iif eth1 lookup 100 priority 1000",
      });
      return undefined;
    } else {
      const value = words[++i];
      if (value === undefined) {
        sink.error("addresses/rule", at, `nothing follows "${word}"`);
        return undefined;
      }
      values.set(key, value);
    }
  }
  return { values, action, family: undefined, at, spanOf: () => at };
}

function resolveRule(
  text: RuleText,
  node: DraftNode,
  interfaces: readonly Interface[],
  loading: Loading,
): Rule | undefined {
  const { sink } = loading;
  const from = prefixOf("from", text, loading);
  const to = prefixOf("to", text, loading);
  const iif = interfaceOf("iif", text, node, interfaces, loading);
  const oif = interfaceOf("oif", text, node, interfaces, loading);
  const fwmark = text.values.get("fwmark");
  const priority = text.values.get("priority");
  const lookup = text.values.get("lookup");
  if ([from, to, iif, oif].includes("wrong")) return undefined;
  if (fwmark !== undefined && !/^(0x[0-9a-f]{1,8}|\d{1,10})(\/(0x[0-9a-f]{1,8}|\d{1,10}))?$/i.test(fwmark)) {
    sink.error("addresses/rule", text.spanOf("fwmark"), `"${fwmark}" is not a mark`, {
      hint: "a number, or mark/mask: 0x1/0xff",
    });
    return undefined;
  }
  if (priority !== undefined && !/^\d{1,10}$/.test(priority)) {
    sink.error("addresses/rule", text.spanOf("priority"), `"${priority}" is not a priority: a whole number`);
    return undefined;
  }
  const families = [from, to].flatMap((prefix) => (typeof prefix === "object" ? [prefix.family] : []));
  const family = text.family ?? families[0] ?? 4;
  if (families.some((other) => other !== family)) {
    sink.error("addresses/family", text.at, "a rule is for IPv4 or for IPv6, not for both");
    return undefined;
  }
  if ((lookup === undefined) === (text.action === undefined)) {
    const message = lookup === undefined ? "this rule does nothing" : "a rule looks in a table, or does without";
    sink.error("addresses/rule", text.at, message, { hint: `lookup TABLE, or one of: ${actions.join(", ")}` });
    return undefined;
  }
  const table = lookup === undefined ? undefined : findTable(lookup, text.spanOf("lookup"), node, interfaces, loading);
  const then = text.action ?? table;
  if (then === undefined) return undefined;
  const known = <T>(value: T | "wrong"): T | undefined => (value === "wrong" ? undefined : value);
  return {
    family,
    priority: priority === undefined ? undefined : Number(priority),
    from: known(from),
    to: known(to),
    iif: known(iif),
    oif: known(oif),
    fwmark,
    then,
    at: text.at,
  };
}

function prefixOf(key: "from" | "to", text: RuleText, { sink }: Loading): Cidr | "wrong" | undefined {
  const written = text.values.get(key);
  if (written === undefined || written === "all") return undefined;
  const cidr = parseCidr(written);
  if (!cidr) {
    sink.error("addresses/syntax", text.spanOf(key), `"${written}" is not a prefix`, {
      hint: "a prefix like 10.0.0.0/8, or all",
    });
    return "wrong";
  }
  const network = networkOf(cidr);
  if (sameIp(network, cidr)) return cidr;
  sink.error("addresses/host-bits", text.spanOf(key), `${written} is an address inside a network, not the network`, {
    hint: `the network is ${formatCidr(network)}`,
  });
  return "wrong";
}

function interfaceOf(
  key: "iif" | "oif",
  text: RuleText,
  node: DraftNode,
  interfaces: readonly Interface[],
  { sink }: Loading,
): Interface["name"] | "wrong" | undefined {
  const written = text.values.get(key);
  if (written === undefined) return undefined;
  const found = interfaces.find((iface) => iface.name === written);
  if (found) return found.name;
  const names = interfaces.map((iface) => iface.name);
  sink.error(
    "addresses/unknown-interface",
    text.spanOf(key),
    `"${node.name}" has no interface "${written}"${didYouMean(written, names)}`,
    { hint: `its interfaces: ${names.join(", ")}` },
  );
  return "wrong";
}
