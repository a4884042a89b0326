import { expect, test } from "vitest";
import { graphElements } from "../../../src/draw/cytoscape.ts";
import { renderPage } from "../../../src/draw/page.ts";
import { buildLab } from "../../helpers/lab-builder.ts";
import { bgpUnnumbered } from "../../helpers/built-labs.ts";

const library = "window.cytoscape = () => {}; // </script> and <!-- in a comment";

function jsonIn(page: string): { elements: unknown } {
  const text = /<script type="application\/json" id="lab">(.*?)<\/script>/s.exec(page)?.[1] ?? "";
  return JSON.parse(text) as { elements: unknown };
}

test("the page holds the whole graph and fetches nothing", () => {
  const elements = graphElements(bgpUnnumbered());
  const page = renderPage({ lab: "bgp-unnumbered", summary: "two", elements, library });
  expect(jsonIn(page).elements).toEqual(elements);
  expect(page).not.toMatch(/(src|href)=|https?:|@import|url\(/);
  expect(page).toContain("default-src 'none'");
});

test("nothing in the lab or the library ends a script early or becomes markup", () => {
  const lab = buildLab({ nodes: { r: { kind: "frr", frr: "! </script><img src=x onerror=alert(1)>\n" } } });
  const elements = graphElements(lab);
  const page = renderPage({ lab: 'a"<b>', summary: "<i>&", elements, library });
  expect(page.match(/<\/script>/g)).toHaveLength(3);
  expect(page).not.toContain("<img");
  expect(page).not.toContain("<!--");
  expect(page).toContain("<title>a&#34;&#60;b&#62;</title>");
  expect(jsonIn(page).elements).toEqual(elements);
});

test("the script of the page is a program", () => {
  const page = renderPage({ lab: "a", summary: undefined, elements: { nodes: [], edges: [] }, library });
  const scripts = [...page.matchAll(/<script>(.*?)<\/script>/gs)].map((match) => match[1] ?? "");
  expect(scripts).toHaveLength(2);
  // Compiles without running; a syntax error throws.
  for (const script of scripts) expect(() => Reflect.construct(Function, [script])).not.toThrow();
});
