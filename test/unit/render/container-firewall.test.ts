// The rules as Docker writes them, word for word.

import { describe, expect, test } from "vitest";
import { engineRules, networkRules, portRules } from "../../../src/render/container-firewall.ts";
import { bridgeNetwork } from "../../helpers/engine-lab.ts";

const ports = [{ protocol: "tcp" as const, hostIp: undefined, hostPort: 8080, port: 80 }];

describe("modern rules", () => {
  const network = bridgeNetwork("docker0");

  test("isolate networks from each other", () => {
    expect(networkRules(network, "add")).toBe(`*nat
-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE
-A POSTROUTING -o docker0 -m addrtype --src-type LOCAL -j MASQUERADE
COMMIT
*filter
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -o docker0 -j DOCKER
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
-I DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2
-I DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP
COMMIT
`);
  });

  test("what is added is deleted, rule by rule", () => {
    const rulesOf = (text: string): string[] => text.split("\n").filter((line) => line.startsWith("-"));
    const added = rulesOf(networkRules(network, "add")).map((line) => line.replace(/^-[AI]/, "-D"));
    expect(rulesOf(networkRules(network, "delete"))).toEqual(added);
    const published = rulesOf(portRules(network, "172.17.0.2", ports, "add")).map((line) => line.replace(/^-A/, "-D"));
    expect(rulesOf(portRules(network, "172.17.0.2", ports, "delete"))).toEqual(published);
  });

  test("masquerade and a way out are left out when they are not wanted", () => {
    expect(networkRules({ ...network, masquerade: false }, "add")).not.toContain("MASQUERADE");
    const internal = networkRules({ ...network, internal: true }, "add");
    expect(internal).not.toContain("MASQUERADE");
    expect(internal).toContain("-I DOCKER-ISOLATION-STAGE-1 ! -d 172.17.0.0/16 -i docker0 -j DROP");
  });

  test("a port of one address only, and the hairpin", () => {
    const bound = [{ ...ports[0]!, hostIp: "192.0.2.1", protocol: "udp" as const }];
    expect(portRules(network, "172.17.0.2", bound, "add")).toBe(`*nat
-A DOCKER -d 192.0.2.1/32 -p udp -m udp --dport 8080 -j DNAT --to-destination 172.17.0.2:80
-A POSTROUTING -s 172.17.0.2/32 -d 172.17.0.2/32 -p udp -m udp --dport 80 -j MASQUERADE
COMMIT
*filter
-A DOCKER -d 172.17.0.2/32 ! -i docker0 -o docker0 -p udp -m udp --dport 80 -j ACCEPT
COMMIT
`);
    expect(portRules(network, "172.17.0.2", [], "add").trim()).toBe("");
  });

  test("the policy is closed only by who opened forwarding", () => {
    expect(engineRules("modern", "drop")).toContain(":FORWARD DROP [0:0]");
    expect(engineRules("modern", "keep")).not.toContain(":FORWARD");
  });
});

test("classic rules are Docker 1.0's", () => {
  const network = bridgeNetwork("docker0", { gateway: "172.17.42.1", rules: "classic" });
  expect(networkRules(network, "add")).toBe(`*nat
-A POSTROUTING -s 172.17.0.0/16 ! -d 172.17.0.0/16 -j MASQUERADE
COMMIT
*filter
-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT
-A FORWARD -i docker0 ! -o docker0 -j ACCEPT
-A FORWARD -i docker0 -o docker0 -j ACCEPT
COMMIT
`);
  expect(portRules(network, "172.17.0.2", ports, "add")).toContain(
    "-A DOCKER ! -i docker0 -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.2:80",
  );
});
