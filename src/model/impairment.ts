// Knows: what can be wrong with a link (delay, loss, a low rate …), and how the values are written.
// Refuses to know: which queueing discipline does it (plan/qdisc.ts).

/** What a packet suffers when it leaves an interface. A key that is not there changes nothing. */
export interface Impairment {
  /** Microseconds. */
  readonly delay?: number;
  /** Microseconds either way. */
  readonly jitter?: number;
  /** Percent of the packets, as are the next three. */
  readonly loss?: number;
  readonly corrupt?: number;
  readonly duplicate?: number;
  /** So many overtake the others by going out without delay. */
  readonly reorder?: number;
  /** Bits per second. */
  readonly rate?: number;
}

export type ImpairmentKey = keyof Impairment;

export const impairmentKeys = [
  "delay",
  "jitter",
  "loss",
  "rate",
  "corrupt",
  "duplicate",
  "reorder",
] as const satisfies readonly ImpairmentKey[];

/** An impairment as it is written: `{ delay: 20ms, loss: 1% }`. */
export type WrittenImpairment = Readonly<Partial<Record<ImpairmentKey, string | number>>>;

/** A value with a mistake in it: where, what is wrong, and what would be right. */
export interface ImpairmentMistake {
  readonly key: ImpairmentKey;
  readonly message: string;
  readonly hint?: string;
}

const timeUnits: Readonly<Record<string, number>> = { us: 1, ms: 1_000, s: 1_000_000 };
// tc's words: decimal, bits. `mbps` would be bytes there, and is left out because nobody expects that.
const rateUnits: Readonly<Record<string, number>> = { bit: 1, kbit: 1e3, mbit: 1e6, gbit: 1e9 };

/** 60 s: netem's own limit is 2^32 ns ticks in old kernels; a link of a minute is a slip of the hand. */
const longestDelayUs = 60_000_000;
/** Below this a packet of 1500 bytes takes more than ten seconds. */
const slowestRate = 1_000;

function parseWithUnit(text: string, units: Readonly<Record<string, number>>): number | undefined {
  const parts = /^(\d+(?:\.\d+)?)\s*([a-z]+)$/i.exec(text.trim());
  const unit = units[parts?.[2]?.toLowerCase() ?? ""];
  return parts && unit !== undefined ? Math.round(Number(parts[1]) * unit) : undefined;
}

/** Reads every value; of a mistake it tells all it finds. An empty impairment takes an earlier one away. */
export function parseImpairment(
  written: WrittenImpairment,
):
  | { readonly ok: true; readonly impairment: Impairment }
  | { readonly ok: false; readonly mistakes: readonly ImpairmentMistake[] } {
  const mistakes: ImpairmentMistake[] = [];
  const values = new Map<ImpairmentKey, number>();
  for (const key of impairmentKeys) {
    const value = written[key];
    if (value === undefined) continue;
    const read = readValue(key, String(value).trim());
    if (typeof read === "number") values.set(key, read);
    else mistakes.push({ key, ...read });
  }
  if (mistakes.length === 0) mistakes.push(...contradictions(values));
  if (mistakes.length > 0) return { ok: false, mistakes };
  return { ok: true, impairment: Object.fromEntries([...values].filter(([, value]) => value !== 0)) };
}

function readValue(key: ImpairmentKey, text: string): number | Omit<ImpairmentMistake, "key"> {
  switch (key) {
    case "delay":
    case "jitter": {
      const us = text === "0" ? 0 : parseWithUnit(text, timeUnits);
      if (us === undefined)
        return { message: `"${text}" is not a ${key}`, hint: "a number with its unit: 20ms, 500us, 1s" };
      if (us > longestDelayUs) return { message: `a ${key} of ${text} is more than a minute` };
      return us;
    }
    case "rate": {
      const rate = parseWithUnit(text, rateUnits);
      if (rate === undefined)
        return { message: `"${text}" is not a rate`, hint: "a number with its unit: 10mbit, 500kbit, 1gbit" };
      if (rate < slowestRate) return { message: `a rate of ${text} is less than 1kbit` };
      return rate;
    }
    case "loss":
    case "corrupt":
    case "duplicate":
    case "reorder": {
      const percent = /^(\d+(?:\.\d+)?)\s*%?$/.exec(text)?.[1];
      if (percent === undefined || Number(percent) > 100)
        return { message: `"${text}" is not a share of the packets`, hint: "from 0% to 100%, like 0.5%" };
      return Number(percent);
    }
  }
}

/** Values that mean nothing without another: netem would take them and do nothing. */
function contradictions(values: ReadonlyMap<ImpairmentKey, number>): ImpairmentMistake[] {
  const delay = values.get("delay") ?? 0;
  const found: ImpairmentMistake[] = [];
  const jitter = values.get("jitter") ?? 0;
  if (jitter > delay) {
    const message =
      delay === 0 ? "jitter without a delay to vary" : "more jitter than delay: no packet can arrive early";
    found.push({ key: "jitter", message, hint: "jitter goes either way: delay 20ms, jitter 5ms is 15 to 25 ms" });
  }
  if ((values.get("reorder") ?? 0) > 0 && delay === 0) {
    found.push({
      key: "reorder",
      message: "nothing can be overtaken without a delay",
      hint: "reordered packets go out at once, the others after the delay: add `delay: 10ms`",
    });
  }
  return found;
}

/** `delay 20ms, loss 1%`: for labels and `labctl link`. */
export function describeImpairment(impairment: Impairment): string {
  const words = impairmentKeys.flatMap((key) => {
    const value = impairment[key];
    return value === undefined ? [] : [`${key} ${formatValue(key, value)}`];
  });
  return words.length === 0 ? "no impairment" : words.join(", ");
}

/** As tc and the lab file write it. */
export function formatValue(key: ImpairmentKey, value: number): string {
  switch (key) {
    case "delay":
    case "jitter":
      return value % 1_000 === 0 ? `${value / 1_000}ms` : `${value}us`;
    case "rate": {
      const unit = value % 1e9 === 0 ? "gbit" : value % 1e6 === 0 ? "mbit" : value % 1e3 === 0 ? "kbit" : "bit";
      return `${value / (rateUnits[unit] ?? 1)}${unit}`;
    }
    case "loss":
    case "corrupt":
    case "duplicate":
    case "reorder":
      return `${value}%`;
  }
}
