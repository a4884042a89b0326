// A lab that the kernel cannot carry is refused before anything is done; one that it can is what the file says.

import { describe, expect, test } from "vitest";
import { missingForMachine } from "../../src/runtime/uml/machine.ts";
import { missingFeatures, skipReason } from "../helpers/kernel-features.ts";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

const pair = (name: string, options: { node?: string; link?: string } = {}): string => `name: ${name}
topology:
  nodes:
    a: { kind: host, interfaces: { eth1: { ipv4: 10.0.0.1/24 } }${options.node ?? ""} }
    b: { kind: host, interfaces: { eth1: { ipv4: 10.0.0.2/24 } } }
  links:
    - { endpoints: [a:eth1, b:eth1]${options.link ?? ""} }
`;

/** What each feature looks like in a lab, and the place that asks for it. */
const uses: readonly (readonly [feature: string, options: Parameters<typeof pair>[1], place: string])[] = [
  ["vrf", { node: ", vrfs: { red: { table: 10 } }" }, "lacks.yml:4:75: a:red is a VRF"],
  ["bridge-vlan", { node: ", bridges: { br0: { vlan-aware: true } }" }, "a:br0 is a VLAN-aware bridge"],
  ["bond", { node: ", bonds: { bond0: { interfaces: [eth1] } }" }, "a:bond0 is a bond"],
  ["netem", { link: ", impair: { delay: 20ms, loss: 1% }" }, "lacks.yml:7:38: a:eth1 has delay, loss"],
];
const lacking = await missingFeatures(...uses.map(([feature]) => feature));

describe("a feature that this kernel lacks", () => {
  test.each(uses.filter(([feature]) => lacking.includes(feature)))(
    "%s is refused with the line that needs it, and nothing is left",
    async (feature, options, place) => {
      // The address would be a port's, and a bond's is not wanted here.
      const text = pair("lacks", options).replace(
        feature === "bond" ? "{ eth1: { ipv4: 10.0.0.1/24 } }" : "none",
        "{}",
      );
      labctl.write("lacks.yml", text);
      const refused = await labctl.run("deploy", "--kernel", "host", "lacks.yml");
      expect(refused.code).toBe(3);
      expect(refused.stderr).toContain(place);
      expect(refused.stderr).toContain(`this kernel has no ${feature}`);
      expect(refused.stderr).toMatch(/^hint: .*(--kernel uml|modprobe)/m);
      expect(JSON.parse((await labctl.run("inspect", "--json")).stdout)).toEqual([]);
    },
  );

  test("each is named, in one go", async () => {
    const text = pair("lacks", { node: ", vrfs: { red: {} }", link: ", impair: { delay: 1ms }" });
    labctl.write("lacks.yml", text);
    const wanted = ["vrf", "netem"].filter((feature) => lacking.includes(feature));
    const refused = await labctl.run("deploy", "--kernel", "host", "lacks.yml");
    expect(refused.code).toBe(wanted.length === 0 ? 0 : 3);
    for (const feature of wanted) expect(refused.stderr).toContain(`this kernel has no ${feature}`);
  });
});

describe("a program that this machine lacks", () => {
  const shop = pair("shop").replace("topology:", "requires: [ping: iputils-ping, no-such-db: its-package]\ntopology:");
  const tests = "tests:\n  - ping: { from: a, to: b }\n";
  const line = "shop.yml:2:32: the lab requires it: no-such-db is not installed (package its-package)";

  test("is refused with its line and its package before anything is done; the file is valid all the same", async () => {
    labctl.write("shop.yml", shop);
    const refused = await labctl.run("deploy", "shop.yml");
    expect(refused).toMatchObject({
      code: 3,
      stderr: `error: ${line}\nhint: sudo apt-get install its-package\n`,
    });
    expect(JSON.parse((await labctl.run("inspect", "--json")).stdout)).toEqual([]);
    const valid = await labctl.run("validate", "shop.yml");
    expect(valid.code).toBe(0);
    expect(valid.stderr).toContain(
      "this machine cannot run the lab: no-such-db is not installed (package its-package)",
    );
  });

  test("keeps one of several labs from being tested, not the others", async () => {
    labctl.write("shop.yml", shop + tests);
    labctl.write("pair.yml", pair("pair") + tests);
    const tested = await labctl.run("test", "shop.yml", "pair.yml");
    expect(tested.stdout).toContain(line);
    expect(tested.stdout).toMatch(/^2 labs: 1 passed, 1 skipped; cannot run here: shop$/m);
    expect(tested.code).toBe(3);
  });
});

const noGuest = missingForMachine().map(([program]) => program);
const why = noGuest.length === 0 ? "" : ` (skipped: ${noGuest.join(", ")} not installed)`;

describe.skipIf(noGuest.length > 0)(`the kernel that can${why}`, () => {
  test("is found by `kernel: auto`", async () => {
    labctl.write(
      "auto.yml",
      pair("auto", { node: ", vrfs: { red: { table: 10, interfaces: [eth1] } }" }).replace(
        "topology:",
        "kernel: auto\ntopology:",
      ),
    );
    const deployed = await labctl.run("deploy", "auto.yml");
    expect(deployed).toMatchObject({ code: 0 });
    expect(deployed.stderr.includes("runs on the user-mode kernel")).toBe(lacking.includes("vrf"));
    expect((await labctl.run("exec", "a", "ip", "route", "show", "vrf", "red")).stdout).toContain(
      "10.0.0.0/24 dev eth1",
    );
    expect((await labctl.run("exec", "b", "ping", "-c1", "-W2", "10.0.0.1")).stdout).toContain("1 received");
  });

  test("refuses, too, what it has not", async () => {
    labctl.write(
      "nft.yml",
      pair("nft", { node: ', nft: "table inet t { chain c { ct state established accept; } }"' }),
    );
    const refused = await labctl.run("deploy", "--kernel", "uml", "nft.yml");
    expect(refused.code).toBe(3);
    expect(refused.stderr).toContain("the user-mode kernel has no nft");
  });
});

const noTbf = await missingFeatures("tbf");

describe.skipIf(noTbf.length > 0)(`a rate${skipReason(noTbf)}`, () => {
  // 250 kB through 4 Mbit/s: half a second. The bucket lets 32 kB through at once, and the loop has other things to do.
  const send =
    "python3 -c \"import socket; s=socket.create_connection(('10.0.0.2',5001)); s.sendall(bytes(250000)); s.shutdown(1); s.recv(1)\"";
  const receive = [
    "import socket,time",
    "l=socket.create_server(('10.0.0.2',5001)); print('ready',flush=True); c,_=l.accept(); n=0; t=0",
    "while True:",
    " d=c.recv(65536)",
    " if not d: break",
    " n+=len(d)",
    " if n>64000 and not t: t=time.time(); m=n",
    "print((n-m)*8e-6/(time.time()-t))",
  ].join("\n");

  test("holds from the deploy on, and can be changed and taken away while the lab runs", async () => {
    labctl.write("slow.yml", pair("slow", { link: ", impair: { rate: 4mbit }" }));
    expect(await labctl.run("deploy", "--kernel", "host", "slow.yml")).toMatchObject({ code: 0 });
    const measure = async (): Promise<number> => {
      const server = labctl.start("exec", "b", "python3", "-c", receive);
      await new Promise<void>((ready) => server.child.stdout?.once("data", () => ready()));
      await labctl.run("exec", "a", "sh", "-c", send);
      return Number((await server.done).stdout.split("\n")[1]);
    };
    const first = await measure();
    expect(first).toBeGreaterThan(3.2);
    expect(first).toBeLessThan(4.4);

    const changed = await labctl.run("link", "impair", "a--b", "--rate", "1mbit", "--json");
    expect(JSON.parse(changed.stdout)).toEqual([
      { node: "a", interface: "eth1", state: "impaired: rate 1mbit" },
      { node: "b", interface: "eth1", state: "impaired: rate 1mbit" },
    ]);
    expect(await measure()).toBeLessThan(1.1);
    expect(await labctl.run("link", "mend", "a--b")).toMatchObject({ code: 0 });
    expect(await measure()).toBeGreaterThan(20);
  });

  test("labctl link takes an end down and up, and knows the ends there are", async () => {
    labctl.write("ends.yml", pair("ends"));
    expect(await labctl.run("deploy", "--kernel", "host", "ends.yml")).toMatchObject({ code: 0 });
    const reaches = async (): Promise<boolean> =>
      (await labctl.run("exec", "b", "ping", "-c1", "-w3", "10.0.0.1")).stdout.includes("1 received");
    expect(await labctl.run("link", "down", "a:eth1")).toMatchObject({ code: 0, stdout: "a:eth1 down\n" });
    expect((await labctl.run("exec", "b", "ip", "-br", "link", "show", "dev", "eth1")).stdout).toMatch(/NO-CARRIER/);
    expect(await labctl.run("link", "ends", "up", "a:eth1")).toMatchObject({ code: 0 });
    expect(await reaches()).toBe(true);
    const unknown = await labctl.run("link", "down", "a--c");
    expect(unknown).toMatchObject({ code: 2 });
    expect(unknown.stderr).toContain("a:eth1--b:eth1");
  });
});
