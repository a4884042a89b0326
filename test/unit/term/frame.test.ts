import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../../src/base/diagnostics.ts";
import { renderDiagnostic } from "../../../src/term/frame.ts";
import { plainStyle } from "../../../src/term/style.ts";

const file = "labs/square.yml";
const text = ["name: square", "topology:", "  links:", "    - endpoints: [r1:eth1, r5:eth1]", ""].join("\n");

function frame(diagnostic: Partial<Diagnostic> & Pick<Diagnostic, "at">, source: string | undefined = text): string {
  return renderDiagnostic(
    { code: "names/unknown-node", severity: "error", message: 'no node is called "r5"', ...diagnostic },
    { style: plainStyle, readText: () => source },
  );
}

describe("a diagnostic", () => {
  it("shows the place, the line with the one before it, and a mark under the place", () => {
    expect(frame({ at: { file, line: 4, col: 28, length: 2 }, hint: "nodes: r1, r2" })).toMatchInlineSnapshot(`
      "labs/square.yml:4:28: error[names/unknown-node]: no node is called "r5"
         3 |   links:
         4 |     - endpoints: [r1:eth1, r5:eth1]
           |                            ^^
      hint: nodes: r1, r2
      "
    `);
  });

  it("shows related places each with its line", () => {
    const related = [{ at: { file, line: 1, col: 1, length: 4 }, message: "first written here" }];
    expect(frame({ at: { file, line: 4, col: 7, length: 9 }, related })).toMatchInlineSnapshot(`
      "labs/square.yml:4:7: error[names/unknown-node]: no node is called "r5"
         3 |   links:
         4 |     - endpoints: [r1:eth1, r5:eth1]
           |       ^^^^^^^^^
      labs/square.yml:1:1: note: first written here
         1 | name: square
           | ^^^^
      "
    `);
  });

  it("marks a point with one mark, at the end of the file too", () => {
    expect(frame({ at: { file, line: 5, col: 1, length: 0 }, severity: "warning" })).toMatchInlineSnapshot(`
      "labs/square.yml:5:1: warning[names/unknown-node]: no node is called "r5"
         4 |     - endpoints: [r1:eth1, r5:eth1]
         5 |
           | ^
      "
    `);
  });

  it("does without lines where the file cannot be read or has no such line", () => {
    const header = 'labs/square.yml:9:1: error[names/unknown-node]: no node is called "r5"\n';
    expect(frame({ at: { file, line: 9, col: 1, length: 1 } })).toBe(header);
    expect(
      renderDiagnostic(
        { code: "a/b", severity: "error", message: "m", at: { file, line: 1, col: 1, length: 1 } },
        { style: plainStyle, readText: () => undefined },
      ),
    ).toBe("labs/square.yml:1:1: error[a/b]: m\n");
  });

  it("sets the mark under wide characters and after tabs", () => {
    const wide = frame({ at: { file, line: 1, col: 7, length: 2 } }, "name: 東京 x");
    expect(wide.split("\n").slice(1, 3)).toEqual(["   1 | name: 東京 x", "     |       ^^^^"]);
    const tabbed = frame({ at: { file, line: 1, col: 4, length: 1 } }, "a\tbc");
    expect(tabbed.split("\n")[2]).toBe("     |  \t ^");
  });

  it("cuts a long line around the mark", () => {
    const long = `${"a".repeat(300)}HERE${"b".repeat(300)}`;
    const [, line = "", mark = ""] = frame({ at: { file, line: 1, col: 301, length: 4 } }, long).split("\n");
    expect(line.length).toBeLessThan(120);
    expect(line.slice(mark.indexOf("^"), mark.lastIndexOf("^") + 1)).toBe("HERE");
    expect(line).toMatch(/\| …a+HEREb+…$/);
  });
});
