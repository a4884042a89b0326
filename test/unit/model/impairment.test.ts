import fc from "fast-check";
import { expect, test } from "vitest";
import {
  describeImpairment,
  formatValue,
  parseImpairment,
  type WrittenImpairment,
} from "../../../src/model/impairment.ts";

const read = (written: WrittenImpairment): unknown => {
  const parsed = parseImpairment(written);
  return parsed.ok ? parsed.impairment : parsed.mistakes.map(({ key }) => key);
};

test("times are microseconds, rates bits per second, shares percent", () => {
  expect(read({ delay: "20ms", jitter: "500us", loss: "0.5%", rate: "10mbit" })).toEqual({
    delay: 20_000,
    jitter: 500,
    loss: 0.5,
    rate: 10_000_000,
  });
  expect(read({ delay: "1.5s", corrupt: 1, duplicate: "2", reorder: "25 %" })).toEqual({
    delay: 1_500_000,
    corrupt: 1,
    duplicate: 2,
    reorder: 25,
  });
});

test("what is zero changes nothing", () => {
  expect(read({ delay: "0ms", loss: 0 })).toEqual({});
});

test.each<[WrittenImpairment, readonly string[]]>([
  [{ delay: "20" }, ["delay"]],
  [{ delay: "61s" }, ["delay"]],
  [{ delay: "-1ms" }, ["delay"]],
  [{ loss: "101%" }, ["loss"]],
  [{ rate: "10mbps" }, ["rate"]],
  [{ rate: "999bit" }, ["rate"]],
  [{ delay: "1", loss: "x" }, ["delay", "loss"]],
  [{ jitter: "1ms" }, ["jitter"]],
  [{ delay: "5ms", jitter: "6ms" }, ["jitter"]],
  [{ reorder: "5%" }, ["reorder"]],
])("%j is refused for %j", (written, keys) => {
  expect(read(written)).toEqual(keys);
});

test.each<[WrittenImpairment, string]>([
  [{ delay: "60s", rate: "1kbit" }, "delay 60000ms, rate 1kbit"],
  [{ delay: "5ms", jitter: "5ms", loss: "100%" }, "delay 5ms, jitter 5ms, loss 100%"],
  [{}, "no impairment"],
])("%j is on the right side of the limit", (written, words) => {
  const parsed = parseImpairment(written);
  expect(parsed.ok && describeImpairment(parsed.impairment)).toBe(words);
});

test("what is printed can be read again", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60_000_000 }), fc.integer({ min: 1_000, max: 1e11 }), (delay, rate) => {
      const written = { delay: formatValue("delay", delay), rate: formatValue("rate", rate) };
      expect(read(written)).toEqual({ delay, rate });
    }),
  );
});
