// Knows: the way packets would take to a destination, and the way its answers would take back.
// Refuses to know: whether any came (ping, trace).

import type { AskContext } from "./check.ts";
import type { Target } from "./place.ts";

/** The kernel's way there, and, where the lab knows whose address it is, the way back. */
export async function whyNoAnswer(
  { from: sender, source: chosen }: { readonly from: string; readonly source: string | undefined },
  target: Target,
  { runtime, timeoutMs, signal }: AskContext,
): Promise<string[]> {
  const get = async (
    on: string,
    to: string,
    from: string | undefined,
  ): Promise<{ readonly way?: string; readonly why?: string }> => {
    const argv = ["ip", `-${target.family}`, "route", "get", to, ...(from === undefined ? [] : ["from", from])];
    const { code, stdout, stderr } = await runtime.exec(on, argv, { timeoutMs, signal });
    const text = (code === 0 ? stdout : stderr).trim().split("\n")[0] ?? "";
    return code === 0 ? { way: text.replace(/ uid \d+/, "").trim() } : { why: text.replace("RTNETLINK answers: ", "") };
  };
  const there = await get(sender, target.ip, chosen);
  if (there.way === undefined) return [`${sender} has no route to ${target.ip} (${there.why})`];
  const lines = [`${sender} sends this way: ${there.way}`];
  const source = chosen ?? / src (\S+)/.exec(there.way)?.[1];
  if (target.node === undefined || target.node === sender || source === undefined) return lines;
  const back = await get(target.node, source, undefined);
  return [
    ...lines,
    back.way === undefined
      ? `${target.node} has no route back to ${source} (${back.why})`
      : `${target.node} answers this way: ${back.way}`,
  ];
}
