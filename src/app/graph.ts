// Knows: the ways a lab can be drawn.
// Refuses to know: where the drawing goes.

import { graphElements } from "../draw/cytoscape.ts";
import { drawDot } from "../draw/dot.ts";
import { drawMermaid } from "../draw/mermaid.ts";
import { renderPage } from "../draw/page.ts";
import { drawText } from "../draw/text.ts";
import type { Lab } from "../model/lab.ts";

export type Drawing = "text" | "mermaid" | "dot" | "json";

export function draw(lab: Lab, as: Drawing): string {
  switch (as) {
    case "text":
      return drawText(lab);
    case "mermaid":
      return drawMermaid(lab);
    case "dot":
      return drawDot(lab);
    case "json":
      return `${JSON.stringify(graphElements(lab), undefined, 2)}\n`;
  }
}

/** One self-contained page: it needs no network and no server. */
export async function drawPage(lab: Lab): Promise<string> {
  const { default: library } = await import("cytoscape/dist/cytoscape.min.js?raw");
  return renderPage({ lab: lab.name, summary: lab.summary, elements: graphElements(lab), library });
}
