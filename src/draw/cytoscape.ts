// Knows: a lab as the elements a cytoscape graph is made of.
// Refuses to know: the page around it and its style (page.ts).

import { formatCidr, formatIp } from "../model/ip.ts";
import type { Lab, LabNode, Link } from "../model/lab.ts";
import { borrowersOn, networksOn } from "./containers.ts";
import { layeredPositions, type Position } from "./layers.ts";
import { ringPositions } from "./ring.ts";
import {
  addressesOf,
  endLabelOf,
  interfaceAt,
  type Kind,
  kindTitles,
  linksOf,
  nodesOf,
  ownAddressesOf,
} from "./labels.ts";

/** A heading and its rows or text, as the side panel shows them. */
interface Detail {
  readonly title: string;
  readonly rows?: readonly (readonly string[])[];
  readonly text?: string;
}

interface NodeElement {
  readonly data: {
    readonly id: string;
    readonly kind: Kind;
    readonly label: string;
    readonly title: string;
    readonly details: readonly Detail[];
  };
  /** Where the node stands; absent when the page is to find a place by itself (then absent on all nodes). */
  readonly position?: Position;
}

interface EdgeElement {
  readonly data: {
    readonly id: string;
    readonly source: string;
    readonly target: string;
    /** What stands at each end: the interface, and its addresses below. */
    readonly sourceLabel: string;
    readonly targetLabel: string;
    readonly title: string;
    readonly details: readonly Detail[];
  };
}

export interface GraphElements {
  readonly nodes: readonly NodeElement[];
  readonly edges: readonly EdgeElement[];
}

export function graphElements(lab: Lab): GraphElements {
  const nodes = nodesOf(lab);
  const links = linksOf(lab);
  const names = nodes.map((node) => node.name);
  const pairs = links.map((link) => [link.ends[0].node, link.ends[1].node] as const);
  const positions = layeredPositions(names, pairs) ?? ringPositions(names, pairs);
  return {
    nodes: nodes.map((node) => {
      const position = positions?.get(node.name);
      return { ...nodeElement(lab, node), ...(position === undefined ? {} : { position }) };
    }),
    edges: links.map((link) => edgeElement(lab, link)),
  };
}

function nodeElement(lab: Lab, node: LabNode): NodeElement {
  return {
    data: {
      id: node.name,
      kind: node.kind,
      label: [node.name, ...ownAddressesOf(node)].join("\n"),
      title: kindTitles[node.kind],
      details: nodeDetails(lab, node),
    },
  };
}

function nodeDetails(lab: Lab, node: LabNode): Detail[] {
  const macs = new Map(linksOf(lab).flatMap((link) => link.ends.map((end) => [`${end.node}:${end.ifname}`, end.mac])));
  const interfaces = node.interfaces.map((i) => [
    i.state === "down" ? `${i.name} (down)` : i.name,
    [...addressesOf(i), i.mac ?? macs.get(`${node.name}:${i.name}`) ?? ""].filter((part) => part !== "").join("\n"),
    i.peer ?? "",
  ]);
  const routes = node.routes.map((route) => [
    formatCidr(route.to),
    [route.via === undefined ? "" : `via ${formatIp(route.via)}`, route.dev === undefined ? "" : `dev ${route.dev}`]
      .filter((part) => part !== "")
      .join(" "),
  ]);
  const frr = node.kind === "frr" || node.kind === "cumulus" ? node.frr : undefined;
  const details: Detail[] = [
    ...(node.hostname === node.name ? [] : [{ title: "Host name", text: node.hostname }]),
    { title: "Interfaces", rows: interfaces },
    { title: "Routes", rows: routes },
    { title: "FRR daemons", text: frr?.daemons.join(", ") ?? "" },
    { title: "frr.conf", text: frr?.config.map((line) => line.text).join("\n") ?? "" },
    ...(node.kind === "cumulus" ? [{ title: "NCLU", text: node.nclu.map((line) => line.text).join("\n") }] : []),
    { title: "Services", rows: node.services.map((service) => [service.name, service.argv.join(" ")]) },
    { title: "Firewall (nft)", text: node.nft?.lines.map((line) => line.text).join("\n") ?? "" },
    { title: "Kernel settings", rows: node.sysctls.map((setting) => [setting.key, setting.value]) },
    { title: "Container networks", rows: networksOn(node).map(({ name, how, subnet }) => [name, how, subnet]) },
    { title: "Containers", rows: containerRows(node) },
    { title: "Labels", rows: Object.entries(node.labels) },
  ];
  return details.filter((detail) => (detail.text ?? "") !== "" || (detail.rows ?? []).length > 0);
}

function containerRows(node: LabNode): string[][] {
  const onNetworks = networksOn(node).flatMap(({ name, members }) =>
    members.map(({ container, ifname, addresses }) => [container, `${ifname} ${addresses.join(", ")}`.trim(), name]),
  );
  return [...onNetworks, ...borrowersOn(node).map(([container, network]) => [container, network, ""])];
}

function edgeElement(lab: Lab, link: Link): EdgeElement {
  const [a, b] = link.ends;
  return {
    data: {
      id: link.id,
      source: a.node,
      target: b.node,
      sourceLabel: endLabelOf(lab, a).join("\n"),
      targetLabel: endLabelOf(lab, b).join("\n"),
      title: "link (veth pair)",
      details: [
        {
          title: "Ends",
          rows: [a, b].map((end) => [
            `${end.node}:${end.ifname}`,
            [...addressesOf(interfaceAt(lab, end)), end.mac].join("\n"),
          ]),
        },
        { title: "MTU", text: String(link.mtu) },
      ],
    },
  };
}
