import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { stateRoot } from "../../../src/state/paths.ts";
import { openStore, type LabState } from "../../../src/state/store.ts";

let folder: string;
let root: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "labctl-store-"));
  root = join(folder, "labctl");
});
afterEach(() => rmSync(folder, { recursive: true }));

const state: LabState = {
  version: 1,
  lab: "a",
  file: "/labs/a.yml",
  phase: "running",
  createdAt: "2026-01-01T00:00:00.000Z",
  anchor: { pid: 1, startTime: 2 },
  userNamespace: false,
  nodes: [{ name: "r1", kind: "frr", hostname: "r1", env: {} }],
  links: [["r1:eth1", "r2:eth1"]],
};

describe("the store", () => {
  test("gives back what was saved, and forgets what was removed", () => {
    const store = openStore(root);
    expect(store.list()).toEqual([]);
    store.save(state);
    expect(store.list()).toEqual(["a"]);
    expect(store.read("a")).toEqual(state);
    store.remove("a");
    expect(store.read("a")).toBeUndefined();
    store.remove("a");
  });

  test("a state file cut in half or of another version is as good as none", () => {
    const store = openStore(root);
    mkdirSync(store.dirOf("a"), { recursive: true });
    expect(store.read("a")).toBeUndefined();
    writeFileSync(join(store.dirOf("a"), "state.json"), '{"version": 1, "la');
    expect(store.read("a")).toBeUndefined();
    writeFileSync(join(store.dirOf("a"), "state.json"), '{"version": 2}');
    expect(store.read("a")).toBeUndefined();
  });
});

describe("where state is kept", () => {
  const isRoot = process.geteuid?.() === 0;
  test("LABCTL_STATE_DIR wins", () => {
    expect(stateRoot({ LABCTL_STATE_DIR: "/x", XDG_RUNTIME_DIR: "/y" })).toBe("/x");
  });
  test.runIf(isRoot)("root: /run/labctl, whatever the session says", () => {
    expect(stateRoot({ XDG_RUNTIME_DIR: "/run/user/0" })).toBe("/run/labctl");
  });
  test.skipIf(isRoot)("a user: the session's folder, else a private one", () => {
    expect(stateRoot({ XDG_RUNTIME_DIR: "/run/user/1000" })).toBe("/run/user/1000/labctl");
    expect(stateRoot({})).toMatch(/\/labctl-\d+$/);
  });
});
