// Knows: where a page's words come from in each language: its frame's, its lab's, the claims'.
// Refuses to know: what is done with them.

import type { Catalogue, Say } from "./catalogue.ts";
import { frames, type Frame } from "./frame.ts";

/** What a page speaks with. */
export interface Words {
  readonly language: "en" | "ja";
  readonly frame: Frame;
  /** A sentence of the lab file. */
  readonly lab: Say;
  /** A label that the program made where the lab file gives a step no name. */
  readonly label: Say;
  /** A sentence of the list of claims. */
  readonly claim: Say;
}

const asItIs: Say = (en) => en.trim();

export const english: Words = { language: "en", frame: frames.en, lab: asItIs, label: asItIs, claim: asItIs };

export function japanese(lab: Catalogue, claims: Catalogue): Words {
  return { language: "ja", frame: frames.ja, lab: lab.say, label: lab.sayIfKnown, claim: claims.say };
}
