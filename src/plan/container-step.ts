// Knows: networks, containers and hooks of a node as plain data: what a plan carries and the engine in the lab is given.
// Refuses to know: how the lab file writes them (topology/) and how they are made (runtime/agent/engine).

import type {
  EngineName,
  FirewallStyle,
  MacvlanMode,
  PublishedPort,
  RestartPolicy,
  Volume,
} from "../model/container.ts";
import type { FrrStart, PlannedFile, SysctlSetting } from "./step.ts";

/** What every network has, whatever drives it. */
export interface PlannedNetwork {
  readonly name: string;
  readonly driver: "bridge" | "macvlan" | "none";
  /** `A.B.C.D/L`, network address. Driver none has no subnet. */
  readonly subnet: string | undefined;
  /** Bridge: the address of the bridge itself. Macvlan: somebody on the parent's segment. */
  readonly gateway: string | undefined;
  /** Addresses are taken from here; the whole subnet when not given. */
  readonly ipRange: string | undefined;
  /** The bridge device. */
  readonly bridge: string | undefined;
  /** An interface of the node that becomes a port of the bridge; its addresses and routes move to the bridge. */
  readonly uplink: string | undefined;
  readonly parent: string | undefined;
  readonly mode: MacvlanMode;
  /** Packets that leave the node by another interface get the node's address. */
  readonly masquerade: boolean;
  /** No way out of the node, and no default route in the containers. */
  readonly internal: boolean;
  /** Which firewall rules the engine writes: Docker 1.0's, or Docker 20.10's without its userland proxy. */
  readonly rules: FirewallStyle;
  readonly mtu: number | undefined;
  readonly labels: Readonly<Record<string, string>>;
}

/** A container's place on a network. Without an address the first free one is taken at each start. */
export interface PlannedEndpoint {
  readonly network: string;
  readonly address: string | undefined;
  readonly mac: string | undefined;
}

export type ContainerNetworking =
  | { readonly mode: "networks"; readonly endpoints: readonly PlannedEndpoint[] }
  | { readonly mode: "host" }
  | { readonly mode: "none" }
  | { readonly mode: "container"; readonly of: string };

export interface PlannedContainer {
  readonly name: string;
  readonly engine: EngineName;
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  readonly files: readonly PlannedFile[];
  readonly networking: ContainerNetworking;
  readonly ports: readonly PublishedPort[];
  readonly volumes: readonly Volume[];
  /** The first process. undefined: FRR when there is one, else a process that only waits to be stopped. */
  readonly command: readonly string[] | undefined;
  /** Its standard input is a pipe that nobody writes to, instead of /dev/null: a shell waits there for ever. */
  readonly stdinOpen: boolean;
  /** A first process of ours that reaps and forwards signals, with the command as its only child (docker run --init). */
  readonly init: boolean;
  readonly restart: RestartPolicy;
  /** Names without `cap_`, in lower case: the bounding set. undefined: all there are. */
  readonly capabilities: readonly string[] | undefined;
  readonly user: string | undefined;
  readonly services: readonly {
    readonly name: string;
    readonly argv: readonly string[];
    readonly restart: "always" | "on-failure" | "no";
  }[];
  readonly frr: FrrStart | undefined;
  /** Kernel settings of its own network namespace; none in somebody else's. */
  readonly sysctls: readonly SysctlSetting[];
  /** How long `stop` waits between SIGTERM and SIGKILL, in milliseconds. */
  readonly graceMs: number;
  readonly labels: Readonly<Record<string, string>>;
}

/** A command that runs when something happens in the lab. `${field}` in its words is replaced by the event's field. */
export interface PlannedHook {
  readonly event: string;
  /** The node or container the command runs on. */
  readonly on: string;
  readonly argv: readonly string[];
  /** Only events that have these values. */
  readonly match: Readonly<Record<string, string>>;
}

/** `node/container`: how a container is named wherever a node can be. */
export function addressOfContainer(node: string, container: string): string {
  return `${node}/${container}`;
}
