// Knows: the words of `labctl network` and what it prints.
// Refuses to know: how a network is made.

import { ExitCode, UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { jsonOption, labOption, textOption, type CommandContext, type CommandSpec } from "../command.ts";

const verbs = ["ls", "create", "rm", "connect", "disconnect"] as const;

export const network: CommandSpec = {
  name: "network",
  group: "run",
  summary: "List, make, remove, connect or disconnect container networks of a running lab",
  about: `A network is named node/network. connect and disconnect take the network, then the container.`,
  arguments: [
    { name: "verb", summary: verbs.join(", "), completes: "none" },
    { name: "name", summary: "node/network", optional: true, variadic: true, completes: "node" },
  ],
  options: [
    labOption,
    {
      flags: "-d, --driver <driver>",
      summary: "create: bridge, macvlan or none",
      choices: ["bridge", "macvlan", "none"],
    },
    { flags: "--subnet <prefix>", summary: "create: the next free one of Docker's when left out" },
    { flags: "--gateway <address>", summary: "create: the first address when left out" },
    { flags: "--ip-range <prefix>", summary: "create: addresses are handed out from here" },
    { flags: "--bridge <name>", summary: "create: the bridge's name" },
    { flags: "--uplink <interface>", summary: "create: an interface of the node that becomes a port" },
    { flags: "--parent <interface>", summary: "create: of a macvlan" },
    { flags: "--internal", summary: "create: no way out of the node" },
    { flags: "--ip <address>", summary: "connect: the container's address" },
    jsonOption,
  ],
  examples: [
    ["labctl network ls", "all of them"],
    ["labctl network create dk/back --subnet 172.30.0.0/24", "a new bridge"],
    ["labctl network connect dk/back dk/web1 --ip 172.30.0.9", "eth1 of a running container"],
  ],
  run: async ({ arguments: [verb = "", ...words], options }, context) => {
    const lab = textOption(options, "lab");
    const [app, { withLab }] = await Promise.all([import("../../app/containers.ts"), import("../lab-argument.ts")]);
    const [first, second] = words;
    const name = (word: string | undefined, what: "network" | "container") => {
      if (word === undefined)
        throw new UsageError(`${verb} needs the name of a ${what}`, `labctl network ${verb} dk/back`);
      return app.parseName(word, what);
    };
    switch (verb) {
      case "ls":
        return list(context, lab, options["json"] === true);
      case "create": {
        const { node, name: called } = name(first, "network");
        const driver = textOption(options, "driver") as "bridge" | "macvlan" | "none" | undefined;
        const typed = {
          ...{ name: called, driver, subnet: textOption(options, "subnet"), gateway: textOption(options, "gateway") },
          ...{
            ipRange: textOption(options, "ipRange"),
            bridge: textOption(options, "bridge"),
            uplink: textOption(options, "uplink"),
          },
          ...{ parent: textOption(options, "parent"), internal: options["internal"] === true },
        };
        await withLab(context, lab, (a, chosen) => app.createNetwork(a, chosen, node, typed));
        return ExitCode.ok;
      }
      case "rm": {
        const names = [name(first, "network"), ...words.slice(1).map((word) => name(word, "network"))];
        await withLab(context, lab, (a, chosen) => app.removeNetworks(a, chosen, names));
        return ExitCode.ok;
      }
      case "connect":
      case "disconnect": {
        const [net, box] = [name(first, "network"), name(second, "container")];
        const how =
          verb === "connect"
            ? { connect: true as const, address: textOption(options, "ip") }
            : { connect: false as const };
        await withLab(context, lab, (a, chosen) => app.connectContainer(a, chosen, net, box, how));
        return ExitCode.ok;
      }
      default:
        throw new UsageError(
          `there is nothing called "${verb}" to do with a network${didYouMean(verb, verbs)}`,
          `one of: ${verbs.join(", ")}`,
        );
    }
  },
};

async function list(context: CommandContext, lab: string | undefined, json: boolean): Promise<number> {
  const [{ listNetworks }, { withLab }, { renderJson }, { renderTable }] = await Promise.all([
    import("../../app/containers.ts"),
    import("../lab-argument.ts"),
    import("../../term/output.ts"),
    import("../../term/table.ts"),
  ]);
  const networks = await withLab(context, lab, (app, name) => listNetworks(app, name));
  const { out } = context.output;
  if (json) {
    out.write(renderJson(networks));
    return ExitCode.ok;
  }
  const rows = networks.map((one) => [
    out.style("name", `${one.node}/${one.name}`),
    one.driver,
    one.subnet ?? "",
    one.gateway === undefined ? "" : `gateway ${one.gateway}`,
    one.bridge ?? one.parent ?? "",
    one.containers.join(", "),
  ]);
  out.write(rows.length === 0 ? "there are no networks\n" : renderTable(rows, { style: out.style, indent: 0 }));
  return ExitCode.ok;
}
