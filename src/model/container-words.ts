// Knows: how ports, volumes, restart policies and capabilities of a container are written, as Docker's command line takes them.
// Refuses to know: whether two containers want the same.

import { suggest } from "../base/suggest.ts";
import { allCapabilities } from "./capability-names.ts";
import type { PublishedPort, RestartPolicy, Volume } from "./container.ts";
import { parseIp } from "./ip.ts";

/** A value, or what is wrong with the text and what would be right. */
export type Read<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly why: string; readonly hint?: string };

const portHint = 'host-port:port or a port alone, as in "8080:80", "127.0.0.1:53:53/udp", "8000-8002:80-82", "80"';

/** `8080:80`, `127.0.0.1:8080:80/udp`, `8000-8002:80-82`; `80` and `127.0.0.1::80` leave the node's port to the engine. */
export function parsePorts(text: string): Read<readonly PublishedPort[]> {
  const [, hostIp, host, inner = "", protocol = "tcp"] =
    /^(?:(?:([\d.]+):)?(\d+(?:-\d+)?|(?<=:)):)?(\d+(?:-\d+)?)(?:\/(tcp|udp))?$/.exec(text) ?? [];
  if (inner === "") return { ok: false, why: `"${text}" is not a published port`, hint: portHint };
  if (hostIp !== undefined && !parseIp(hostIp))
    return { ok: false, why: `"${hostIp}" is not an IPv4 address`, hint: portHint };
  const inside = portsOf(inner);
  const outside = host === undefined || host === "" ? undefined : portsOf(host);
  for (const read of [outside, inside]) if (read && !read.ok) return read;
  const ports = inside.ok ? inside.value : [];
  const hostPorts = outside?.ok ? outside.value : undefined;
  if (hostPorts && hostPorts.length !== ports.length) {
    const why = `"${text}" maps ${countOf(hostPorts)} of the node to ${countOf(ports)}`;
    return { ok: false, why, hint: "as many on either side, as in 8000-8002:80-82" };
  }
  const value = ports.map((port, i): PublishedPort => {
    return { protocol: protocol as "tcp" | "udp", hostIp, hostPort: hostPorts?.[i], port };
  });
  return { ok: true, value };
}

function countOf({ length }: readonly number[]): string {
  return length === 1 ? "one port" : `${length} ports`;
}

/** `80`, `80-82`. */
function portsOf(text: string): Read<readonly number[]> {
  const [first = 0, last = first] = text.split("-").map(Number);
  for (const number of [first, last]) {
    if (number < 1 || number > 65535) return { ok: false, why: `there is no port ${number}`, hint: "1 to 65535" };
  }
  if (last < first) return { ok: false, why: `the range ${text} ends before it begins`, hint: `${last}-${first}` };
  return { ok: true, value: Array.from({ length: last - first + 1 }, (_, i) => first + i) };
}

/** `0.0.0.0:8080->80/tcp`, as Docker lists it; `80/tcp` while the node's port is not known. */
export function portText({ protocol, hostIp = "0.0.0.0", hostPort, port }: PublishedPort): string {
  return `${hostPort === undefined ? "" : `${hostIp}:${hostPort}->`}${port}/${protocol}`;
}

/** `name:/target`, `/path:/target:ro`. */
export function parseVolume(text: string): Read<Volume> {
  const [from = "", target = "", mode = "rw", more] = text.split(":");
  const hint = "name:/target, /path-of-the-node:/target, and :ro at the end for reading only";
  if (from === "" || target === "" || more !== undefined) return { ok: false, why: `"${text}" is not a volume`, hint };
  if (!target.startsWith("/") || target === "/")
    return { ok: false, why: `"${target}" is no place for a volume`, hint: "an absolute path, as in data:/srv" };
  if (mode !== "ro" && mode !== "rw") return { ok: false, why: `a volume has no option "${mode}"`, hint };
  const readOnly = mode === "ro";
  if (from.startsWith("/")) return { ok: true, value: { from: { path: from }, target, readOnly } };
  if (/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(from))
    return { ok: true, value: { from: { volume: from }, target, readOnly } };
  return { ok: false, why: `"${from}" is neither an absolute path nor the name of a volume`, hint };
}

export function parseRestart(text: string): Read<RestartPolicy> {
  const [, when, attempts] = /^(no|always|unless-stopped|on-failure)(?::(\d+))?$/.exec(text) ?? [];
  const policies = ["no", "on-failure", "always", "unless-stopped"];
  if (when === undefined || (attempts !== undefined && when !== "on-failure")) {
    const meant = suggest(text, policies);
    const hint =
      meant === undefined ? "no, on-failure, on-failure:3, always or unless-stopped" : `did you mean "${meant}"?`;
    return { ok: false, why: `"${text}" is not a restart policy`, hint };
  }
  return {
    ok: true,
    value: { when: when as RestartPolicy["when"], attempts: attempts === undefined ? undefined : Number(attempts) },
  };
}

/** `CAP_NET_ADMIN`, `net_admin` and `NET_ADMIN` are one; ALL is all. */
export function parseCapability(text: string): Read<string> {
  const name = text.toLowerCase().replace(/^cap_/, "");
  if (name === "all" || allCapabilities.includes(name)) return { ok: true, value: name };
  const meant = suggest(name, allCapabilities);
  const hint =
    meant === undefined ? "as in capabilities(7), for example NET_ADMIN" : `did you mean ${meant.toUpperCase()}?`;
  return { ok: false, why: `there is no capability "${text}"`, hint };
}

/** A container's name for itself when it is given none: its name; hostname(1) takes no underscore (RFC 952). */
export function hostnameOf(container: string): string {
  return container.replaceAll("_", "-");
}
