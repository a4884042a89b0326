// Knows: `hooks:` of the lab file: which commands run on which node when something happens.
// Refuses to know: when it happens.

import { splitWords } from "../base/shell-words.ts";
import { didYouMean } from "../base/suggest.ts";
import type { Hook } from "../model/container.ts";
import { eventNames } from "../model/event-names.ts";
import type { LabGraph } from "../model/lab.ts";
import { splitPlace } from "../model/places.ts";
import type { WrittenHook } from "./container-schema.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";
import { labelsAt } from "./networks.ts";

export function hooksOf(graph: LabGraph, loading: Loading): readonly Hook[] {
  return (loading.file.hooks ?? []).flatMap((hook, i) => hookOf(hook, ["hooks", i], graph, loading) ?? []);
}

function hookOf(hook: WrittenHook, path: Path, graph: LabGraph, loading: Loading): Hook | undefined {
  const { source, sink } = loading;
  const { event, on } = hook;
  const at = source.spanOf([...path, "event"]);
  if (!eventNames.some((name) => name === event)) {
    sink.error("names/unknown-event", at, `no event is called "${event}"${didYouMean(event, eventNames)}`, {
      hint: `there are: ${eventNames.join(", ")}`,
    });
  }
  const places = [
    ...graph.nodes(),
    ...graph.mapNodes((name, node) => (node.containers ?? []).map((container) => `${name}/${container.name}`)).flat(),
  ];
  // A container may come into being later: a test runs it.
  const later = splitPlace(on);
  if (!places.includes(on) && !(later && graph.hasNode(later.node))) {
    sink.error(
      "names/unknown-node",
      source.spanOf([...path, "on"]),
      `no node is called "${on}"${didYouMean(on, places)}`,
      {
        hint: `the places of this lab: ${places.join(", ")}`,
      },
    );
  }
  const argv = argvOf(hook, path, loading);
  return argv && { event, on, argv, match: labelsAt([...path, "match"], hook.match, loading), at };
}

function argvOf({ run, shell }: WrittenHook, path: Path, { source, sink }: Loading): readonly string[] | undefined {
  if ((run === undefined) === (shell === undefined)) {
    sink.error("names/command", source.spanOf(path), "a hook has either `run` or `shell`");
    return undefined;
  }
  if (shell !== undefined) return ["sh", "-c", source.textOf([...path, "shell"]) ?? ""];
  if (Array.isArray(run)) return run.map((_, i) => source.textOf([...path, "run", i]) ?? "");
  const split = splitWords(source.textOf([...path, "run"]) ?? "");
  if (split.ok && split.words.length > 0) return split.words;
  sink.error("names/command", source.spanOf([...path, "run"]), split.ok ? "there is no command here" : split.why);
  return undefined;
}
