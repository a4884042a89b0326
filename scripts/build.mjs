// Knows: how src/ becomes dist/: which files are entered, and what the packed program must carry.
// Refuses to know: when a build is due (scripts/labctl does).
//
//   node scripts/build.mjs             build into dist/
//   node scripts/build.mjs --release   the same from an empty dist/, for npm pack

import { mkdir, readFile, readdir, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { existsSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const dist = path.join(root, "dist");
const release = process.argv.includes("--release");
const startedAt = new Date();

/** What is started as a program of its own; each becomes dist/NAME.js. */
const programs = {
  labctl: "src/main.ts",
  agent: "src/runtime/agent/main.ts",
  "uml-relay": "src/runtime/uml/relay-main.ts",
  net: "src/runtime/switch/start-main.ts",
  "net-program": "src/runtime/switch/net-main.ts",
};

/** `import text from "package/file?raw"`: the file as a string, as vitest reads it too. */
const rawText = {
  name: "raw-text",
  setup(esbuild) {
    esbuild.onResolve({ filter: /\?raw$/ }, async ({ path: request, resolveDir }) => {
      // cytoscape offers its browser build to require() only.
      const found = await esbuild.resolve(request.slice(0, -"?raw".length), { kind: "require-call", resolveDir });
      return { ...found, namespace: "raw-text" };
    });
    esbuild.onLoad({ filter: /.*/, namespace: "raw-text" }, async ({ path: file }) => ({
      contents: await readFile(file),
      loader: "text",
    }));
  },
};

/**
 * commander loads node:child_process for subcommands that are programs of their own, which labctl has none of. Loading
 * it costs 18 ms, half of `node -e 0`; so commander gets it when it asks for a member of it.
 */
const lazyChildProcess = {
  name: "lazy-child-process",
  setup(esbuild) {
    esbuild.onResolve({ filter: /^node:child_process$/ }, ({ importer }) =>
      importer.includes("/node_modules/commander/") ? { path: "child_process", namespace: "lazy" } : undefined,
    );
    esbuild.onLoad({ filter: /.*/, namespace: "lazy" }, () => ({
      contents: 'module.exports = { get spawn() { return require("child_process").spawn; } };',
    }));
  },
};

/**
 * `net` is started for every command somebody types on a switch, and Node starts CommonJS faster. In a node it lies in
 * a folder without a package.json: only its name says what it is.
 */
const commonJs = { format: "cjs", banner: {}, outExtension: { ".js": ".cjs" } };

if (release) await rm(dist, { recursive: true, force: true });
await mkdir(dist, { recursive: true });

const settings = {
  absWorkingDir: root,
  outdir: "dist",
  chunkNames: "chunks/[name]-[hash]",
  bundle: true,
  format: "esm",
  platform: "node",
  target: "node20.19",
  charset: "utf8",
  // CommonJS packages (commander, graphology) ask for node:* with require(), which a module does not have.
  banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
  plugins: [rawText, lazyChildProcess],
  metafile: true,
  write: false,
  logLevel: "warning",
};

// Each program by itself: labctl in chunks that it loads when a command needs them, the others as one file each, since
// a lab's agent runs on while labctl is built anew.
const built = await Promise.all(
  Object.entries(programs)
    .filter(([, file]) => existsSync(path.join(root, file)))
    .map(([name, file]) => bundle({ [name]: file }, { splitting: name === "labctl" })),
).catch(() => process.exit(1)); // esbuild has said why
const outputFiles = built.flatMap((result) => result.outputFiles);
const metafile = {
  inputs: Object.assign({}, ...built.map((result) => result.metafile.inputs)),
  outputs: Object.assign({}, ...built.map((result) => result.metafile.outputs)),
};

// Chunks before the programs that import them, each by rename: a labctl started meanwhile reads all or nothing of a file.
for (const { path: file, contents } of outputFiles.toSorted((a, b) => b.path.length - a.path.length)) {
  await mkdir(path.dirname(file), { recursive: true });
  const program = path.dirname(file) === dist;
  await writeFile(`${file}.new`, program ? withShebang(contents) : contents, { mode: program ? 0o755 : 0o644 });
  await rename(`${file}.new`, file);
}
await writeFile(path.join(dist, "THIRD-PARTY-LICENSES.txt"), await licencesOf(metafile));
await dropOldChunks(metafile);
// The stamp carries the time the build began: what was edited meanwhile is newer, so the next run builds again.
await writeFile(path.join(dist, ".built"), "");
await utimes(path.join(dist, ".built"), startedAt, startedAt);

function bundle(entryPoints, { splitting }) {
  const [name] = Object.keys(entryPoints);
  return build({ ...settings, ...(name.startsWith("net") ? commonJs : {}), entryPoints, splitting });
}

/** esbuild puts its banner before a shebang, so the shebang is ours to add. */
function withShebang(contents) {
  return Buffer.concat([Buffer.from("#!/usr/bin/env node\n"), contents]);
}

/** The bundle holds other people's code, so it carries their licences. */
async function licencesOf({ inputs }) {
  const packages = new Set();
  for (const input of Object.keys(inputs)) {
    const found = /node_modules\/(?:@[^/]+\/)?[^/]+/.exec(input);
    if (found) packages.add(found[0]);
  }
  const texts = [];
  for (const folder of [...packages].sort()) {
    const { name, version, license } = JSON.parse(await readFile(path.join(root, folder, "package.json"), "utf8"));
    const file = (await readdir(path.join(root, folder))).find((entry) => /^licen[cs]e/i.test(entry));
    const text = file ? await readFile(path.join(root, folder, file), "utf8") : "";
    texts.push(`${name} ${version} (${license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

/** A labctl that is still running may yet import a chunk of an earlier build: those go a day later. */
async function dropOldChunks({ outputs }) {
  const current = new Set(Object.keys(outputs).map((file) => path.basename(file)));
  const folder = path.join(dist, "chunks");
  const dayAgo = startedAt.getTime() - 24 * 60 * 60 * 1000;
  for (const name of await readdir(folder).catch(() => [])) {
    const file = path.join(folder, name);
    if (!current.has(name) && (await stat(file)).mtimeMs < dayAgo) await rm(file, { force: true });
  }
}
