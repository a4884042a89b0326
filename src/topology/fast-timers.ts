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
    // A LAN waits for the dead interval before it elects (40 s by default); what was lost is sent again after 5 s.
    ...(has(/^router ospf( |$)/) ? ospfPort("ip ospf", has) : []),
    ...(has(/^router ospf6\b/) ? ospfPort("ipv6 ospf6", has) : []),
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
    if (/^router ospf6?( |$)/.test(command)) result.push(...group(`${indent} `, ospfProcess(command, has)));
    // A router tells again what it has told no sooner than 30 s later.
    if (/^router isis\b/.test(command) && !has(/^lsp-gen-interval/))
      result.push(...group(`${indent} `, ["lsp-gen-interval 1"]));
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

type Has = (pattern: RegExp) => boolean;

function ospfPort(prefix: "ip ospf" | "ipv6 ospf6", has: Has): string[] {
  const own = (timer: string): boolean => has(new RegExp(`^${prefix} ${timer}`));
  return [
    ...(own("(hello|dead)-interval") ? [] : [`${prefix} hello-interval 1`, `${prefix} dead-interval 4`]),
    ...(own("retransmit-interval") ? [] : [`${prefix} retransmit-interval 1`]),
  ];
}

/**
 * A router's own LSA is made anew no sooner than 5 s after the last time, and another's is taken no sooner than 1 s
 * after: a change that comes right after another waits that long. ospf6d has no word for the first.
 */
function ospfProcess(command: string, has: Has): string[] {
  const throttle = command.startsWith("router ospf6") ? [] : ["timers throttle lsa all 100"];
  return [...throttle, "timers lsa min-arrival 50", "timers throttle spf 0 50 500"].filter((line) => {
    const timer = line.replace(/( \d+)+$/, "");
    return !has(new RegExp(`^${timer}\\b`));
  });
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
