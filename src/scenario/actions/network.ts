// Knows: making, removing, connecting and disconnecting a container network while the lab runs.
// Refuses to know: how the engine does it.

import { z } from "zod";
import { networkOfWords, type TypedNetwork } from "../../plan/typed-container.ts";
import { splitPlace } from "../../model/places.ts";
import { defineAction, type ActionOutcome, type ActionReadContext } from "../action.ts";
import { noCommandFor } from "../control.ts";
import { askEngine, readContainerName, readOne, textsOf } from "../engine-action.ts";
import { typedNetworkCreate } from "../typed-engine.ts";

const words = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]));
const place = z.string().describe("node/network");

const schema = z.strictObject({
  create: z
    .strictObject({
      on: z.string().describe("The node"),
      name: z.string().describe("The network's name"),
      driver: z.enum(["bridge", "macvlan", "none"]).optional(),
      subnet: z.string().optional(),
      gateway: z.string().optional(),
      "ip-range": z.string().optional(),
      bridge: z.string().optional(),
      uplink: z.string().optional(),
      parent: z.string().optional(),
      mode: z.enum(["bridge", "private", "vepa", "passthru"]).optional(),
      masquerade: z.boolean().optional(),
      internal: z.boolean().optional(),
      rules: z.enum(["classic", "modern"]).optional(),
      labels: words.optional(),
    })
    .optional()
    .describe("As `networks:` of a node has it"),
  remove: place.optional().describe("node/network"),
  connect: z.string().optional().describe("node/container; with `to`, and `address` when it is to have a certain one"),
  disconnect: z.string().optional().describe("node/container; with `from`"),
  to: z.string().optional().describe("The network to connect to"),
  from: z.string().optional().describe("The network to disconnect from"),
  address: z.string().optional().describe("The container's address there"),
});

type Spec =
  | { readonly what: "create"; readonly node: string; readonly typed: TypedNetwork }
  | { readonly what: "remove"; readonly node: string; readonly network: string }
  | {
      readonly what: "connect" | "disconnect";
      readonly node: string;
      readonly container: string;
      readonly network: string;
      readonly address: string | undefined;
    };

export default defineAction({
  name: "network",
  summary: "Makes, removes, connects or disconnects a container network",
  schema,
  read(written, context): Spec | undefined {
    const what = readOne(written, ["create", "remove", "connect", "disconnect"], context);
    switch (what) {
      case undefined:
        return undefined;
      case "create": {
        const { on, name, labels, "ip-range": ipRange, ...rest } = written.create ?? { on: "", name: "" };
        if (!readEngineNode(on, ["create", "on"], context)) return undefined;
        return { what, node: on, typed: { name, ...rest, ipRange, labels: textsOf(labels) } };
      }
      case "remove": {
        const found = splitPlace(written.remove ?? "");
        if (found && readEngineNode(found.node, ["remove"], context))
          return { what, node: found.node, network: found.container };
        if (!found)
          context.sink.error("tests/network", context.step.spanOf(["remove"]), `"${written.remove}" names no network`, {
            hint: "node/network",
          });
        return undefined;
      }
      case "connect":
      case "disconnect": {
        const key = what === "connect" ? "to" : "from";
        const found = readContainerName(written[what] ?? "", [what], context);
        const network = written[key];
        if (network === undefined)
          context.sink.error("tests/network", context.step.spanOf([what]), `"${what}" needs "${key}": the network`);
        return found && network !== undefined ? { what, ...found, network, address: written.address } : undefined;
      }
    }
  },
  label: (spec) => {
    switch (spec.what) {
      case "create":
        return `network create ${spec.node}/${spec.typed.name}`;
      case "remove":
        return `network rm ${spec.node}/${spec.network}`;
      case "connect":
      case "disconnect":
        return `network ${spec.what} ${spec.node}/${spec.network} ${spec.container}`;
    }
  },
  command: (spec) => {
    switch (spec.what) {
      case "create":
        return typedNetworkCreate(spec.node, spec.typed) ?? noCommandFor("network: { create: … }");
      case "remove":
        return `labctl network rm ${spec.node}/${spec.network}`;
      case "connect":
      case "disconnect":
        return [
          `labctl network ${spec.what} ${spec.node}/${spec.network} ${spec.node}/${spec.container}`,
          ...(spec.address === undefined ? [] : [`--ip ${spec.address}`]),
        ].join(" ");
    }
  },
  async perform(spec, { runtime }): Promise<ActionOutcome> {
    return askEngine(runtime, async (engine) => {
      const { node } = spec;
      switch (spec.what) {
        case "create": {
          const used = (await engine("networks", {}))
            .filter((network) => network.node === node)
            .flatMap(({ subnet }) => subnet ?? []);
          const network = networkOfWords(node, spec.typed, used);
          if (!network.ok) return { outcome: "error", saw: network.why };
          await engine("network.create", { node, network: network.value });
          return { outcome: "pass", saw: `${network.value.driver} ${network.value.subnet ?? ""}`.trim() };
        }
        case "remove":
          await engine("network.remove", { node, network: spec.network });
          return { outcome: "pass", saw: "removed" };
        case "connect": {
          const endpoint = { network: spec.network, address: spec.address, mac: undefined };
          await engine("network.connect", { node, container: spec.container, endpoint });
          return { outcome: "pass", saw: "connected" };
        }
        case "disconnect":
          await engine("network.disconnect", { node, container: spec.container, network: spec.network });
          return { outcome: "pass", saw: "disconnected" };
      }
    });
  },
});

function readEngineNode(name: string, path: readonly string[], { lab, step, sink }: ActionReadContext): boolean {
  const node = lab.graph.hasNode(name) ? lab.graph.getNodeAttributes(name) : undefined;
  if (node && (node.networks ?? []).length + (node.containers ?? []).length > 0) return true;
  const able = lab.graph.filterNodes(
    (_, { networks = [], containers = [] }) => networks.length + containers.length > 0,
  );
  const why = node
    ? `${name} has no engine: the lab file gives it neither networks nor containers`
    : `no node is called "${name}"`;
  sink.error("tests/unknown-node", step.spanOf(path), why, {
    hint: `nodes with containers: ${able.join(", ") || "none"}`,
  });
  return false;
}
