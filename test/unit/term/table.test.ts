import { describe, expect, it } from "vitest";
import { plainStyle, styleFor } from "../../../src/term/style.ts";
import { renderTable } from "../../../src/term/table.ts";
import { textWidth } from "../../../src/term/width.ts";

describe("a table", () => {
  it("aligns columns, numbers to the right, without spaces at the ends of lines", () => {
    const rows = [
      ["coreos", "1500", "up"],
      ["tor", "9216", ""],
    ];
    expect(renderTable(rows, { style: plainStyle, head: ["NODE", "MTU", "STATE"], right: [1], indent: 2 })).toBe(
      ["  NODE     MTU  STATE", "  coreos  1500  up", "  tor     9216", ""].join("\n"),
    );
  });

  it("gives cells of several lines their own lines", () => {
    const rows = [
      ["lo", "127.0.0.1/8\n::1/128", "x"],
      ["eth1", "", "y"],
    ];
    expect(renderTable(rows, { style: plainStyle })).toBe(
      "lo    127.0.0.1/8  x\n      ::1/128\neth1               y\n",
    );
  });

  it("counts columns of the terminal, not characters", () => {
    const colour = styleFor({ isTty: true, env: {} });
    const rows = [
      [colour("good", "東京"), "1"],
      ["tor", "2"],
    ];
    const lines = renderTable(rows, { style: plainStyle }).split("\n");
    expect(lines[0]).toContain(`${colour("good", "東京")}  1`);
    expect(lines[1]).toBe("tor   2");
  });

  it("is nothing at all without rows", () => {
    expect(renderTable([], { style: plainStyle, head: ["A"] })).toBe("");
  });
});

describe("the width of", () => {
  it.each([
    ["plain text", 10],
    ["", 0],
    ["…─✓", 3],
    ["東京", 4],
    ["한국", 4],
    ["ｆｕｌｌ", 8],
    ["e\u0301", 1],
    ["👩‍👩‍👧", 2],
    ["✔\ufe0f", 2],
    ["\x1b[31mred\x1b[39m", 3],
  ])("%j is %i columns", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });
});
