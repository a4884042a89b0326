// Knows: the words of `labctl container` and what it prints.
// Refuses to know: how a container is run and ended.

import { ExitCode, UsageError } from "../../base/errors.ts";
import { didYouMean } from "../../base/suggest.ts";
import { endingText } from "../../model/ending.ts";
import { portText } from "../../model/container-words.ts";
import type { ContainerVerb, Named, TypedContainer } from "../../app/containers.ts";
import {
  jsonOption,
  labOption,
  textOption,
  type CommandContext,
  type CommandSpec,
  type OptionValues,
} from "../command.ts";

const verbs = ["ls", "start", "stop", "kill", "restart", "exec", "rm", "run"] as const;

export const container: CommandSpec = {
  name: "container",
  group: "run",
  summary: "List, start, stop, kill, restart, run or remove containers of a running lab",
  about: `A container is named node/container; node/docker is the engine itself. stop sends SIGTERM to the first process and
SIGKILL after the grace period; kill sends SIGKILL, or --signal. What follows \`--\` is the command of run and exec.`,
  arguments: [
    { name: "verb", summary: verbs.join(", "), completes: "none" },
    { name: "name", summary: "node/container", optional: true, variadic: true, completes: "node" },
  ],
  options: [
    labOption,
    { flags: "--network <network...>", summary: "run: NETWORK or NETWORK=ADDRESS; host, none or container:NAME" },
    { flags: "-p, --publish <port...>", summary: "run: 8080:80, 8000-8002:80-82, or 80: a free one of the node" },
    { flags: "-v, --volume <volume...>", summary: "run: name:/target or /path-of-the-node:/target[:ro]" },
    { flags: "-e, --env <variable...>", summary: "run: NAME=VALUE" },
    { flags: "--label <label...>", summary: "run: NAME=VALUE" },
    { flags: "--cap-add <capability...>", summary: "run: NET_ADMIN" },
    { flags: "--cap-drop <capability...>", summary: "run: one less" },
    { flags: "--restart <policy>", summary: "run: no, on-failure[:N], always, unless-stopped" },
    { flags: "--user <user>", summary: "run: a name or uid" },
    { flags: "-i, --interactive", summary: "run: standard input stays open, so that a shell does not end" },
    { flags: "--init", summary: "run: an init above the command" },
    { flags: "--engine <engine>", summary: "run: docker or nspawn", choices: ["docker", "nspawn"] },
    { flags: "--privileged", summary: "exec: with all capabilities, not the container's" },
    { flags: "-t, --time <seconds>", summary: "stop, restart: the grace period; 10" },
    { flags: "-s, --signal <signal>", summary: "kill: another signal" },
    { flags: "-f, --force", summary: "rm: also one that runs" },
    jsonOption,
  ],
  examples: [
    ["labctl container ls", "all of them"],
    ["labctl container stop dk/web1", "SIGTERM, and SIGKILL after ten seconds"],
    ["labctl container stop dk/docker", "the engine, and its containers with it"],
    ["labctl container run dk/web9 --network docker0 -p 8081:80 -- python3 -m http.server 80", "a new one"],
  ],
  run: async ({ arguments: [verb = "", ...words], options }, context) => {
    const lab = textOption(options, "lab");
    switch (verb) {
      case "ls":
        return list(context, lab, options["json"] === true);
      case "exec": {
        const [{ execIn }, { withLab }] = await Promise.all([
          import("../../app/exec.ts"),
          import("../lab-argument.ts"),
        ]);
        const [node = "", ...argv] = words;
        if (argv.length === 0) throw new UsageError("there is no command", "labctl container exec dk/web1 -- ip route");
        return withLab(context, lab, (app, name) =>
          execIn(app, { lab: name, node, privileged: options["privileged"] === true }, argv),
        );
      }
      case "run": {
        const [{ parseName, runContainer }, { withLab }] = await Promise.all([
          import("../../app/containers.ts"),
          import("../lab-argument.ts"),
        ]);
        const [word = "", ...cmd] = words;
        const { node, name } = parseName(word, "container");
        const typed = typedOf(name, cmd, options);
        await withLab(context, lab, (app, chosen) => runContainer(app, chosen, node, typed));
        context.output.out.write(`${context.output.out.style("name", word)} runs\n`);
        return ExitCode.ok;
      }
      case "start":
      case "stop":
      case "kill":
      case "restart":
      case "rm":
        return control(context, lab, verb, words, options);
      default:
        throw new UsageError(
          `there is nothing called "${verb}" to do with a container${didYouMean(verb, verbs)}`,
          `one of: ${verbs.join(", ")}`,
        );
    }
  },
};

async function list(context: CommandContext, lab: string | undefined, json: boolean): Promise<number> {
  const [{ listContainers }, { withLab }, { renderJson }, { renderTable }] = await Promise.all([
    import("../../app/containers.ts"),
    import("../lab-argument.ts"),
    import("../../term/output.ts"),
    import("../../term/table.ts"),
  ]);
  const containers = await withLab(context, lab, (app, name) => listContainers(app, name));
  const { out } = context.output;
  if (json) {
    out.write(renderJson(containers));
    return ExitCode.ok;
  }
  const rows = containers.map((one) => [
    out.style("name", `${one.node}/${one.name}`),
    one.engine,
    one.state === "exited" ? `exited (${one.exitCode ?? "?"})` : one.state,
    one.pid === undefined ? "" : `pid ${one.pid}`,
    one.networkMode === "networks"
      ? one.endpoints.map(({ network, address }) => `${network} ${address ?? ""}`.trim()).join(", ")
      : one.networkMode,
    one.ports.map(portText).join(", "),
  ]);
  out.write(rows.length === 0 ? "there are no containers\n" : renderTable(rows, { style: out.style, indent: 0 }));
  return ExitCode.ok;
}

async function control(
  context: CommandContext,
  lab: string | undefined,
  verb: ContainerVerb,
  words: readonly string[],
  options: OptionValues,
): Promise<number> {
  const [{ controlContainers, parseName }, { withLab }] = await Promise.all([
    import("../../app/containers.ts"),
    import("../lab-argument.ts"),
  ]);
  if (words.length === 0)
    throw new UsageError(`${verb} needs the name of a container`, `labctl container ${verb} dk/web1`);
  const names: readonly Named[] = words.map((word) => parseName(word, "container"));
  const seconds = textOption(options, "time");
  const graceMs = seconds === undefined ? undefined : Number(seconds) * 1000;
  if (graceMs !== undefined && !(graceMs >= 0)) throw new UsageError(`"${seconds}" is not a number of seconds`);
  const signal = signalOf(textOption(options, "signal"));
  const endings = await withLab(context, lab, (app, name) =>
    controlContainers(app, name, verb, names, { graceMs, signal, force: options["force"] === true }),
  );
  const { out } = context.output;
  for (const ending of endings) out.write(`${out.style("name", ending.name)} ${endingText(ending)}\n`);
  return ExitCode.ok;
}

/** `HUP`, `SIGHUP`. */
function signalOf(text: string | undefined): NodeJS.Signals | undefined {
  if (text === undefined) return undefined;
  const name = `SIG${text.toUpperCase().replace(/^SIG/, "")}`;
  if (!/^SIG[A-Z0-9]+$/.test(name)) throw new UsageError(`"${text}" is not a signal`, "HUP, TERM, USR1 …");
  return name as NodeJS.Signals;
}

function typedOf(name: string, cmd: readonly string[], options: OptionValues): TypedContainer {
  const list = (key: string): readonly string[] =>
    Array.isArray(options[key]) ? (options[key] as readonly string[]) : [];
  const networks = list("network");
  const mode = networks.find((network) => network === "host" || network === "none" || network.startsWith("container:"));
  const named = networks.filter((network) => network !== mode).map((text) => pairOf(text, undefined));
  return {
    ...{ name, networkMode: mode, networks: Object.fromEntries(named), cmd: cmd.length === 0 ? undefined : cmd },
    ...{ ports: list("publish"), volumes: list("volume"), capAdd: list("capAdd"), capDrop: list("capDrop") },
    ...{ restart: textOption(options, "restart"), user: textOption(options, "user") },
    ...{ stdinOpen: options["interactive"] === true, init: options["init"] === true },
    engine: textOption(options, "engine") === "nspawn" ? "nspawn" : "docker",
    env: Object.fromEntries(list("env").map((text) => pairOf(text, ""))),
    labels: Object.fromEntries(list("label").map((text) => pairOf(text, ""))),
  };
}

function pairOf<T>(text: string, otherwise: T): readonly [string, string | T] {
  const sign = text.indexOf("=");
  return sign < 0 ? [text, otherwise] : [text.slice(0, sign), text.slice(sign + 1)];
}
