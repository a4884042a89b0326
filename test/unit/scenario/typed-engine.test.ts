// Knows: how an action on containers or networks reads as a command.
// Refuses to know: whether labctl takes it (test/unit/docs/lab-commands.test.ts), and what the engine does.

import { expect, test } from "vitest";
import { typedNetworkCreate, typedRun } from "../../../src/scenario/typed-engine.ts";

test("a container with all that options can say", () => {
  const command = typedRun("dk", {
    name: "web1",
    networks: { front: "192.168.22.222", back: undefined },
    ports: ["8080:80"],
    volumes: ["/srv/www:/var/www:ro"],
    env: { A: "one two" },
    labels: { global_ip: "10.0.1.1" },
    capAdd: ["NET_ADMIN"],
    restart: "unless-stopped",
    init: true,
    stdinOpen: true,
    cmd: ["busybox", "httpd", "-f"],
  });
  expect(command).toBe(
    "labctl container run dk/web1 --network front=192.168.22.222 --network back -p 8080:80 -v /srv/www:/var/www:ro " +
      "-e 'A=one two' --label global_ip=10.0.1.1 --cap-add NET_ADMIN --restart unless-stopped --init -i -- busybox httpd -f",
  );
});

test("what no option says has no command", () => {
  expect(typedRun("dk", { name: "web1", hostname: "www" })).toBeUndefined();
  expect(typedRun("dk", { name: "web1", networks: { front: { mac: "02:00:00:00:00:01" } } })).toBeUndefined();
  expect(typedNetworkCreate("dk", { name: "back", masquerade: false })).toBeUndefined();
});

test("a network", () => {
  const typed = {
    name: "mytenant",
    driver: "macvlan",
    subnet: "192.168.1.0/24",
    parent: "eth1.10",
    labels: {},
  } as const;
  expect(typedNetworkCreate("dk", typed)).toBe(
    "labctl network create dk/mytenant --driver macvlan --subnet 192.168.1.0/24 --parent eth1.10",
  );
});
