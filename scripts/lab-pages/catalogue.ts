// Knows: catalogues: lists of `en` and `ja`, sentences in both languages.
// Refuses to know: which sentences a page has, and where catalogues are kept.

export interface Entry {
  readonly en: string;
  /** Empty: not translated yet. */
  readonly ja: string;
}

/** Gives the words of a page in its language. */
export type Say = (en: string) => string;

export interface Catalogue {
  readonly say: Say;
  /** The same for a text that need not have a translation: one the program made. */
  readonly sayIfKnown: Say;
  /** Sentences that were asked for and have no translation. */
  readonly missing: () => readonly string[];
  /** Entries that nobody asked for. */
  readonly stale: () => readonly string[];
  /** Every entry, in the order of the page, with an empty one for each sentence that has none; stale ones come last. */
  readonly completed: () => readonly Entry[];
}

/** It remembers what it was asked for, so `missing` and `stale` mean something once the page is made. */
export function openCatalogue(entries: readonly Entry[]): Catalogue {
  const known = new Map(entries.map(({ en, ja }) => [en.trim(), ja.trim()]));
  const asked = new Set<string>();
  const wanted = new Set<string>();
  const find = (en: string): string | undefined => {
    asked.add(en);
    // An empty entry is one to be filled in.
    return known.get(en) || undefined;
  };
  return {
    say(text) {
      const en = text.trim();
      wanted.add(en);
      return find(en) ?? en;
    },
    sayIfKnown(text) {
      const en = text.trim();
      return find(en) ?? en;
    },
    missing: () => [...wanted].filter((en) => !known.get(en)),
    stale: () => [...known.keys()].filter((en) => !asked.has(en)),
    completed() {
      const inPage = [...asked].filter((en) => wanted.has(en) || known.has(en));
      const rest = [...known.keys()].filter((en) => !asked.has(en));
      return [...inPage, ...rest].map((en) => ({ en, ja: known.get(en) ?? "" }));
    },
  };
}
