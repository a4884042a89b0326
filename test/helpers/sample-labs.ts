// Knows: small labs that kernel tests deploy.
// Refuses to know: what is asserted about them.

/** Two routers over one unnumbered link, and a host beside them. */
export const twoRouters = (name: string): string => `name: ${name}
topology:
  nodes:
    r1:
      kind: frr
      interfaces: { lo: { ipv4: 10.255.0.1/32 } }
      frr: |
        router bgp 65001
         no bgp ebgp-requires-policy
         neighbor eth1 interface remote-as external
         address-family ipv4 unicast
          network 10.255.0.1/32
    r2:
      kind: frr
      interfaces: { lo: { ipv4: 10.255.0.2/32 }, eth2: { ipv4: 192.168.7.1/24 } }
      frr: |
        router bgp 65002
         no bgp ebgp-requires-policy
         neighbor eth1 interface remote-as external
         address-family ipv4 unicast
          network 10.255.0.2/32
    h1:
      kind: host
      interfaces: { eth0: { ipv4: 192.168.7.2/24 } }
      routes: [{ to: default, via: 192.168.7.1 }]
  links:
    - endpoints: [r1:eth1, r2:eth1]
    - endpoints: [r2:eth2, h1:eth0]
`;

/** Hosts on one LAN: nothing to start, so it is up in no time. */
export const lanOfHosts = (name: string, count = 3): string => {
  const names = Array.from({ length: count }, (_, i) => `h${i + 1}`);
  return `name: ${name}
topology:
  nodes:
${names.map((node, i) => `    ${node}: { kind: host, interfaces: { eth0: { ipv4: 10.1.1.${i + 1}/24 } } }`).join("\n")}
  links:
    - endpoints: [${names.map((node) => `${node}:eth0`).join(", ")}]
`;
};
