import { describe, expect, it } from "vitest";
import { CommandError, HostError, LabFileError, StateError } from "../../../src/base/errors.ts";
import { renderError } from "../../../src/term/error-text.ts";
import { plainStyle } from "../../../src/term/style.ts";

const file = "lab.yml";
const options = { style: plainStyle, readText: () => "name: x\nfrr: |\n  router bgp\n", version: "1.2.3" };

describe("the text of an error", () => {
  it("of a lab file: each mistake with its line, and how many there are", () => {
    const mistake = (line: number) =>
      ({ code: "a/b", severity: "error", message: `mistake ${line}`, at: { file, line, col: 1, length: 3 } }) as const;
    expect(renderError(new LabFileError([mistake(1), mistake(2)]), options)).toMatchInlineSnapshot(`
      "lab.yml:1:1: error[a/b]: mistake 1
         1 | name: x
           | ^^^

      lab.yml:2:1: error[a/b]: mistake 2
         1 | name: x
         2 | frr: |
           | ^^^

      error: 2 mistakes in the lab file
      "
    `);
  });

  it("of a failed command: its line, the command, all it printed", () => {
    const error = new CommandError("coreos refuses a line", {
      at: { file, line: 3, col: 3, length: 10 },
      command: "vtysh -C -f frr.conf",
      output: "line 1: % Command incomplete\nline 2: bad\n\n",
      hint: "write it in full",
    });
    expect(renderError(error, options)).toMatchInlineSnapshot(`
      "lab.yml:3:3: error: coreos refuses a line
         2 | frr: |
         3 |   router bgp
           |   ^^^^^^^^^^
        $ vtysh -C -f frr.conf
        line 1: % Command incomplete
        line 2: bad
      hint: write it in full
      "
    `);
  });

  it("of what labctl expects: one line and what to do", () => {
    expect(renderError(new StateError("no lab is running", "labctl deploy FILE"), options)).toBe(
      "error: no lab is running\nhint: labctl deploy FILE\n",
    );
    expect(renderError(new HostError("no FRR"), options)).toBe("error: no FRR\n");
  });

  it("of anything else: that it is a bug, the stack and the versions", () => {
    const text = renderError(new TypeError("x is not a function", { cause: "y" }), options);
    expect(text).toMatch(/^error: this is a bug in labctl: x is not a function\n {2}TypeError: x is not/);
    expect(text).toContain("error-text.test.ts");
    expect(text).toContain("caused by: y");
    expect(text).toContain("labctl 1.2.3, Node 2");
  });
});
