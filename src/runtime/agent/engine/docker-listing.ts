// Knows: what `docker network ls`, `docker ps` and `docker inspect` say of a node, as files that the program on it reads.
// Refuses to know: the program (docker-program.ts), and how an engine finds its networks and containers.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { portText } from "../../../model/container-words.ts";
import { addressOfContainer } from "../../../plan/container-step.ts";
import { shellCommand, shellWord } from "../../../render/quote.ts";
import type { ContainerRecord, ContainerState, NetworkState } from "../../container-state.ts";
import { systemPath } from "../../user-namespace.ts";
import { inSandbox } from "../protocol.ts";

/** Below the engine's folder of a node, which the node sees as /var/lib/docker. */
const folder = "listing";

/** Writes what there is now. A node that has never had a place for containers has no such program either. */
export function writeListings(
  networks: readonly NetworkState[],
  containers: readonly ContainerState[],
  records: Readonly<Record<string, ContainerRecord>>,
): void {
  for (const node of new Set([...networks, ...containers].map((thing) => thing.node))) {
    const engine = join(inSandbox.nodes, node, "engine");
    if (!existsSync(engine)) continue;
    mkdirSync(join(engine, folder, "exec"), { recursive: true });
    // What systemd-nspawn runs is none of Docker's business.
    const own = containers.filter((container) => container.node === node && container.engine === "docker");
    const write = (name: string, text: string): void => {
      const path = join(engine, folder, name);
      writeFileSync(`${path}.new`, text);
      renameSync(`${path}.new`, path);
    };
    for (const { name, pid } of own) {
      const record = records[addressOfContainer(node, name)];
      if (pid !== undefined && record) write(`exec/${name}`, execText(pid, record));
    }
    write("networks", tableOf(networkRows(networks.filter((network) => network.node === node))));
    write("containers", tableOf(own.map(containerRow)));
  }
}

function tableOf(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join("\t")}\n`).join("");
}

/** What `docker exec` is to a running container, for the shell: the words before its command, and how it gets there. */
export function execText(pid: number, { env, wrap }: Pick<ContainerRecord, "env" | "wrap">): string {
  const variables = Object.entries({ PATH: systemPath, HOME: "/root", ...env }).map(([name, value]) =>
    shellWord(`${name}=${value}`),
  );
  const enter = `nsenter -t ${pid} -m -u -i -n -p -- env -i \${TERM:+"TERM=$TERM"} ${variables.join(" ")} "$@"`;
  return [
    `own=${shellWord(shellCommand(wrap.own))}`,
    `privileged=${shellWord(shellCommand(wrap.privileged))}`,
    `enter() { exec ${enter}; }`,
    "",
  ].join("\n");
}

/** id, name, driver; sorted by name, as Docker does, with the two networks that every engine has. */
export function networkRows(networks: readonly Pick<NetworkState, "node" | "name" | "driver">[]): string[][] {
  const [first] = networks;
  if (!first) return [];
  // Docker's name for the network behind docker0.
  const named = networks.map(({ name, driver }) => [name === "docker0" ? "bridge" : name, driver]);
  return [...named, ["host", "host"], ["none", "null"]]
    .toSorted(([a = ""], [b = ""]) => (a < b ? -1 : 1))
    .map(([name = "", driver = ""]) => [idOf(`${first.node}/network/${name}`), name, driver]);
}

/** id, name, state, pid, exit code, published ports. */
export function containerRow(container: ContainerState): string[] {
  const { node, name, state, pid, exitCode, ports } = container;
  // What is not published now is no port of the node's.
  const published = state === "running" ? ports.map(portText).join(", ") : "";
  return [idOf(`${node}/${name}`), name, state, String(pid ?? 0), String(exitCode ?? 0), published];
}

/** Docker's ids are random; these are the same every time. */
function idOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}
