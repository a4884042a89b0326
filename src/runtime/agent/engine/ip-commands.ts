// Knows: how `ip`, settings and firewall rules are applied in a network namespace, with few processes.
// Refuses to know: what they are for.

import { netnsPathOf, type NodeName } from "../../../model/names.ts";
import type { SysctlSetting } from "../../../plan/step.ts";
import type { HeldRoute, Holding, IpWords } from "../../../render/container-network.ts";
import { batchLine, shellWord } from "../../../render/quote.ts";
import { sysctlFunctions } from "../../../render/sysctl.ts";
import type { ExecResult } from "../../runtime.ts";
import { startCommand } from "../command.ts";

/** The words that take a command into a network namespace, and nothing else of its owner. */
export type NetnsPrefix = readonly string[];

/** No command of the engine takes longer on a machine that works. */
const timeoutMs = 60_000;

export function netnsOfNode(node: string): NetnsPrefix {
  return ["nsenter", `--net=${netnsPathOf(node as NodeName)}`, "--"];
}

export function netnsOfPid(pid: number): NetnsPrefix {
  return ["nsenter", `--net=/proc/${pid}/ns/net`, "--"];
}

/** Throws with what the command printed. */
export async function runIn(prefix: NetnsPrefix, argv: readonly string[], stdin?: string): Promise<ExecResult> {
  const result = await startCommand(prefix, { argv, stdin, timeoutMs }).done;
  if (result.code === 0) return result;
  const printed = `${result.stdout}${result.stderr}`.trim();
  throw new Error(`${argv.join(" ")}: ${printed === "" ? `exit ${result.code ?? result.signal}` : printed}`);
}

export async function runIp(prefix: NetnsPrefix, lines: readonly IpWords[]): Promise<void> {
  if (lines.length === 0) return;
  const text = lines.map((words) => `${batchLine(words)}\n`).join("");
  try {
    await runIn(prefix, ["ip", "-batch", "-"], text);
  } catch (error) {
    throw blame(error as Error, lines);
  }
}

/** Like runIp, but what is not there any more is no failure: for taking things away. */
export async function runIpTolerant(prefix: NetnsPrefix, lines: readonly IpWords[]): Promise<void> {
  if (lines.length === 0) return;
  const text = lines.map((words) => `${batchLine(words)}\n`).join("");
  await startCommand(prefix, { argv: ["ip", "-force", "-batch", "-"], stdin: text, timeoutMs }).done;
}

/** Settings first, by the shell itself, then one `ip -batch`. A setting this kernel does not have is left out when optional. */
export async function configureNetns(
  prefix: NetnsPrefix,
  sysctls: readonly SysctlSetting[],
  lines: readonly IpWords[],
): Promise<void> {
  const settings = sysctls.map(({ key, value, optional }, i) => {
    return `${optional === true ? "offer" : "put"} ${i + 1} ${shellWord(key)} ${shellWord(value)}`;
  });
  const script = [
    ...sysctlFunctions,
    ...settings,
    ...(lines.length === 0 ? [] : ["exec ip -batch - <<'END'", ...lines.map(batchLine), "END"]),
    "",
  ].join("\n");
  try {
    await runIn(prefix, ["sh", "-s"], script);
  } catch (error) {
    throw blame(error as Error, lines);
  }
}

/** `Command failed -:3` means the third line. */
function blame(error: Error, lines: readonly IpWords[]): Error {
  const number = /^Command failed [^\n]*:(\d+)$/m.exec(error.message)?.[1];
  const line = number === undefined ? undefined : lines[Number(number) - 1];
  if (!line) return error;
  const said = error.message
    .replace(/^(ip|sh) [^\n]*?: /, "")
    .replace(/^Command failed .*$/m, "")
    .trim();
  return new Error(`ip ${line.join(" ")}: ${said}`);
}

/** One load: either all lines take effect or none. Rules that are there stay. */
export async function loadFirewall(prefix: NetnsPrefix, text: string): Promise<void> {
  if (text.trim() === "") return;
  await runIn(prefix, ["iptables-restore", "--noflush"], text);
}

export async function readJson<T>(prefix: NetnsPrefix, argv: readonly string[]): Promise<T> {
  const { stdout } = await runIn(prefix, argv);
  return JSON.parse(stdout === "" ? "[]" : stdout) as T;
}

interface ShownAddress {
  readonly ifname: string;
  readonly addr_info: readonly { readonly local: string; readonly prefixlen: number; readonly scope: string }[];
}

/** Addresses and main-table routes of an interface, both families. */
export async function readHolding(prefix: NetnsPrefix, device: string): Promise<Holding> {
  const [shown, routes4, routes6] = await Promise.all([
    readJson<readonly ShownAddress[]>(prefix, ["ip", "-json", "address", "show", "dev", device]),
    readJson<readonly HeldRoute[]>(prefix, ["ip", "-json", "-4", "route", "show", "dev", device]),
    readJson<readonly HeldRoute[]>(prefix, ["ip", "-json", "-6", "route", "show", "dev", device]),
  ]);
  const addresses = shown.flatMap((link) => link.addr_info ?? []);
  return { addresses, routes: [...routes4, ...routes6] };
}

export async function deviceNames(prefix: NetnsPrefix): Promise<ReadonlySet<string>> {
  const links = await readJson<readonly { readonly ifname?: string }[]>(prefix, ["ip", "-json", "link", "show"]);
  return new Set(links.flatMap((link) => link.ifname ?? []));
}
