// Knows: `net add vxlan …`: a VXLAN tunnel and its place on the bridge.
// Refuses to know: EVPN, which is BGP's (bgp.ts).

import { bridgePortRows, linkRows } from "./port.ts";
import { also, attribute, stanza, type Row } from "./row.ts";

const head = "vxlan <vxlan:Vxlan>";
const name = "{vxlan}";

export const vxlanRows: readonly Row[] = [
  {
    syntax: `${head} vxlan id <id:1-16777214>`,
    to: [attribute(name, "vxlan-id", "{id}"), also({ do: "vxlan-guard", vxlan: name })],
  },
  { syntax: `${head} vxlan local-tunnelip <address:Ip4>`, to: [attribute(name, "vxlan-local-tunnelip", "{address}")] },
  {
    syntax: `${head} vxlan remoteip <address:Ip4>`,
    to: [attribute(name, "vxlan-remoteip", "{address}", "several")],
  },
  {
    syntax: `${head} vxlan mcastgrp <address:Ip4>`,
    to: [attribute(name, "vxlan-mcastgrp", "{address}")],
    stored: "vxlan mcastgrp",
  },
  {
    syntax: `${head} vxlan ageing <seconds:0-65535>`,
    to: [attribute(name, "vxlan-ageing", "{seconds}")],
    stored: "vxlan ageing",
  },
  ...linkRows(head, name),
  ...bridgePortRows(head, name),
  { syntax: head, to: [stanza(name)], only: "del" },
];
