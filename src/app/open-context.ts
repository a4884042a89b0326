// Knows: how a use case gets at the labs of this user.
// Refuses to know: who asks.

import { stateRoot } from "../state/paths.ts";
import { openStore } from "../state/store.ts";
import type { AppContext } from "./context.ts";

export function openContext(given: Omit<AppContext, "store">): AppContext {
  return { ...given, store: openStore(stateRoot(given.env)) };
}
