// Knows: what the page does in the browser: draws the graph, shows what is clicked. The text of a script.
// Refuses to know: the lab; it is in the page as JSON.

/** Reads the JSON elements `#lab`, expects the global `cytoscape`. Text from the lab goes in as text, never as HTML. */
export const pageScript = `
"use strict";
const lab = JSON.parse(document.getElementById("lab").textContent);
const aside = document.querySelector("aside");
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
const shapes = { frr: "ellipse", cumulus: "octagon", host: "round-rectangle", bridge: "round-rectangle" };

function graphStyle() {
  const label = { "font-family": "system-ui, sans-serif", color: colour("text"), "text-wrap": "wrap" };
  const end = {
    "text-background-color": colour("halo"), "text-background-opacity": 0.9, "text-background-padding": 2,
    "text-background-shape": "round-rectangle",
  };
  return [
    { selector: "node", style: {
      ...label, label: "data(label)", "font-size": 13, "line-height": 1.25, "text-valign": "bottom", "text-margin-y": 6,
      width: 46, height: 46, "border-width": 2.5, ...end,
    } },
    ...Object.keys(shapes).map((kind) => ({ selector: 'node[kind = "' + kind + '"]', style: {
      shape: shapes[kind], "background-color": colour(kind + "-fill"), "border-color": colour(kind),
    } })),
    { selector: 'node[kind = "bridge"]', style: { width: 76, height: 16 } },
    { selector: "edge", style: {
      ...label, ...end, width: 2, "line-color": colour("wire"), "curve-style": "bezier", "control-point-step-size": 120,
      "font-size": 11, "line-height": 1.2, "source-label": "data(sourceLabel)", "target-label": "data(targetLabel)",
      "source-text-offset": "data(sourceOffset)", "target-text-offset": "data(targetOffset)",
    } },
    { selector: ":selected", style: { "line-color": colour("accent"), width: 3.5, "z-index": 10 } },
    { selector: "node:selected", style: { width: 52, height: 52, "border-color": colour("accent"), "border-width": 5 } },
    { selector: 'node[kind = "bridge"]:selected', style: { width: 76, height: 16 } },
    { selector: ".away", style: { opacity: 0.35 } },
  ];
}

// How far from the middle of a node a label must stay, measured along the wire: clear of the node, and by half the
// label's size in the direction of the wire, so that it never lies on the node or on the name below it.
function placeEndLabels(graph) {
  const clear = 34, below = 34, characterWidth = 6.2, lineHeight = 14;
  graph.edges().forEach((edge) => {
    for (const [from, to, side] of [["source", "target", "source"], ["target", "source", "target"]]) {
      const a = edge[from]().position(), b = edge[to]().position();
      const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
      const dx = Math.abs(b.x - a.x) / length, dy = (b.y - a.y) / length;
      const lines = edge.data(side + "Label").split("\\n");
      const width = Math.max(...lines.map((line) => line.length)) * characterWidth, height = lines.length * lineHeight;
      const half = Math.min(dx > 0 ? width / 2 / dx : Infinity, dy !== 0 ? height / 2 / Math.abs(dy) : Infinity);
      const name = dy > 0.35 ? below : 0;
      edge.data(side + "Offset", Math.min(clear + name + half, length * 0.4));
    }
  });
}

const elements = { nodes: lab.elements.nodes, edges: lab.elements.edges.map((edge) => ({ data: { ...edge.data, sourceOffset: 60, targetOffset: 60 } })) };

const placed = elements.nodes.every((node) => node.position);
// The same lab is drawn the same way every time: where forces decide, they start from a ring, not from chance.
if (!placed) {
  const ring = Math.max(160, elements.nodes.length * 45);
  elements.nodes = elements.nodes.map((node, i) => {
    const angle = Math.PI * (1.25 + (2 * i) / elements.nodes.length);
    return { ...node, position: { x: 1.4 * ring * Math.cos(angle), y: ring * Math.sin(angle) } };
  });
}
const graph = cytoscape({
  container: document.getElementById("graph"), elements, style: graphStyle(), minZoom: 0.15, maxZoom: 3,
  layout: { name: "preset" }, selectionType: "single",
});
const labelWidth = (label) => Math.max(...label.split("\\n").map((line) => line.length)) * 6.2;
// Of several links between two nodes one is enough for the forces: they would pull the nodes into one another.
const parallel = graph.edges().filter((edge) => edge.parallelEdges()[0] !== edge);
if (!placed) graph.elements().difference(parallel).layout({
  name: "cose", randomize: false, animate: false, padding: 70, nodeOverlap: 40,
  idealEdgeLength: (edge) => 130 + labelWidth(edge.data("sourceLabel")) + labelWidth(edge.data("targetLabel")),
  nodeRepulsion: () => 2500000, edgeElasticity: () => 120, gravity: 0.4, numIter: 2500, componentSpacing: 160,
}).run();

function fit() {
  graph.resize();
  graph.fit(undefined, 80);
  if (graph.zoom() > 1.4) { graph.zoom(1.4); graph.center(); }
}
placeEndLabels(graph);
fit();

function make(tag, text, className) {
  const element = document.createElement(tag);
  if (text !== undefined) element.textContent = text;
  if (className) element.className = className;
  return element;
}

function linkTo(id, text) {
  const button = make("button", text, "link");
  button.type = "button";
  button.addEventListener("click", () => { graph.elements().unselect(); graph.getElementById(id).select(); });
  return button;
}

function showElement(data, name) {
  aside.replaceChildren(make("h2", name), make("p", data.title, "kind"));
  for (const detail of data.details) {
    aside.append(make("h3", detail.title));
    if (detail.text !== undefined) aside.append(detail.text.includes("\\n") ? make("pre", detail.text) : make("p", detail.text));
    if (detail.rows) {
      const table = make("table");
      for (const cells of detail.rows) {
        const row = table.insertRow();
        for (const cell of cells) {
          const node = cell.includes(":") && graph.getElementById(cell.slice(0, cell.lastIndexOf(":")));
          if (node && node.nonempty()) row.insertCell().append(linkTo(node.id(), cell));
          else row.insertCell().textContent = cell;
        }
      }
      aside.append(table);
    }
  }
}

function showOverview() {
  aside.replaceChildren(make("h2", "Nodes"), make("p", "Click a node or a link for its details.", "kind"));
  const table = make("table");
  for (const { data } of elements.nodes) {
    const row = table.insertRow();
    row.insertCell().append(linkTo(data.id, data.id));
    row.insertCell().textContent = data.title;
  }
  aside.append(table);
}

function show() {
  const chosen = graph.$(":selected");
  graph.elements().removeClass("away");
  if (chosen.empty()) return showOverview();
  const first = chosen[0];
  const near = first.isNode() ? first.closedNeighborhood() : first.union(first.connectedNodes());
  graph.elements().difference(near).addClass("away");
  const name = first.isNode() ? first.id() : first.data("source") + " — " + first.data("target");
  showElement(first.data(), name);
}
graph.on("select unselect", show);
graph.on("position", "node", () => placeEndLabels(graph));
document.getElementById("fit").addEventListener("click", fit);
addEventListener("resize", fit);
addEventListener("keydown", (event) => { if (event.key === "Escape") graph.elements().unselect(); });
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => graph.style(graphStyle()));
const wanted = graph.getElementById(decodeURIComponent(location.hash.slice(1)));
if (wanted.nonempty()) wanted.select(); else showOverview();
`;
