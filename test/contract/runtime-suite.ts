// Knows: what every LabRuntime promises, as tests: the native sandbox, the user-mode kernel and the one of unit tests.
// Refuses to know: which of them it is run against.

import { describe, expect, onTestFinished, test, vi } from "vitest";
import { VtyUnavailable, type KernelWatch, type LabRuntime } from "../../src/runtime/runtime.ts";

/** The lab the suite asks: r1 runs zebra, staticd and bgpd with AS 65001; h1 has no processes. */
export const contractLab = (name: string): string => `name: ${name}
topology:
  nodes:
    r1:
      kind: frr
      frr: |
        router bgp 65001
         bgp router-id 10.255.0.1
    h1: { kind: host }
  links:
    - endpoints: [r1:eth1, h1:eth1]
`;

export function runtimeContract(
  name: string,
  runtimeOf: () => LabRuntime,
  limits: { readonly timeoutMs: number },
): void {
  describe(`${name}: a command`, () => {
    test("is answered with its output, its errors and its exit code", async () => {
      const argv = ["sh", "-c", "echo out; echo err >&2; exit 3"];
      const result = await runtimeOf().exec("h1", argv);
      expect(result).toMatchObject({ argv, code: 3, stdout: "out\n", stderr: "err\n", timedOut: false });
      expect(result.signal).toBeUndefined();
    });

    test("reads what it is given, to the end", async () => {
      expect(await runtimeOf().exec("r1", ["cat"], { stdin: "a\nb" })).toMatchObject({ code: 0, stdout: "a\nb" });
    });

    test("that does not exist fails, and says so", async () => {
      const result = await runtimeOf().exec("h1", ["no-such-program"]);
      expect(result.code).not.toBe(0);
      expect(result.stderr).toMatch(/no-such-program/);
    });

    test("that takes too long is ended, and that is told", async () => {
      const result = await runtimeOf().exec("h1", ["sleep", "1000"], { timeoutMs: limits.timeoutMs });
      expect(result).toMatchObject({ timedOut: true });
      expect(result.code).toBeUndefined();
    });

    test("runs where it was asked to", async () => {
      expect((await runtimeOf().exec("r1", ["hostname"])).stdout).toBe("r1\n");
      const nodes = (await runtimeOf().exec(undefined, ["ip", "netns"])).stdout
        .split("\n")
        .map((line) => line.split(" ")[0]);
      expect(nodes).toEqual(expect.arrayContaining(["r1", "h1"]));
    });
  });

  describe(`${name}: a file`, () => {
    test("is told of when something is written to it, and when nothing is in time", async () => {
      const { exec, fileWritten } = runtimeOf();
      if (!fileWritten) return; // a fake, which has no files
      for (const node of ["r1", "h1"]) {
        expect(await fileWritten(node, "/tmp/contract-never", 10)).toBe(false);
        const told = fileWritten(node, "/tmp/contract-written", limits.timeoutMs);
        await exec(node, ["sh", "-c", ": > /tmp/contract-written; echo x > /tmp/contract-written"]);
        expect(await told).toBe(true);
        expect(await fileWritten(node, "/tmp/contract-written", 10)).toBe(true);
      }
      expect(await fileWritten("r1", "/no/such/folder/file", 10)).toBeUndefined();
    });
  });

  describe(`${name}: a daemon`, () => {
    test("answers on its vty socket", async () => {
      const { status, text } = await runtimeOf().vty("r1", "bgpd", "show bgp summary json");
      expect(status).toBe(0);
      expect(JSON.parse(text)).toEqual({});
    });

    test("says with a status of its own that it does not know a command", async () => {
      expect(await runtimeOf().vty("r1", "bgpd", "show no such thing")).toMatchObject({ status: 2 });
    });

    test("that does not run could not be asked, and neither could one of a node without any", async () => {
      await expect(runtimeOf().vty("r1", "ospfd", "show version")).rejects.toBeInstanceOf(VtyUnavailable);
      await expect(runtimeOf().vty("h1", "bgpd", "show version")).rejects.toBeInstanceOf(VtyUnavailable);
    });

    test("is listed as running", async () => {
      const processes = await runtimeOf().processes();
      expect(processes.map(({ node, name, kind, state }) => ({ node, name, kind, state }))).toEqual(
        expect.arrayContaining(
          ["zebra", "staticd", "bgpd"].map((daemon) => ({
            node: "r1",
            name: daemon,
            kind: "daemon",
            state: "running",
          })),
        ),
      );
    });
  });

  describe(`${name}: what the kernel changes in a node`, () => {
    const addresses = ["192.0.2.1/32", "192.0.2.2/32"];
    const watch = async (): Promise<KernelWatch & { readonly heard: Set<string> }> => {
      const heard = new Set<string>();
      const begun = await runtimeOf().changes((changed) => changed.forEach((node) => heard.add(node)));
      onTestFinished(begun.end);
      return { ...begun, heard };
    };
    const address = async (verb: "add" | "del", cidr = ""): Promise<void> => {
      const result = await runtimeOf().exec("h1", ["ip", "address", verb, cidr, "dev", "lo"]);
      expect(result).toMatchObject({ code: 0 });
    };
    const limit = { timeout: 10_000 };

    test("is told to all who listen, with the node's name", async () => {
      const watches = [await watch(), await watch()];
      for (const { nodes } of watches) expect([...nodes()]).toEqual(expect.arrayContaining(["h1", "r1"]));
      await address("add", addresses[0]);
      for (const { heard } of watches) await vi.waitFor(() => expect([...heard]).toContain("h1"), limit);
    });

    test("is told no more to one who has ended, and still to the others", async () => {
      const [ended, other] = [await watch(), await watch()];
      ended.end();
      ended.heard.clear();
      await address("add", addresses[1]);
      await vi.waitFor(() => expect([...other.heard]).toContain("h1"), limit);
      expect([...ended.heard]).toEqual([]);
    });

    test("can be listened to again after everybody has ended", async () => {
      for (const cidr of addresses) {
        const again = await watch();
        await address("del", cidr);
        await vi.waitFor(() => expect([...again.heard]).toContain("h1"), limit);
        again.end();
      }
    });
  });
}
