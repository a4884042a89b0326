// Knows: what `labctl doctor` looks like.
// Refuses to know: how it found out.

import type { DoctorReport, Finding } from "../app/doctor.ts";
import type { Style } from "./style.ts";
import { renderTable } from "./table.ts";

const titles: Readonly<Record<Finding["group"], string>> = {
  programs: "Programs",
  namespaces: "The sandbox",
  kernel: "The kernel, tried in a sandbox",
};

export function renderDoctor(report: DoctorReport, style: Style): string {
  const groups = Object.entries(titles).map(([group, title]) => {
    const findings = report.findings.filter((finding) => finding.group === group);
    return `${style("strong", title)}\n${renderTable(
      findings.map((finding) => rowOf(finding, style)),
      { style, indent: 2 },
    )}`;
  });
  return [`${report.machine}\n`, ...groups, verdict(report, style)].join("\n");
}

function rowOf({ name, state, detail, neededFor }: Finding, style: Style): string[] {
  const mark = {
    ok: style("good", "✓"),
    missing: style("bad", "✗"),
    limited: style("warn", "–"),
    unknown: style("warn", "?"),
  };
  return [mark[state], state === "ok" ? name : style("strong", name), style("dim", neededFor), detail];
}

function verdict({ findings, ok, mend }: DoctorReport, style: Style): string {
  const limited = findings.filter((finding) => finding.state === "limited").map((finding) => finding.name);
  const missing = findings
    .filter((finding) => finding.required && finding.state !== "ok")
    .map((finding) => finding.name);
  let text = ok
    ? `${style("good", "Labs run here.")}${limited.length === 0 ? "" : ` Without: ${limited.join(", ")}.`}\n`
    : `${style("bad", "Labs do not run here")}: ${missing.join(", ")} ${missing.length === 1 ? "is" : "are"} missing.\n`;
  if (mend !== undefined) text += `${style("name", ok ? "To have more of it" : "To mend it")}: ${mend}\n`;
  return text;
}
