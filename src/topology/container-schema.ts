// Knows: every key of `networks:`, `containers:` and `hooks:` as it is written, and what it means in a sentence.
// Refuses to know: whether names resolve and addresses parse (networks.ts, containers.ts).

import { z } from "zod";

const word = z.union([z.string(), z.number(), z.boolean()]);
const words = z.record(z.string(), word);
const command = z.union([z.string(), z.array(word)]);

export const network = z.strictObject({
  driver: z.enum(["bridge", "macvlan", "none"]).optional().describe("bridge unless said"),
  subnet: z.string().optional().describe("A prefix; Docker's next free one when not given"),
  gateway: z
    .string()
    .optional()
    .describe("Bridge: its own address; macvlan: somebody on the segment. The first address unless said"),
  "ip-range": z.string().optional().describe("Addresses are handed out from here only"),
  bridge: z.string().optional().describe("The bridge's name; docker0 for a network of that name, else br- and a hash"),
  uplink: z
    .string()
    .optional()
    .describe("An interface of the node that becomes a port; its addresses and routes move to the bridge"),
  parent: z.string().optional().describe("Macvlan: an interface of the node; eth1.10 is made when eth1 is there"),
  mode: z.enum(["bridge", "private", "vepa", "passthru"]).optional().describe("Of a macvlan; bridge unless said"),
  masquerade: z.boolean().optional().describe("false: packets leave with the container's own address"),
  internal: z.boolean().optional().describe("true: no way out of the node"),
  rules: z
    .enum(["classic", "modern"])
    .optional()
    .describe("Firewall rules as Docker 1.0 or as Docker 20.10 writes them"),
  mtu: z.int().min(68).max(65535).optional().describe("Largest packet in bytes"),
  labels: words.optional().describe("Words that events carry"),
});

const attachment = z.union([
  z.string().describe("The container's address"),
  z.strictObject({
    address: z.string().optional().describe("The container's address; the first free one unless said"),
    mac: z.string().optional().describe("Its MAC address; made of the address unless said"),
  }),
  z.null(),
]);

/** `service` and `frr` are those of a node. */
export function containerSchema<S extends z.ZodType, F extends z.ZodType>(shared: { service: S; frr: F }) {
  return z.strictObject({
    kind: z.enum(["host", "frr"]).optional().describe("frr: its first process runs FRR"),
    engine: z.enum(["docker", "nspawn"]).optional().describe("nspawn: it does not end with docker, and ends in order"),
    networks: z
      .union([z.array(z.string()), z.record(z.string(), attachment)])
      .optional()
      .describe("Networks of the node, in order: eth0, eth1 …"),
    "network-mode": z.string().optional().describe("bridge, host, none or container:NAME"),
    ports: z
      .array(word)
      .optional()
      .describe('"8080:80", "127.0.0.1:53:53/udp", "8000-8002:80-82"; "80": a free port of the node\'s'),
    volumes: z.array(z.string()).optional().describe("name:/target[:ro], or /path-of-the-node:/target[:ro]"),
    cmd: command.optional().describe("Its first process; it waits to be stopped when there is none"),
    "stdin-open": z
      .boolean()
      .optional()
      .describe("true: its standard input stays open, as docker run -i, so that a shell waits for what nobody types"),
    init: z.boolean().optional().describe("true: an init above the command, as docker run --init"),
    restart: z.string().optional().describe("no, on-failure[:N], always or unless-stopped"),
    "cap-add": z.array(z.string()).optional().describe("Capabilities beyond the engine's default set; ALL is all"),
    "cap-drop": z.array(z.string()).optional().describe("Capabilities it does not have"),
    user: word.optional().describe("Who its processes are: a name or uid, with :group"),
    "stop-grace": word.optional().describe("How long stop waits before it kills; 10s"),
    start: z.boolean().optional().describe("false: made, but not started"),
    hostname: word.optional().describe("Its name for itself; its name on the node (with - for _) when not given"),
    env: words.optional().describe("Environment variables of everything that runs in it"),
    files: words.optional().describe("Files to write: absolute path to text"),
    services: z
      .record(z.string(), shared.service)
      .optional()
      .describe("More long-running commands by name, supervised"),
    exec: z
      .union([z.string(), z.array(command)])
      .optional()
      .describe("Commands to run once it is up for the first time"),
    frr: shared.frr.optional().describe("FRR's configuration (kind frr)"),
    labels: words.optional().describe("Words that events carry"),
  });
}

export const hook = z.strictObject({
  event: z.string().describe("network.create, container.start, link.down …"),
  on: z.string().describe("The node or container the command runs on"),
  run: command.optional().describe("The command; ${address}, ${label.NAME} … stand for the event's fields"),
  shell: z.string().optional().describe("… or a command for sh -c"),
  match: words.optional().describe("Only events with these fields; * for any value"),
});

export type WrittenNetwork = z.infer<typeof network>;
export type WrittenContainer = z.infer<ReturnType<typeof containerSchema>>;
export type WrittenHook = z.infer<typeof hook>;
