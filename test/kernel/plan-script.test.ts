// `labctl plan` prints a script; a root shell that runs it builds the same network as `labctl deploy`.

import { execFileSync } from "node:child_process";
import { expect, test } from "vitest";
import { withLabctl } from "../helpers/kernel-labctl.ts";
import { type Labctl } from "../helpers/labctl.ts";
import { lanOfHosts, twoRouters } from "../helpers/sample-labs.ts";

let labctl: Labctl;
withLabctl("each test", (fresh) => (labctl = fresh));

/** Asks each namespace for its links, addresses, routes and the settings that matter; one JSON line per answer. */
const survey = `
# An interface that came up a moment ago has no link-local address yet.
for ns in $(ls /run/netns); do
  for dev in $(ip -n "$ns" -br link show up | sed 's/[@ ].*//' | grep -v '^lo$'); do
    [ "$(ip netns exec "$ns" cat /proc/sys/net/ipv6/conf/$dev/disable_ipv6)" = 1 ] ||
      until ip -n "$ns" -6 addr show dev $dev scope link | grep -q fe80; do sleep 0.05; done
  done
  until ! ip -n "$ns" -br link | grep -q LOWERLAYERDOWN; do sleep 0.05; done
done
for ns in $(ls /run/netns | sort); do
  for what in "-d address" "route show table all" "-6 route show table all"; do
    echo "@ $ns $what"; ip -n "$ns" -j $what; echo
  done
  echo "@ $ns sysctl"
  ip netns exec "$ns" sh -c 'cd /proc/sys/net && grep -r . ipv4/ip_forward ipv4/conf/*/rp_filter ipv6/conf/*/forwarding ipv6/conf/*/accept_dad ipv6/conf/*/disable_ipv6 | sort'
done
`;

/** What a thing is, as `ip -json` names it; the rest tells when it was made and how its timers stand. */
const essential = new Set(
  (
    "ifname flags mtu address master linkinfo info_kind info_slave_kind addr_info family local prefixlen scope " +
    "type dst gateway dev protocol prefsrc metric table nexthops via host"
  ).split(" "),
);

function essentialOnly(key: string, value: unknown): unknown {
  return key === "" || /^\d+$/.test(key) || essential.has(key) ? value : undefined;
}

function readSurvey(text: string): Record<string, unknown> {
  const sections = text.split(/^@ /m).slice(1);
  return Object.fromEntries(
    sections.map((section) => {
      const [title = "", ...body] = section.trimEnd().split("\n");
      const json = body.join("\n").trim();
      return [title, title.endsWith("sysctl") ? body : (JSON.parse(json || "[]", essentialOnly) as unknown)];
    }),
  );
}

test.skipIf(process.geteuid?.() !== 0).each([
  ["routers", twoRouters("routers")],
  ["lan", lanOfHosts("lan", 4)],
])("%s: the script and the deploy agree", async (name, text) => {
  labctl.write(`${name}.yml`, text);
  const plan = await labctl.run("plan", `${name}.yml`);
  expect(plan.code).toBe(0);
  const byScript = execFileSync(
    "unshare",
    ["--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-eu"],
    {
      input: `mount -t tmpfs tmpfs /run\n${plan.stdout}\n${survey}`,
      encoding: "utf8",
      stdio: ["pipe", "pipe", "inherit"],
    },
  );
  expect((await labctl.run("deploy", `${name}.yml`)).code).toBe(0);
  const deployed = await labctl.runWith(survey, "shell");
  // FRR's routes come and go while it converges; the network the script builds is everything else.
  const withoutFrr = (answers: Record<string, unknown>): string =>
    JSON.stringify(answers, (_key, value: unknown) =>
      Array.isArray(value)
        ? value.filter((item) => !/^(bgp|186)$/.test((item as { protocol?: string })?.protocol ?? ""))
        : value,
    );
  const want = readSurvey(byScript.slice(byScript.indexOf("@ ")));
  expect(Object.keys(want).length).toBeGreaterThan(3);
  expect(JSON.parse(withoutFrr(readSurvey(deployed.stdout)))).toEqual(JSON.parse(withoutFrr(want)));
});
