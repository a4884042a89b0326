// `requires:` of the lab file, from the text to what the plan asks of the machine.

import { expect, test } from "vitest";
import { programNeedsOf } from "../../../src/plan/needs.ts";
import { missingPrograms } from "../../../src/runtime/requirements.ts";
import { loaded } from "./memory-io.ts";

const lab = (requires: string): string => `
name: lab
requires: ${requires}
topology:
  nodes:
    r1: { kind: host }
`;

test("a program alone is in the package of its name; every other names its package", async () => {
  const { requires } = await loaded(lab("[traceroute, mariadbd: mariadb-server-core, /usr/lib/apt/apt-helper: apt]"));
  expect(requires).toEqual([
    { program: "traceroute", aptPackage: "traceroute", at: { file: "lab.yml", line: 3, col: 12, length: 10 } },
    { program: "mariadbd", aptPackage: "mariadb-server-core", at: { file: "lab.yml", line: 3, col: 24, length: 8 } },
    { program: "/usr/lib/apt/apt-helper", aptPackage: "apt", at: { file: "lab.yml", line: 3, col: 55, length: 23 } },
  ]);
});

test("several in one entry are several", async () => {
  const { requires } = await loaded(lab("[{ mysql: mariadb-client, mariadbd: mariadb-server-core }]"));
  expect(requires.map(({ program }) => program)).toEqual(["mysql", "mariadbd"]);
});

test("a lab that requires nothing says so", async () => {
  expect((await loaded(lab("[]"))).requires).toEqual([]);
});

test("what is in no folder of programs is missing, and only that", async () => {
  // sysctl is in /usr/sbin, which an ordinary user's PATH often lacks.
  const needs = programNeedsOf(
    await loaded(lab("[sh: dash, no-such-program: its-package, /no/such/file, sysctl: procps]")),
  );
  expect(missingPrograms(needs).map(({ what, aptPackage }) => [what, aptPackage])).toEqual([
    ["no-such-program", "its-package"],
    ["/no/such/file", "file"],
  ]);
});
