// Knows: which parts of the pages in docs/ are written from the program itself (commands, keys, checks, actions), and
// which pages from the lab files (scripts/lab-pages/).
// Refuses to know: the rest of the pages, which people write.
//
//   node scripts/docs.mjs           writes them; adds what is untranslated to the catalogues in docs/labs/ja/
//   node scripts/docs.mjs --check   changes nothing; exit 1 when one of them is out of date

import { execFileSync } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { format } from "prettier";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const labctl = (...args) =>
  execFileSync(process.execPath, [path.join(root, "dist/labctl.js"), ...args], {
    encoding: "utf8",
    env: { ...process.env, NO_COLOR: "1", FORCE_COLOR: undefined },
  });
const schema = JSON.parse(labctl("schema"));
const step = schema.properties.tests.items.properties;
const topology = schema.properties.topology.properties;

const written = {
  "docs/commands.md": { commands: commandPages() },
  "docs/lab-file.md": {
    "file keys": keyTable(schema),
    "node keys": keyTable(topology.nodes.additionalProperties),
    "interface keys": keyTable(topology.nodes.additionalProperties.properties.interfaces.additionalProperties),
    "variant keys": keyTable(schema.properties.variants.additionalProperties),
    "link keys": keyTable(objectsOf(topology.links.items)[0]),
  },
  "docs/tests.md": {
    "step keys": keyTable({
      properties: Object.fromEntries(Object.entries(step).filter(([, value]) => !isStep(value))),
    }),
    steps: stepPages(),
  },
};

const isCheck = process.argv.includes("--check");
for (const [page, sections] of Object.entries(written)) {
  let text = await readFile(path.join(root, page), "utf8");
  for (const [name, body] of Object.entries(sections)) text = withSection(text, name, body);
  await settle(page, await markdown(text));
}
await settleLabPages();

/** Writes a file that is not as it should be; with --check it only says so. */
async function settle(page, text) {
  const file = path.join(root, page);
  if (text === (await readFile(file, "utf8").catch(() => ""))) return;
  if (isCheck) {
    console.error(`${page} is out of date; run: npm run docs`);
    process.exitCode = 1;
  } else {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
}

function markdown(text) {
  return format(text, { parser: "markdown", printWidth: 120, embeddedLanguageFormatting: "off" });
}

async function settleLabPages() {
  const { makePages, complaints, catalogueText } = await loadLabPages();
  process.chdir(root);
  const { pages, catalogues } = await makePages();
  for (const [page, text] of pages) await settle(page, await markdown(text));
  if (!isCheck) {
    for (const [file, catalogue] of catalogues) {
      if (catalogue.missing().length > 0) await settle(file, catalogueText(catalogue));
    }
  }
  for (const complaint of complaints(catalogues)) {
    console.error(complaint);
    if (isCheck) process.exitCode = 1;
  }
}

/** Node 20 reads no TypeScript: the pages' program is bundled in memory. CommonJS inside wants a `require`. */
async function loadLabPages() {
  const require = `import { createRequire } from "node:module"; const require = createRequire(${JSON.stringify(import.meta.url)});`;
  const { outputFiles } = await build({
    entryPoints: [path.join(root, "scripts/lab-pages/pages.ts")],
    bundle: true,
    platform: "node",
    format: "esm",
    write: false,
    banner: { js: require },
  });
  return import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);
}

/** Puts the body between the two comments that mark the section. */
function withSection(text, name, body) {
  const [begin, end] = [`<!-- ${name}: written by npm run docs -->`, `<!-- end of ${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`no section "${name}": it stands between ${begin} and ${end}`);
  return `${text.slice(0, from + begin.length)}\n\n${body.trim()}\n\n${text.slice(to)}`;
}

function commandPages() {
  const names = [...labctl("--help").matchAll(/^ {2}([a-z]+)(?= {2,}| [A-Z[])/gm)].map(([, name]) => name);
  return names
    .filter((name) => name !== "labctl")
    .map((name) => `### ${name}\n\n\`\`\`text\n${labctl(name, "--help").trim()}\n\`\`\``)
    .join("\n\n");
}

function stepPages() {
  return Object.entries(step)
    .filter(([, value]) => isStep(value))
    .map(([name, value]) => {
      const summary = `### ${name}\n\n${value.summary ?? value.description ?? ""}\n`;
      return `${summary}\n${keyTable(objectsOf(value)[0] ?? {})}`;
    })
    .join("\n\n");
}

/** A check or an action takes an object, or a value it says more about; the keys every step may have do not. */
function isStep(value) {
  return schema.properties.tests.items.oneOf.some(({ required: [name] }) => step[name] === value);
}

function objectsOf(value) {
  return [value, ...(value.anyOf ?? []), ...(value.oneOf ?? [])].filter((each) => each.properties);
}

function keyTable({ properties = {}, required = [] }) {
  const rows = Object.entries(properties).map(([key, value]) => {
    const must = required.includes(key) ? " (required)" : "";
    return `| \`${key}\` | ${(describe(value) + must).replaceAll("|", "\\|")} |`;
  });
  return rows.length === 0 ? "" : ["| key | meaning |", "| --- | --- |", ...rows].join("\n");
}

function describe(value) {
  if (value.description) return value.description;
  const inner = (value.anyOf ?? []).map((each) => each.description).filter(Boolean);
  if (inner.length > 0) return inner.join("; or ");
  return value.enum ? value.enum.join(", ") : (value.type ?? "");
}
