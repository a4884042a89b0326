// Knows: which queueing discipline makes a link as bad as it should be, and its numbers.
// Refuses to know: how it is put on an interface (render/tc.ts).

import { formatValue, type Impairment, type ImpairmentKey } from "../model/impairment.ts";
import type { Qdisc } from "./device-step.ts";

/** tbf sends in bursts: this many bytes at least, or a packet may be larger than the bucket that lets it out. */
const smallestBurst = 32_768;
/** A hundredth of a second of the rate: the longest a slow timer (100 Hz) lets a queue wait. */
const burstSeconds = 0.01;
/** How long a packet waits in tbf's queue before others are dropped: a few packets at 1 Mbit/s. */
const tbfLatency = "50ms";
/** netem's own limit; and the one above which memory goes to nothing. In packets. */
const [smallestLimit, largestLimit] = [1_000, 100_000];
/** What a veth pair carries when nothing limits it, for sizing the queue. */
const unlimitedRate = 1e10;

/**
 * undefined when nothing is wrong with the link. A rate alone is tbf: most kernels have it, and it needs no more. All
 * the rest is netem; a rate beside other things is netem's own.
 */
export function qdiscOf(impairment: Impairment, mtu: number): Qdisc | undefined {
  const keys = Object.keys(impairment) as ImpairmentKey[];
  if (keys.length === 0) return undefined;
  if (keys.length === 1 && impairment.rate !== undefined) return tbf(impairment.rate, mtu);
  return { kind: "netem", options: netemOptions(impairment, mtu) };
}

function tbf(rate: number, mtu: number): Qdisc {
  const burst = Math.max(smallestBurst, 2 * mtu, Math.ceil((rate / 8) * burstSeconds));
  return { kind: "tbf", options: ["rate", formatValue("rate", rate), "burst", `${burst}b`, "latency", tbfLatency] };
}

function netemOptions(impairment: Impairment, mtu: number): string[] {
  const { delay, jitter, rate } = impairment;
  const word = (key: ImpairmentKey): string[] => {
    const value = impairment[key];
    return value === undefined ? [] : [key, formatValue(key, value)];
  };
  return [
    ...(delay === undefined ? [] : ["limit", String(limitOf(delay, rate ?? unlimitedRate, mtu))]),
    ...word("delay"),
    ...(jitter === undefined ? [] : [formatValue("jitter", jitter)]),
    ...word("loss"),
    ...word("corrupt"),
    ...word("duplicate"),
    ...word("reorder"),
    ...word("rate"),
  ];
}

/** Room for all packets that are under way during the delay, twice over: a full queue would be loss nobody asked for. */
function limitOf(delayUs: number, rate: number, mtu: number): number {
  const packets = Math.ceil((2 * rate * (delayUs / 1e6)) / 8 / mtu);
  return Math.min(Math.max(packets, smallestLimit), largestLimit);
}
