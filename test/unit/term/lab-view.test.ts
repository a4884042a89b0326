import { expect, it } from "vitest";
import type { LabView } from "../../../src/app/inspect.ts";
import { renderLabs } from "../../../src/term/lab-view.ts";
import { plainStyle } from "../../../src/term/style.ts";

const daemon = { node: "tor", kind: "daemon", pid: 7, restarts: 0, lastExit: undefined, state: "running" } as const;

const running: LabView = {
  lab: "two",
  status: "running",
  file: "/labs/two.yml",
  createdAt: "2026-11-21T07:15:29.123Z",
  nodes: 2,
  links: 1,
  view: [
    {
      name: "tor",
      kind: "frr",
      state: "degraded",
      processes: [
        { ...daemon, name: "zebra" },
        { ...daemon, name: "bgpd", restarts: 2 },
        { ...daemon, name: "ospfd", state: "exited", pid: undefined, lastExit: "SIGKILL" },
      ],
      interfaces: [
        {
          name: "lo",
          state: "unknown",
          mtu: 65536,
          mac: undefined,
          addresses: ["127.0.0.1/8", "::1/128"],
          peer: undefined,
        },
        { name: "eth1", state: "up", mtu: 1500, mac: "02:00:00:00:00:01", addresses: ["10.0.0.1/24"], peer: "pc:eth1" },
      ],
    },
    { name: "pc", kind: "host", state: "up", processes: [], interfaces: [] },
  ],
};

it("a running lab: its nodes with what runs there, and their interfaces", () => {
  expect(renderLabs([running], plainStyle)).toMatchInlineSnapshot(`
    "two  running  2 nodes, 1 link  /labs/two.yml  since 2026-11-21 07:15:29 UTC

      NODE  KIND  STATE     PROCESSES
      tor   frr   degraded  zebra bgpd (restarted 2 times) ospfd (exited, SIGKILL)
      pc    host  up

      NODE  INTERFACE  STATE      MTU  MAC                PEER     ADDRESSES
      tor   lo         unknown  65536                              127.0.0.1/8
                                                                   ::1/128
      tor   eth1       up        1500  02:00:00:00:00:01  pc:eth1  10.0.0.1/24
    "
  `);
});

it("labs that are not running say what they are", () => {
  const bare = { file: undefined, createdAt: undefined, nodes: 0, links: 0, view: [] };
  const labs = renderLabs(
    [
      { ...bare, lab: "a", status: "dead" },
      { ...bare, lab: "b", status: "deploying" },
    ],
    plainStyle,
  );
  expect(labs).toMatchInlineSnapshot(`
    "a  dead  0 nodes, 0 links
      its processes are gone; labctl destroy a clears it away

    b  deploying  0 nodes, 0 links
    "
  `);
});

it("no lab at all", () => {
  expect(renderLabs([], plainStyle)).toBe("no lab is running\n");
});
