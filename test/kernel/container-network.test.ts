// What a container engine does to its host's network: bridges, veth pairs, firewall rules, published ports, macvlan.

import { portText } from "../../src/model/container-words.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bridgeNetwork, onNetworks, plainContainer, startEngineLab, type EngineLab } from "../helpers/engine-lab.ts";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";

let before: HostSnapshot;
let lab: EngineLab;

beforeAll(async () => {
  before = takeHostSnapshot();
  lab = await startEngineLab(
    ["dk", "out", "old"],
    [
      ["dk:eth0=192.168.22.217/24", "out:eth0=192.168.22.1/24"],
      ["dk:eth1=10.9.0.1/24", "out:eth1=10.9.0.254/24"],
      ["old:eth0=192.168.122.10/24", "out:eth2=192.168.122.1/24"],
    ],
  );
  await lab.sh("dk", "ip route add 198.51.100.0/24 via 192.168.22.1 && ip -6 addr add 2001:db8::217/64 dev eth0 nodad");
  await lab.sh("dk", "ip route add default via 192.168.22.1");
  await lab.sh("out", "ip address add 198.51.100.10/24 dev lo");
});
afterAll(async () => {
  await lab.end();
  expect(processesWith(lab.stateDir)).toEqual([]);
  expect(changesSince(before)).toEqual([]);
});

const network = (settings: ReturnType<typeof bridgeNetwork>, node = "dk") =>
  lab.agent.call("network.create", { node, network: settings });
const run = async (container: ReturnType<typeof plainContainer>, node = "dk"): Promise<void> => {
  await lab.agent.call("container.create", { node, container });
  await lab.agent.call("container.start", { node, container: container.name });
};
const stateOf = async (name: string) =>
  (await lab.agent.call("containers", {})).find((container) => container.name === name);
const rules = async (node = "dk", command = "iptables-save"): Promise<string[]> =>
  (await lab.sh(node, command))
    .split("\n")
    .filter((line) => /^[-:]/.test(line))
    .map((line) => line.replace(/ \[.*/, ""));
/** A server that answers each connection with a word. */
const answering = (word: string, port = 80): readonly string[] => [
  "perl",
  "-MIO::Socket::INET",
  "-e",
  `$SIG{TERM}=sub{exit};my $s=IO::Socket::INET->new(LocalPort=>${port},Listen=>5,ReuseAddr=>1) or die $!;while(1){my $c=$s->accept or next;print $c "${word} ",$c->peerhost,"\\n";close $c}`,
];
const ask = (place: string, to: string, port: number): Promise<string> =>
  lab.sh(
    place,
    `timeout 2 perl -MIO::Socket::INET -e '$s=IO::Socket::INET->new(PeerAddr=>"${to}",PeerPort=>${port},Timeout=>1) or exit 1;print <$s>'`,
  );
const until = async (what: () => Promise<boolean>, withinMs = 5_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await what())) if (performance.now() > deadline) throw new Error("it did not happen in time");
};

const listens = (place: string) => until(() => lab.works(place, "ss -ltn | grep -q ':80 '"));

describe("a bridge network", () => {
  test("is a bridge with the gateway's address, and Docker's rules", async () => {
    await network(bridgeNetwork("docker0"));
    expect(await lab.sh("dk", "ip -br addr show docker0")).toMatch(/172\.17\.0\.1\/16/);
    expect(await lab.sh("dk", "bridge link show")).not.toContain("master docker0");
    expect(await rules()).toEqual(
      expect.arrayContaining([
        ":FORWARD DROP",
        "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
        "-A POSTROUTING -s 172.17.0.0/16 ! -o docker0 -j MASQUERADE",
        "-A FORWARD -j DOCKER-USER",
        "-A FORWARD -j DOCKER-ISOLATION-STAGE-1",
        "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
        "-A FORWARD -o docker0 -j DOCKER",
        "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
        "-A FORWARD -i docker0 -o docker0 -j ACCEPT",
        "-A DOCKER-ISOLATION-STAGE-1 -i docker0 ! -o docker0 -j DOCKER-ISOLATION-STAGE-2",
        "-A DOCKER-ISOLATION-STAGE-2 -o docker0 -j DROP",
      ]),
    );
    expect(await lab.sh("dk", "cat /proc/sys/net/ipv4/ip_forward")).toBe("1");
  });

  test("gives the first free address, a MAC made of it, and the default route", async () => {
    const macOfBridge = () => lab.sh("dk", "cat /sys/class/net/docker0/address");
    const mac = await macOfBridge();
    await run(plainContainer("c1", { networking: onNetworks("docker0"), command: answering("c1") }));
    await run(plainContainer("c2", { networking: onNetworks("docker0"), init: true, command: answering("c2") }));
    expect((await stateOf("c1"))?.endpoints).toMatchObject([
      { ifname: "eth0", address: "172.17.0.2/16", mac: "02:42:ac:11:00:02" },
    ]);
    expect((await stateOf("c2"))?.endpoints).toMatchObject([{ address: "172.17.0.3/16" }]);
    expect(await lab.sh("dk/c1", "ip route")).toContain("default via 172.17.0.1 dev eth0");
    expect(await lab.sh("dk/c1", "ip addr show eth0")).toMatch(
      /link\/ether 02:42:ac:11:00:02[\s\S]*inet 172\.17\.0\.2\/16 brd 172\.17\.255\.255/,
    );
    const veth = await lab.sh("dk", "bridge link show | grep -c 'veth.* master docker0'");
    expect(veth).toBe("2");
    expect(await lab.sh("dk/c1", "cat /sys/class/net/eth0/iflink")).toMatch(/^\d+$/);
    // A bridge without one of its own would have taken that of a port by now.
    expect(await macOfBridge()).toBe(mac);
  });

  test("reaches its host, its neighbour and the outside, which sees the host's address", async () => {
    await lab.sh("dk/c1", "ping -c1 -W2 172.17.0.1");
    await lab.sh("dk/c1", "ping -c1 -W2 172.17.0.3");
    await lab.sh("dk/c1", "ping -c1 -W2 198.51.100.10");
    const server = lab.agent.call("exec", { node: "out", argv: [...answering("out", 7000)], timeoutMs: 6_000 });
    await until(() => lab.works("out", "ss -ltn | grep -q ':7000 '"));
    expect(await ask("dk/c1", "198.51.100.10", 7000)).toBe("out 192.168.22.217");
    expect(await lab.works("out", "ping -c1 -W1 172.17.0.2")).toBe(false);
    await lab.sh("out", "pkill perl");
    await server;
  });

  test("loses the veth pair with the container, and its address is free again", async () => {
    await lab.agent.call("container.stop", { node: "dk", container: "c1", graceMs: 500 });
    await until(async () => (await lab.sh("dk", "bridge link show | grep -c 'veth.* master docker0' || true")) === "1");
    await run(plainContainer("c3", { networking: onNetworks("docker0") }));
    expect((await stateOf("c3"))?.endpoints).toMatchObject([{ address: "172.17.0.2/16" }]);
    await lab.agent.call("container.start", { node: "dk", container: "c1" });
    expect((await stateOf("c1"))?.endpoints).toMatchObject([{ address: "172.17.0.4/16" }]);
  });

  test("refuses an address that is taken, outside, or the gateway's", async () => {
    const tryOne = async (name: string, address: string) => {
      await lab.agent.call("container.create", {
        node: "dk",
        container: plainContainer(name, { networking: onNetworks(`docker0=${address}`) }),
      });
      return lab.agent.call("container.start", { node: "dk", container: name });
    };
    await expect(tryOne("t1", "172.17.0.3")).rejects.toThrow(/172\.17\.0\.3 is taken by c2/);
    await expect(tryOne("t2", "10.0.0.5")).rejects.toThrow(/10\.0\.0\.5 is not in 172\.17\.0\.0\/16/);
    await expect(tryOne("t3", "172.17.0.1")).rejects.toThrow(/is the gateway of docker0/);
  });

  test("a published port is reached from outside, from the host, by 127.0.0.1 and from the container itself", async () => {
    const ports = [{ protocol: "tcp" as const, hostIp: undefined, hostPort: 8080, port: 80 }];
    await run(
      plainContainer("web", {
        networking: onNetworks("docker0=172.17.0.80"),
        ports,
        init: true,
        command: answering("web"),
      }),
    );
    expect(await rules()).toEqual(
      expect.arrayContaining([
        "-A DOCKER -p tcp -m tcp --dport 8080 -j DNAT --to-destination 172.17.0.80:80",
        "-A POSTROUTING -s 172.17.0.80/32 -d 172.17.0.80/32 -p tcp -m tcp --dport 80 -j MASQUERADE",
        "-A DOCKER -d 172.17.0.80/32 ! -i docker0 -o docker0 -p tcp -m tcp --dport 80 -j ACCEPT",
      ]),
    );
    // The container runs; its program may not listen yet.
    await until(() => lab.works("dk/web", "ss -Hltn 'sport = :80' | grep -q LISTEN"), 30_000);
    await listens("dk/web");
    expect(await ask("out", "192.168.22.217", 8080)).toBe("web 192.168.22.1");
    expect(await ask("dk", "192.168.22.217", 8080)).toMatch(/^web /);
    expect(await ask("dk", "127.0.0.1", 8080)).toMatch(/^web /);
    expect(await ask("dk/c2", "192.168.22.217", 8080)).toMatch(/^web /);
    expect(await ask("dk/web", "192.168.22.217", 8080)).toMatch(/^web /);
  });

  test("a port that is in use on the host cannot be published, and a published one cannot be bound", async () => {
    const ports = [{ protocol: "tcp" as const, hostIp: undefined, hostPort: 8080, port: 80 }];
    await lab.agent.call("container.create", {
      node: "dk",
      container: plainContainer("web2", { networking: onNetworks("docker0"), ports }),
    });
    await expect(lab.agent.call("container.start", { node: "dk", container: "web2" })).rejects.toThrow(
      /port 8080\/tcp of dk is in use already/,
    );
    expect(
      await lab.works("dk", "perl -MIO::Socket::INET -e 'IO::Socket::INET->new(LocalPort=>8080,Listen=>1) or exit 1'"),
    ).toBe(false);
    await lab.agent.call("container.stop", { node: "dk", container: "web" });
    expect((await rules()).filter((line) => line.includes("8080") || line.includes("172.17.0.80"))).toEqual([]);
    await lab.agent.call("container.start", { node: "dk", container: "web2" });
  });

  test("a port without one of the host's gets the first free one, and a range as many as it has", async () => {
    const tcp = { protocol: "tcp" as const, hostIp: undefined };
    const chosen = { ...tcp, hostPort: undefined };
    await lab.sh("dk", "echo 40000 40009 > /proc/sys/net/ipv4/ip_local_port_range");
    const ports = [
      { ...chosen, port: 80 },
      { ...tcp, hostPort: 40001, port: 81 },
      { ...chosen, port: 82 },
    ];
    const networking = onNetworks("docker0=172.17.0.90");
    await run(plainContainer("chosen", { networking, ports, init: true, command: answering("chosen") }));
    await listens("dk/chosen");
    expect(await ask("out", "192.168.22.217", 40000)).toBe("chosen 192.168.22.1");
    const held = ["0.0.0.0:40000->80/tcp", "0.0.0.0:40001->81/tcp", "0.0.0.0:40002->82/tcp"];
    expect((await stateOf("chosen"))?.ports.map(portText)).toEqual(held);
    expect(await lab.sh("dk", "docker port chosen")).toBe(
      "80/tcp -> 0.0.0.0:40000\n81/tcp -> 0.0.0.0:40001\n82/tcp -> 0.0.0.0:40002",
    );
    expect(await lab.sh("dk", "docker port chosen 82")).toBe("0.0.0.0:40002");
    await expect(lab.sh("dk", "docker port chosen 83")).rejects.toThrow(/No public port '83' published for chosen/);
    expect(await lab.sh("dk", "docker ps")).toContain(`${held.join(", ")}   chosen`);
    const started = lab.events.findLast(
      ({ event, container }) => event === "container.start" && container === "chosen",
    );
    expect(started?.ports).toBe(held.join(", "));
    // Its ports are free again; the next one takes the lowest.
    await lab.agent.call("container.stop", { node: "dk", container: "chosen" });
    expect((await rules()).filter((line) => line.includes("172.17.0.90"))).toEqual([]);
    expect(await lab.sh("dk", "docker port chosen")).toBe("");
    await run(plainContainer("next", { networking: onNetworks("docker0"), ports: [{ ...chosen, port: 80 }] }));
    expect((await stateOf("next"))?.ports.map(portText)).toEqual(["0.0.0.0:40000->80/tcp"]);
    const many = Array.from({ length: 10 }, (_, i) => ({ ...chosen, port: i + 1 }));
    await expect(run(plainContainer("many", { networking: onNetworks("docker0"), ports: many }))).rejects.toThrow(
      /no port from 40000 to 40009 is free/,
    );
    for (const container of ["chosen", "next", "many"])
      await lab.agent.call("container.remove", { node: "dk", container, force: true });
  });

  test("is apart from another one", async () => {
    await network(bridgeNetwork("apart", { subnet: "172.18.0.0/16", gateway: "172.18.0.1", bridge: "br-apart" }));
    await run(plainContainer("far", { networking: onNetworks("apart") }));
    expect(await lab.works("dk/far", "ping -c1 -W1 172.17.0.3")).toBe(false);
    await lab.agent.call("network.connect", {
      node: "dk",
      container: "far",
      endpoint: { network: "docker0", address: "172.17.0.99", mac: undefined },
    });
    expect(await lab.sh("dk/far", "ip -br addr show eth1")).toContain("172.17.0.99/16");
    await lab.sh("dk/far", "ping -c1 -W2 172.17.0.3");
    expect(await lab.sh("dk/far", "ip route show default")).toBe("default via 172.18.0.1 dev eth0");
    await lab.agent.call("network.disconnect", { node: "dk", container: "far", network: "apart" });
    expect(await lab.sh("dk/far", "ip route show default")).toBe("default via 172.17.0.1 dev eth1");
    await lab.agent.call("network.connect", {
      node: "dk",
      container: "far",
      endpoint: { network: "apart", address: undefined, mac: undefined },
    });
    // Not the first one that was connected: the first by name.
    expect(await lab.sh("dk/far", "ip route show default")).toBe("default via 172.18.0.1 dev eth0");
    await lab.agent.call("network.disconnect", { node: "dk", container: "far", network: "apart" });
    await lab.agent.call("network.remove", { node: "dk", network: "apart" });
    expect((await rules()).filter((line) => line.includes("br-apart"))).toEqual([]);
    await expect(lab.agent.call("network.remove", { node: "dk", network: "docker0" })).rejects.toThrow(/in use by/);
  });

  test("published ports follow the default route to another one, and come back with it", async () => {
    await network(bridgeNetwork("apart", { subnet: "172.18.0.0/16", gateway: "172.18.0.1", bridge: "br-apart" }));
    const ports = [{ protocol: "tcp" as const, hostIp: undefined, hostPort: 8090, port: 80 }];
    const networking = onNetworks("docker0=172.17.0.70", "apart=172.18.0.70");
    await run(plainContainer("moved", { networking, ports, init: true, command: answering("moved") }));
    await listens("dk/moved");
    const leadsTo = async () => (await rules()).filter((line) => /172\.1[78]\.0\.70/.test(line)).toSorted();
    const published = (address: string, bridge: string) => [
      `-A DOCKER -d ${address}/32 ! -i ${bridge} -o ${bridge} -p tcp -m tcp --dport 80 -j ACCEPT`,
      `-A DOCKER -p tcp -m tcp --dport 8090 -j DNAT --to-destination ${address}:80`,
      `-A POSTROUTING -s ${address}/32 -d ${address}/32 -p tcp -m tcp --dport 80 -j MASQUERADE`,
    ];
    // The kernel lets the first packets of a link that has just come up go by the board.
    const answers = () =>
      until(async () => (await ask("out", "192.168.22.217", 8090).catch(() => "")) === "moved 192.168.22.1");
    const of = { node: "dk", container: "moved" };
    const connect = (name: string, address: string) =>
      lab.agent.call("network.connect", { ...of, endpoint: { network: name, address, mac: undefined } });
    const disconnect = (name: string) => lab.agent.call("network.disconnect", { ...of, network: name });

    expect(await leadsTo()).toEqual(published("172.18.0.70", "br-apart"));
    await answers();
    await disconnect("apart");
    expect(await leadsTo()).toEqual(published("172.17.0.70", "docker0"));
    await answers();
    await connect("apart", "172.18.0.70");
    expect(await leadsTo()).toEqual(published("172.18.0.70", "br-apart"));
    await answers();
    await disconnect("docker0");
    expect(await leadsTo()).toEqual(published("172.18.0.70", "br-apart"));
    await disconnect("apart");
    expect(await leadsTo()).toEqual([]);
    await connect("docker0", "172.17.0.70");
    expect(await leadsTo()).toEqual(published("172.17.0.70", "docker0"));
    await answers();
    await lab.agent.call("container.remove", { node: "dk", container: "moved", force: true });
    expect(await leadsTo()).toEqual([]);
    await lab.agent.call("network.remove", { node: "dk", network: "apart" });
  });

  test("an internal one leads nowhere", async () => {
    await network(
      bridgeNetwork("inside", { subnet: "172.19.0.0/16", gateway: "172.19.0.1", bridge: "br-inside", internal: true }),
    );
    await run(plainContainer("in1", { networking: onNetworks("inside") }));
    expect(await lab.sh("dk/in1", "ip route show default")).toBe("");
    await lab.sh("dk/in1", "ping -c1 -W2 172.19.0.1");
    await lab.sh("dk/in1", "ip route add default via 172.19.0.1");
    expect(await lab.works("dk/in1", "ping -c1 -W1 198.51.100.10")).toBe(false);
  });
});

describe("an uplink", () => {
  test("becomes a port; its addresses and routes move to the bridge and back", async () => {
    await network(
      bridgeNetwork("front", { subnet: "192.168.22.0/24", gateway: "192.168.22.217", bridge: "br0", uplink: "eth0" }),
    );
    expect(await lab.sh("dk", "ip -br addr show eth0")).not.toMatch(/192\.168|2001/);
    expect(await lab.sh("dk", "ip -br addr show br0")).toMatch(/192\.168\.22\.217\/24.*2001:db8::217\/64/);
    expect(await lab.sh("dk", "ip route show default")).toContain("via 192.168.22.1 dev br0");
    expect(await lab.sh("dk", "ip route show 198.51.100.0/24")).toContain("via 192.168.22.1 dev br0");
    await lab.sh("out", "ping -c1 -W2 192.168.22.217");
    await run(
      plainContainer("wp1", { networking: onNetworks("front=192.168.22.222"), init: true, command: answering("wp1") }),
    );
    await run(
      plainContainer("wp2", { networking: onNetworks("front=192.168.22.223"), init: true, command: answering("wp2") }),
    );
    expect((await stateOf("wp1"))?.endpoints).toMatchObject([{ mac: "02:42:c0:a8:16:de" }]);
    for (const name of ["dk/wp1", "dk/wp2"]) await listens(name);
    expect(await ask("out", "192.168.22.222", 80)).toBe("wp1 192.168.22.1");
    expect(await ask("out", "192.168.22.223", 80)).toBe("wp2 192.168.22.1");
    for (const name of ["wp1", "wp2"])
      await lab.agent.call("container.remove", { node: "dk", container: name, force: true });
    await lab.agent.call("network.remove", { node: "dk", network: "front" });
    expect(await lab.sh("dk", "ip -br addr show eth0")).toMatch(/192\.168\.22\.217\/24.*2001:db8::217\/64/);
    expect(await lab.sh("dk", "ip route show default")).toContain("via 192.168.22.1 dev eth0");
  });
});

describe("a macvlan network", () => {
  test("puts the container on the parent's segment, without any rule on the host", async () => {
    const tenant = bridgeNetwork("tenant", {
      driver: "macvlan",
      bridge: undefined,
      parent: "eth1",
      subnet: "10.9.0.0/24",
      gateway: "10.9.0.254",
    });
    const had = await rules();
    await network(tenant);
    await run(plainContainer("m1", { networking: onNetworks("tenant=10.9.0.11") }));
    await run(plainContainer("m2", { networking: onNetworks("tenant") }));
    expect(await lab.sh("dk/m1", "ip -d link show eth0")).toContain("macvlan mode bridge");
    expect((await stateOf("m2"))?.endpoints).toMatchObject([{ address: "10.9.0.1/24" }]);
    expect(await lab.sh("dk/m1", "ip route show default")).toBe("default via 10.9.0.254 dev eth0");
    await lab.sh("dk/m1", "ping -c1 -W2 10.9.0.254");
    await lab.sh("dk/m1", "ping -c1 -W2 10.9.0.1");
    expect(await rules()).toEqual(had);
    await expect(network({ ...tenant, name: "bad", parent: "eth7" })).rejects.toThrow(/no interface eth7/);
  });
});

describe("by hand", () => {
  test("nsenter and ip netns work on a container from its node", async () => {
    const pid = (await stateOf("c2"))?.pid;
    expect(await lab.sh("dk", `nsenter -t ${pid} -n ip -br addr show eth0`)).toContain("172.17.0.3/16");
    expect(await lab.sh("dk", `nsenter -t ${pid} -m -u -i -n -p -- hostname`)).toBe("c2");
    expect(await lab.sh("dk", "ip netns list")).not.toContain("hoge");
    await lab.sh("dk", `mkdir -p /run/netns && ln -s /proc/${pid}/ns/net /var/run/netns/hoge`);
    expect(await lab.sh("dk", "ip netns list")).toContain("hoge");
    expect(await lab.sh("dk", "ip netns exec hoge ip -br addr show eth0")).toContain("172.17.0.3/16");
    expect(await lab.sh("dk", "ip netns exec hoge hostname")).toBe("dk");
    await lab.agent.call("container.stop", { node: "dk", container: "c2" });
    expect(await lab.sh("dk", "test -L /run/netns/hoge && ! test -e /run/netns/hoge && echo dangling")).toBe(
      "dangling",
    );
    expect(await lab.works("dk", "ip netns exec hoge true")).toBe(false);
    await lab.agent.call("container.start", { node: "dk", container: "c2" });
  });

  test("the node's docker tells pids and networks, and enters a container", async () => {
    const pid = (await stateOf("c2"))?.pid;
    const id = await lab.sh("dk", "docker ps -a | grep ' c2$' | awk '{print $1}'");
    expect(id).toMatch(/^[0-9a-f]{12}$/);
    expect(await lab.sh("dk", `docker inspect --format '{{.State.Pid}}' ${id}`)).toBe(String(pid));
    expect(await lab.sh("dk", "docker inspect -f '{{ .Name }}' c2")).toBe("/c2");
    expect(await lab.sh("dk", "docker network ls")).toMatch(
      /^NETWORK ID +NAME +DRIVER +SCOPE\n[0-9a-f]{12} +bridge +bridge +local\n.* host +host +local\n/,
    );
    expect(await lab.sh("dk", "docker exec -it c2 hostname")).toBe("c2");
    await expect(lab.sh("dk", "docker inspect -f '{{.State.Pid}}' nobody")).rejects.toThrow(
      /No such container: nobody/,
    );
    await expect(lab.sh("dk", "docker run x")).rejects.toThrow(/exit 125[\s\S]*labctl container run/);
  });

  test("a cable is put between a container and a bridge of the node, and taken out", async () => {
    await lab.sh(
      "dk",
      "ip link add name brx type bridge && ip addr add 192.168.200.1/24 dev brx && ip link set brx up",
    );
    await lab.agent.call("plug", {
      a: { place: "dk/c2", ifname: "eth1", addresses: ["192.168.200.101/24"], gateway: "192.168.200.1" },
      b: { place: "dk", ifname: "veth-host", bridge: "brx" },
    });
    await lab.sh("dk", "ping -c1 -W2 192.168.200.101");
    expect(await lab.sh("dk/c2", "ip route show default")).toBe("default via 192.168.200.1 dev eth1");
    expect(await lab.sh("dk", "bridge link show")).toMatch(/veth-host.* master brx/);
    await lab.agent.call("unplug", { end: { place: "dk/c2", ifname: "eth1" } });
    expect(await lab.works("dk", "ip link show veth-host")).toBe(false);
    await expect(
      lab.agent.call("plug", { a: { place: "dk/c2", ifname: "eth0" }, b: { place: "dk", ifname: "x" } }),
    ).rejects.toThrow(/File exists/);
  });
});

describe("the rules of the year 2014", () => {
  test("are the ones of Docker 1.0, line by line", async () => {
    await network(bridgeNetwork("docker0", { gateway: "172.17.42.1", rules: "classic" }), "old");
    const saved = async (table: string) => rules("old", `iptables-save -t ${table}`);
    expect(await saved("nat")).toEqual([
      ...[":PREROUTING ACCEPT", ":INPUT ACCEPT", ":OUTPUT ACCEPT", ":POSTROUTING ACCEPT", ":DOCKER -"],
      "-A PREROUTING -m addrtype --dst-type LOCAL -j DOCKER",
      "-A OUTPUT ! -d 127.0.0.0/8 -m addrtype --dst-type LOCAL -j DOCKER",
      "-A POSTROUTING -s 172.17.0.0/16 ! -d 172.17.0.0/16 -j MASQUERADE",
    ]);
    expect(await saved("filter")).toEqual([
      ...[":INPUT ACCEPT", ":FORWARD ACCEPT", ":OUTPUT ACCEPT"],
      "-A FORWARD -o docker0 -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT",
      "-A FORWARD -i docker0 ! -o docker0 -j ACCEPT",
      "-A FORWARD -i docker0 -o docker0 -j ACCEPT",
    ]);
  });
});

describe("hooks", () => {
  test("run on another node with the event's fields, in order; one that fails is told with its output", async () => {
    const hook = (event: string, command: string, match: Record<string, string> = {}) => ({
      event,
      on: "out",
      argv: ["sh", "-c", command],
      match,
    });
    await lab.agent.call("hooks.set", {
      hooks: [
        hook("network.create", "echo ${network} ${driver} ${subnet} ${gateway} >> /tmp/heard"),
        hook(
          "container.start",
          "echo $LABCTL_EVENT_ADDRESS ${label.global_ip} $LABCTL_EVENT_LABEL_GLOBAL_IP >> /tmp/heard",
          { "label.global_ip": "*" },
        ),
        hook("container.stop", "echo stopped ${container} ${address} >> /tmp/heard; echo no >&2; exit 3", {
          container: "labelled",
        }),
      ],
    });
    await network(bridgeNetwork("hooked", { subnet: "172.20.0.0/16", gateway: "172.20.0.1", bridge: "br-hooked" }));
    await run(plainContainer("plain", { networking: onNetworks("hooked") }));
    await run(plainContainer("labelled", { networking: onNetworks("hooked"), labels: { global_ip: "10.0.1.1" } }));
    const stopping = lab.agent.call("container.stop", { node: "dk", container: "labelled" });
    await expect(stopping).rejects.toThrow(/hook for container\.stop failed on out[\s\S]*exit 3[\s\S]*no/);
    expect(await lab.sh("out", "cat /tmp/heard")).toBe(
      ["hooked bridge 172.20.0.0/16 172.20.0.1", "172.20.0.3 10.0.1.1 10.0.1.1", "stopped labelled 172.20.0.3"].join(
        "\n",
      ),
    );
    expect(lab.events.some((event) => event.event === "hook.failed")).toBe(true);
  });
});
