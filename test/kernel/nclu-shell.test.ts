// Knows: `net` typed at a switch's own prompt, and that whoever else types `net` works on the same buffer and history.
// Refuses to know: what the commands do to the switch (nclu.test.ts).

import { beforeAll, expect, test, vi } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import type { Labctl, Ran } from "../helpers/labctl.ts";
import { typeAt, type TestTerminal } from "../helpers/terminal.ts";

vi.setConfig({ testTimeout: 90_000, hookTimeout: 90_000 });

const lab = `
name: shell
topology: { nodes: { tor: { kind: cumulus } } }
tests:
  - configure: { on: tor, nclu: [net add loopback lo ip address 10.0.0.3/32] }
`;

const size = { rows: 50, columns: 160 };
const prompt = "root@tor:/# ";

let labctl: Labctl;
withLabctl("the file", (fresh) => (labctl = fresh));
beforeAll(async () => {
  labctl.write("shell.yml", lab);
  const { code, stderr } = await labctl.run("deploy", "shell.yml");
  expect(code, stderr).toBe(0);
});

const net = async (...words: string[]): Promise<string> => {
  const { code, stdout, stderr } = await labctl.run("exec", "tor", "net", ...words);
  expect(code, stdout + stderr).toBe(0);
  return stdout;
};

/** Types a line and waits for what it prints, each text after the one before it, and for the prompt. */
async function at(terminal: TestTerminal, line: string, ...texts: string[]): Promise<void> {
  terminal.type(`${line}\n`);
  // What is typed comes back first.
  for (const text of [line, ...texts, prompt]) await terminal.shows(text);
}

test("what is typed at the prompt, by exec and by a test is one buffer, and one commit", async () => {
  const terminal = typeAt(labctl, size, "shell", "tor");
  await terminal.shows(prompt);
  await at(terminal, "net add loopback lo ip address 10.0.0.1/32");
  await net("add", "loopback", "lo", "ip", "address", "10.0.0.2/32");
  const configured = await labctl.run("test", "shell");
  expect(configured.code, configured.stdout + configured.stderr).toBe(0);
  const command = (n: number): string => `net add loopback lo ip address 10.0.0.${n}/32`;
  const all = [1, 2, 3].map(command);
  const listed = (await net("pending")).match(/net add loopback .*$/gm);
  expect(listed).toEqual(all);
  await at(terminal, "net pending", "+    address 10.0.0.1/32", "-------", ...all);
  await at(terminal, "net commit description from the shell", "-------", ...all);
  expect(await net("pending")).toBe("");
  expect(await net("show", "commit", "history")).toMatch(/nclu from the shell$/m);
  await at(terminal, "ip -br addr show lo", "10.0.0.1/32 10.0.0.2/32 10.0.0.3/32");
  await net("rollback", "last");
  await at(terminal, "ip -br addr show lo | grep -c 10.0.0; true", "0\r\n");
  terminal.type("exit\n");
  expect(await terminal.ended).toBe(0);
});

test("ENTER at the prompt confirms a commit; help and mistakes are answered there, too", async () => {
  const terminal = typeAt(labctl, size, "shell", "tor");
  await terminal.shows(prompt);
  await at(terminal, "net help bestpath", "keyword(s) 'bestpath'", "net (add|del) bgp [vrf <vrf>] bestpath");
  await at(terminal, "net add loopback lo ip adress", "\r\n\r\nERROR: Command not found", "^ Invalid value here\r\n");
  await at(terminal, "echo code $?", "code 1");
  await at(terminal, "net add loopback lo alias 'in quotes'");
  terminal.type("net commit confirm 60\n");
  await terminal.shows("Press <ENTER> to confirm connectivity");
  await at(terminal, "");
  expect(await net("show", "configuration", "interface", "lo")).toContain("  alias in quotes\n");
  // Ctrl-C is not yes: the commit is taken back.
  await at(terminal, "net del loopback lo alias");
  terminal.type("net commit confirm 60\n");
  await terminal.shows("Press <ENTER> to confirm connectivity");
  terminal.type("\u0003");
  await terminal.shows(prompt);
  expect(await net("show", "configuration", "interface", "lo")).toContain("  alias in quotes\n");
  terminal.type("exit\n");
  await terminal.ended;
});

test("Ctrl-C does not stop a commit half-way", async () => {
  const terminal = typeAt(labctl, size, "shell", "tor");
  await terminal.shows(prompt);
  await at(terminal, "net add loopback lo ip address 10.0.0.9/32");
  await at(terminal, "net add loopback lo post-up 'touch /run/began; sleep 1; touch /run/ended'");
  terminal.type("net commit\n");
  const began = (): Promise<Ran> => labctl.run("exec", "tor", "ls", "/run/began");
  await vi.waitFor(async () => expect((await began()).code).toBe(0), { timeout: 30_000, interval: 50 });
  terminal.type("\u0003");
  await at(terminal, "", "-------");
  await at(terminal, "net pending; ls /run/ended", "/run/ended\r\n");
  expect(await net("pending")).toBe("");
  expect(await net("show", "commit", "last")).toContain("+    address 10.0.0.9/32");
  terminal.type("exit\n");
  await terminal.ended;
});
