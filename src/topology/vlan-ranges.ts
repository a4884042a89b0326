// Knows: how VLANs are written: 10, "20-30", or a list of these.
// Refuses to know: what they are for.

import type { PortVlan } from "../model/device.ts";
import type { Path } from "./lab-source.ts";
import type { Loading } from "./loading.ts";

type Written = number | string | readonly (number | string)[];

/** Reports what is no VLAN; those are left out. All are tagged. */
export function readVlanRanges(written: Written, path: Path, { source, sink }: Loading): readonly PortVlan[] {
  const items: (readonly [number | string, Path])[] =
    typeof written === "object" ? written.map((item, i) => [item, [...path, i]] as const) : [[written, path]];
  return items.flatMap(([item, itemPath]) =>
    // A string may hold several, as in /etc/network/interfaces: "10 20-30".
    String(item)
      .trim()
      .split(/[\s,]+/)
      .flatMap((text) => {
        const [, first = "", last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? [];
        const range = { first: Number(first), last: Number(last), untagged: false };
        if (first !== "" && range.first >= 1 && range.first <= range.last && range.last <= 4094) return [range];
        sink.error("names/vlan", source.spanOf(itemPath), `"${text}" is no VLAN`, {
          hint: "a number from 1 to 4094, or a range like 20-30",
        });
        return [];
      }),
  );
}
