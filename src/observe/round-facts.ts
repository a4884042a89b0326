// Knows: how each question of Facts is put to a running lab, and that equal questions of one round share an answer.
// Refuses to know: how often rounds come (scenario/), and what answers are good (check/).

import { LabAgentGone, VtyUnavailable, type LabRuntime } from "../runtime/runtime.ts";
import {
  CouldNotAsk,
  type Facts,
  type FactsOptions,
  type KernelLink,
  type KernelNeighbour,
  type KernelRoute,
} from "./facts.ts";
import { createKernelBatch } from "./kernel-batch.ts";
import { typedVtysh } from "./typed-command.ts";

/** The facts of one round. Answers are kept as long as the object lives, so make a new one for the next round. */
export function createFacts(runtime: LabRuntime, options: FactsOptions): Facts {
  const answers = new Map<string, Promise<unknown>>();
  const once = <T>(key: readonly unknown[], ask: () => Promise<T>): Promise<T> => {
    const text = JSON.stringify(key);
    const known = answers.get(text) as Promise<T> | undefined;
    if (known) return known;
    const asked = ask();
    answers.set(text, asked);
    return asked;
  };
  const kernel = createKernelBatch(runtime, options);

  const show = (node: string, daemon: string, command: string): Promise<string> =>
    once(["vty", node, daemon, command], async () => {
      const question = typedVtysh(node, command);
      const answer = await runtime
        .vty(node, daemon, command, { timeoutMs: options.timeoutMs })
        .catch((error: unknown) => {
          if (!(error instanceof VtyUnavailable)) throw error;
          throw new CouldNotAsk(question, `${daemon} on ${node} does not answer: ${error.message}`, { cause: error });
        });
      if (answer.status === 2)
        throw new CouldNotAsk(question, `${daemon} knows no command "${command}"`, { hopeless: true });
      if (answer.status === 4)
        throw new CouldNotAsk(question, `the command "${command}" is incomplete`, { hopeless: true });
      return answer.text;
    });

  return {
    routes(node, { family, table, vrf }) {
      const where = vrf === undefined ? ["table", table ?? "main"] : ["vrf", vrf];
      return once(["routes", node, family, ...where], async () => {
        // -N gives protocols as numbers: rt_protos may know names, but not which of them are FRR's on this machine.
        const found = await kernel(node, ["-j", "-N", "-d", `-${family}`], ["route", "show", ...where]);
        return found as readonly KernelRoute[];
      });
    },
    links: (node) =>
      once(["links", node], async () => (await kernel(node, ["-j", "-d"], ["addr", "show"])) as readonly KernelLink[]),
    neighbours: (node) =>
      once(
        ["neighbours", node],
        async () => (await kernel(node, ["-j", "-d"], ["neigh", "show"])) as readonly KernelNeighbour[],
      ),
    show,
    showJson: (node, daemon, command) =>
      once(["json", node, daemon, command], async () => parseShown(node, command, await show(node, daemon, command))),
    exec: (node, argv, extra) =>
      once(["exec", node, argv, extra?.stdin, extra?.env], async () => {
        const result = await runtime.exec(node, argv, {
          timeoutMs: options.timeoutMs,
          signal: options.signal,
          ...extra,
        });
        if (options.signal.aborted) throw new LabAgentGone("stopped");
        return result;
      }),
    processes: () => once(["processes"], () => runtime.processes()),
  };
}

function parseShown(node: string, command: string, text: string): unknown {
  // Some commands print the JSON of nothing as nothing.
  if (text.trim() === "") return {};
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const first = text.split("\n").find((line) => line.trim() !== "") ?? "";
    throw new CouldNotAsk(typedVtysh(node, command), `no JSON but "${first.trim()}"`, { cause: error });
  }
}
