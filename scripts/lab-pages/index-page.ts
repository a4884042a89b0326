// Knows: how the list of all labs is laid out.
// Refuses to know: the labs' own pages.

import { claimsOf, type Posts } from "./claims.ts";
import type { LabFacts } from "./lab-facts.ts";
import { inline, table } from "./markdown.ts";

export function indexPage(posts: Posts, labs: readonly LabFacts[], translated: ReadonlySet<string>): string {
  const known = claimsOf(posts);
  const isOfAPost = ({ claims }: LabFacts): boolean => claims.some((id) => known.has(id));
  const [ofPosts, others] = [labs.filter(isOfAPost), labs.filter((lab) => !isOfAPost(lab))];
  const page = ({ name }: LabFacts): string => `[${name}](${name}.md)`;
  return [
    "<!-- Written by npm run docs from the lab files -->",
    "# The labs",
    "Each lab is one file in `labs/`, teaches one thing, and tests itself: `labctl test labs/NAME.yml` deploys it, checks all it claims, and takes it away again. Its page has the network, what it needs, and every step with the command that does the same by hand.",
    "## After five posts",
    "These are scenarios of [five posts](../claims.md) with their host names, addresses and commands, in the order of the post. Their pages are in Japanese, too.",
    table(
      ["lab", "日本語", "what it shows", "posts"],
      ofPosts.map((lab) => [
        page(lab),
        translated.has(lab.name) ? `[日本語](${lab.name}.ja.md)` : "",
        inline(lab.summary),
        [...new Set(lab.claims.filter((id) => known.has(id)).map((id) => id.replace(/-.*/, "")))].join(", "),
      ]),
    ),
    "## Others",
    table(
      ["lab", "what it shows"],
      others.map((lab) => [page(lab), inline(lab.summary)]),
    ),
  ].join("\n\n");
}
