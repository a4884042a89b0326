// A container is a process tree of its own on its node: started, stopped, killed and started again as an engine does it.

import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { capabilitiesOf } from "../../src/plan/capabilities.ts";
import { plainContainer, startEngineLab, type EngineLab } from "../helpers/engine-lab.ts";
import { changesSince, processesWith, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";

let before: HostSnapshot;
let lab: EngineLab;

beforeAll(async () => {
  before = takeHostSnapshot();
  lab = await startEngineLab(["dk"]);
});
afterAll(async () => {
  await lab.end();
  expect(processesWith(lab.stateDir)).toEqual([]);
  expect(changesSince(before)).toEqual([]);
});

const run = async (container: ReturnType<typeof plainContainer>): Promise<void> => {
  await lab.agent.call("container.create", { node: "dk", container });
  await lab.agent.call("container.start", { node: "dk", container: container.name });
};
const stateOf = async (name: string) =>
  (await lab.agent.call("containers", {})).find((container) => container.name === name);
const stop = (name: string, graceMs?: number) =>
  lab.agent.call("container.stop", { node: "dk", container: name, ...(graceMs === undefined ? {} : { graceMs }) });
const until = async (what: () => Promise<boolean>, withinMs = 5_000): Promise<void> => {
  const deadline = performance.now() + withinMs;
  while (!(await what())) if (performance.now() > deadline) throw new Error("it did not happen in time");
};

describe("a container", () => {
  test("has namespaces of its own, and its pid is a pid of its node", async () => {
    await run(
      plainContainer("own", {
        hostname: "own-host",
        command: ["sh", "-c", "trap 'exit 3' TERM; sleep infinity & wait"],
      }),
    );
    expect(await lab.sh("dk/own", "hostname")).toBe("own-host");
    expect(await lab.sh("dk/own", "cat /proc/1/comm")).toBe("sh");
    expect(await lab.sh("dk", "hostname")).toBe("dk");
    const pid = (await stateOf("own"))?.pid;
    for (const ns of ["net", "mnt", "pid", "uts", "ipc"]) {
      const inside = await lab.sh("dk/own", `readlink /proc/1/ns/${ns}`);
      expect(await lab.sh("dk", `readlink /proc/${pid}/ns/${ns}`)).toBe(inside);
      expect(await lab.sh("dk", `readlink /proc/self/ns/${ns}`)).not.toBe(inside);
    }
    expect(await lab.sh("dk/own", "ip -br link")).toMatch(/^lo\s+\S+\s+\S+ <LOOPBACK\S+$/);
    expect(await lab.sh("dk/own", "ps -e -o comm=")).not.toContain("node");
    await stop("own");
    expect(await stateOf("own")).toMatchObject({ state: "exited", exitCode: 3 });
    expect(await lab.works("dk/own", "true")).toBe(false);
  });

  test("a shell with an open standard input waits for what nobody types; without it, it has read everything", async () => {
    await run(plainContainer("shell", { command: ["/bin/bash"], stdinOpen: true }));
    expect(await lab.sh("dk/shell", "ps -e -o pid=,args= | grep -v ps")).toMatch(/^\s*1 \/bin\/bash$/m);
    expect(await lab.sh("dk/shell", "readlink /proc/1/fd/0")).not.toBe("/dev/null");
    await stop("shell", 100);
    await run(plainContainer("read", { command: ["/bin/bash"] }));
    await until(async () => (await stateOf("read"))?.state === "exited");
    expect(await stateOf("read")).toMatchObject({ exitCode: 0 });
  });

  test("keeps what it wrote while it is stopped, and loses it when it is removed", async () => {
    await run(plainContainer("files"));
    await lab.sh("dk/files", "echo kept > /etc/kept; echo kept > /run/kept");
    await stop("files");
    await lab.agent.call("container.start", { node: "dk", container: "files" });
    expect(await lab.sh("dk/files", "cat /etc/kept /run/kept")).toBe("kept\nkept");
    expect(await lab.works("dk", "test -e /etc/kept")).toBe(false);
    await lab.agent.call("container.remove", { node: "dk", container: "files", force: true });
    await run(plainContainer("files"));
    expect(await lab.works("dk/files", "test -e /etc/kept")).toBe(false);
  });

  test("has the network of its node, of another container, or none", async () => {
    await run(plainContainer("host-mode", { networking: { mode: "host" } }));
    expect(await lab.sh("dk/host-mode", "readlink /proc/self/ns/net")).toBe(
      await lab.sh("dk", "readlink /proc/self/ns/net"),
    );
    await run(plainContainer("alone"));
    await run(plainContainer("guest", { networking: { mode: "container", of: "alone" } }));
    expect(await lab.sh("dk/guest", "readlink /proc/self/ns/net")).toBe(
      await lab.sh("dk/alone", "readlink /proc/self/ns/net"),
    );
    expect(await lab.sh("dk/guest", "readlink /proc/self/ns/pid")).not.toBe(
      await lab.sh("dk/alone", "readlink /proc/self/ns/pid"),
    );
  });

  test("cannot share the network of a container that does not run", async () => {
    await lab.agent.call("container.create", { node: "dk", container: plainContainer("asleep") });
    await lab.agent.call("container.create", {
      node: "dk",
      container: plainContainer("lost", { networking: { mode: "container", of: "asleep" } }),
    });
    await expect(lab.agent.call("container.start", { node: "dk", container: "lost" })).rejects.toThrow(
      /asleep.*does not run/,
    );
  });
});

describe("stop and kill", () => {
  test("stop waits for a first process that ignores SIGTERM, then kills it", async () => {
    await run(plainContainer("deaf", { command: ["sleep", "infinity"] }));
    const startedAt = performance.now();
    const ending = await stop("deaf", 700);
    const tookMs = performance.now() - startedAt;
    expect(tookMs).toBeGreaterThan(650);
    expect(tookMs).toBeLessThan(2500);
    expect(await stateOf("deaf")).toMatchObject({ state: "exited", exitCode: 137 });
    expect(ending).toEqual({ name: "dk/deaf", how: "exit 137", outlastedMs: 700 });
    const told = lab.events.filter(({ container }) => container === "deaf").slice(2);
    expect(told.map(({ event, signal, exitCode }) => [event, signal ?? exitCode])).toEqual([
      ...[
        ["container.kill", 15],
        ["container.kill", 9],
        ["container.die", 137],
        ["container.stop", 137],
      ],
    ]);
    expect(await stop("deaf")).toBe(null);
  });

  test("with an init SIGTERM reaches the command, and nothing else", async () => {
    await run(
      plainContainer("tini", {
        init: true,
        command: ["sh", "-c", "(trap 'echo asked >> /told' TERM; while :; do sleep 0.05; done) & exec sleep infinity"],
      }),
    );
    expect(await lab.sh("dk/tini", "cat /proc/1/comm")).toBe("perl");
    const startedAt = performance.now();
    expect(await stop("tini")).toEqual({ name: "dk/tini", how: "exit 143" });
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(await stateOf("tini")).toMatchObject({ exitCode: 143 });
    await lab.agent.call("container.start", { node: "dk", container: "tini" });
    expect(await lab.works("dk/tini", "test -e /told")).toBe(false);
    await stop("tini");
  });

  test("an init reaps what is orphaned", async () => {
    await run(plainContainer("reaper", { init: true, command: ["sleep", "infinity"] }));
    await lab.sh("dk/reaper", "sh -c 'sleep 0.01 & exit'; sleep 0.2");
    expect(await lab.sh("dk/reaper", "ps -e -o stat=")).not.toMatch(/^Z/m);
    await lab.agent.call("container.kill", { node: "dk", container: "reaper", signal: "SIGKILL" });
  });

  test("kill ends the whole tree at once; another signal is the first process's to act on", async () => {
    await run(
      plainContainer("tree", {
        command: ["bash", "-c", "trap 'echo got > /usr1' USR1; sleep infinity & while :; do wait; done"],
      }),
    );
    await until(() => lab.works("dk/tree", "pgrep sleep"));
    await lab.agent.call("container.kill", { node: "dk", container: "tree", signal: "SIGUSR1" });
    await until(() => lab.works("dk/tree", "test -e /usr1"));
    const pid = (await stateOf("tree"))?.pid;
    await lab.agent.call("container.kill", { node: "dk", container: "tree", signal: "SIGKILL" });
    expect(await stateOf("tree")).toMatchObject({ state: "exited", exitCode: 137 });
    expect(await lab.works("dk", `test -e /proc/${pid}`)).toBe(false);
    expect(await lab.sh("dk", "pgrep -c sleep || true")).not.toBe("");
  });

  test("a command that is not there ends with 127, and the log says so", async () => {
    await run(plainContainer("nothing", { init: true, command: ["no-such-command"] }));
    await until(async () => (await stateOf("nothing"))?.state === "exited");
    expect(await stateOf("nothing")).toMatchObject({ exitCode: 127 });
  });
});

describe("restart policies", () => {
  const crashing = (name: string, when: "no" | "on-failure" | "always" | "unless-stopped", attempts?: number) =>
    plainContainer(name, {
      graceMs: 300,
      restart: { when, attempts },
      command: ["sh", "-c", "echo run >> /runs; [ $(wc -l < /runs) -ge 3 ] || exit 1; exec sleep infinity"],
    });

  test("always and on-failure start it again; no does not", async () => {
    await Promise.all([
      run(crashing("again", "always")),
      run(crashing("failed", "on-failure")),
      run(crashing("once", "no")),
    ]);
    await until(() => lab.works("dk/again", "[ $(wc -l < /runs) = 3 ]"));
    await until(() => lab.works("dk/failed", "[ $(wc -l < /runs) = 3 ]"));
    expect(await stateOf("again")).toMatchObject({ state: "running", restarts: 2 });
    expect(await stateOf("once")).toMatchObject({ state: "exited", exitCode: 1, restarts: 0 });
  });

  test("on-failure gives up after as many attempts as it has", async () => {
    await run(plainContainer("limited", { restart: { when: "on-failure", attempts: 1 }, command: ["false"] }));
    await until(
      async () => (await stateOf("limited"))?.restarts === 1 && (await stateOf("limited"))?.state === "exited",
    );
    await new Promise((resolve) => setTimeout(resolve, 600)); // the next would be due after 200 ms
    expect(await stateOf("limited")).toMatchObject({ state: "exited", restarts: 1 });
  });

  test("what was stopped by hand stays stopped", async () => {
    await run(plainContainer("held", { restart: { when: "always", attempts: undefined } }));
    await stop("held");
    await new Promise((resolve) => setTimeout(resolve, 400)); // it would be back after 100 ms
    expect(await stateOf("held")).toMatchObject({ state: "exited" });
  });
});

describe("the engine", () => {
  test("takes its containers down and brings them back by policy; nspawn's are not its own", async () => {
    const policy = (when: "no" | "always" | "unless-stopped") => ({ restart: { when, attempts: undefined } });
    await run(plainContainer("e-no", policy("no")));
    await run(plainContainer("e-always", policy("always")));
    await run(plainContainer("e-unless", policy("unless-stopped")));
    await run(plainContainer("e-stopped", policy("unless-stopped")));
    await run(plainContainer("e-nspawn", { engine: "nspawn" }));
    await stop("e-stopped");
    const endings = await lab.agent.call("engine.stop", { node: "dk", engine: "docker", how: "stop" });
    expect(endings).toContainEqual({ name: "dk/e-no", how: "exit 0" });
    const states = async () =>
      Object.fromEntries((await lab.agent.call("containers", {})).map(({ name, state }) => [name, state]));
    expect(await states()).toMatchObject({
      "e-no": "exited",
      "e-always": "exited",
      "e-unless": "exited",
      "e-nspawn": "running",
    });
    await expect(lab.agent.call("container.start", { node: "dk", container: "e-no" })).rejects.toThrow(
      /docker does not run on dk/,
    );
    await lab.agent.call("engine.start", { node: "dk", engine: "docker" });
    expect(await states()).toMatchObject({
      ...{
        "e-no": "exited",
        "e-always": "running",
        "e-unless": "running",
        "e-stopped": "exited",
        "e-nspawn": "running",
      },
    });
  });
});

describe("capabilities", () => {
  test("are Docker's default set, for the first process and for commands that enter", async () => {
    await run(plainContainer("caps", { capabilities: capabilitiesOf("docker", true, [], []) }));
    // CapBnd of `docker run`: 00000000a80425fb.
    expect(await lab.sh("dk/caps", "grep CapBnd /proc/1/status")).toMatch(/00000000a80425fb$/);
    expect(await lab.sh("dk/caps", "grep CapBnd /proc/self/status")).toMatch(/00000000a80425fb$/);
    expect(await lab.works("dk/caps", "ip link set lo down")).toBe(false);
  });

  test("are the container's for docker exec on its node, too, with its user and its environment; --privileged has all", async () => {
    const capabilities = capabilitiesOf("docker", true, ["net_admin"], ["mknod"]);
    await run(plainContainer("exec", { capabilities, env: { SAID: "it's so\nand so" } }));
    const inside = "grep -E '^Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/self/status; printenv SAID; printenv NODE";
    const first = await lab.sh("dk/exec", "grep -E '^Cap(Inh|Prm|Eff|Bnd|Amb)' /proc/1/status");
    const entered = await lab.sh("dk", `NODE=dk docker exec exec sh -c "${inside}" || true`);
    // The default set, with NET_ADMIN (bit 12), without MKNOD (bit 27); nothing inheritable.
    expect(entered.split("\n")[3]).toMatch(/^CapBnd:\s0+a00435fb$/);
    expect(entered.split("\n")[2]).toMatch(/^CapEff:\s0+a00435fb$/);
    expect(entered).toBe(`${first}\nit's so\nand so`);
    expect(await lab.sh("dk", "docker exec exec capsh --has-p=cap_net_admin && echo has")).toBe("has");
    expect(await lab.works("dk", "docker exec exec mknod /tmp/null c 1 3")).toBe(false);
    const own = await lab.sh("dk", "grep CapBnd /proc/self/status");
    expect(await lab.sh("dk", "docker exec --privileged exec grep CapBnd /proc/self/status")).toBe(own);
  });
});

describe("volumes", () => {
  test("outlive stop and remove, are shared, and start with what the image has there", async () => {
    const volume = (target: string, readOnly = false) => ({
      volumes: [{ from: { volume: "data" }, target, readOnly }],
    });
    const files = [{ path: "/srv/data/first", text: "from the image\n", mode: 0o640, owner: "root:root" }];
    await run(plainContainer("v1", { ...volume("/srv/data"), files }));
    expect(await lab.sh("dk/v1", "cat /srv/data/first")).toBe("from the image");
    await lab.sh("dk/v1", "echo written > /srv/data/second");
    await run(plainContainer("v2", volume("/mnt/shared", true)));
    expect(await lab.sh("dk/v2", "cat /mnt/shared/second")).toBe("written");
    expect(await lab.works("dk/v2", "touch /mnt/shared/x")).toBe(false);
    await lab.agent.call("container.remove", { node: "dk", container: "v1", force: true });
    await run(plainContainer("v1", volume("/srv/data")));
    expect(await lab.sh("dk/v1", "cat /srv/data/second")).toBe("written");
    expect(
      await lab.sh("dk", "cat /var/lib/docker/volumes/data/_data/second || cat /run/docker/volumes/data/_data/second"),
    ).toBe("written");
  });

  test("a path of the node is a bind mount: both see what either writes", async () => {
    await lab.sh("dk", "mkdir -p /srv/www && echo page > /srv/www/index.html");
    const volumes = [{ from: { path: "/srv/www" }, target: "/var/www", readOnly: false }];
    await run(plainContainer("b1", { volumes }));
    await run(plainContainer("b2", { volumes }));
    expect(await lab.sh("dk/b1", "cat /var/www/index.html")).toBe("page");
    await lab.sh("dk/b1", "echo changed > /var/www/index.html");
    expect(await lab.sh("dk/b2", "cat /var/www/index.html")).toBe("changed");
    expect(await lab.sh("dk", "cat /srv/www/index.html")).toBe("changed");
  });

  test("a path that is not there yet starts with what the lab file puts there", async () => {
    const files = [{ path: "/etc/default/own", text: "from the lab file\n", mode: 0o640, owner: "root:root" }];
    const volumes = [{ from: { path: "/srv/defaults" }, target: "/etc/default", readOnly: false }];
    await run(plainContainer("b3", { volumes, files }));
    expect(await lab.sh("dk", "ls /srv/defaults")).toBe("own");
    expect(await lab.sh("dk/b3", "cat /etc/default/own")).toBe("from the lab file");
    await lab.sh("dk", "echo by hand > /srv/defaults/own");
    await lab.agent.call("container.remove", { node: "dk", container: "b3", force: true });
    await run(plainContainer("b3", { volumes, files }));
    expect(await lab.sh("dk/b3", "cat /etc/default/own")).toBe("by hand");
  });
});

describe("services", () => {
  test("one that ignores SIGTERM is killed after its time, and that is told", async () => {
    const mute = {
      node: "dk",
      name: "mute",
      argv: ["sh", "-c", "trap : TERM; echo > /tmp/mute; while :; do sleep 4243; done"],
    };
    await lab.agent.call("service.start", { ...mute, restart: "always" });
    await until(() => lab.works("dk", "test -e /tmp/mute"));
    const ending = await lab.agent.call("service.stop", { node: "dk", name: "mute", signal: "TERM", graceMs: 300 });
    expect(ending).toEqual({ name: "dk/mute", how: "SIGKILL", outlastedMs: 300 });
    expect(await lab.works("dk", "pgrep -f 'trap : TER[M]'")).toBe(false);
  });

  test("start with the container and are supervised in it", async () => {
    const services = [{ name: "tick", argv: ["sleep", "4242"], restart: "always" as const }];
    await run(plainContainer("served", { services }));
    await until(() => lab.works("dk/served", "pgrep -x sleep"));
    const pid = await lab.sh("dk/served", "pgrep -x sleep");
    await lab.sh("dk/served", `kill ${pid}`);
    await until(async () => {
      const other = await lab.agent.call("exec", { node: "dk/served", argv: ["pgrep", "-x", "sleep"] });
      return other.code === 0 && other.stdout.trim() !== pid;
    });
    await stop("served");
    await lab.agent.call("container.start", { node: "dk", container: "served" });
    await until(() => lab.works("dk/served", "pgrep -x sleep"));
  });
});

describe("a user", () => {
  test("is a user of the container, where there is more than one", async () => {
    const container = plainContainer("www", { user: "nobody" });
    if (process.geteuid?.() === 0) {
      await run(container);
      expect(await lab.sh("dk/www", "id -u")).toBe("65534");
    } else {
      await expect(lab.agent.call("container.create", { node: "dk", container })).rejects.toThrow(/uidmap/);
    }
  });
});

test("what happens is told in order", async () => {
  await run(plainContainer("told", { labels: { app: "x" } }));
  await stop("told");
  await lab.agent.call("container.remove", { node: "dk", container: "told", force: false });
  await until(() =>
    Promise.resolve(lab.events.some((event) => event.event === "container.remove" && event.container === "told")),
  );
  const ours = lab.events.filter((event) => event.container === "told");
  expect(ours.map((event) => event.event)).toEqual([
    ...["container.create", "container.start", "container.kill", "container.die", "container.stop", "container.remove"],
  ]);
  expect(ours[1]).toMatchObject({ lab: "engine-test", node: "dk", engine: "docker", labels: { app: "x" } });
});
