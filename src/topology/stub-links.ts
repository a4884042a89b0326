// Knows: links with one end in the lab: dummy (leads nowhere) and macvlan (to an interface of the machine).
// Refuses to know: links between nodes (draft-links.ts).

import { macvlanModes, type Device, type MacvlanMode } from "../model/device.ts";
import { parseIfName, type IfName } from "../model/names.ts";
import type { DraftEnd } from "./draft.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

/** containerlab's short forms: `dummy` and `macvlan:eth0` in place of the far end. */
export function stubOf(endpoint: string): { readonly type: "dummy" | "macvlan"; readonly host: string } | undefined {
  const [type = "", host = ""] = endpoint.split(":", 2).map((part) => part.trim());
  if (type === "dummy" || (type === "macvlan" && endpoint.includes(":"))) return { type, host };
  return undefined;
}

/** Makes the interface of `end` what the link says. The caller has resolved the end. */
export function makeStub(
  end: DraftEnd,
  stub: { readonly type: string; readonly host: string; readonly mode?: string | undefined; readonly mtu: number },
  path: Path,
  loading: Loading,
): void {
  const at = loading.source.spanOf(path);
  const made = deviceOf(stub, path, loading);
  end.iface.far = undefined;
  if (!made) return;
  end.iface.device = { made, at };
  end.iface.mtu ??= stub.mtu;
}

function deviceOf(
  { type, host, mode = "bridge" }: { readonly type: string; readonly host: string; readonly mode?: string | undefined },
  path: Path,
  { source, sink }: Loading,
): Device | undefined {
  if (type === "dummy") return { kind: "dummy" };
  const name = parseIfName(host);
  if (!name.ok) {
    const message =
      host === ""
        ? "a macvlan link names no interface of the machine"
        : `"${host}" is not a legal interface name: ${name.why}`;
    sink.error("names/macvlan", source.spanOf(path), message, {
      hint: "host-interface: eth0, or the short form macvlan:eth0",
    });
    return undefined;
  }
  const known = macvlanModes.find((candidate) => candidate === mode) ?? ("bridge" satisfies MacvlanMode);
  return { kind: "host-macvlan", parent: name.name as IfName, mode: known };
}
