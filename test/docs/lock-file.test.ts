import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const { packages } = JSON.parse(readFileSync(join(repository, "package-lock.json"), "utf8")) as {
  packages: Readonly<Record<string, Entry>>;
};

// `npm install` on one platform may leave out the native packages of others; `npm ci` then refuses the lock file everywhere.
it("names the native packages of every platform, so that npm ci takes it", () => {
  const missing = Object.entries(packages).flatMap(([where, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in packages) && !(`${where}/node_modules/${name}` in packages),
    ),
  );
  expect(missing).toEqual([]);
});

it("pins versions and names no registry", () => {
  const { "": root = {}, ...others } = packages;
  expect(root).not.toHaveProperty("dependencies");
  expect(Object.entries(others).filter(([, { version }]) => version === undefined)).toEqual([]);
  expect(Object.entries(others).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});
