// Knows: that `restart` is one of the four ways to control what runs.
// Refuses to know: how that is done (control.ts).

import { defineAction } from "../action.ts";
import { controlAction } from "../control.ts";

export default defineAction(
  controlAction(
    "restart",
    "Stops and starts a node, a daemon or a service; a node comes up as a machine that was rebooted, with what its lab file and its saved configuration say",
  ),
);
