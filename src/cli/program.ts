import { Command } from "commander";
import pkg from "../../package.json" with { type: "json" };
export async function runProgram(argv: readonly string[], _signal: AbortSignal): Promise<number> {
  const c = new Command("labctl").version(pkg.version);
  await c.parseAsync(argv as string[], { from: "user" });
  return 0;
}
