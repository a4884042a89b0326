// Knows: which kinds of node there are, and which of containerlab's stand for them.
// Refuses to know: what a kind does (plan/).

import { didYouMean } from "../base/suggest.ts";
import type { LabNode } from "../model/lab.ts";
import { settingsOf, writtenKindOf, type Settings } from "./inherit.ts";
import type { Loading } from "./loading.ts";

export type Kind = LabNode["kind"];

const kinds: readonly Kind[] = ["frr", "cumulus", "host", "bridge"];
const writable = [...kinds, "linux"];
/** containerlab's names of the same thing (docs/manual/kinds). */
const aliases: Readonly<Record<string, Kind>> = { cvx: "cumulus", cumulus_cvx: "cumulus", "ovs-bridge": "bridge" };
/** Kinds of containerlab that need a vendor's image or another engine. */
const vendor =
  /^(nokia_|srl$|sros$|arista_|ceos$|veos$|cisco_|xrd$|juniper_|crpd$|vr-|vjunos|sonic|huawei_|mikrotik_|ext-container$|k8s-kind$|generic_vm$|keysight_|checkpoint_|fortinet_|paloalto_|openbsd$|freebsd$|aruba|dell_|ipinfusion_|rare$|border0$|fdio_|arrcus_)/;
/** Images that are a Linux with network tools: nothing is lost without them. */
const plainImages =
  /(^|\/)(alpine|ubuntu|debian|busybox|fedora|centos|rockylinux|netshoot|network-multitool|linux-host|multitool|alpine-host)([-:@]|$)/;

/** Reports kinds that are missing, misspelt or not for labctl; each kind once, with the nodes that have it. */
export function kindsOf(loading: Loading): ReadonlyMap<string, Kind> {
  const found = new Map<string, Kind>();
  const refused = new Map<string, string[]>();
  for (const name of Object.keys(loading.file.topology.nodes)) {
    const written = writtenKindOf(loading.file, name);
    if (written === undefined) {
      const at = loading.source.keySpanOf(["topology", "nodes", name]);
      loading.sink.error("names/no-kind", at, `node "${name}" has no kind`, { hint: `one of: ${writable.join(", ")}` });
    } else {
      const kind = resolveKind(written.value, name, loading);
      if (kind) found.set(name, kind);
      else refused.set(written.value, [...(refused.get(written.value) ?? []), name]);
    }
  }
  for (const [kind, nodes] of refused) reportKind(kind, nodes, loading);
  return found;
}

function resolveKind(written: string, name: string, loading: Loading): Kind | undefined {
  if (written === "linux") return kindOfLinux(name, settingsOf(loading.file, name), loading);
  return kinds.find((kind) => kind === written) ?? aliases[written];
}

/** An FRR image, a file in /etc/frr or a configuration makes a router; everything else is a host. */
function kindOfLinux(name: string, settings: Settings, loading: Loading): Kind {
  const written = settings.get("image");
  const image = String(written?.value ?? "");
  // Only the node's own: a default that binds FRR's files for every node does not make its hosts routers.
  const own = settings.all("binds").filter(({ path }) => path[1] === "nodes");
  const bindsFrr = own.some(({ value }) => value.some((bind) => /:\/etc\/frr(\/|:|$)/.test(bind)));
  if (isFrrImage(image) || bindsFrr || settings.isOwn("frr")) return "frr";
  if (written && !plainImages.test(image)) {
    loading.sink.warn(
      "names/unknown-image",
      loading.source.spanOf(written.path),
      `labctl runs no images: "${name}" becomes a plain Linux host`,
      {
        hint: "`kind: host` says so without this warning",
      },
    );
  }
  return "host";
}

export function isFrrImage(image: string): boolean {
  const path = image.replace(/[:@][^/]*$/, "");
  return /frrouting/.test(path) || /(^|\/)frr[^/]*$/.test(path);
}

function reportKind(kind: string, nodes: readonly string[], { file, source, sink }: Loading): void {
  const at = source.spanOf(writtenKindOf(file, nodes[0] ?? "")?.path ?? []);
  const list = nodes.map((node) => `"${node}"`).join(", ");
  if (vendor.test(kind)) {
    sink.error(
      "names/unsupported-kind",
      at,
      `kind "${kind}" needs a vendor's image, which labctl does not run: ${list}`,
      {
        hint: `labctl runs FRR and plain Linux: ${writable.join(", ")}`,
      },
    );
    return;
  }
  sink.error("names/unknown-kind", at, `no kind is called "${kind}"${didYouMean(kind, writable)}: ${list}`, {
    hint: `one of: ${writable.join(", ")}`,
  });
}
