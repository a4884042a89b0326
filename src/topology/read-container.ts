// Knows: what one of a node's `containers:` is made of, key by key.
// Refuses to know: the words of a port (container-words.ts), its networks (container-networking.ts), its addresses.

import type { Container } from "../model/container.ts";
import {
  hostnameOf,
  parseCapability,
  parsePorts,
  parseRestart,
  parseVolume,
  type Read,
} from "../model/container-words.ts";
import type { NodeName } from "../model/names.ts";
import { argvOf } from "./commands.ts";
import { checkPorts, warnOfCapabilities } from "./container-checks.ts";
import type { ContainerContext } from "./container-context.ts";
import { networkingOf } from "./container-networking.ts";
import type { WrittenContainer } from "./container-schema.ts";
import type { DraftNode } from "./draft.ts";
import { parseDuration } from "./durations.ts";
import { settingsAt } from "./inherit.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { labelsAt } from "./networks.ts";
import { readNodeFiles } from "./node-files.ts";
import type { WrittenNode } from "./schema.ts";

/** docker stop waits as long. */
const defaultGraceMs = 10_000;

export async function readContainer(
  name: string,
  body: WrittenContainer,
  path: Path,
  context: ContainerContext,
): Promise<Container> {
  const { node, loading } = context;
  const { source, sink } = loading;
  const at = source.keySpanOf(path);
  if (!/^[a-z0-9][a-z0-9_.-]*$/.test(name)) {
    sink.error(
      "names/container",
      at,
      `"${name}" is not a legal container name: lower-case letters, digits, '.', '-' and '_'`,
    );
  }
  const engine = body.engine ?? "docker";
  if (name === "docker" || name === "nspawn")
    sink.error("names/container", at, `"${node.name}/${name}" is the engine's own name`);
  const isFrr = body.kind === "frr";
  if (body.frr !== undefined && !isFrr) {
    sink.error("names/wrong-kind", source.keySpanOf([...path, "frr"]), `"frr" is for kind frr`, { hint: "kind: frr" });
  }
  // A container has some of a node's keys, and they are read as a node's.
  const draft: DraftNode = {
    ...{ name: `${node.name}/${name}` as NodeName, at, kind: isFrr ? "frr" : "host", implicit: false },
    settings: settingsAt(onlyNodeKeys(body), path),
    interfaces: new Map(),
  } as DraftNode;
  const files = await readNodeFiles(draft, loading);
  const list = <T>(key: "volumes" | "cap-add" | "cap-drop", parse: (text: string) => Read<T>): readonly T[] =>
    (body[key] ?? []).flatMap((_, i) => readWord([...path, key, i], parse, loading) ?? []);
  const ports = (body.ports ?? []).flatMap((_, i) => {
    const at = source.spanOf([...path, "ports", i]);
    return (readWord([...path, "ports", i], parsePorts, loading) ?? []).map((port) => ({ port, at }));
  });
  const restart = body.restart === undefined ? undefined : readWord([...path, "restart"], parseRestart, loading);
  const container: Container = {
    ...{ name, at, engine, labels: labelsAt([...path, "labels"], body.labels, loading), interfaces: [] },
    hostname: source.textOf([...path, "hostname"]) ?? hostnameOf(name),
    frr: files.frr,
    networking: networkingOf(name, body, path, context),
    ports: ports.map(({ port }) => port),
    volumes: list("volumes", parseVolume),
    command: body.cmd === undefined ? undefined : argvOf(body.cmd, [...path, "cmd"], draft, loading),
    stdinOpen: body["stdin-open"] ?? false,
    init: body.init ?? false,
    restart: restart ?? { when: "no", attempts: undefined },
    capAdd: list("cap-add", parseCapability),
    capDrop: list("cap-drop", parseCapability),
    user: source.textOf([...path, "user"]),
    env: labelsAt([...path, "env"], body.env, loading),
    files: files.files,
    services: files.services,
    exec: files.exec,
    graceMs: graceOf(body, path, loading),
    start: body.start ?? true,
  };
  checkPorts(container, ports, path, context);
  warnOfCapabilities(container, path, loading);
  return container;
}

/** The keys that mean the same in a node. */
function onlyNodeKeys({ env, files, services, exec, frr, hostname }: WrittenContainer): WrittenNode {
  return Object.fromEntries(
    Object.entries({ env, files, services, exec, frr, hostname }).filter(([, value]) => value !== undefined),
  ) as WrittenNode;
}

function readWord<T>(path: Path, parse: (text: string) => Read<T>, { source, sink }: Loading): T | undefined {
  const read = parse(source.textOf(path) ?? "");
  if (read.ok) return read.value;
  sink.error("names/container", source.spanOf(path), read.why, read.hint === undefined ? {} : { hint: read.hint });
  return undefined;
}

function graceOf(body: WrittenContainer, path: Path, { source, sink }: Loading): number {
  if (body["stop-grace"] === undefined) return defaultGraceMs;
  const text = source.textOf([...path, "stop-grace"]) ?? "";
  const ms = parseDuration(text);
  if (ms === undefined)
    sink.error("names/container", source.spanOf([...path, "stop-grace"]), `"${text}" is not a time`, {
      hint: "500ms, 5s, or a number of seconds",
    });
  return ms ?? defaultGraceMs;
}
