// Knows: the entries of `tests:` as far as all of them are alike: one key that says what, and the keys around it.
// Refuses to know: what each check and action takes (check/, scenario/).

import { didYouMean } from "../base/suggest.ts";
import type { TestStep } from "../model/lab.ts";
import { parseVersionBound, type VersionBound } from "../model/version-bound.ts";
import { parseDuration } from "./durations.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { expectOf, onlyOf } from "./step-variants.ts";
import { isComing } from "./reserved.ts";
import { stepShape } from "./schema.ts";

/** Every step of the language. A program that knows fewer says so with its own list. */
export const allStepNames: readonly string[] = [
  ..."ping reach route lookup rib bgp bgp-route ospf isis bfd evpn vtysh exec tcp http interface arp listen process".split(
    " ",
  ),
  ..."containers daemon trace transition capture file run configure link stop start restart kill network container plug".split(
    " ",
  ),
  ..."unplug save pause".split(" "),
];

// Long enough for a BGP session on a loaded machine, so that nobody writes a sleep.
const defaultWithinMs = 10_000;

const commonKeys = Object.keys(stepShape);

export function testsOf(loading: Loading, stepNames: readonly string[] = allStepNames): readonly TestStep[] {
  let stage: string | undefined;
  return (loading.file.tests ?? []).flatMap((written, i): TestStep[] => {
    const read = stepOf(written, ["tests", i], loading, stepNames);
    // A heading holds on, even when the step that brings it belongs to another variant.
    stage = loading.source.textOf(["tests", i, "stage"]) ?? stage;
    return read?.isHere === true ? [{ ...read.step, number: i + 1, stage }] : [];
  });
}

function stepOf(
  step: Readonly<Record<string, unknown>>,
  path: Path,
  loading: Loading,
  stepNames: readonly string[],
): { readonly step: Omit<TestStep, "number">; readonly isHere: boolean } | undefined {
  const { source, sink } = loading;
  const what = whatOf(step, path, loading, stepNames);
  const at = what === undefined ? source.spanOf(path) : source.keySpanOf([...path, what]);
  const common = readCommon(step, path, loading);
  if (what === undefined) return undefined;
  if (step[what] === null) {
    sink.error("tests/empty", at, `"${what}" says nothing`, { hint: `its keys go below it: ${what}: { … }` });
    return undefined;
  }
  const spanOf: TestStep["spanOf"] = (inner) => source.spanOf([...path, what, ...inner]);
  const keySpanOf: TestStep["keySpanOf"] = (inner) => source.keySpanOf([...path, what, ...inner]);
  const { only, ...rest } = common;
  const isHere = only === undefined || (loading.variant !== undefined && only.includes(loading.variant.name));
  return { step: { what, value: step[what], ...rest, at, spanOf, keySpanOf }, isHere };
}

/** The one key that is not common to all steps. */
function whatOf(
  step: Readonly<Record<string, unknown>>,
  path: Path,
  { source, sink }: Loading,
  stepNames: readonly string[],
): string | undefined {
  const candidates = Object.keys(step).filter((key) => !commonKeys.includes(key));
  const known: string[] = [];
  for (const key of candidates) {
    const at = source.keySpanOf([...path, key]);
    if (stepNames.includes(key)) known.push(key);
    else if (allStepNames.includes(key) || isComing("step", key)) {
      sink.error("shape/not-yet", at, `"${key}" is reserved: this version of labctl does not know it yet`);
    } else {
      sink.error(
        "tests/unknown-step",
        at,
        `no check or action is called "${key}"${didYouMean(key, [...stepNames, ...commonKeys])}`,
        {
          hint: `there are: ${stepNames.join(", ")}`,
        },
      );
    }
  }
  const [first, second] = known;
  if (first !== undefined && second !== undefined) {
    sink.error(
      "tests/two-steps",
      source.keySpanOf([...path, second]),
      `one entry asks one thing: "${second}" needs an entry of its own`,
      {
        related: [{ at: source.keySpanOf([...path, first]), message: `this entry asks "${first}"` }],
        hint: `- ${second}: …`,
      },
    );
    return undefined;
  }
  if (candidates.length === 0) {
    sink.error("tests/no-step", source.spanOf(path), "this entry asks nothing", {
      hint: `one of: ${stepNames.join(", ")}`,
    });
  }
  return first;
}

type Common = Pick<
  TestStep,
  "name" | "stage" | "hint" | "required" | "claims" | "frrVersion" | "expect" | "withinMs" | "forMs"
> & {
  /** The variants it belongs to. */
  readonly only: readonly string[] | undefined;
};

function readCommon(step: Readonly<Record<string, unknown>>, path: Path, loading: Loading): Common {
  const { source, sink } = loading;
  const read = (key: keyof typeof stepShape): unknown => {
    const value = step[key] ?? undefined;
    if (stepShape[key].safeParse(value).success) return value;
    const allowed = {
      required: "true or false",
      expect: "pass or fail, or one of them for each variant",
      only: "the name of a variant, or a list of them",
      claims: "an id, or a list of ids",
      hint: "text",
    } as Record<string, string>;
    const meant = key === "expect" && typeof value === "string" ? didYouMean(value, ["pass", "fail"]) : "";
    sink.error("tests/value", source.spanOf([...path, key]), `"${key}" takes ${allowed[key] ?? "text"}${meant}`);
    return undefined;
  };
  const text = (key: "name" | "stage" | "hint"): string | undefined =>
    read(key) === undefined ? undefined : source.textOf([...path, key]);
  const claims = read("claims");
  return {
    name: text("name"),
    stage: text("stage"),
    hint: text("hint"),
    required: read("required") === true,
    claims: claims === undefined ? [] : (Array.isArray(claims) ? claims : [claims]).map(String),
    only: onlyOf(read("only"), path, loading),
    frrVersion: frrVersionOf(step, path, loading),
    expect: expectOf(read("expect"), path, loading),
    withinMs: durationOf("within", step, path, loading) ?? defaultWithinMs,
    forMs: durationOf("for", step, path, loading) ?? 0,
  };
}

function frrVersionOf(
  step: Readonly<Record<string, unknown>>,
  path: Path,
  { source, sink }: Loading,
): VersionBound | undefined {
  if (step["frr-version"] === undefined) return undefined;
  const text = source.textOf([...path, "frr-version"]) ?? "";
  const bound = parseVersionBound(text);
  if (bound === undefined) {
    sink.error("tests/version", source.spanOf([...path, "frr-version"]), `"${text}" is not a bound on a version`, {
      hint: '"< 9", "<= 8.4", "> 9" or ">= 10.1"',
    });
  }
  return bound;
}

function durationOf(
  key: "within" | "for",
  step: Readonly<Record<string, unknown>>,
  path: Path,
  { source, sink }: Loading,
): number | undefined {
  if (step[key] === undefined) return undefined;
  const text = source.textOf([...path, key]);
  const ms = text === undefined ? undefined : parseDuration(text);
  if (ms === undefined) {
    sink.error("tests/duration", source.spanOf([...path, key]), `"${text ?? ""}" is not a time`, {
      hint: "500ms, 5s, 2m, or a number of seconds",
    });
  }
  return ms;
}
