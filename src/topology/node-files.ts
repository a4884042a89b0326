// Knows: the parts of a node that look at files or run commands, gathered before addresses are parsed.
// Refuses to know: addresses.

import type { Line } from "../base/span.ts";
import type { Bind, Exec, FileText, Frr, LabNode, Service, SwitchFiles } from "../model/lab.ts";
import { execOf, servicesOf } from "./commands.ts";
import { applyNclu, settlePorts } from "./cumulus.ts";
import type { DraftNode } from "./draft.ts";
import { bindsOf, filesOf, overlayOf } from "./files.ts";
import { frrOf, withoutFrrFiles } from "./frr.ts";
import type { Loading } from "./loading.ts";
import type { Gateway } from "./routes.ts";

export interface NodeFiles {
  readonly files: readonly FileText[];
  readonly binds: readonly Bind[];
  readonly overlay: LabNode["overlay"];
  readonly exec: readonly Exec[];
  readonly services: readonly Service[];
  readonly nclu: readonly Line[];
  readonly frr: Frr | undefined;
  /** As NCLU sets it (`net add hostname`). */
  readonly hostname: string | undefined;
  readonly switchFiles: SwitchFiles | undefined;
  /** Default routes that a switch's interfaces file asks for. */
  readonly gateways: readonly Gateway[];
}

export async function readNodeFiles(node: DraftNode, loading: Loading): Promise<NodeFiles> {
  const binds = await bindsOf(node, loading);
  const exec = execOf(node, loading);
  const files = filesOf(node, loading);
  const services = servicesOf(node, loading);
  const overlay = await overlayOf(node, loading);
  const rest = { exec, files, services, overlay };
  if (node.kind !== "frr" && node.kind !== "cumulus") {
    return { ...rest, binds, nclu: [], frr: undefined, hostname: undefined, switchFiles: undefined, gateways: [] };
  }
  const nclu = node.kind === "cumulus" ? ncluLinesOf(node, loading) : [];
  const made = node.kind === "cumulus" ? applyNclu(node, nclu, loading) : undefined;
  const frr = await frrOf(node, { nclu: made?.frr ?? [], binds, exec }, loading);
  if (node.kind === "cumulus") settlePorts(node, frr.config);
  const { hostname, switchFiles, gateways = [], commands = [] } = made ?? {};
  const all = { ...rest, exec: [...commands, ...exec] };
  return { ...all, binds: withoutFrrFiles(binds), nclu, frr, hostname, switchFiles, gateways };
}

function ncluLinesOf(node: DraftNode, { source }: Loading): readonly Line[] {
  const written = node.settings.get("nclu");
  if (!written) return [];
  const { value, path } = written;
  return typeof value === "string" ? source.linesOf(path) : value.flatMap((_, i) => source.linesOf([...path, i]));
}
