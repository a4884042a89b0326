// Knows: what is around a container while it is read: its node, the networks there, and the other containers.
// Refuses to know: how any of them is read.

import type { Container, Network } from "../model/container.ts";
import type { LabNode } from "../model/lab.ts";
import type { Loading } from "./loading.ts";

export interface ContainerContext {
  readonly node: LabNode;
  readonly networks: readonly Network[];
  /** Of all containers of the node, in the order they are written. */
  readonly names: readonly string[];
  /** Those written before it. */
  readonly earlier: readonly Container[];
  readonly loading: Loading;
}
