// Knows: how the lists of checks and actions are made from the files in their folders.
// Refuses to know: what a check or an action is.
//
//   node scripts/registry.mjs           writes src/check/registry.ts and src/scenario/action-registry.ts
//   node scripts/registry.mjs --check   changes nothing; exit 1 when one of them is out of date

import { readFile, readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const registries = [
  {
    file: "src/check/registry.ts",
    folder: "src/check/checks",
    knows: "every check there is.",
    refuses: "what they do; each says so itself.",
    type: "AnyCheck",
    erase: "eraseCheck",
    from: "./check.ts",
    constant: "checks",
  },
  {
    file: "src/scenario/action-registry.ts",
    folder: "src/scenario/actions",
    knows: "every action there is.",
    refuses: "what they do; each says so itself.",
    type: "AnyAction",
    erase: "eraseAction",
    from: "./action.ts",
    constant: "actions",
  },
];

/** The text of a registry, as it should be now. */
export async function renderRegistry({ folder, knows, refuses, type, erase, from, constant }) {
  const names = (await readdir(path.join(root, folder)))
    .filter((file) => file.endsWith(".ts"))
    .map((file) => file.slice(0, -".ts".length))
    .sort();
  const identifier = (name) => `${name.replaceAll(/-(.)/g, (_, letter) => letter.toUpperCase())}Entry`;
  const text = [
    `// Knows: ${knows}`,
    `// Refuses to know: ${refuses}`,
    "//",
    `// Written by scripts/registry.mjs from the files in ${folder}; run it after adding one.`,
    "",
    `import { ${erase}, type ${type} } from "${from}";`,
    ...names.map((name) => `import ${identifier(name)} from "./${path.basename(folder)}/${name}.ts";`),
    "",
    "/** In alphabetical order. */",
    `export const ${constant}: readonly ${type}[] = [`,
    ...names.map((name) => `  ${erase}(${identifier(name)}),`),
    "];",
    "",
  ].join("\n");
  return format(text, { ...(await resolveConfig(path.join(root, from))), parser: "typescript" });
}

export { registries, root };

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const registry of registries) {
    const file = path.join(root, registry.file);
    const wanted = await renderRegistry(registry);
    const present = await readFile(file, "utf8").catch(() => "");
    if (wanted === present) continue;
    if (process.argv.includes("--check")) {
      process.stderr.write(`${registry.file} is out of date; run: node scripts/registry.mjs\n`);
      process.exitCode = 1;
    } else {
      await writeFile(file, wanted);
    }
  }
}
