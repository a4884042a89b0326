// Knows: how networks and containers of a node are made by hand: bridges, firewall rules, namespaces, veth pairs.
// Refuses to know: volumes, restart policies and events, for which a script has no engine; it says so where it leaves one out.

import { firstFreeAddress, macOfAddress, parseIp4 } from "../model/address-pool.ts";
import type { HeldPort, PublishedPort } from "../model/container.ts";
import { formatIp, parseCidr, type Ip } from "../model/ip.ts";
import { addressOfContainer, type PlannedContainer, type PlannedNetwork } from "../plan/container-step.ts";
import type { Step, StepOf } from "../plan/step.ts";
import { arriveLines, attachLines, configureLines, vethNameOf, type Endpoint } from "./container-endpoint.ts";
import { engineRules, networkRules, portRules } from "./container-firewall.ts";
import { frrMainScript } from "./container-frr.ts";
import { createBridgeLines, enslaveLines, type IpWords } from "./container-network.ts";
import { hereDocument, shellCommand, shellWord } from "./quote.ts";
import { fileCommand } from "./script-nodes.ts";
import { oneLine, origin, type Paragraph } from "./script-parts.ts";

/** Called when the plan has containers: a container is a node one level down, started by the same function's words. */
export function containerPreamble(): Paragraph[] {
  return [
    [
      "# A container is the same thing one level down: namespaces of its own inside its node's. Its network namespace has",
      "# no name; it is reached by the pid of a process in it.",
      "start_container() { # NODE NAME new|node|CONTAINER HOSTNAME COMMAND...",
      '  node=$1 name=$2 net=$3 hostname=$4; shift 4; mkdir -p "$lab/$node/$name"; mkfifo "$lab/$node/$name/started"',
      '  own= in=; case $net in new) own=--net ;; node) ;; *) in="--net=/proc/$(cat "$lab/$node/$net/pid")/ns/net" ;; esac',
      `  nsenter --target "$(cat "$lab/$node/pid")" "\${in:---net}" --pid unshare --mount --uts --ipc --pid $own --fork sh -euc '`,
      '    read -r pid rest </proc/self/stat; exec 3>"$1/started"; hostname "$2"; shift 2',
      "    mount -t proc proc /proc; mount -t sysfs sysfs /sys",
      "    for own in /run /tmp /var/log /var/tmp; do mount -t tmpfs tmpfs $own; done",
      "    if [ -d /etc/frr ]; then mount -t tmpfs tmpfs /etc/frr; fi",
      '    echo "$pid" >&3; exec 3>/dev/null',
      '    exec "$@"',
      `  ' sh "$lab/$node/$name" "$hostname" "$@" </dev/null >"$lab/$node/$name.log" 2>&1 &`,
      '  timeout 10 cat "$lab/$node/$name/started" >"$lab/$node/$name/pid" && [ -s "$lab/$node/$name/pid" ]',
      "}",
    ],
  ];
}

export function containerParagraphs(steps: readonly Step[]): Paragraph[] {
  const networks = new Map<string, PlannedNetwork>();
  /** Addresses given so far, by network: the engine hands out the first free one. */
  const taken = new Map<string, Ip[]>();
  /** `node/tcp/8080`, likewise. */
  const usedPorts = new Set<string>();
  const prepared = new Set<string>();
  const specs = new Map<string, PlannedContainer>();
  return steps.flatMap((step): Paragraph[] => {
    switch (step.op) {
      case "network.create": {
        const isFirst = step.network.driver === "bridge" && !prepared.has(step.node);
        if (isFirst) prepared.add(step.node);
        networks.set(`${step.node}/${step.network.name}`, step.network);
        return [networkParagraph(step, isFirst)];
      }
      case "container.create":
        specs.set(addressOfContainer(step.node, step.container.name), step.container);
        return [];
      case "container.start": {
        const spec = specs.get(addressOfContainer(step.node, step.container));
        if (!spec) return [];
        return [
          startParagraph(
            step,
            { ...spec, ports: heldPorts(step.node, spec.ports, usedPorts) },
            (name) => networks.get(`${step.node}/${name}`),
            taken,
          ),
          ...insideParagraphs(step.node, spec),
        ];
      }
      default:
        return [];
    }
  });
}

const inNetns = (node: string, words: readonly string[]): string =>
  shellCommand(["ip", "netns", "exec", node, ...words]);

function ipLine(node: string, words: IpWords): string {
  return shellCommand(["ip", "-n", node, ...words]);
}

function networkParagraph({ node, network, ...step }: StepOf<"network.create">, isFirst: boolean): Paragraph {
  const heading = `# ${node} ${origin({ node, network, ...step })}: network ${oneLine(network.name)}, driver ${network.driver}`;
  if (network.driver !== "bridge") return [heading, "# (nothing to do before a container is attached)"];
  const load = (text: string): string => `${inNetns(node, ["iptables-restore", "--noflush"])} ${hereDocument(text)}`;
  return [
    heading,
    ...(isFirst
      ? [inNetns(node, ["sysctl", "-qw", "net.ipv4.ip_forward=1"]), load(engineRules(network.rules, "drop"))]
      : []),
    ...createBridgeLines(node, network).map((words) => ipLine(node, words)),
    load(networkRules(network, "add")),
    ...(network.uplink === undefined
      ? []
      : [
          `# ${network.uplink} becomes a port; labctl moves its addresses and routes to ${network.bridge ?? ""} as well`,
          ...enslaveLines(network.uplink, network.bridge ?? "").map((words) => ipLine(node, words)),
        ]),
  ];
}

function startParagraph(
  step: StepOf<"container.start">,
  spec: PlannedContainer & { readonly ports: readonly HeldPort[] },
  networkOf: (name: string) => PlannedNetwork | undefined,
  taken: Map<string, Ip[]>,
): Paragraph {
  const { node, container } = step;
  const { networking } = spec;
  const net = {
    networks: "new",
    none: "new",
    host: "node",
    container: networking.mode === "container" ? networking.of : "",
  };
  const command = withStandardInput(spec);
  const pid = `"$(cat "$lab/"${shellWord(`${node}/${container}/pid`)})"`;
  const attached = networking.mode === "networks" ? networking.endpoints : [];
  const lines = attached.flatMap((wanted, i): string[] => {
    const network = networkOf(wanted.network);
    const address = network && addressFor(node, network, wanted.address, taken);
    if (!network || address === undefined) return [];
    const mac = wanted.mac ?? macOfText(address);
    const length = network.subnet?.split("/")[1] ?? "32";
    const endpoint: Endpoint = {
      ...{ ifname: `eth${i}`, hostIfname: vethNameOf(node, container, wanted.network), mac },
      ...{ address: `${address}/${length}`, hairpin: spec.ports.length > 0 },
    };
    // 0 stands for the pid, which the shell puts in.
    const onNode = attachLines(network, endpoint, 0).map((words) =>
      ipLine(node, words).replace(/ netns 0\b/, ` netns ${pid}`),
    );
    const gateway = i === 0 && !network.internal ? network.gateway : undefined;
    const inside = [...arriveLines(network, endpoint), ...configureLines(endpoint, gateway)];
    const ports = i === 0 ? portRules(network, address, spec.ports, "add") : "";
    return [
      ...onNode,
      ...inside.map((words) => `nsenter --target ${pid} --net ${shellCommand(["ip", ...words])}`),
      ...(ports.trim() === "" ? [] : [`${inNetns(node, ["iptables-restore", "--noflush"])} ${hereDocument(ports)}`]),
    ];
  });
  return [
    `# ${addressOfContainer(node, container)} ${origin(step)}`,
    shellCommand(["start_container", node, container, net[networking.mode], spec.hostname, ...command]),
    ...(net[networking.mode] === "new" ? [`nsenter --target ${pid} --net ip link set lo up`] : []),
    ...lines,
  ];
}

/** The first port of `net.ipv4.ip_local_port_range`, as Linux sets it: Docker takes the first free one from there on. */
const firstFreePort = 32768;

function heldPorts(node: string, ports: readonly PublishedPort[], used: Set<string>): readonly HeldPort[] {
  const keyOf = (protocol: string, port: number): string => `${node}/${protocol}/${port}`;
  for (const { protocol, hostPort } of ports) if (hostPort !== undefined) used.add(keyOf(protocol, hostPort));
  return ports.map((port): HeldPort => {
    let hostPort = port.hostPort ?? firstFreePort;
    while (port.hostPort === undefined && used.has(keyOf(port.protocol, hostPort))) hostPort++;
    used.add(keyOf(port.protocol, hostPort));
    return { ...port, hostPort };
  });
}

/** A pipe that the reader holds open for writing, too, never ends. */
function withStandardInput({ command = ["sleep", "infinity"], stdinOpen }: PlannedContainer): readonly string[] {
  if (!stdinOpen) return command;
  return ["sh", "-c", 'mkfifo /run/stdin; exec "$@" <>/run/stdin', "stdin-open", ...command];
}

/** Its files, then FRR and its services: `in_node` takes a container's name as well. */
function insideParagraphs(node: string, spec: PlannedContainer): Paragraph[] {
  const place = addressOfContainer(node, spec.name);
  const background = (argv: readonly string[], log: string): string =>
    `${shellCommand(["in_node", place, ...argv])} </dev/null >"$lab/${place}/"${shellWord(log)} 2>&1 &`;
  return [
    ...spec.files.map((file): Paragraph => [fileCommand(place, file)]),
    ...(spec.frr === undefined || spec.command !== undefined
      ? []
      : [[`# ${place}: FRR`, background(["sh", "-c", `exec 3>/dev/null\n${frrMainScript(spec.frr)}`], "frr.log")]]),
    ...spec.services.map(({ name, argv }): Paragraph => {
      return [`# ${place}: service ${oneLine(name)}`, background(argv, `${name}.log`)];
    }),
  ];
}

function addressFor(
  node: string,
  network: PlannedNetwork,
  wanted: string | undefined,
  taken: Map<string, Ip[]>,
): string | undefined {
  const subnet = parseCidr(network.subnet ?? "");
  if (!subnet) return undefined;
  const key = `${node}/${network.name}`;
  const used = taken.get(key) ?? [parseIp4(network.gateway ?? "")].flatMap((ip) => ip ?? []);
  const range = network.ipRange === undefined ? undefined : parseCidr(network.ipRange);
  const ip = wanted === undefined ? firstFreeAddress(subnet, used, range ?? subnet) : parseIp4(wanted);
  taken.set(key, [...used, ...(ip ? [ip] : [])]);
  return ip && formatIp(ip);
}

function macOfText(address: string): string | undefined {
  const ip = parseIp4(address);
  return ip && macOfAddress(ip);
}
