// Knows: every check there is.
// Refuses to know: what they do; each says so itself.
//
// Written by scripts/registry.mjs from the files in src/check/checks; run it after adding one.

import { eraseCheck, type AnyCheck } from "./check.ts";
import arpEntry from "./checks/arp.ts";
import bfdEntry from "./checks/bfd.ts";
import bgpEntry from "./checks/bgp.ts";
import bgpRouteEntry from "./checks/bgp-route.ts";
import captureEntry from "./checks/capture.ts";
import containersEntry from "./checks/containers.ts";
import daemonEntry from "./checks/daemon.ts";
import evpnEntry from "./checks/evpn.ts";
import execEntry from "./checks/exec.ts";
import fileEntry from "./checks/file.ts";
import httpEntry from "./checks/http.ts";
import interfaceEntry from "./checks/interface.ts";
import isisEntry from "./checks/isis.ts";
import listenEntry from "./checks/listen.ts";
import lookupEntry from "./checks/lookup.ts";
import ospfEntry from "./checks/ospf.ts";
import pingEntry from "./checks/ping.ts";
import processEntry from "./checks/process.ts";
import reachEntry from "./checks/reach.ts";
import ribEntry from "./checks/rib.ts";
import routeEntry from "./checks/route.ts";
import tcpEntry from "./checks/tcp.ts";
import traceEntry from "./checks/trace.ts";
import transitionEntry from "./checks/transition.ts";
import vtyshEntry from "./checks/vtysh.ts";

/** In alphabetical order. */
export const checks: readonly AnyCheck[] = [
  eraseCheck(arpEntry),
  eraseCheck(bfdEntry),
  eraseCheck(bgpEntry),
  eraseCheck(bgpRouteEntry),
  eraseCheck(captureEntry),
  eraseCheck(containersEntry),
  eraseCheck(daemonEntry),
  eraseCheck(evpnEntry),
  eraseCheck(execEntry),
  eraseCheck(fileEntry),
  eraseCheck(httpEntry),
  eraseCheck(interfaceEntry),
  eraseCheck(isisEntry),
  eraseCheck(listenEntry),
  eraseCheck(lookupEntry),
  eraseCheck(ospfEntry),
  eraseCheck(pingEntry),
  eraseCheck(processEntry),
  eraseCheck(reachEntry),
  eraseCheck(ribEntry),
  eraseCheck(routeEntry),
  eraseCheck(tcpEntry),
  eraseCheck(traceEntry),
  eraseCheck(transitionEntry),
  eraseCheck(vtyshEntry),
];
