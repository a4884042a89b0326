import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { repository } from "../helpers/labctl.ts";

/** What docs/architecture.md says a layer may not import: a file there, and what it imports. */
const forbiddenImports: readonly (readonly [file: string, from: string])[] = [
  ["base/x.ts", "../model/lab.ts"],
  ["model/x.ts", "../topology/load.ts"],
  ["model/x2.ts", "node:fs"],
  ["topology/x.ts", "../runtime/apply.ts"],
  ["plan/x.ts", "../render/ip.ts"],
  ["plan/x2.ts", "node:path"],
  ["render/x.ts", "../runtime/apply.ts"],
  ["render/x2.ts", "node:os"],
  ["draw/x.ts", "../plan/up.ts"],
  ["draw/x2.ts", "node:fs"],
  ["nclu/grammar/x.ts", "../../topology/load.ts"],
  ["nclu/x2.ts", "node:fs"],
  ["runtime/x.ts", "../state/store.ts"],
  ["runtime/agent/x.ts", "../../nclu/parse.ts"],
  ["runtime/switch/x.ts", "../../topology/load.ts"],
  ["state/x.ts", "../runtime/sandbox.ts"],
  ["observe/x.ts", "../runtime/client.ts"],
  ["check/checks/x.ts", "../../runtime/client.ts"],
  ["check/x.ts", "../plan/up.ts"],
  ["check/x2.ts", "../scenario/run.ts"],
  ["check/x3.ts", "execa"],
  ["scenario/x.ts", "../app/deploy.ts"],
  ["app/x.ts", "../cli/program.ts"],
  ["app/x2.ts", "../term/output.ts"],
  ["app/x3.ts", "node:child_process"],
  ["cli/x.ts", "../runtime/apply.ts"],
  ["cli/commands/x.ts", "../../state/store.ts"],
  ["term/x.ts", "../runtime/apply.ts"],
];

const forbidden: readonly (readonly [file: string, code: string, rule: string])[] = [
  ...forbiddenImports.map(
    ([file, from]) =>
      [file, `import type { A } from "${from}";\nexport type B = A;\n`, "no-restricted-imports"] as const,
  ),
  ["app/prints.ts", "console.log(1);\n", "no-console"],
  ["app/exits.ts", "process.exit(1);\n", "no-process-exit"],
  [
    "app/floats.ts",
    "async function f(): Promise<void> {}\nexport const g = () => {\n  f();\n};\n",
    "no-floating-promises",
  ],
  [
    "model/switches.ts",
    'export function f(kind: "a" | "b"): number {\n  switch (kind) {\n    case "a":\n      return 1;\n  }\n  return 0;\n}\n',
    "switch-exhaustiveness-check",
  ],
  ["draw/one.ts", 'import { two } from "./two.ts";\nexport const one = (): number => two();\n', "no-cycle"],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  [
    "check/ok.ts",
    'import type { A } from "../runtime/runtime.ts";\nimport type { C } from "../plan/step.ts";\nexport type B = A | C;\n',
  ],
  ["runtime/ok.ts", 'import { spawn } from "node:child_process";\nexport const s = spawn;\n'],
  ["cli/commands/ok.ts", 'import type { A } from "../../app/deploy.ts";\nexport type B = A;\n'],
];
/** The other half of the cycle. */
const partner = ["draw/two.ts", 'import { one } from "./one.ts";\nexport const two = (): number => one();\n'] as const;

let dir = "";
let found: readonly { readonly file: string; readonly rule: string }[] = [];
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "labctl-layers-"));
  for (const [file, code] of [...forbidden, ...allowed, partner]) {
    const path = join(dir, "src", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, code);
  }
  const compilerOptions = { strict: true, module: "nodenext", allowImportingTsExtensions: true, noEmit: true };
  writeFileSync(join(dir, "tsconfig.json"), JSON.stringify({ compilerOptions, include: ["src"] }));
  writeFileSync(join(dir, "package.json"), '{ "type": "module" }');
  const oxlint = join(repository, "node_modules/.bin/oxlint");
  const ran = spawnSync(oxlint, ["-c", join(repository, "scripts/oxlint.json"), "--format=json", "src"], {
    cwd: dir,
    encoding: "utf8",
    // It looks for tsgolint in the folder it lints, and then on the PATH.
    env: { ...process.env, PATH: `${join(repository, "node_modules/.bin")}:${process.env["PATH"]}` },
  });
  const { diagnostics } = JSON.parse(ran.stdout) as { diagnostics: { filename: string; code: string }[] };
  found = diagnostics.map(({ filename, code }) => ({
    file: filename.replace(/^.*?src\//, ""),
    rule: /\(([^)]*)\)/.exec(code)?.[1] ?? code,
  }));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the linter refuses", () => {
  it.each(forbidden.map(([file, code, rule]) => [`${file}: ${rule}: ${code.split("\n")[0]}`, file, rule] as const))(
    "%s",
    (_name, file, rule) => {
      expect(found.filter((each) => each.file === file).map((each) => each.rule)).toContain(rule);
    },
  );
});

it.each(allowed.map(([file]) => file))("and lets %s import what it does", (file) => {
  const rules = found.filter((each) => each.file === file).map((each) => each.rule);
  expect(rules.filter((rule) => rule === "no-restricted-imports")).toEqual([]);
});
