// Knows: how the running switch is asked for what a `net show` wants to know.
// Refuses to know: how the answers are printed (nclu/show/).

import type { ShowRequest } from "../../nclu/session-state.ts";
import { formatShow, type ShowText } from "../../nclu/show/format-show.ts";
import { answerAsOneBridge, dividedBridge } from "../../nclu/show/plain-bridges.ts";
import { readSwitch, type Files } from "../../nclu/switch-files.ts";
import { openVty } from "../agent/vty.ts";
import { run } from "./command.ts";
import { presentInterfaces, readWiring } from "./disk.ts";

/** All questions at once: each is a process, and together they decide how fast the answer is there. */
export async function answerShow(request: ShowRequest, files: Files): Promise<ShowText> {
  const answers = await Promise.all(request.asks.map(({ argv }) => ask(argv)));
  if (!request.asks.some(({ argv }) => argv.includes("-j"))) return formatShow(request, answers);
  const stanzas = [...readSwitch(files).stanzas.values()];
  const bridge = dividedBridge(stanzas, presentInterfaces());
  if (bridge === undefined) return formatShow(request, answers);
  const shown = answers.map((answer, i) => answerAsOneBridge(request.asks[i]?.argv ?? [], answer, bridge, stanzas));
  return formatShow(request, shown);
}

/** Which daemon answers alone. vtysh would ask it too, but first learns all commands of all daemons. */
const owners: readonly (readonly [RegExp, string])[] = [
  [/^show bgp /, "bgpd"],
  [/^show ip ospf\b/, "ospfd"],
  [/^show (ip route|ipv6 route|evpn|vrf)\b/, "zebra"],
];
const vtyTimeoutMs = 30_000;

async function ask(argv: readonly string[]): Promise<string> {
  if (argv[0] === "lldp") return JSON.stringify(readWiring().neighbours);
  const owner = argv[0] === "vtysh" ? owners.find(([words]) => words.test(argv[2] ?? ""))?.[1] : undefined;
  const answer = owner === undefined ? undefined : await askDaemon(owner, argv[2] ?? "");
  if (answer !== undefined) return answer;
  const { ok, output, stdout } = await run(argv);
  // Text for people may hold a complaint; what is read as JSON may not.
  return argv.includes("-j") ? (ok ? stdout : "") : output;
}

/** undefined: it does not run, or does not know the command; vtysh has words for that. */
async function askDaemon(daemon: string, command: string): Promise<string | undefined> {
  const vty = await openVty(`/run/frr/${daemon}.vty`).catch(() => undefined);
  if (!vty) return undefined;
  try {
    const { text, status } = await vty.ask(command, vtyTimeoutMs);
    return status === 0 ? text : undefined;
  } finally {
    vty.close();
  }
}
