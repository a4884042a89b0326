// Knows: the page of a lab: one file, everything in it, nothing fetched.
// Refuses to know: where cytoscape's source comes from; the caller passes its text.

import type { GraphElements } from "./cytoscape.ts";
import { type Kind, kindTitles } from "./labels.ts";
import { pageScript } from "./page-script.ts";
import { pageStyle } from "./page-style.ts";

export interface Page {
  readonly lab: string;
  readonly summary: string | undefined;
  readonly elements: GraphElements;
  /** The text of cytoscape's browser build (`cytoscape/dist/cytoscape.min.js`). */
  readonly library: string;
}

/** The legend's shapes, as the graph draws them; `currentColor` and `--fill` come from the kind. */
const legendShapes: Readonly<Record<Kind, string>> = {
  frr: '<circle cx="9" cy="9" r="7"/>',
  cumulus: '<path d="M6 2h6l4 4v6l-4 4H6l-4-4V6z"/>',
  host: '<rect x="2" y="2" width="14" height="14" rx="3"/>',
  bridge: '<rect x="1" y="6" width="16" height="6" rx="2"/>',
};

export function renderPage(page: Page): string {
  const kinds = [...new Set(page.elements.nodes.map((node) => node.data.kind))];
  const data = JSON.stringify({ elements: page.elements });
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(page.lab)}</title>
<style>${pageStyle}</style>
</head>
<body>
<header><h1>${escapeHtml(page.lab)}</h1>${page.summary === undefined ? "" : `<p>${escapeHtml(page.summary)}</p>`}</header>
<main>
<div id="graph" role="img" aria-label="The topology of ${escapeHtml(page.lab)}"></div>
<ul id="legend">${kinds.map(legendEntry).join("")}</ul>
<button id="fit" type="button">Fit</button>
</main>
<aside aria-live="polite"></aside>
<script type="application/json" id="lab">${escapeJson(data)}</script>
<script>${escapeScript(page.library)}</script>
<script>${pageScript}</script>
</body>
</html>
`;
}

function legendEntry(kind: Kind): string {
  const style = `fill:var(--${kind}-fill);stroke:var(--${kind});stroke-width:2`;
  return `<li><svg viewBox="0 0 18 18" style="${style}" aria-hidden="true">${legendShapes[kind]}</svg>${kindTitles[kind]}</li>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}

/** Inside a script element only `</script` and `<!--` matter; in JSON every `<` can be written as an escape. */
function escapeJson(json: string): string {
  return json.replaceAll("<", "\\u003c");
}

/** In a program `</script` occurs in strings and comments only, where `<\/script` means the same. */
function escapeScript(source: string): string {
  return source.replace(/<\/(script)/gi, "<\\/$1").replaceAll("<!--", "<\\!--");
}
