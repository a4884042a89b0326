// Knows: programs that judge what we write: `diff`, and FRR's own syntax check.
// Refuses to know: our reasons.

import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { unifiedDiff } from "../../../src/nclu/diff.ts";
import { formsOf } from "../../../src/nclu/grammar/syntax.ts";
import { rows } from "../../../src/nclu/grammar/grammar.ts";
import { parseFrr, renderFrr } from "../../../src/nclu/frr-file.ts";
import { frrDelta } from "../../../src/nclu/frr-delta.ts";
import { templateOf } from "../../../src/nclu/template.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "nclu-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

function put(name: string, text: string): string {
  const file = join(dir, name);
  writeFileSync(file, text);
  return file;
}

const has = (program: string): boolean => spawnSync(program, ["--version"]).error === undefined;

test.skipIf(!has("diff"))("differences are those of diff -U10", () => {
  const line = fc.constantFrom("", "auto swp1", "iface swp1", "    mtu 9000", "auto swp2", "iface swp2");
  const text = fc.array(line, { maxLength: 40 });
  fc.assert(
    fc.property(
      text,
      fc.nat({ max: 40 }),
      fc.array(line, { maxLength: 4 }),
      fc.nat({ max: 3 }),
      (before, at, added, gone) => {
        const after = before.toSpliced(at, gone, ...added);
        const lines = (list: readonly string[]): string => list.map((one) => `${one}\n`).join("");
        const theirs = spawnSync("diff", ["-U10", put("a", lines(before)), put("b", lines(after))], {
          encoding: "utf8",
        }).stdout;
        // Equal lines can be paired in several ways; every way must be as short, and turn one text into the other.
        const ours = unifiedDiff(before, after);
        const changes = (list: readonly string[]): number => list.filter((one) => /^[+-]/.test(one)).length;
        expect(changes(ours)).toBe(changes(theirs.split("\n").slice(2)));
        const patch = put("p", lines(["--- a", "+++ b", ...ours]));
        if (ours.length > 0 && has("patch")) {
          spawnSync("patch", ["-s", join(dir, "a"), patch]);
          expect(spawnSync("diff", [join(dir, "a"), join(dir, "b")]).status).toBe(0);
        }
      },
    ),
    { numRuns: 60 },
  );
});

/** Values FRR takes, by the names the templates use; by type when the name says nothing. */
const samples: Readonly<Record<string, string>> = {
  as: "65001",
  peer: "10.0.0.9",
  iface: "swp1",
  vrf: "RED",
  vlan: "10",
  bond: "bond1",
};

describe.skipIf(!has("vtysh"))("FRR takes every line of the tables", () => {
  // What only Cumulus' FRR knows.
  const cumulusOnly = /ptm-enable/;
  const accepted = (text: string): string => {
    const result = spawnSync("vtysh", ["-C", "-f", put("frr.conf", text)], { encoding: "utf8" });
    return result.status === 0 ? "" : `${result.stdout}${result.stderr}`;
  };
  const built = rows
    .filter((row) => row.only !== "del" && !cumulusOnly.test(row.syntax))
    .flatMap((row) => row.to.flatMap((target) => (target.kind === "frr" ? [{ row, target }] : [])))
    .map(({ row, target }) => {
      const elements = formsOf(row)[0]?.elements ?? [];
      const values = Object.fromEntries(
        elements.flatMap((e) => (e.kind === "value" ? [[e.name, samples[e.name] ?? sampleOf(e.oneOf)]] : [])),
      );
      const peerIsGroup = row.syntax.includes("NewGroup");
      const peerIsInterface = row.syntax.includes("PeerInterface");
      const filled = {
        ...values,
        seq: "5",
        ...(peerIsGroup ? { peer: "GROUP" } : {}),
        ...(peerIsInterface ? { peer: "swp9" } : {}),
      };
      const headers = target.path.map((header) => templateOf(header.replace("*", "65000")).render(filled) ?? header);
      const line = templateOf(target.line).render(filled) ?? "";
      return { text: [...headers, line].map((one, i) => " ".repeat(i) + one).join("\n") };
    });

  test("each of them", () => {
    expect(built.length).toBeGreaterThan(250);
    expect(accepted(built.map(({ text }) => `${text}\n!\n`).join(""))).toBe("");
  });

  test("and it would have said no", () => {
    expect(accepted("router bgp 1\n neighbor swp1 interface remote-as nobody\n")).toContain("line 2");
  });

  test("and what turns one configuration into another", () => {
    const before = parseFrr(
      "router bgp 1\n bgp router-id 1.1.1.1\n neighbor swp1 interface remote-as external\n address-family ipv4 unicast\n  network 10.0.0.0/8\ninterface swp1\n ip ospf area 0\nip route 1.0.0.0/8 2.2.2.2\n",
    );
    const after = parseFrr(
      "router bgp 1\n bgp router-id 2.2.2.2\n neighbor swp2 interface remote-as external\nvrf RED\n vni 5\n",
    );
    expect(accepted(`${frrDelta(before, after).join("\n")}\n`)).toBe("");
    expect(accepted(renderFrr(after))).toBe("");
  });
});

function sampleOf(oneOf: readonly { readonly kind: string }[]): string {
  const one = oneOf[0] as
    { kind: "word"; word: string } | { kind: "range"; low: number; high: number } | { kind: "type"; name: string };
  if (one.kind === "word") return one.word;
  if (one.kind === "range") return String(Math.min(one.high, Math.max(one.low, 3)));
  const byType: Readonly<Record<string, string>> = {
    Ip4: "10.0.0.1",
    Ip6: "2001:db8::1",
    Ip: "10.0.0.1",
    Net4: "10.1.0.0/16",
    Net6: "2001:db8::/32",
    Area: "0",
    Asn: "65001",
    Group: "GROUP",
    NewGroup: "GROUP",
    RouteTarget: "65000:10",
    Community: "65000:1",
    Number: "7",
    Ifs: "swp1",
    If: "swp1",
    Rest: "65000",
    Name: "NAME",
    RouteMap: "RM",
    Vrf: "RED",
  };
  return byType[one.name] ?? "swp1";
}
