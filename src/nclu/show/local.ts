// Knows: the `net show` answers that need nothing but the switch's files and history.
// Refuses to know: the running switch.

import { findCommit, historyText, noSuchCommit, rollbackText } from "../commit-command.ts";
import { commandList } from "../command-list.ts";
import type { NcluState, World } from "../session-state.ts";
import { readSwitch } from "../switch-files.ts";
import type { Values } from "../template.ts";
import { configurationFiles } from "./configuration-files.ts";
import { configurationJson } from "./configuration-json.ts";
import { configurationText } from "./configuration.ts";

export interface LocalAnswer {
  readonly ok: boolean;
  readonly text: string;
}

/** `what` is the row's name in show-rows.ts. */
export function localText(what: string, values: Values, state: NcluState, world: World): LocalAnswer {
  const ok = (text: string): LocalAnswer => ({ ok: true, text });
  const draft = readSwitch(world.files);
  if (values["json"] !== undefined) {
    const part = what.slice("configuration".length).trim();
    return ok(configurationJson(draft, world.files, part, values["iface"]));
  }
  switch (what) {
    case "configuration commands":
      return ok(
        commandList(draft)
          .map((line) => `${line}\n`)
          .join(""),
      );
    case "configuration files":
      return ok(configurationFiles(world.files, draft));
    case "commit history":
      return ok(historyText(state));
    case "commit":
    case "rollback":
    case "rollback description": {
      const words = what === "rollback description" ? ["description", values["words"] ?? ""] : [values["commit"] ?? ""];
      const entry = findCommit(state, words);
      if (!entry) return { ok: false, text: noSuchCommit(words) };
      return ok(what === "commit" ? entry.text : rollbackText(entry, world));
    }
    case "hostname":
      return ok(`${draft.hostname ?? "cumulus"}\n`);
    case "nothing":
      return ok("");
    default:
      return ok(configurationText(draft, what.slice("configuration".length).trim(), values["iface"]));
  }
}
