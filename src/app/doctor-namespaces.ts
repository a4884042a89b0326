// Knows: whether this user may make a sandbox here, and what forbids it where not.
// Refuses to know: what is done in the sandbox.

import { existsSync, readFileSync } from "node:fs";
import { userInfo } from "node:os";
import { probeUserNamespace, type Attempt, type KernelProbe } from "../runtime/probe.ts";
import { chooseUserMapping, freeRange, lackForRanges } from "../runtime/user-namespace.ts";
import type { Finding } from "./doctor.ts";

/** Sysctls that forbid user namespaces to ordinary users: with this value they do. */
const forbidding: readonly { readonly key: string; readonly value: string; readonly allow: string }[] = [
  { key: "kernel.unprivileged_userns_clone", value: "0", allow: "1" }, // Debian's own switch
  { key: "user.max_user_namespaces", value: "0", allow: "15000" },
  { key: "kernel.apparmor_restrict_unprivileged_userns", value: "1", allow: "0" }, // Ubuntu 23.10 and later
];

/** `kernel`: what came of trying to make a sandbox. */
export async function probeNamespaces(
  kernel: Pick<KernelProbe, "sandbox" | "oneUid">,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const { sandbox } = kernel;
  const mapping = chooseUserMapping().kind;
  const findings: Finding[] = [];
  const base = { group: "namespaces", required: true } as const;
  if (mapping === "root") {
    const detail = sandbox.works ? "root: no user namespace is needed" : explain(sandbox.said, undefined);
    findings.push({ ...base, ...stateOf(sandbox), name: "sandbox", neededFor: "every lab", detail });
    return findings;
  }
  const user = await probeUserNamespace(signal);
  const forbids = user.works ? undefined : forbidding.find(({ key, value }) => readSysctl(key) === value);
  findings.push({
    ...base,
    ...stateOf(user),
    name: "user namespace",
    neededFor: "labs without root",
    detail: user.works ? "allowed" : explain(user.said, forbids?.key),
    ...(forbids === undefined ? {} : { mend: `sysctl -w ${forbids.key}=${forbids.allow}` }),
  });
  if (user.works) {
    const detail = sandbox.works ? "" : explain(sandbox.said, undefined);
    findings.push({ ...base, ...stateOf(sandbox), name: "sandbox", neededFor: "every lab", detail });
  }
  findings.push({
    ...uidRange(kernel.oneUid),
    group: "namespaces",
    name: "uid range",
    required: false,
    neededFor: "several users in a lab (tcpdump)",
  });
  return findings;
}

/** Whether a lab has more than one uid, and what an ordinary user lacks where it has not. */
function uidRange(oldUnshare: boolean): Pick<Finding, "state" | "detail" | "aptPackage" | "mend"> {
  if (oldUnshare) return { state: "limited", detail: "one uid: unshare is older than util-linux 2.38" };
  const lack = lackForRanges();
  if (lack === undefined) return { state: "ok", detail: "/etc/subuid, newuidmap" };
  if (lack === "newuidmap") return { state: "limited", detail: "one uid: no newuidmap", aptPackage: "uidmap" };
  const { first, last } = freeRange(readIfThere("/etc/subuid") + readIfThere("/etc/subgid"));
  return {
    state: "limited",
    detail: "one uid: no range of this user's in /etc/subuid and /etc/subgid",
    mend: `usermod --add-subuids ${first}-${last} --add-subgids ${first}-${last} ${userInfo().username}`,
  };
}

function stateOf(attempt: Attempt): Pick<Finding, "state"> {
  return { state: attempt.works ? "ok" : "missing" };
}

/** What was said, and who most likely forbids it. */
function explain(said: string, sysctl: string | undefined): string {
  const container = containerHere();
  const because =
    sysctl !== undefined
      ? `${sysctl} forbids it`
      : container === undefined
        ? ""
        : `inside a container (${container}): it must be started with --privileged, or with seccomp and AppArmor unconfined`;
  return [said, because].filter((part) => part !== "").join("; ");
}

function containerHere(): string | undefined {
  if (existsSync("/.dockerenv")) return "Docker";
  if (existsSync("/run/.containerenv")) return "Podman";
  const name = readIfThere("/run/systemd/container").trim();
  if (name !== "") return name;
  // 2: a filter is installed (proc(5)); on a plain host a shell has none.
  return /^Seccomp:\s*2$/m.test(readIfThere("/proc/self/status")) ? "a seccomp filter is on" : undefined;
}

function readSysctl(key: string): string {
  return readIfThere(`/proc/sys/${key.replaceAll(".", "/")}`).trim();
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
