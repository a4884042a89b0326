// Knows: every check there is.
// Refuses to know: what they do; each says so itself.
//
// Written by scripts/registry.mjs from the files in src/check/checks; run it after adding one.

import { eraseCheck, type AnyCheck } from "./check.ts";
import bgpEntry from "./checks/bgp.ts";
import execEntry from "./checks/exec.ts";
import pingEntry from "./checks/ping.ts";
import routeEntry from "./checks/route.ts";
import vtyshEntry from "./checks/vtysh.ts";

/** In alphabetical order. */
export const checks: readonly AnyCheck[] = [
  eraseCheck(bgpEntry),
  eraseCheck(execEntry),
  eraseCheck(pingEntry),
  eraseCheck(routeEntry),
  eraseCheck(vtyshEntry),
];
