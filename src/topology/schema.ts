// Knows: every key of the lab file as it is written, and what it means in a sentence.
// Refuses to know: whether names resolve and addresses parse (the later phases), and the keys of a test step.

import { z } from "zod";
import { macvlanModes } from "../model/device.ts";
import { containerSchema, hook, network } from "./container-schema.ts";
import { frrDaemons } from "./frr-daemons.ts";
import { bond, bridge, impair, interfaceDeviceShape, vxlan } from "./schema-devices.ts";
import { route, rule, vrf } from "./schema-routing.ts";

const word = z.union([z.string(), z.number(), z.boolean()]);
const words = z.record(z.string(), word);
const oneOrMore = <T extends z.ZodType>(item: T) => z.union([item, z.array(item)]);
const command = z.union([z.string(), z.array(word)]);
// 68: the smallest MTU IPv4 allows (RFC 791); 65535: ETH_MAX_MTU (linux/if_ether.h).
const mtu = z.int().min(68).max(65535).describe("Largest packet in bytes (link: both ends)");
const addresses4 = oneOrMore(z.string()).describe("IPv4 address with prefix length, or a list of them");
const addresses6 = oneOrMore(z.string()).describe("IPv6 address with prefix length, or a list of them");
const mac = z.string().describe("MAC address; without one it follows from the names, the same every time");

const interfaceBody = z.strictObject({
  ipv4: addresses4.optional(),
  ipv6: addresses6.optional(),
  mac: mac.optional(),
  mtu: mtu.optional(),
  state: z.enum(["up", "down"]).optional().describe("down: made, but left down"),
  ...interfaceDeviceShape,
});

const service = z.union([
  command,
  z.strictObject({
    run: command.describe("The command, as a string (split into words, no shell) or as a list"),
    restart: z.enum(["always", "on-failure", "no"]).optional().describe("What to do when it ends; always by default"),
  }),
]);

const frr = z.union([
  z.string().describe("The text of frr.conf"),
  z.strictObject({
    config: z.string().optional().describe("The text of frr.conf"),
    "config-file": z.string().optional().describe("A file with the text, relative to the lab file"),
    daemons: z.array(z.enum(frrDaemons)).optional().describe("Which daemons run; found from the text when not given"),
    profile: z.enum(["traditional", "datacenter"]).optional().describe("FRR's set of defaults (frr defaults …)"),
    watchfrr: z
      .boolean()
      .optional()
      .describe("true: FRR's own watchfrr supervises the daemons, as on a packaged router"),
    timers: z
      .enum(["default", "fast"])
      .optional()
      .describe("fast: adds lab-speed timers to the configuration, visibly"),
  }),
]);

const nodeShape = {
  kind: z.string().optional().describe("frr, cumulus, host, bridge, or containerlab's linux"),
  group: word.optional().describe("Settings of topology.groups to inherit, or just a label"),
  hostname: word.optional().describe("The node's own name for itself; its name in the lab when not given"),
  interfaces: z.record(z.string(), interfaceBody).optional().describe("Settings of interfaces by name; lo is one"),
  routes: z.array(route).optional().describe("Static routes in the kernel"),
  rules: z.array(rule).optional().describe("Policy routing: which packets look in which table"),
  vrfs: z.record(z.string(), vrf).optional().describe("VRFs by name"),
  bridges: z.record(z.string(), bridge).optional().describe("Bridges by name"),
  bonds: z.record(z.string(), bond).optional().describe("Bonds by name"),
  vxlans: z.record(z.string(), vxlan).optional().describe("VXLAN tunnels by name"),
  sysctls: words.optional().describe("Kernel settings of the node's network namespace"),
  env: words.optional().describe("Environment variables of everything that runs in the node"),
  files: words.optional().describe("Files to write: absolute path to text"),
  binds: z
    .array(z.string())
    .optional()
    .describe(
      "source:target[:ro|:rw]; the node writes to a copy unless rw is said (file systems mounted below it stay read-only)",
    ),
  overlay: z.string().optional().describe("A folder whose files are copied over the node's root"),
  exec: z
    .union([z.string(), z.array(command)])
    .optional()
    .describe("Commands to run, in order, once the node is wired; no shell"),
  services: z.record(z.string(), service).optional().describe("Long-running commands by name, supervised"),
  nft: z.string().optional().describe("An nftables ruleset"),
  frr: frr.optional().describe("FRR's configuration (kinds frr and cumulus)"),
  nclu: oneOrMore(z.string()).optional().describe("NCLU commands (kind cumulus)"),
  networks: z.record(z.string(), network).optional().describe("Networks for containers, by name"),
  containers: z.record(z.string(), containerSchema({ service, frr })).optional().describe("Containers by name"),
  labels: words.optional().describe("Words for tools and people; they change nothing"),
  image: word.optional().describe("containerlab: an FRR image makes a linux node an frr node"),
  cmd: command.optional().describe("containerlab: the node's main process"),
  "startup-config": z.string().optional().describe("containerlab: a file with the node's configuration"),
};

export const nodeBody = z.strictObject(nodeShape);

const endpointBody = z.strictObject({
  node: word.describe("The node"),
  interface: word.describe("The name of the interface in it"),
  ipv4: addresses4.optional(),
  ipv6: addresses6.optional(),
  mac: mac.optional(),
  impair: impair.optional().describe("What befalls packets that leave here; goes before the link's own"),
});

const wire = z.strictObject({
  endpoints: z
    .array(z.union([z.string().describe("node:interface"), endpointBody]))
    .min(2)
    .describe("Two ends make a link, three or more a LAN"),
  ipv4: z.array(z.string()).optional().describe("An IPv4 address for each endpoint, in order"),
  ipv6: z.array(z.string()).optional().describe("An IPv6 address for each endpoint, in order"),
  mtu: mtu.optional(),
  impair: impair.optional().describe("What befalls packets, in each direction alike"),
  type: z.string().optional().describe("containerlab's link type; veth"),
  labels: words.optional().describe("Words for tools and people; they change nothing"),
});

/** containerlab's links with one end in the lab. */
const stub = z.strictObject({
  type: z.string().describe("dummy: leads nowhere; macvlan: to an interface of the machine"),
  endpoint: endpointBody.describe("The end in the lab"),
  "host-interface": z.string().optional().describe("The machine's interface of a macvlan"),
  mode: z.enum(macvlanModes).optional().describe("Of a macvlan; bridge"),
  mtu: mtu.optional(),
  labels: words.optional().describe("Words for tools and people; they change nothing"),
});

const link = z.union([wire, stub]);

const topology = z.strictObject({
  defaults: nodeBody.optional().describe("Settings of every node"),
  kinds: z.record(z.string(), nodeBody).optional().describe("Settings of every node of a kind"),
  groups: z.record(z.string(), nodeBody).optional().describe("Settings of every node of a group"),
  nodes: z.record(z.string(), nodeBody).describe("The nodes by name"),
  links: z.array(link).optional().describe("What is wired to what"),
});

const outcome = z.enum(["pass", "fail"]);

/** What every entry of `tests:` may have besides the one key that says what it is. */
export const stepShape = {
  name: word.optional().describe("What is shown for this step"),
  stage: word.optional().describe("A heading; it holds for the steps that follow"),
  hint: z.string().optional().describe("What to look at when it fails"),
  required: z.boolean().optional().describe("true: stop here when it fails"),
  claims: oneOrMore(word).optional().describe("Ids of what this step proves"),
  only: oneOrMore(word).optional().describe("The variants it belongs to; all of them when not given"),
  "frr-version": word
    .optional()
    .describe('The versions of FRR it holds for: "< 9", ">= 10"; with another one it is skipped'),
  expect: z
    .union([outcome, z.record(z.string(), outcome)])
    .optional()
    .describe("fail: it must not hold; or for each variant by name, pass unless said"),
  within: word
    .optional()
    .describe("Keep asking until it holds: 500ms, 5s, 2m, or seconds; 10s by default, 0 asks once"),
  for: word.optional().describe("… and then it must keep holding that long"),
};

/** The features a lab may name: those of docs/kernels.md. */
export const featureNames = [
  "vrf",
  "vlan",
  "bridge-vlan",
  "bond",
  "vxlan",
  "dummy",
  "macvlan",
  "netem",
  "tbf",
  "mpls",
  "rules",
  "nft",
] as const;

/** What the lab asks of the machine. */
const runShape = {
  kernel: z
    .enum(["host", "uml", "auto"])
    .optional()
    .describe("What it runs on: the machine's kernel (host), a user-mode one (uml), or the first that can (auto)"),
  requires: z
    .array(z.union([z.string(), z.record(z.string(), z.string())]))
    .optional()
    .describe("Programs the lab runs beyond those of labctl, each alone or as program: package"),
  "kernel-features": z
    .array(z.enum(featureNames))
    .optional()
    .describe("What the lab's own commands need of the kernel; what its keys need is known"),
};

/** Laid over the file: maps merge key by key, everything else replaces, links and requirements are added. */
const variant = z.strictObject({
  summary: word.optional().describe("One sentence: what is different"),
  ...runShape,
  nodes: z
    .record(z.string(), nodeBody)
    .optional()
    .describe("What other settings nodes have, and nodes there are besides"),
  links: z
    .array(link)
    .optional()
    .describe("Links besides; one with the endpoints of a link of the lab changes that one"),
});

/** The whole file. `tests` is read by its own phase, which knows the steps there are. */
export const fileSchema = z.strictObject({
  name: word.describe("The lab's name"),
  summary: word.optional().describe("One sentence: what the lab shows"),
  description: z.string().optional().describe("More about it, in paragraphs: what a reader should know beforehand"),
  ...runShape,
  topology: topology.describe("Nodes and links"),
  variants: z
    .record(z.string(), variant)
    .optional()
    .describe("The same lab in several settings, by name; each is built and tested by itself"),
  hooks: z.array(hook).optional().describe("What reacts to events: commands, in order"),
  tests: z.array(z.record(z.string(), z.unknown())).optional().describe("What must be true, in order"),
});

export type WrittenFile = z.infer<typeof fileSchema>;
export type WrittenVariant = z.infer<typeof variant>;
export type WrittenNode = z.infer<typeof nodeBody>;
export type WrittenInterface = z.infer<typeof interfaceBody>;
export type WrittenLink = z.infer<typeof wire>;
export type WrittenStub = z.infer<typeof stub>;
export type WrittenEndpoint = WrittenLink["endpoints"][number];
