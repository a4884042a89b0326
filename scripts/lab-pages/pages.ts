// Knows: every page that is written from the lab files: a page per lab and language, the list of labs, the claims.
// Refuses to know: how a page is formatted and where it is written to (scripts/docs.mjs, the golden test).

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parse, stringify } from "yaml";
import { openCatalogue, type Catalogue, type Entry } from "./catalogue.ts";
import { claimFile, claimsOf } from "./claims.ts";
import { claimsPage } from "./claims-page.ts";
import { indexPage } from "./index-page.ts";
import { readFacts } from "./lab-facts.ts";
import { labPage } from "./lab-page.ts";
import { english, japanese } from "./words.ts";

export interface Pages {
  /** Path from the project's root to Markdown. */
  readonly pages: ReadonlyMap<string, string>;
  /** The catalogues that were used, by path. */
  readonly catalogues: ReadonlyMap<string, Catalogue>;
}

const claimWords = "docs/claims.ja.yml";
const catalogueFile = (lab: string): string => `docs/labs/ja/${lab}.yml`;

/** Reads the lab files of the current folder, as labctl does. */
export async function makePages(): Promise<Pages> {
  const files = readdirSync("labs").filter((name) => name.endsWith(".yml"));
  const labs = await Promise.all(files.toSorted().map((name) => readFacts(join("labs", name))));
  const posts = claimFile.parse(parse(readFileSync("docs/claims.yml", "utf8")));
  const claims = claimsOf(posts);

  const claimCatalogue = openCatalogue(read(claimWords));
  const catalogues = new Map([[claimWords, claimCatalogue]]);
  const pages = new Map<string, string>();
  const translated = new Set<string>();
  for (const lab of labs) {
    const file = catalogueFile(lab.name);
    const isTranslated = existsSync(file) || lab.claims.some((id) => claims.has(id));
    pages.set(`docs/labs/${lab.name}.md`, labPage(lab, english, { claims, hasOther: isTranslated }));
    if (!isTranslated) continue;
    translated.add(lab.name);
    const catalogue = openCatalogue(read(file));
    catalogues.set(file, catalogue);
    const words = japanese(catalogue, claimCatalogue);
    pages.set(`docs/labs/${lab.name}.ja.md`, labPage(lab, words, { claims, hasOther: true }));
  }
  pages.set("docs/labs/README.md", indexPage(posts, labs, translated));
  pages.set("docs/claims.md", claimsPage(posts, labs));
  // All of them are translated, also those that no lab shows yet.
  for (const { says, instead } of claims.values())
    for (const text of [says, instead]) if (text) claimCatalogue.say(text);
  return { pages, catalogues };
}

function read(file: string): readonly Entry[] {
  if (!existsSync(file)) return [];
  return ((parse(readFileSync(file, "utf8")) as Entry[] | null) ?? []).map(({ en, ja }) => ({ en, ja: ja ?? "" }));
}

/** A catalogue with an empty entry for each sentence that has none yet. */
export function catalogueText(catalogue: Catalogue): string {
  return stringify(catalogue.completed(), { lineWidth: 118 });
}

/** What is untranslated or out of date, one line each. */
export function complaints(catalogues: Pages["catalogues"]): readonly string[] {
  return [...catalogues].flatMap(([file, catalogue]) => [
    ...catalogue.missing().map((en) => `${file}: not translated: ${en}`),
    ...catalogue.stale().map((en) => `${file}: nothing says this any more: ${en}`),
  ]);
}
