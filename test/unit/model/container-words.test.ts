// What Docker's command line takes for a published port, and what is wrong with one it does not take.

import { describe, expect, test } from "vitest";
import { parsePorts, portText } from "../../../src/model/container-words.ts";

describe("a published port", () => {
  test.each([
    ["8080:80", ["0.0.0.0:8080->80/tcp"]],
    ["127.0.0.1:53:53/udp", ["127.0.0.1:53->53/udp"]],
    ["8000-8002:80-82", ["0.0.0.0:8000->80/tcp", "0.0.0.0:8001->81/tcp", "0.0.0.0:8002->82/tcp"]],
    ["192.0.2.1:65535:65535", ["192.0.2.1:65535->65535/tcp"]],
    ["80", ["80/tcp"]],
    ["80-81/udp", ["80/udp", "81/udp"]],
  ])("%s", (text, shown) => {
    const read = parsePorts(text);
    expect(read.ok && read.value.map(portText)).toEqual(shown);
  });

  test("an address may leave the port to the engine", () => {
    const read = parsePorts("127.0.0.1::80");
    expect(read).toEqual({
      ok: true,
      value: [{ protocol: "tcp", hostIp: "127.0.0.1", hostPort: undefined, port: 80 }],
    });
  });

  test.each([
    ["0:80", "there is no port 0"],
    ["80:65536", "there is no port 65536"],
    ["8000-8002:80", '"8000-8002:80" maps 3 ports of the node to one port'],
    ["8000:80-81", '"8000:80-81" maps one port of the node to 2 ports'],
    ["82-80", "the range 82-80 ends before it begins"],
    ["300.0.0.1:80:80", '"300.0.0.1" is not an IPv4 address'],
    ["http", '"http" is not a published port'],
    [":80", '":80" is not a published port'],
    ["80/sctp", '"80/sctp" is not a published port'],
  ])("not %s", (text, why) => {
    expect(parsePorts(text)).toMatchObject({ ok: false, why });
  });
});
