// Knows: keys this version does not act on: those that are still to come, and those of containerlab that mean nothing here.
// Refuses to know: the keys that work (schema.ts).

/** Where in the file a key stands. */
export type Place = "file" | "topology" | "node" | "interface" | "link" | "endpoint" | "step" | "other";

const coming: Readonly<Record<Place, readonly string[]>> = {
  file: [],
  topology: ["networks", "containers", "hooks"],
  node: ["network-mode", "hooks", "requires", "kernel", "volumes", "engine", "ports"],
  interface: [],
  link: [],
  endpoint: ["vrf", "vlan"],
  step: ["variants"],
  other: [],
};

/** Accepted with a warning, as they say something about containers, images or a management network only. */
const ignored: Readonly<Record<Place, readonly string[]>> = {
  file: ["mgmt", "prefix", "settings", "debug"],
  topology: [],
  node: [
    ..."mgmt-ipv4 mgmt-ipv6 mgmt_ipv4 mgmt_ipv6 dns certificate license memory cpu cpu-set image-pull-policy runtime".split(
      " ",
    ),
    ..."tmpfs user entrypoint position type startup-delay enforce-startup-config suppress-startup-config".split(" "),
    ..."auto-remove restart-policy stages healthcheck shm-size cap-add devices aliases extras credentials".split(" "),
  ],
  interface: [],
  link: ["vars", "name"],
  endpoint: ["vars"],
  step: [],
  other: [],
};

/** In a `.clab.yml` these two describe Docker's ports and host networking; elsewhere they are reserved for containers. */
const dockerOnly = ["ports"];

export function isComing(place: Place, key: string): boolean {
  return coming[place].includes(key);
}

export function isIgnored(place: Place, key: string, clab: boolean): boolean {
  return ignored[place].includes(key) || (clab && place === "node" && dockerOnly.includes(key));
}

/** `["topology", "nodes", "tor"]` is a node, and so is `["topology", "defaults"]`. */
export function placeOf(path: readonly (string | number)[]): Place {
  const [first, second] = path;
  if (path.length === 0) return "file";
  if (first === "tests" && path.length === 2) return "step";
  if (first !== "topology") return "other";
  if (path.length === 1) return "topology";
  if (second === "links")
    return path.length === 3 ? "link" : path[3] === "endpoints" && path.length === 5 ? "endpoint" : "other";
  const inNode = path.slice(second === "defaults" ? 2 : 3);
  if (path.length < (second === "defaults" ? 2 : 3)) return "other";
  if (inNode.length === 0) return "node";
  return inNode[0] === "interfaces" && inNode.length === 2 ? "interface" : "other";
}
