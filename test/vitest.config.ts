// Knows: which tests there are and how many of each kind may run at a time.
// Refuses to know: what a kernel test needs of the machine (it says so itself, and skips with the reason).

import { defineConfig } from "vitest/config";

/**
 * Pure tests: every file is independent of the machine, so all cores may take part. The time limit is for a test that
 * hangs, not for one that is slow on a busy machine.
 */
const pure = (name: string) => ({
  extends: true as const,
  test: { name, include: [`test/${name}/**/*.test.ts`], testTimeout: 120_000, sequence: { groupOrder: 0 } },
});

/** Tests that start processes: one file at a time, because they measure time and a lab takes a core by itself. */
const serial = (name: string, order: number, testTimeout: number) => ({
  extends: true as const,
  test: {
    name,
    include: [`test/${name}/**/*.test.ts`],
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout,
    hookTimeout: testTimeout,
    sequence: { groupOrder: order },
  },
});

const root = new URL("..", import.meta.url).pathname;

export default defineConfig({
  root,
  // cytoscape offers its browser build to require() only; scripts/build.mjs asks for it in that way.
  resolve: { alias: [{ find: /^(cytoscape\/dist\/.*)$/, replacement: `${root}node_modules/$1` }] },
  // An ordinary user cannot write to root's checkout; scripts/test points this somewhere it may.
  cacheDir: process.env["LABCTL_TEST_CACHE"] ?? "node_modules/.vite",
  test: {
    pool: "forks",
    passWithNoTests: true,
    projects: [
      pure("unit"),
      pure("golden"),
      pure("property"),
      pure("contract"),
      serial("docs", 1, 120_000),
      serial("kernel", 2, 240_000),
    ],
  },
});
