// labctl capture: packets as they go by, on the terminal, in a pipe and in a file, from nodes and containers.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { makeLabctl, type Labctl } from "../helpers/labctl.ts";
import { typeAt } from "../helpers/terminal.ts";

const lab = `name: wire
topology:
  nodes:
    h1: { kind: host, interfaces: { eth0: { ipv4: 10.1.1.1/24 } } }
    h2:
      kind: host
      networks: { docker0: { subnet: 172.17.0.0/16 } }
      containers: { c1: { networks: [docker0], cap-drop: [ALL] } }
  links:
    - endpoints: [h1:eth0, h2:eth0]
      ipv4: [10.1.1.1/24, 10.1.1.2/24]
`;

let before: HostSnapshot;
let labctl: Labctl;

beforeAll(async () => {
  before = takeHostSnapshot();
  labctl = makeLabctl();
  labctl.write("wire.yml", lab);
  expect(await labctl.run("deploy", "wire.yml")).toMatchObject({ code: 0 });
});
afterAll(async () => {
  await labctl.cleanUp();
  expect(processesWith(labctl.stateDir)).toEqual([]);
  expect(changesSince(before)).toEqual([]);
});

interface Listening {
  readonly done: Promise<{ code: number; stdout: string; stderr: string }>;
  interrupt(): void;
  /** Resolves when that is on its standard output. */
  shows(text: string): Promise<void>;
}

/** Starts a capture; resolves when it takes packets, so that what is sent from then on is seen. */
async function listen(...args: string[]): Promise<Listening> {
  const { child, done } = labctl.start("capture", ...args);
  let [out, err] = ["", ""];
  let ended = false;
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString("latin1")));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
  void done.then(() => (ended = true));
  const until = async (holds: () => boolean, what: string): Promise<void> => {
    const deadline = performance.now() + 20_000;
    while (!holds()) {
      if (ended || performance.now() > deadline) throw new Error(`${what} never came: ${out}${err}`);
      await delay(20);
    }
  };
  await until(() => err.includes("listening on"), "the beginning");
  return {
    done,
    interrupt: () => void child.kill("SIGINT"),
    shows: (text) => until(() => out.includes(text), text),
  };
}

const inNode = (node: string, ...argv: string[]) => labctl.run("exec", node, ...argv);

/** pcap-savefile(5): the packets' lengths, and the bytes of each. */
function packetsOf(pcap: Buffer): Buffer[] {
  expect(pcap.readUInt32LE(0)).toBe(0xa1b2c3d4);
  const packets: Buffer[] = [];
  for (let at = 24; at < pcap.length;) {
    const kept = pcap.readUInt32LE(at + 8);
    packets.push(pcap.subarray(at + 16, at + 16 + kept));
    at += 16 + kept;
  }
  return packets;
}

describe("labctl capture", () => {
  test("shows what the filter lets through, while it goes by, until Ctrl-C; that is no failure", async () => {
    const capture = await listen("h2:eth0", "icmp", "and", "src", "10.1.1.1");
    await inNode("h1", "ping", "-c", "1", "-W", "2", "10.1.1.2");
    await capture.shows("IP 10.1.1.1 > 10.1.1.2: ICMP echo request");
    // A link that goes down and comes back does not end it.
    for (const change of ["down", "up"]) expect((await labctl.run("link", change, "h2:eth0")).code).toBe(0);
    await inNode("h1", "ping", "-c", "1", "-W", "2", "-s", "777", "10.1.1.2");
    await capture.shows("length 785");
    capture.interrupt();
    const { code, stdout, stderr } = await capture.done;
    expect(code).toBe(0);
    expect(stderr).toMatch(/\n\d+ packets\n$/);
    expect(stdout).not.toContain("echo reply");
    expect(stdout).not.toContain("ARP");
  });

  test("at a terminal, Ctrl-C is a key", async () => {
    const terminal = typeAt(labctl, { rows: 24, columns: 120 }, "capture", "h1:eth0", "icmp");
    await terminal.shows("listening on h1:eth0");
    await inNode("h1", "ping", "-c", "1", "-W", "2", "10.1.1.2");
    await terminal.shows("ICMP echo reply");
    terminal.type("\u0003");
    await terminal.shows("2 packets");
    expect(await terminal.ended).toBe(0);
  });

  test("-w keeps the packets, -c ends it, -s cuts them; a container without any rights can be listened to", async () => {
    const file = join(labctl.dir, "c1.pcap");
    const capture = await listen("-c", "2", "-s", "60", "-w", file, "h2/c1:eth0", "icmp");
    await inNode("h2", "ping", "-c", "1", "-W", "2", "172.17.0.2");
    expect(await capture.done).toMatchObject({ code: 0, stdout: "" });
    expect(packetsOf(readFileSync(file)).map((packet) => packet.length)).toEqual([60, 60]);
  });

  test("-w - is for a pipe", async () => {
    const { child, done } = labctl.start("capture", "-c", "1", "-w", "-", "h1:lo");
    const chunks: Buffer[] = [];
    child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
    let listening = false;
    child.stderr?.on("data", (chunk: Buffer) => (listening ||= String(chunk).includes("listening")));
    while (!listening && child.exitCode === null) await delay(20);
    await inNode("h1", "ping", "-c", "1", "-W", "2", "-p", "6c616263746c", "127.0.0.1");
    expect((await done).code).toBe(0);
    expect(packetsOf(Buffer.concat(chunks)).map((packet) => packet.includes("labctllabctl"))).toEqual([true]);
  });

  test("VLAN tags are seen, and can be asked for, although the kernel takes them off", async () => {
    const capture = await listen("-e", "-c", "1", "h2:eth0", "vlan", "7", "and", "arp");
    const send = `
      socket(my $s, 17, 3, 0) or die $!;
      my $arp = pack("n n C C n H12 N H12 N", 1, 0x800, 6, 4, 1, "020000000001", 0x0a010101, "0" x 12, 0x0a010102);
      for (6, 7) {
        my $frame = pack("H12 H12 n n n", "f" x 12, "020000000001", 0x8100, $_, 0x806) . $arp;
        send($s, $frame, 0, pack("S n i x12", 17, 3, $ARGV[0])) or die $!;
      }`;
    const index = (await inNode("h1", "cat", "/proc/net/dev_mcast")).stdout.match(/^(\d+)\s+eth0/m)?.[1] ?? "";
    expect(await inNode("h1", "perl", "-e", send, index)).toMatchObject({ code: 0 });
    const { code, stdout } = await capture.done;
    expect(code).toBe(0);
    expect(stdout).toMatch(/vlan 7, .*Request who-has 10\.1\.1\.2 tell 10\.1\.1\.1/);
  });

  test("what is not there is told, with what is", async () => {
    const refused = async (...args: string[]) => {
      const { code, stdout, stderr } = await labctl.run("capture", ...args);
      expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
      return stderr;
    };
    expect(await refused("h1:eht0")).toContain('h1 has no interface "eht0" (did you mean "eth0"?)');
    expect(await refused("h1")).toContain("its interfaces: h1:lo, h1:eth0");
    expect(await refused("h3:eth0")).toContain('no node "h3"');
    expect(await refused("h1:eth0", "icmpp", "and")).toContain('the filter "icmpp and" is not one');
    expect(await refused("h1:eth0", "-c", "none")).toContain('--count takes a number from 1, not "none"');
    expect(await refused("h1:eth0", "-w", "/no/such/folder/x.pcap")).toContain("cannot be written");
  });
});
