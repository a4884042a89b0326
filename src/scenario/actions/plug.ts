// Knows: a new cable between two nodes that run.
// Refuses to know: the links the lab file has (the plan makes those).

import { z } from "zod";
import { parseCidr } from "../../model/ip.ts";
import { macOf, endpointOf, parseIfName, type NodeName } from "../../model/names.ts";
import { readNode, type PlaceContext } from "../../check/place.ts";
import { defineAction, type ActionOutcome } from "../action.ts";
import { askEngine, type AskEngine } from "../engine-action.ts";

const pair = z.array(z.string().min(1)).length(2);

const schema = z.strictObject({
  endpoints: pair.describe("Both ends: [node:interface, node:interface]"),
  ipv4: z
    .union([pair, z.string()])
    .optional()
    .describe("An IPv4 address with prefix length for each end, or for the first"),
  ipv6: z
    .union([pair, z.string()])
    .optional()
    .describe("An IPv6 address with prefix length for each end, or for the first"),
  bridge: z.string().optional().describe("A bridge of the second node, of which that end becomes a port"),
  gateway: z.string().optional().describe("The first node's default route goes there from now on"),
  mtu: z.int().min(68).max(65535).optional().describe("Largest packet in bytes; 1500 by default"),
});

interface PlugEnd {
  readonly node: string;
  readonly ifname: string;
  readonly addresses: readonly string[];
}

interface Spec {
  readonly ends: readonly [PlugEnd, PlugEnd];
  readonly mtu: number;
  readonly bridge: string | undefined;
  readonly gateway: string | undefined;
}

export default defineAction({
  name: "plug",
  summary: "Connects two running nodes with a new link",
  schema,
  read(written, context): Spec | undefined {
    const ends = written.endpoints.map((text, i) => {
      const end = readNewEnd(text, ["endpoints", i], context);
      const addresses = (["ipv4", "ipv6"] as const).flatMap((key) => {
        const given = written[key];
        const address = (typeof given === "string" ? [given] : given)?.[i];
        if (address === undefined) return [];
        if (parseCidr(address)?.family === (key === "ipv4" ? 4 : 6)) return [address];
        context.sink.error(
          "tests/bad-address",
          context.step.spanOf([key, i]),
          `"${address}" is not an ${key} address with a prefix length`,
        );
        return [undefined];
      });
      return end && addresses.every((address) => address !== undefined) ? { ...end, addresses } : undefined;
    });
    const [a, b] = ends;
    const { bridge, gateway, mtu = 1500 } = written;
    return a && b ? { ends: [a, b], mtu, bridge, gateway } : undefined;
  },
  label: ({ ends: [a, b] }) => `plug ${a.node}:${a.ifname} into ${b.node}:${b.ifname}`,
  command: (spec) =>
    `labctl shell  # then:\n${linesOf(spec)
      .map((line) => `ip ${line}`)
      .join("\n")}`,
  async perform(spec, { runtime, timeoutMs, signal }): Promise<ActionOutcome> {
    const [a, b] = spec.ends;
    if (needsEngine(spec)) return askEngine(runtime, (engine) => plugByEngine(spec, engine));
    // -n is not accepted inside a batch, so the cable first and then each end.
    const made = await runtime.exec(undefined, ["ip", ...linkWords(spec)], { timeoutMs, signal });
    const inside =
      made.code === 0
        ? await Promise.all(
            [a, b].map((end) =>
              runtime.exec(undefined, ["ip", "-n", end.node, "-batch", "-"], {
                timeoutMs,
                signal,
                stdin: endLines(end).join("\n"),
              }),
            ),
          )
        : [];
    const failed = [made, ...inside].find(({ code }) => code !== 0);
    if (failed) return { outcome: "fail", saw: failed.stderr.trim().split("\n")[0] ?? "", output: failed.stderr };
    return { outcome: "pass", saw: `${a.node}:${a.ifname} and ${b.node}:${b.ifname} are connected` };
  },
});

/** A container's network namespace has no name: the engine knows the way. */
function needsEngine({ ends: [a, b], bridge, gateway }: Spec): boolean {
  return a.node.includes("/") || b.node.includes("/") || bridge !== undefined || gateway !== undefined;
}

async function plugByEngine({ ends: [a, b], bridge, gateway }: Spec, engine: AskEngine): Promise<ActionOutcome> {
  const end = ({ node, ifname, addresses }: PlugEnd) => ({ place: node, ifname, addresses });
  await engine("plug", {
    a: { ...end(a), ...(gateway === undefined ? {} : { gateway }) },
    b: { ...end(b), ...(bridge === undefined ? {} : { bridge }) },
  });
  return { outcome: "pass", saw: `${a.node}:${a.ifname} and ${b.node}:${b.ifname} are connected` };
}

function readNewEnd(
  text: string,
  path: readonly (string | number)[],
  context: PlaceContext,
): { readonly node: string; readonly ifname: string } | undefined {
  const { step, sink } = context;
  const [name = "", ifname = ""] = text.split(":", 2);
  const node = readNode(name, path, context);
  if (!node) return undefined;
  const parsed = parseIfName(ifname);
  if (!parsed.ok) {
    sink.error("tests/endpoint", step.spanOf(path), `"${ifname}" is no interface name: ${parsed.why}`, {
      hint: "node:interface",
    });
    return undefined;
  }
  if (node.interfaces.some((i) => i.name === parsed.name)) {
    sink.error("tests/endpoint", step.spanOf(path), `${node.name} has an interface ${ifname} already`);
    return undefined;
  }
  return { node: node.name, ifname };
}

function linkWords({ ends: [a, b], mtu }: Spec): string[] {
  const mac = ({ node, ifname }: PlugEnd): string => {
    const parsed = parseIfName(ifname);
    return parsed.ok ? macOf(endpointOf(node as NodeName, parsed.name)) : "";
  };
  return [
    ...["link", "add", "name", a.ifname, "netns", a.node, "address", mac(a), "mtu", String(mtu), "type", "veth"],
    ...["peer", "name", b.ifname, "netns", b.node, "address", mac(b), "mtu", String(mtu)],
  ];
}

function endLines({ ifname, addresses }: PlugEnd): string[] {
  return [
    ...addresses.map((address) => `addr add ${address} dev ${ifname}${address.includes(":") ? " nodad" : ""}`),
    `link set dev ${ifname} up`,
  ];
}

function linesOf(spec: Spec): string[] {
  return [
    linkWords(spec).join(" "),
    ...spec.ends.flatMap((end) => endLines(end).map((line) => `-n ${end.node} ${line}`)),
  ];
}
