// Knows: the bonds of a node and their ports.
// Refuses to know: what happens when a port fails; the kernel does.

import { declareDevice, joinMaster } from "./declare.ts";
import type { DraftNode } from "./draft.ts";
import type { Loading } from "./loading.ts";

/** A tenth of a second: a lab wants to see a failover, and veth tells its carrier at once. */
const defaultMiimonMs = 100;

export function declareBonds(node: DraftNode, loading: Loading): void {
  const { source, sink } = loading;
  for (const [name, { value, path }] of node.settings.entries("bonds")) {
    const mode = value.mode ?? "802.3ad";
    if (value["lacp-rate"] !== undefined && mode !== "802.3ad") {
      const at = source.keySpanOf([...path, "lacp-rate"]);
      sink.error("names/bond", at, `LACP belongs to mode 802.3ad; "${name}" is in mode ${mode}`);
    }
    const made = {
      kind: "bond",
      mode,
      miimon: value.miimon ?? defaultMiimonMs,
      lacpRate: value["lacp-rate"] ?? (mode === "802.3ad" ? "fast" : undefined),
      // The kernel's own default, layer2, sends all that goes to one router over one port.
      hash: value.hash ?? (mode === "802.3ad" || mode === "balance-xor" ? "layer3+4" : undefined),
    } as const;
    declareDevice(node, name, source.keySpanOf(path), made, loading);
  }
}

export function joinBonds(node: DraftNode, loading: Loading): void {
  const { source, sink } = loading;
  for (const [name, { value, path }] of node.settings.entries("bonds")) {
    const bond = node.interfaces.get(name);
    if (bond?.device?.made.kind !== "bond") continue;
    for (const [i, member] of value.interfaces.entries()) {
      const at = source.spanOf([...path, "interfaces", i]);
      joinMaster(node, member, at, bond.name, loading);
      const port = node.interfaces.get(member);
      if (port && port.addresses.length > 0) {
        sink.error(
          "names/bond",
          port.addresses[0]?.at ?? at,
          `${member} is a port of "${name}": the address belongs to the bond`,
          {
            related: [{ at, message: "made a port here" }],
          },
        );
      }
    }
  }
}
