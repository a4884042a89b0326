// Knows: how FRR 8's BGP summary becomes the one Cumulus prints: no VRF line, no columns behind State/PfxRcd.
// Refuses to know: which address family it is of.

export function bgpSummary(answer: string): string {
  const lines = answer.trim().split("\n");
  const heading = lines.find((line) => line.startsWith("Neighbor "));
  const end = heading === undefined ? 0 : heading.indexOf("State/PfxRcd") + "State/PfxRcd".length;
  let inTable = false;
  const kept = lines.flatMap((line) => {
    if (/ Summary(?: \(VRF \S+\))?:$/.test(line)) return [];
    if (line.startsWith("% No BGP neighbors found")) return ["% No BGP neighbors found"];
    inTable = line.startsWith("Neighbor ") || (inTable && line.trim() !== "");
    return [inTable && end > 0 ? line.slice(0, end).trimEnd() : line];
  });
  while (kept[0] === "") kept.shift();
  return `${kept.join("\n").trimEnd()}\n`;
}
