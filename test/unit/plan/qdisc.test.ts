import { expect, test } from "vitest";
import { qdiscOf } from "../../../src/plan/qdisc.ts";

test("nothing wrong, no queue", () => {
  expect(qdiscOf({}, 1500)).toBeUndefined();
});

test("a rate alone is tbf, which most kernels have", () => {
  expect(qdiscOf({ rate: 10_000_000 }, 1500)).toEqual({
    kind: "tbf",
    options: ["rate", "10mbit", "burst", "32768b", "latency", "50ms"],
  });
});

test("the bucket holds a hundredth of a second, and two packets at least", () => {
  const burst = (rate: number, mtu: number): string | undefined => qdiscOf({ rate }, mtu)?.options[3];
  expect(burst(1_000_000_000, 1500)).toBe("1250000b");
  expect(burst(1_000_000, 9500)).toBe("32768b");
  expect(burst(1_000_000, 65535)).toBe("131070b");
});

test("everything else is netem, and the rate with it", () => {
  expect(qdiscOf({ delay: 20_000, jitter: 2_000, loss: 1, rate: 10_000_000 }, 1500)).toEqual({
    kind: "netem",
    options: ["limit", "1000", "delay", "20ms", "2ms", "loss", "1%", "rate", "10mbit"],
  });
  expect(qdiscOf({ loss: 0.1, corrupt: 1, duplicate: 2 }, 1500)).toEqual({
    kind: "netem",
    options: ["loss", "0.1%", "corrupt", "1%", "duplicate", "2%"],
  });
});

test("a queue has room for all that is under way during the delay", () => {
  const limit = (delay: number, rate?: number): number =>
    Number(qdiscOf({ delay, ...(rate === undefined ? {} : { rate }) }, 1500)?.options[1]);
  // 1 Gbit/s for 0.1 s are 8334 packets of 1500 bytes; twice that.
  expect(limit(100_000, 1e9)).toBe(16_667);
  expect(limit(1_000)).toBeGreaterThanOrEqual(1_000);
  expect(limit(60_000_000)).toBe(100_000);
});
