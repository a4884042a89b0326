// Knows: the networks and containers of a node once they have been checked: every name resolves, every address is parsed.
// Refuses to know: how they were written down (topology/) and how an engine makes them.

import type { Span } from "../base/span.ts";
import type { Cidr, Ip } from "./ip.ts";
import type { Exec, FileText, Frr, Interface, Service } from "./lab.ts";
import type { IfName, Mac } from "./names.ts";

/** Whose ways a container follows: it dies with dockerd, or it does not. */
export type EngineName = "docker" | "nspawn";

/** Which firewall rules are written: those of Docker 1.0, or of Docker 20.10 without its userland proxy. */
export type FirewallStyle = "classic" | "modern";

export type MacvlanMode = "bridge" | "private" | "vepa" | "passthru";

export interface Network {
  readonly name: string;
  readonly at: Span;
  readonly driver: "bridge" | "macvlan" | "none";
  /** A network address; driver none has none. */
  readonly subnet: Cidr | undefined;
  readonly gateway: Ip | undefined;
  readonly ipRange: Cidr | undefined;
  /** The bridge device. */
  readonly bridge: IfName | undefined;
  readonly uplink: IfName | undefined;
  readonly parent: IfName | undefined;
  readonly mode: MacvlanMode;
  readonly masquerade: boolean;
  readonly internal: boolean;
  readonly rules: FirewallStyle;
  readonly mtu: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

export interface ContainerEndpoint {
  readonly network: string;
  readonly at: Span;
  /** As the lab file fixes it; else the engine takes the first free one at each start. */
  readonly address: Ip | undefined;
  readonly mac: Mac | undefined;
}

export type Networking =
  | { readonly mode: "networks"; readonly endpoints: readonly ContainerEndpoint[] }
  | { readonly mode: "host" }
  | { readonly mode: "none" }
  | { readonly mode: "container"; readonly of: string };

export interface PublishedPort {
  readonly protocol: "tcp" | "udp";
  /** The node's address that listens; undefined: all of them. */
  readonly hostIp: string | undefined;
  /** undefined: the engine takes a free one at each start. */
  readonly hostPort: number | undefined;
  readonly port: number;
}

/** One that is published now. */
export type HeldPort = PublishedPort & { readonly hostPort: number };

export interface Volume {
  /** A named volume, or a path of the node. */
  readonly from: { readonly volume: string } | { readonly path: string };
  readonly target: string;
  readonly readOnly: boolean;
}

export interface RestartPolicy {
  readonly when: "no" | "on-failure" | "always" | "unless-stopped";
  /** on-failure: give up after so many; undefined: never. */
  readonly attempts: number | undefined;
}

export interface Container {
  readonly name: string;
  readonly at: Span;
  readonly engine: EngineName;
  readonly hostname: string;
  /** Present when it runs FRR. */
  readonly frr: Frr | undefined;
  readonly networking: Networking;
  /** lo, then eth0, eth1 … with the addresses they get when the lab comes up. Empty in somebody else's network. */
  readonly interfaces: readonly Interface[];
  readonly ports: readonly PublishedPort[];
  readonly volumes: readonly Volume[];
  readonly command: readonly string[] | undefined;
  readonly stdinOpen: boolean;
  readonly init: boolean;
  readonly restart: RestartPolicy;
  /** Names as `capabilities(7)` has them, in lower case and without `cap_`; `all` is one. */
  readonly capAdd: readonly string[];
  readonly capDrop: readonly string[];
  readonly user: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly FileText[];
  readonly services: readonly Service[];
  /** Run once it is up for the first time. */
  readonly exec: readonly Exec[];
  readonly graceMs: number;
  readonly labels: Readonly<Record<string, string>>;
  /** false: made, but left for a test or a person to start. */
  readonly start: boolean;
}

/** A command that runs when something happens in the lab. */
export interface Hook {
  readonly event: string;
  /** A node, or `node/container`. */
  readonly on: string;
  readonly argv: readonly string[];
  readonly match: Readonly<Record<string, string>>;
  readonly at: Span;
}
