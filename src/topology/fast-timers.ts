// Knows: which lines make FRR converge at lab speed, and where in a configuration they belong.
// Refuses to know: whether the user wants them (`timers: fast`).

import type { Line, Span } from "../base/span.ts";

const note = "! timers: fast";

/**
 * The configuration with lab-speed timers, each group of added lines below a comment that says so. A timer that the
 * configuration sets itself is left alone. `ports` are the interfaces that links end at; `at` is the place of the wish.
 */
export function withFastTimers(config: readonly Line[], ports: readonly string[], at: Span): readonly Line[] {
  const has = (pattern: RegExp): boolean => config.some(({ text }) => pattern.test(text.trim()));
  const group = (indent: string, lines: readonly string[]): Line[] =>
    lines.length === 0 ? [] : [note, ...lines].map((text) => ({ text: `${indent}${text}`, at }));

  const perPort = (port: string): string[] => [
    // Broadcast links wait for the dead interval before they elect: 40 s by default.
    ...(has(/^router ospf( |$)/) && !has(/^ip ospf (hello|dead)-interval/)
      ? ["ip ospf hello-interval 1", "ip ospf dead-interval 4"]
      : []),
    ...(has(/^router ospf6\b/) && !has(/^ipv6 ospf6 (hello|dead)-interval/)
      ? ["ipv6 ospf6 hello-interval 1", "ipv6 ospf6 dead-interval 4"]
      : []),
    ...(has(/^router isis\b/) && !has(/^isis hello-/) ? ["isis hello-interval 1", "isis hello-multiplier 4"] : []),
    // An unnumbered session starts with the far end's router advertisement: every 10 s by default.
    ...(has(new RegExp(`^neighbor ${escaped(port)} interface\\b`)) && !has(/^ipv6 nd ra-interval/)
      ? ["ipv6 nd ra-interval 1"]
      : []),
  ];

  const result: Line[] = [];
  const started = new Set<string>();
  const timed = new Set<string>();
  for (const line of config) {
    result.push(line);
    const command = line.text.trim();
    const indent = /^\s*/.exec(line.text)?.[0] ?? "";
    const port = /^interface (\S+)/.exec(command)?.[1];
    if (port !== undefined && ports.includes(port) && !started.has(port)) {
      started.add(port);
      result.push(...group(`${indent} `, perPort(port)));
    }
    // Updates are held back for a second by default, so that many go out together.
    if (/^router bgp\b/.test(command) && !has(/^coalesce-time/))
      result.push(...group(`${indent} `, ["coalesce-time 0"]));
    const neighbor = /^neighbor (\S+) (remote-as|interface|peer-group)\b/.exec(command)?.[1];
    if (
      neighbor !== undefined &&
      !timed.has(neighbor) &&
      !has(new RegExp(`^neighbor ${escaped(neighbor)} timers connect`))
    ) {
      timed.add(neighbor);
      result.push(...group(indent, [`neighbor ${neighbor} timers connect 1`]));
    }
  }
  for (const port of ports) {
    const lines = started.has(port) ? [] : perPort(port);
    if (lines.length > 0) result.push({ text: `interface ${port}`, at }, ...group(" ", lines), { text: "exit", at });
  }
  return result;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
