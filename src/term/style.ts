// Knows: when text may carry colour, and what each kind of text looks like.
// Refuses to know: what is printed.

import { styleText } from "node:util";

/** What a piece of text means; the look follows from it. */
export type Role = "good" | "bad" | "warn" | "dim" | "strong" | "name" | "place";

/** Puts the role's colour around the text, or returns it as it is. */
export type Style = (role: Role, text: string) => string;

const look = {
  good: "green",
  bad: "red",
  warn: "yellow",
  dim: "dim",
  strong: "bold",
  name: "cyan",
  place: "underline",
} as const satisfies Record<Role, Parameters<typeof styleText>[0]>;

export const plainStyle: Style = (_role, text) => text;

const colourStyle: Style = (role, text) => (text === "" ? "" : styleText(look[role], text, { validateStream: false }));

export function styleFor(options: ColourQuestion): Style {
  return wantsColour(options) ? colourStyle : plainStyle;
}

interface ColourQuestion {
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** FORCE_COLOR decides where it is set (0 and false mean no), then NO_COLOR (no-color.org: any text), then the terminal. */
function wantsColour({ isTty, env }: ColourQuestion): boolean {
  const force = env["FORCE_COLOR"];
  if (force !== undefined) return force !== "0" && force !== "false";
  if ((env["NO_COLOR"] ?? "") !== "" || env["TERM"] === "dumb") return false;
  return isTty;
}
