// Knows: containerlab files as people write them, and the lab that becomes of each.
// Refuses to know: how a lab is deployed.

import { readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { formatCidr } from "../../../src/model/ip.ts";
import type { Lab, LabNode } from "../../../src/model/lab.ts";
import { loadLab } from "../../../src/topology/load.ts";
import { formatDiagnostics } from "../bad/format.ts";

const here = import.meta.dirname;

// The files under the name /clab, so that paths in the goldens are the same on every machine.
const io = {
  cwd: "/clab",
  home: "/home/user",
  readText: async (path: string) => {
    try {
      return readFileSync(onDisk(path), "utf8");
    } catch {
      return undefined;
    }
  },
  kindOf: async (path: string) => {
    if (path === "/home/user/shared") return "folder" as const;
    const found = statSync(onDisk(path), { throwIfNoEntry: false });
    return found && (found.isDirectory() ? ("folder" as const) : ("file" as const));
  },
};

function onDisk(path: string): string {
  return path.replace(/^\/clab/, here);
}

test.each(["leaf-spine/leaf-spine.clab.yml", "image-folder/lab.clab.yml", "anchors/anchors.clab.yml"])(
  "%s",
  async (file) => {
    const { lab, diagnostics } = await loadLab(file, io, { env: {} });
    expect(formatDiagnostics(diagnostics.filter((d) => d.severity === "error"))).toBe("");
    const text = `${lab ? describeLab(lab) : ""}\n${formatDiagnostics(diagnostics)}`;
    await expect(text).toMatchFileSnapshot(join(here, dirname(file), "lab.txt"));
  },
);

function describeLab(lab: Lab): string {
  const links = lab.graph.mapEdges((id, link) => `link ${id} mtu ${link.mtu}`);
  return [`lab ${lab.name}`, ...lab.graph.mapNodes((_, node) => describeNode(node)).flat(), ...links].join("\n");
}

function describeNode(node: LabNode): string[] {
  const frr = node.kind === "frr" || node.kind === "cumulus" ? node.frr : undefined;
  return [
    `node ${node.name}: ${node.kind}, group ${node.group ?? "none"}`,
    ...node.interfaces.map((i) =>
      `interface ${i.name} ${i.mac ?? ""} ${i.addresses.map((a) => formatCidr(a.cidr)).join(" ")}`.trim(),
    ),
    ...Object.entries(node.env).map(([key, value]) => `env ${key}=${value}`),
    ...Object.entries(node.labels).map(([key, value]) => `label ${key}=${value}`),
    ...node.binds.map((bind) => `bind ${bind.source} ${bind.target} ${bind.mode}`),
    ...node.exec.map((exec) => `exec ${JSON.stringify(exec.argv)}${exec.strict ? " strict" : ""}`),
    ...node.services.map((service) => `service ${service.name} ${JSON.stringify(service.argv)} ${service.restart}`),
    ...(frr ? [`daemons ${frr.daemons.join(" ")}${frr.strict ? " strict" : ""}`] : []),
    ...(frr?.config.map(({ text, at }) => `frr ${at.file}:${at.line}:${at.col} ${text}`) ?? []),
  ].map((line, i) => (i === 0 ? line : `  ${line}`));
}
