import { spawnSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { repository } from "../helpers/labctl.ts";
import { fencesOf, matches, typedIn } from "./console.ts";

/** The pages of labs have tests of their own (test/golden/lab-pages): what they print is what the lab files say. */
const pages = [
  "README.md",
  ...readdirSync(join(repository, "docs")).flatMap((name) => (name.endsWith(".md") ? [`docs/${name}`] : [])),
];

/** Typed by people, and not by a test that is itself part of one of them. Each is run elsewhere, as said. */
const runElsewhere = new Set([
  "git clone …/labctl && cd labctl", // there is a checkout, or this test would not be
  "npm run demo", // demo.test.ts
  "npm test", // this
  "sudo apt-get install user-mode-linux kmod", // scripts/setup --tests
  "npm pack && sudo npm install -g labctl-*.tgz", // package.test.ts
]);

const languages = ["console", "yaml", "text", "mermaid", "sh"];

describe.each(pages)("%s", (page) => {
  const markdown = readFileSync(join(repository, page), "utf8");
  const fences = fencesOf(markdown);
  let dir = "";
  let env: NodeJS.ProcessEnv = {};

  // A folder as a reader has it: labs/ and labctl on the PATH. The commands of one page follow on each other.
  beforeAll(() => {
    dir = mkdtempSync(join(tmpdir(), "labctl-docs-"));
    cpSync(join(repository, "labs"), join(dir, "labs"), { recursive: true });
    mkdirSync(join(dir, "bin"));
    const program = join(dir, "bin/labctl");
    writeFileSync(program, `#!/bin/sh\nexec ${process.execPath} ${join(repository, "dist/labctl.js")} "$@"\n`);
    chmodSync(program, 0o755);
    const PATH = `${join(dir, "bin")}:${process.env["PATH"]}`;
    env = { ...process.env, PATH, LABCTL_STATE_DIR: join(dir, "state"), NODE_EXTRA_CA_CERTS: undefined, NO_COLOR: "1" };
  });
  afterAll(() => {
    spawnSync("labctl", ["destroy", "--all"], { cwd: dir, env });
    rmSync(dir, { recursive: true, force: true });
  });

  it("has blocks of known kinds only", () => {
    expect(fences.filter(({ language }) => !languages.includes(language))).toEqual([]);
  });

  it("prints no command that is not run", () => {
    const commands = fences.filter(({ language }) => language === "sh").flatMap(({ lines }) => lines);
    const bare = commands.map((line) => line.replace(/\s+#.*$/, "")).filter((line) => line !== "");
    expect(bare.filter((line) => !runElsewhere.has(line))).toEqual([]);
  });

  const labs = fences.filter(
    ({ language, lines }) => language === "yaml" && lines.some((line) => line === "topology:"),
  );
  it.each(labs.map(({ line, lines }) => [`line ${line}: a lab that works`, lines] as const))("%s", (_name, lines) => {
    writeFileSync(join(dir, "page.yml"), lines.join("\n"));
    const ran = spawnSync("labctl", ["test", "page.yml"], { cwd: dir, env, encoding: "utf8", timeout: 55_000 });
    expect(ran.stdout + ran.stderr).toMatch(/^\d+ passed in/m);
    expect(ran.status).toBe(0);
  });

  const typed = fences.filter(({ language }) => language === "console").flatMap(typedIn);
  // Ubuntu has no package of that kernel; there, the page says what is not to be had.
  const cannot = page === "docs/uml.md" && missingForMachine().length > 0;
  it.skipIf(cannot).each(typed.map((each) => [`line ${each.line}: ${each.command}`, each] as const))(
    "%s",
    (_name, { command, shown }) => {
      const ran = spawnSync("bash", ["-c", `exec 2>&1\n${command}`], {
        cwd: dir,
        env,
        encoding: "utf8",
        timeout: 55_000,
      });
      if (!matches(shown, ran.stdout)) expect(ran.stdout).toBe(`${shown.join("\n")}\n`);
      expect(matches(shown, ran.stdout)).toBe(true);
    },
  );
});
