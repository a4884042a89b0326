// Knows: that `start` is one of the four ways to control what runs.
// Refuses to know: how that is done (control.ts).

import { defineAction } from "../action.ts";
import { controlAction } from "../control.ts";

export default defineAction(controlAction("start", "Starts a node, a daemon or a service that was stopped"));
