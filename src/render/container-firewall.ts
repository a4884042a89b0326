// Knows: the iptables rules a container engine writes for a network and for a published port, in its own words and order.
// Refuses to know: when they are loaded; a load is one `iptables-restore --noflush`, so that nobody else's rules are touched.

import type { FirewallStyle, HeldPort } from "../model/container.ts";
import type { PlannedNetwork } from "../plan/container-step.ts";

/** Rules of one table, as iptables-save spells them without the leading `-A`. */
interface Rules {
  readonly nat: readonly string[];
  readonly filter: readonly string[];
}

const established = "-m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT";
const toLocal = "-m addrtype --dst-type LOCAL -j DOCKER";

/** What the engine writes when it starts. `forward: drop`: it switched forwarding on, so it closes what was closed. */
export function engineRules(style: FirewallStyle, forward: "drop" | "keep"): string {
  if (style === "classic") {
    return restoreText({
      nat: [":DOCKER - [0:0]", `-A PREROUTING ${toLocal}`, `-A OUTPUT ! -d 127.0.0.0/8 ${toLocal}`],
      filter: [],
    });
  }
  return restoreText({
    nat: [":DOCKER - [0:0]", `-A PREROUTING ${toLocal}`, `-A OUTPUT ${toLocal}`],
    filter: [
      ...(forward === "drop" ? [":FORWARD DROP [0:0]"] : []),
      ":DOCKER - [0:0]",
      ":DOCKER-ISOLATION-STAGE-1 - [0:0]",
      ":DOCKER-ISOLATION-STAGE-2 - [0:0]",
      ":DOCKER-USER - [0:0]",
      "-A FORWARD -j DOCKER-USER",
      "-A FORWARD -j DOCKER-ISOLATION-STAGE-1",
      "-A DOCKER-ISOLATION-STAGE-1 -j RETURN",
      "-A DOCKER-ISOLATION-STAGE-2 -j RETURN",
      "-A DOCKER-USER -j RETURN",
    ],
  });
}

/** Docker 1.0 (2014) knew one bridge, and its words are those of the time. */
function classicRules({ bridge, subnet, masquerade, internal }: PlannedNetwork): Rules {
  return {
    nat: masquerade && !internal ? [`POSTROUTING -s ${subnet} ! -d ${subnet} -j MASQUERADE`] : [],
    filter: [
      `FORWARD -o ${bridge} ${established}`,
      ...(internal ? [] : [`FORWARD -i ${bridge} ! -o ${bridge} -j ACCEPT`]),
      `FORWARD -i ${bridge} -o ${bridge} -j ACCEPT`,
    ],
  };
}

function modernRules({ bridge, subnet, masquerade, internal }: PlannedNetwork): Rules {
  if (internal) return { nat: [], filter: [`FORWARD -i ${bridge} -o ${bridge} -j ACCEPT`] };
  return {
    nat: masquerade
      ? [
          `POSTROUTING -s ${subnet} ! -o ${bridge} -j MASQUERADE`,
          // The node itself, asking a published port at 127.0.0.1.
          `POSTROUTING -o ${bridge} -m addrtype --src-type LOCAL -j MASQUERADE`,
        ]
      : [],
    filter: [
      `FORWARD -o ${bridge} ${established}`,
      `FORWARD -o ${bridge} -j DOCKER`,
      `FORWARD -i ${bridge} ! -o ${bridge} -j ACCEPT`,
      `FORWARD -i ${bridge} -o ${bridge} -j ACCEPT`,
    ],
  };
}

/** Rules that go before the closing RETURN of their chain. */
function isolationRules({ bridge, subnet, internal, rules }: PlannedNetwork): readonly string[] {
  if (rules === "classic") return [];
  if (internal) {
    return [
      `DOCKER-ISOLATION-STAGE-1 ! -d ${subnet} -i ${bridge} -j DROP`,
      `DOCKER-ISOLATION-STAGE-1 ! -s ${subnet} -o ${bridge} -j DROP`,
    ];
  }
  return [
    `DOCKER-ISOLATION-STAGE-1 -i ${bridge} ! -o ${bridge} -j DOCKER-ISOLATION-STAGE-2`,
    `DOCKER-ISOLATION-STAGE-2 -o ${bridge} -j DROP`,
  ];
}

export function networkRules(network: PlannedNetwork, what: "add" | "delete"): string {
  const { nat, filter } = network.rules === "classic" ? classicRules(network) : modernRules(network);
  const isolation = isolationRules(network);
  const at = (rules: readonly string[], front: boolean): string[] =>
    rules.map((rule) => `${what === "delete" ? "-D" : front ? "-I" : "-A"} ${rule}`);
  return restoreText({ nat: at(nat, false), filter: [...at(filter, false), ...at(isolation, true)] });
}

/** The rules of one published port: who asks the node gets the container, also the container itself (the hairpin). */
export function portRules(
  network: PlannedNetwork,
  address: string,
  ports: readonly HeldPort[],
  what: "add" | "delete",
): string {
  const word = what === "add" ? "-A" : "-D";
  const { bridge } = network;
  const classic = network.rules === "classic";
  const rows = ports.map(({ protocol, hostIp, hostPort, port }) => {
    const match = `-p ${protocol} -m ${protocol} --dport`;
    const to = hostIp === undefined ? "" : `-d ${hostIp}/32 `;
    const from = classic ? `! -i ${bridge} ` : "";
    return {
      nat: [
        `${word} DOCKER ${to}${from}${match} ${hostPort} -j DNAT --to-destination ${address}:${port}`,
        ...(classic ? [] : [`${word} POSTROUTING -s ${address}/32 -d ${address}/32 ${match} ${port} -j MASQUERADE`]),
      ],
      filter: [
        classic
          ? `${word} FORWARD -d ${address}/32 ! -i ${bridge} -o ${bridge} ${match} ${port} -j ACCEPT`
          : `${word} DOCKER -d ${address}/32 ! -i ${bridge} -o ${bridge} ${match} ${port} -j ACCEPT`,
      ],
    };
  });
  return restoreText({ nat: rows.flatMap((row) => row.nat), filter: rows.flatMap((row) => row.filter) });
}

function restoreText({ nat, filter }: Rules): string {
  const table = (name: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [`*${name}`, ...lines, "COMMIT"];
  return [...table("nat", nat), ...table("filter", filter), ""].join("\n");
}
