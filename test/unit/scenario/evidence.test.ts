import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { evidenceKeeper } from "../../../src/scenario/evidence.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labctl-evidence-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

test("a file of the same name never takes the place of an earlier one", async () => {
  const keep = evidenceKeeper(join(folder, "made", "when-needed"));
  const first = await keep("r1-eth1.pcap", new Uint8Array([1]));
  const second = await keep("r1-eth1.pcap", new Uint8Array([2]));
  expect([first, second].map((path) => path.split("/").at(-1))).toEqual(["r1-eth1.pcap", "r1-eth1-2.pcap"]);
  expect([...readFileSync(first), ...readFileSync(second)]).toEqual([1, 2]);
});
