// Knows: how the questions of runtime.ts are put to a lab's agent.
// Refuses to know: how the lab was built.

import { CommandError } from "../base/errors.ts";
import type { Plan } from "../plan/step.ts";
import { controlOf } from "./control.ts";
import { AgentError, type AgentClient } from "./client.ts";
import { VtyUnavailable, type KernelWatch, type LabRuntime } from "./runtime.ts";

/** With the lab's plan, what runs in it can be stopped and started again. */
export function labRuntime(client: AgentClient, plan?: Plan): LabRuntime {
  const runtime: LabRuntime = {
    exec: (node, argv, options = {}) => {
      const { signal, ...rest } = options;
      return client.call("exec", { node, argv, ...rest }, signal);
    },
    vty: async (node, daemon, command, options = {}) => {
      try {
        return await client.call("vty", { node, daemon, command, ...options });
      } catch (error) {
        if (!(error instanceof AgentError)) throw error;
        throw new VtyUnavailable(`${daemon} on ${node} does not answer: ${error.message}`, { cause: error });
      }
    },
    processes: () => client.call("processes", {}),
    fileWritten: async (node, path, timeoutMs) => {
      try {
        return await client.call("file.written", { node, path, timeoutMs });
      } catch (error) {
        if (!(error instanceof AgentError)) throw error;
        return undefined;
      }
    },
    engine: async (call, body) => {
      try {
        return await client.call(call, body);
      } catch (error) {
        if (!(error instanceof AgentError)) throw error;
        const [first = "", ...rest] = error.message.split("\n");
        throw new CommandError(first, { output: rest.join("\n") });
      }
    },
    changes: (heard) => watchKernel(client, heard),
    close: () => client.close(),
  };
  return plan ? { ...runtime, control: controlOf(plan, client, runtime) } : runtime;
}

function watchKernel(client: AgentClient, heard: (nodes: readonly string[]) => void): Promise<KernelWatch> {
  return new Promise((resolve) => {
    let nodes: ReadonlySet<string> = new Set();
    const { done, end } = client.changes((event) => {
      if ("changed" in event) return heard(event.changed);
      nodes = new Set(event.watching);
      resolve(watch);
    });
    const watch: KernelWatch = { nodes: () => nodes, end };
    // Whatever the reason (a lab from before this call was there, a kernel that refuses): nothing is told of any more.
    const over = (): void => {
      nodes = new Set();
      resolve(watch);
    };
    done.then(over, over);
  });
}
