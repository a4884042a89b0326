// Knows: the list of claims, and how a part of it is shown as a table.
// Refuses to know: which lab proves which (claims-page.ts).

import { z } from "zod";
import { table } from "./markdown.ts";
import type { Words } from "./words.ts";

const claim = z.strictObject({
  says: z.string().regex(/\.$/, "a sentence"),
  instead: z.string().optional(),
  needs: z.array(z.enum(["vrf", "vlan"])).optional(),
  beyond: z.literal(true).optional(),
});

/** docs/claims.yml. */
export const claimFile = z.record(
  z.string(),
  z.strictObject({ post: z.string().optional(), about: z.string(), claims: z.record(z.string(), claim) }),
);

export type Claim = z.infer<typeof claim>;
export type Posts = z.infer<typeof claimFile>;
/** By id. */
export type Claims = ReadonlyMap<string, Claim>;

export function claimsOf(posts: Posts): Claims {
  return new Map(Object.values(posts).flatMap(({ claims }) => Object.entries(claims)));
}

/** Claims of which a lab shows something. */
export function claimTable(ids: readonly string[], claims: Claims, words: Words): string {
  const rows = ids.map((id) => [`\`${id}\``, wording(claims.get(id), words)]);
  return table(words.frame.claimColumns, rows);
}

/** The claim, and what is to be said about it, in a table's cell. */
export function wording(found: Claim | undefined, { frame, claim: say }: Words): string {
  if (found === undefined) return "";
  const notes = [
    ...(found.beyond ? [frame.beyond] : []),
    ...(found.instead === undefined ? [] : [frame.notSoToday(say(found.instead))]),
  ];
  return [say(found.says), ...notes].join("\n");
}
