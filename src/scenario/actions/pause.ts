// Knows: waiting, for the rare case in which there is nothing to wait for.
// Refuses to know: why; the step's name should say it.

import { z } from "zod";
import { defineAction } from "../action.ts";

const schema = z
  .union([z.number().min(0), z.string()])
  .describe("How long: 500ms, 5s, 2m, or seconds. A check with `within` is nearly always better");

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

export default defineAction({
  name: "pause",
  summary: "Waits a fixed time",
  schema,
  read(written, { step, sink }): { readonly ms: number } | undefined {
    if (typeof written === "number") return { ms: written * 1000 };
    const [, number, unit = "s"] = /^(\d+(?:\.\d+)?)\s*(ms|s|m)?$/.exec(written) ?? [];
    if (number !== undefined) return { ms: Number(number) * (unitMs[unit] ?? 0) };
    sink.error("tests/duration", step.spanOf([]), `"${written}" is not a time`, {
      hint: "500ms, 5s, 2m, or a number of seconds",
    });
    return undefined;
  },
  label: ({ ms }) => `pause for ${ms / 1000} s`,
  command: ({ ms }) => `sleep ${ms / 1000}`,
  async perform({ ms }, { pause }) {
    await pause(ms);
    return { outcome: "pass", saw: `waited ${ms / 1000} s, whatever the lab was doing` };
  },
});
