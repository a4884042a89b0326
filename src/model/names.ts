// Knows: which names the kernel and the lab file allow, and what is derived from a name.
// Refuses to know: whether a thing of that name exists.

declare const brand: unique symbol;
/** A string that went through a parse function; nothing else makes one. */
export type Brand<B extends string> = string & { readonly [brand]: B };

export type LabName = Brand<"lab">;
export type NodeName = Brand<"node">;
export type IfName = Brand<"interface">;
export type Mac = Brand<"mac">;
/** `node:interface`, the endpoint as the lab file writes it. */
export type EndpointName = Brand<"endpoint">;

/** Longest interface name: IFNAMSIZ (16, linux/if.h) less the closing NUL. */
export const maxIfNameLength = 15;
/** Longest node name: it is a hostname label (RFC 1123) and a file under /run/netns. */
export const maxNodeNameLength = 63;

/** A name, or why it is none: the sentence continues "… is not a legal node name: ". */
export type Named<T> = { readonly ok: true; readonly name: T } | { readonly ok: false; readonly why: string };

const labctlNode = /^[a-z0-9][a-z0-9-]*$/;
// containerlab's own patterns (core/config.go), accepted in *.clab.yml only; `|` is left out: it cannot be a file name in every shell.
const clabNode = /^[a-zA-Z0-9][a-zA-Z0-9-._]*$/;

export function parseNodeName(text: string, dialect: "labctl" | "clab" = "labctl"): Named<NodeName> {
  const pattern = dialect === "clab" ? clabNode : labctlNode;
  if (text.length > maxNodeNameLength) return { ok: false, why: `longer than ${maxNodeNameLength} characters` };
  if (pattern.test(text)) return { ok: true, name: text as NodeName };
  const allowed = dialect === "clab" ? "letters, digits, '-', '.' and '_'" : "lower-case letters, digits and '-'";
  return { ok: false, why: `it may hold ${allowed}, and starts with a letter or digit` };
}

export function parseLabName(text: string, dialect: "labctl" | "clab" = "labctl"): Named<LabName> {
  const parsed = parseNodeName(text, dialect);
  return parsed.ok ? { ok: true, name: text as LabName } : parsed;
}

export function parseIfName(text: string): Named<IfName> {
  if (text === "" || text === "." || text === "..") return { ok: false, why: "it is empty or a folder" };
  // dev_valid_name() in net/core/dev.c: no '/', ':' or white space.
  if (/[/:\s]/.test(text)) return { ok: false, why: "it may not hold '/', ':' or white space" };
  if (!/^[\x21-\x7e]+$/.test(text)) return { ok: false, why: "it may hold printable ASCII only" };
  // '#' begins a comment in `ip -batch`, even inside quotes, where a quote or backslash has no escape either; the kernel
  // puts a number in the place of %d (dev_alloc_name).
  if (/[#%'"\\]/.test(text)) return { ok: false, why: "it may not hold '#', '%', quotes or backslashes" };
  // Folders beside the interfaces under /proc/sys/net/ipv4/conf: the kernel refuses a device of that name (EINVAL).
  if (text === "all" || text === "default")
    return { ok: false, why: "the kernel keeps this name for settings of all interfaces" };
  if (text.length > maxIfNameLength) {
    return { ok: false, why: `${text.length} characters, the kernel allows ${maxIfNameLength}` };
  }
  return { ok: true, name: text as IfName };
}

export function parseMac(text: string): Named<Mac> {
  if (!/^[0-9a-fA-F]{2}(:[0-9a-fA-F]{2}){5}$/.test(text))
    return { ok: false, why: "six pairs of hex digits with ':' between" };
  if (Number.parseInt(text.slice(0, 2), 16) & 1)
    return { ok: false, why: "a multicast address (the lowest bit of the first byte is set)" };
  return { ok: true, name: text.toLowerCase() as Mac };
}

export function endpointOf(node: NodeName, ifname: IfName): EndpointName {
  return `${node}:${ifname}` as EndpointName;
}

/** Where `ip netns` keeps the node's network namespace, inside the sandbox. */
export function netnsPathOf(node: NodeName): string {
  return `/run/netns/${node}`;
}

/**
 * The same file gives the same addresses, every time: the address of an endpoint is a hash of its name.
 * 02 in the first byte: unicast, locally administered (IEEE 802). 64-bit FNV-1a, the lower 40 bits.
 * `salt` tells two endpoints apart whose hashes are equal.
 */
export function macOf(endpoint: EndpointName, salt = 0): Mac {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(salt === 0 ? endpoint : `${endpoint}#${salt}`)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  }
  const hex = (hash & 0xffffffffffn).toString(16).padStart(10, "0");
  return `02:${hex.match(/../g)?.join(":") ?? ""}` as Mac;
}

/** Docker's names: docker0, or `br-` and 12 hex digits (15 characters); a hash here, so that it is the same every time. */
export function bridgeNameOf(node: string, network: string): string {
  if (network === "docker0" || network === "bridge") return "docker0";
  return `br-${macOf(`${node}/${network}` as EndpointName)
    .replaceAll(":", "")
    .slice(0, 12)}`;
}
