// When a check that waits is asked again.

import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { nextAskAt, type Asked } from "../../../src/scenario/ask-times.ts";

const asked = (fields: Partial<Asked>): Asked => ({
  askedAt: 0,
  endedAt: 0,
  decidesAt: 1_000_000,
  changed: false,
  told: false,
  ...fields,
});

describe("by the clock", () => {
  test("every 50 ms, and every 100 ms after two seconds", () => {
    expect(nextAskAt(asked({ askedAt: 1, endedAt: 8 }), 0)).toBe(50);
    expect(nextAskAt(asked({ askedAt: 1951, endedAt: 1960 }), 0)).toBe(2000);
    expect(nextAskAt(asked({ askedAt: 2001, endedAt: 2010 }), 0)).toBe(2100);
  });

  test("every fifth time only, where changes are told of", () => {
    expect(nextAskAt(asked({ askedAt: 1, endedAt: 8, told: true }), 0)).toBe(250);
    expect(nextAskAt(asked({ askedAt: 2001, endedAt: 2010, told: true }), 0)).toBe(2500);
  });

  test("in the same round as those that wait beside it, however long its own answer took", () => {
    const answered = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 500 }), fc.boolean());
    fc.assert(
      fc.property(answered, ([askedAt, tookMs, told]) => {
        const next = nextAskAt(asked({ askedAt, endedAt: askedAt + tookMs, told }), 0);
        expect(next % 50).toBe(0);
        expect(next).toBeGreaterThanOrEqual(askedAt + tookMs);
        expect(next - askedAt - tookMs).toBeLessThanOrEqual(told ? 550 : 150);
      }),
    );
  });

  test("at its deadline, which may be before the next round", () => {
    expect(nextAskAt(asked({ askedAt: 1, endedAt: 8, decidesAt: 30 }), 0)).toBe(30);
    expect(nextAskAt(asked({ askedAt: 1, endedAt: 40, decidesAt: 30 }), 0)).toBe(40);
  });
});

describe("when something has changed", () => {
  test("at once, but for a pause after the last answer", () => {
    expect(nextAskAt(asked({ askedAt: 1, endedAt: 8, changed: true, told: true }), 0)).toBe(28);
  });

  test("no more than half of the time, where an answer takes long", () => {
    expect(nextAskAt(asked({ askedAt: 0, endedAt: 90, changed: true, told: true }), 0)).toBe(180);
  });

  test("never later than by the clock", () => {
    const times = fc.tuple(fc.integer({ min: 0, max: 10_000 }), fc.integer({ min: 0, max: 500 }), fc.boolean());
    fc.assert(
      fc.property(times, ([askedAt, tookMs, told]) => {
        const one = asked({ askedAt, endedAt: askedAt + tookMs, told });
        expect(nextAskAt({ ...one, changed: true }, 0)).toBeLessThanOrEqual(nextAskAt(one, 0));
      }),
    );
  });
});
