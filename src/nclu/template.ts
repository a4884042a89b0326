// Knows: line templates that work both ways: values into a line of text, and a line back into values.
// Refuses to know: which lines exist; the grammar's tables do.

/**
 * `neighbor {peer} description {=text...}[ {flag}]`
 * `{x}` tells lines apart, `{=x}` is the setting itself (a new value replaces the old one), `...` takes the rest of the
 * line, `[…]` is there only when all of its values are, `*` stands for one word that no value names.
 */
export interface Template {
  readonly text: string;
  readonly names: readonly string[];
  /** undefined when a value outside of `[…]` is missing. */
  render(values: Values): string | undefined;
  match(line: string): Values | undefined;
  /** Matches the lines a new one takes the place of: the same names, whatever the settings. */
  sameSetting(values: Values): RegExp;
  /** Matches the lines that agree with every value given; the others may be anything. */
  agreeing(values: Values): RegExp;
}

export type Values = Readonly<Record<string, string>>;

type Part =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly name: string; readonly setting: boolean; readonly rest: boolean }
  | { readonly kind: "any" }
  | { readonly kind: "optional"; readonly parts: readonly Part[] };

const compiled = new Map<string, Template>();

/** Compiles a template once; the same text gives the same object. */
export function templateOf(text: string): Template {
  const known = compiled.get(text);
  if (known) return known;
  const parts = parseParts(text);
  // Most templates are only ever asked about lines that are none of theirs.
  const start = parts[0]?.kind === "text" ? parts[0].text : "";
  let whole: RegExp | undefined;
  const template: Template = {
    text,
    names: namesOf(parts),
    render: (values) => renderParts(parts, values),
    match(line) {
      if (!line.startsWith(start)) return undefined;
      whole ??= regexOf(parts, () => undefined);
      const found = whole.exec(line);
      if (!found) return undefined;
      const groups = Object.entries(found.groups ?? {}).filter(([, value]) => value !== undefined);
      return Object.fromEntries(groups);
    },
    sameSetting: (values) =>
      regexOf(decided(parts, values, false), (part) => (part.setting ? undefined : values[part.name])),
    agreeing: (values) => regexOf(decided(parts, values, true), (part) => values[part.name]),
  };
  compiled.set(text, template);
  return template;
}

function parseParts(text: string): Part[] {
  const parts: Part[] = [];
  const token = /\{(=?)([\w-]+)(\.\.\.)?\}|\[([^\]]*)\]|\*|[^{[*]+/g;
  for (const [all, setting, name, rest, optional] of text.matchAll(token)) {
    if (name !== undefined) parts.push({ kind: "value", name, setting: setting === "=", rest: rest !== undefined });
    else if (optional !== undefined) parts.push({ kind: "optional", parts: parseParts(optional) });
    else if (all === "*") parts.push({ kind: "any" });
    else parts.push({ kind: "text", text: all });
  }
  return parts;
}

function namesOf(parts: readonly Part[]): string[] {
  return parts.flatMap((part) =>
    part.kind === "value" ? [part.name] : part.kind === "optional" ? namesOf(part.parts) : [],
  );
}

/**
 * Optional parts decided by what is given: there when every name in them is, gone when one is missing. A line of the
 * default VRF never means one of another VRF. When lines are only looked for, other parts not given may be anything.
 */
function decided(parts: readonly Part[], values: Values, looking: boolean): readonly Part[] {
  return parts.flatMap((part): readonly Part[] => {
    if (part.kind !== "optional") return [part];
    const names = part.parts.filter((inner) => inner.kind === "value").filter((inner) => looking || !inner.setting);
    if (names.length === 0) return [part];
    if (names.every(({ name }) => values[name] !== undefined)) return part.parts;
    return looking && names.every(({ name }) => name !== "vrf") ? [part] : [];
  });
}

function renderParts(parts: readonly Part[], values: Values): string | undefined {
  let line = "";
  for (const part of parts) {
    if (part.kind === "text") line += part.text;
    else if (part.kind === "any") return undefined;
    else if (part.kind === "optional") line += renderParts(part.parts, values) ?? "";
    else {
      const value = values[part.name];
      if (value === undefined) return undefined;
      line += value;
    }
  }
  return line;
}

type ValuePart = Extract<Part, { readonly kind: "value" }>;

function regexOf(parts: readonly Part[], fixed: (part: ValuePart) => string | undefined): RegExp {
  // A name that comes twice means the same text twice.
  const named = new Set<string>();
  const source = (list: readonly Part[]): string =>
    list
      .map((part) => {
        if (part.kind === "text") return escapeRegex(part.text);
        if (part.kind === "any") return "\\S+";
        if (part.kind === "optional") return `(?:${source(part.parts)})?`;
        const value = fixed(part);
        if (value !== undefined) return escapeRegex(value);
        if (named.has(part.name)) return `\\k<${part.name}>`;
        named.add(part.name);
        return `(?<${part.name}>${part.rest ? ".+" : "\\S+?"})`;
      })
      .join("");
  return new RegExp(`^${source(parts)}$`);
}

function escapeRegex(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
