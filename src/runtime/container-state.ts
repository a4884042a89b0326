// Knows: what a running lab tells of its containers and their networks.
// Refuses to know: how it finds out.

import type { PublishedPort } from "../model/container.ts";
import type { PlannedNetwork } from "../plan/container-step.ts";

export interface EndpointState {
  readonly network: string;
  readonly ifname: string;
  /** With prefix length. */
  readonly address: string | undefined;
  readonly mac: string | undefined;
}

export interface ContainerState {
  readonly node: string;
  readonly name: string;
  readonly engine: string;
  readonly kind: "host" | "frr";
  readonly state: "created" | "running" | "exited";
  /** Of its first process, as its node counts. */
  readonly pid: number | undefined;
  readonly exitCode: number | undefined;
  readonly restarts: number;
  readonly networkMode: string;
  readonly endpoints: readonly EndpointState[];
  readonly ports: readonly PublishedPort[];
  readonly labels: Readonly<Record<string, string>>;
}

export interface NetworkState extends PlannedNetwork {
  readonly node: string;
  /** Names of the containers that are attached now. */
  readonly containers: readonly string[];
}

/** Words before a command that make it one of a container's. */
export interface Wrap {
  /** Its capabilities and its user. */
  readonly own: readonly string[];
  /** Its user alone, as `docker exec --privileged` has it. */
  readonly privileged: readonly string[];
}

/** What a command that enters a container needs; kept in a file of the lab's folder, beside the nodes' pids. */
export interface ContainerRecord {
  readonly kind: "host" | "frr";
  readonly hostname: string;
  readonly env: Readonly<Record<string, string>>;
  readonly wrap: Wrap;
  readonly running: boolean;
}
