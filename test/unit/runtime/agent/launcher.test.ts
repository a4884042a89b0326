import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { createLauncher } from "../../../../src/runtime/agent/launcher.ts";
import type { Program, ProgramRequest } from "../../../../src/runtime/agent/program.ts";

const launcher = createLauncher();
const start = async (...argv: string[]): Promise<Program> => startWith({ argv });
async function startWith(request: Partial<ProgramRequest>): Promise<Program> {
  const program = await launcher.start({ argv: [], env: {}, stdin: false, ...request });
  if (!program) throw new Error("the launcher is gone");
  return program;
}
async function resultOf(program: Program): Promise<unknown[]> {
  const [stdout, stderr, { code, signal }] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    program.ended,
  ]);
  return [stdout, stderr, code ?? signal];
}

describe.skipIf(process.arch !== "x64")("the launcher of a guest", () => {
  test("words, empty ones too, go as they are, and both outputs and the exit code come back", async () => {
    const script = 'printf "%s|" "$@"; echo "over there" >&2; exit 3';
    const words = ["sh", "-c", script, "sh", "", "a b", "$HOME\n'x'", "ÄÖ", ""];
    expect(await resultOf(await start(...words))).toEqual(["|a b|$HOME\n'x'|ÄÖ||", "over there\n", 3]);
  });

  test("the environment is added to, and the words of one program are not those of the next", async () => {
    const env = { FIRST: "a=b\n", SECOND: "" };
    expect(await resultOf(await startWith({ argv: ["sh", "-c", 'echo "$FIRST$SECOND|$PATH"'], env }))).toEqual([
      `a=b\n|${process.env["PATH"]}\n`,
      "",
      0,
    ]);
    expect(await resultOf(await start("sh", "-c", 'echo "${FIRST-none}"'))).toEqual(["none\n", "", 0]);
  });

  test("input is read to its end, megabytes of it, binary as it is; without input there is none", async () => {
    const bytes = Buffer.alloc(3_000_000, Buffer.from([0, 255, 10, 195, 40]));
    const program = await startWith({ argv: ["cksum"], stdin: true });
    program.stdin?.end(bytes);
    const twin = await startWith({ argv: ["sh", "-c", "cat | cat | cksum"], stdin: true });
    twin.stdin?.end(bytes);
    const [first, second] = await Promise.all([resultOf(program), resultOf(twin)]);
    expect(first[0]).toMatch(/^\d+ 3000000\n$/);
    expect(second).toEqual(first);
    expect(await resultOf(await start("cat"))).toEqual(["", "", 0]);
  });

  test("a signal ends all of a program's group, as soon as it has been started", async () => {
    const program = await start("sh", "-c", "sleep 600 & sleep 600; echo never");
    process.kill(-program.pid, "SIGTERM");
    expect(await resultOf(program)).toEqual(["", "", "SIGTERM"]);
  });

  test("programs run side by side, and what one leaves behind does not hold up another", async () => {
    const quick = Array.from({ length: 30 }, async (_, i) => resultOf(await start("echo", String(i))));
    const left = await start("sh", "-c", "sleep 600 & echo $!");
    expect(await left.ended).toEqual({ code: 0, signal: undefined });
    expect(await Promise.all(quick)).toEqual(Array.from({ length: 30 }, (_, i) => [`${i}\n`, "", 0]));
    process.kill(-left.pid, "SIGKILL");
    expect(await text(left.stdout)).toMatch(/^\d+\n$/);
  });

  test("what cannot be started says so, as without a launcher and as nsenter(1)", async () => {
    await expect(start("no-such-program")).rejects.toThrow("spawn no-such-program ENOENT");
    const space = ["nsenter", "--net=/proc/self/ns/net", "--"];
    const nowhere = ["nsenter", "--net=/run/netns/no-such-node", "--", "true"];
    const [, complaint, code] = await resultOf(await start(...nowhere));
    expect([complaint, code]).toEqual(["nsenter: cannot open /run/netns/no-such-node: No such file or directory\n", 1]);
    const [version] = await resultOf(await start("nsenter", "--version"));
    expect(version).toMatch(/^nsenter from util-linux/);
    if (process.geteuid?.() !== 0) return; // setns(2) is root's
    expect(await resultOf(await start(...space, "no-such-program"))).toEqual([
      "",
      "nsenter: failed to execute no-such-program: No such file or directory\n",
      127,
    ]);
    expect(await resultOf(await start(...space, "/etc/passwd"))).toEqual([
      "",
      "nsenter: failed to execute /etc/passwd: Permission denied\n",
      126,
    ]);
  });
});
