// Knows: that `stop` is one of the four ways to control what runs.
// Refuses to know: how that is done (control.ts).

import { defineAction } from "../action.ts";
import { controlAction } from "../control.ts";

export default defineAction(controlAction("stop", "Asks a node, a daemon or a service to end, and waits until it has"));
