// Knows: what `labctl inspect` looks like.
// Refuses to know: how the answers were found.

import type { LabView, NodeView } from "../app/inspect.ts";
import type { ProcessState } from "../runtime/runtime.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";
import { count } from "./words.ts";

export function renderLabs(labs: readonly LabView[], style: Style): string {
  if (labs.length === 0) return "no lab is running\n";
  return labs.map((lab) => renderLab(lab, style)).join("\n");
}

function renderLab(lab: LabView, style: Style): string {
  const status = style(lab.status === "running" ? "good" : "bad", lab.status);
  const facts = [
    `${count(lab.nodes, "node")}, ${count(lab.links, "link")}`,
    ...(lab.file === undefined ? [] : [lab.file]),
    ...(lab.createdAt === undefined ? [] : [`since ${lab.createdAt.replace("T", " ").slice(0, 19)} UTC`]),
  ];
  const title = `${style("strong", lab.lab)}  ${status}  ${facts.join("  ")}\n`;
  if (lab.status === "dead") return `${title}  its processes are gone; labctl destroy ${lab.lab} clears it away\n`;
  if (lab.view.length === 0) return title;
  return `${title}\n${renderNodes(lab.view, style)}\n${renderInterfaces(lab.view, style)}`;
}

function renderNodes(nodes: readonly NodeView[], style: Style): string {
  const rows = nodes.map((node) => [
    style("name", node.name),
    node.kind,
    style(node.state === "up" ? "good" : "bad", node.state),
    node.processes.map((process) => processWord(process, style)).join(" "),
  ]);
  return renderTable(rows, { style, head: ["NODE", "KIND", "STATE", "PROCESSES"], indent: 2 });
}

/** Its name; when it does not simply run, what became of it too. */
function processWord(process: ProcessState, style: Style): string {
  const restarted = process.restarts === 0 ? "" : ` (restarted ${count(process.restarts, "time")})`;
  if (process.state === "running") return `${process.name}${restarted}`;
  const how = process.lastExit === undefined ? "" : `, ${process.lastExit}`;
  return style("bad", `${process.name} (${process.state}${how})`);
}

function renderInterfaces(nodes: readonly NodeView[], style: Style): string {
  const rows = nodes.flatMap((node) =>
    node.interfaces.map((link) => [
      style("name", node.name),
      link.name,
      style(link.state === "up" || link.state === "unknown" ? "good" : "warn", link.state),
      String(link.mtu),
      link.mac ?? "",
      link.peer ?? "",
      link.addresses.join("\n"),
    ]),
  );
  return renderTable(rows, {
    style,
    head: ["NODE", "INTERFACE", "STATE", "MTU", "MAC", "PEER", "ADDRESSES"],
    right: [3],
    indent: 2,
  });
}
