// Knows: what is around a network while it is read: its node, and the networks before it.
// Refuses to know: how it is read.

import type { Network } from "../model/container.ts";
import type { LabNode } from "../model/lab.ts";
import type { Loading } from "./loading.ts";

export interface NetworkContext {
  readonly node: LabNode;
  /** Those of the node that are written before it. */
  readonly earlier: readonly Network[];
  readonly loading: Loading;
}
