// Knows: whether this user may make a sandbox here, and what forbids it where not.
// Refuses to know: what is done in the sandbox.

import { existsSync, readFileSync } from "node:fs";
import { probeUserNamespace, type Attempt } from "../runtime/probe.ts";
import { chooseUserMapping } from "../runtime/user-namespace.ts";
import type { Finding } from "./doctor.ts";

/** Sysctls that forbid user namespaces to ordinary users: with this value they do. */
const forbidding: readonly { readonly key: string; readonly value: string; readonly allow: string }[] = [
  { key: "kernel.unprivileged_userns_clone", value: "0", allow: "1" }, // Debian's own switch
  { key: "user.max_user_namespaces", value: "0", allow: "15000" },
  { key: "kernel.apparmor_restrict_unprivileged_userns", value: "1", allow: "0" }, // Ubuntu 23.10 and later
];

/** `sandbox` is what came of trying to make one. */
export async function probeNamespaces(sandbox: Attempt, signal: AbortSignal): Promise<readonly Finding[]> {
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
    group: "namespaces",
    name: "uid range",
    required: false,
    state: mapping === "ranges" ? "ok" : "limited",
    neededFor: "several users in a lab (tcpdump)",
    detail: mapping === "ranges" ? "/etc/subuid, newuidmap" : "one uid: no newuidmap, or no range in /etc/subuid",
    ...(mapping === "ranges" ? {} : { aptPackage: "uidmap" }),
  });
  return findings;
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
