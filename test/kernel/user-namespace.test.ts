// Without root, a sandbox has a user namespace: with subordinate uids where the machine gives some, with one uid else.

import { execFile } from "node:child_process";
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { changesSince, takeHostSnapshot, type HostSnapshot } from "../helpers/host-snapshot.ts";
import { repository } from "../helpers/labctl.ts";
import { twoRouters } from "../helpers/sample-labs.ts";

const isRoot = process.geteuid?.() === 0;
const hasRanges = existsSync("/usr/bin/newuidmap");
/** Debian's nobody: an ordinary user that is always there. */
const nobody = 65534;

let before: HostSnapshot;
let dir: string;

beforeEach(() => {
  before = takeHostSnapshot();
  dir = mkdtempSync(join(tmpdir(), "labctl-userns-"));
  chmodSync(dir, 0o755);
  writeFileSync(join(dir, "pair.yml"), twoRouters("pair"));
  chownSync(dir, nobody, nobody);
});

afterEach(() => {
  rmSync(dir, { recursive: true, force: true });
  expect(changesSince(before)).toEqual([]);
});

/**
 * Runs a shell program as nobody; `ranges` decides whether the /etc it sees gives nobody subordinate uids, `oldUnshare`
 * whether its unshare(1) is one of before 2.38.
 */
async function asNobody(
  program: string,
  { ranges, oldUnshare = false }: { ranges: boolean; oldUnshare?: boolean },
): Promise<string> {
  // A private /etc, in a mount namespace of its own: the machine's subuid file is not ours to write.
  const setUp = `
    set -eu
    mount -t tmpfs tmpfs /mnt
    cp -a /etc /mnt/etc
    for file in subuid subgid; do ${ranges ? "echo nobody:200000:65536" : ":"} > /mnt/etc/$file; done
    mount --bind /mnt/etc /etc
    if ${oldUnshare}; then
      cp /usr/bin/unshare /mnt/unshare
      cat > /mnt/old <<'END'
#!/bin/sh
case " $* " in *" --map-auto "*) echo "unshare: unrecognized option '--map-auto'" >&2; exit 1 ;; esac
exec /mnt/unshare "$@"
END
      chmod 755 /mnt /mnt/old; mount --bind /mnt/old /usr/bin/unshare
    fi
    cd "$1"
    exec setpriv --reuid=${nobody} --regid=${nobody} --clear-groups env -i PATH="$PATH" HOME="$1" LABCTL_STATE_DIR="$1/state" \\
      NO_COLOR=1 sh -euc "$2"`;
  const labctl = `labctl() { ${process.execPath} ${repository}/dist/labctl.js "$@"; }`;
  const { stdout } = await promisify(execFile)("unshare", [
    "--mount",
    "sh",
    "-c",
    setUp,
    "sh",
    dir,
    `${labctl}\n${program}`,
  ]);
  return stdout;
}

const look = `
  labctl deploy pair.yml 2>/dev/null
  echo "map $(labctl exec r1 cat /proc/self/uid_map | wc -l)"
  echo "bgpd runs as $(labctl exec r1 ps -C bgpd -o user=)"
  labctl vtysh r1 -c write | tail -1
  labctl exec h1 ping -c1 -W2 10.255.0.2 | grep -o '1 received'
  labctl destroy pair`;

describe.skipIf(!isRoot)("as an ordinary user", () => {
  test.skipIf(!hasRanges)("with subordinate uids, FRR drops its privileges as on any machine", async () => {
    const said = await asNobody(look, { ranges: true });
    expect(said).toContain("map 2\nbgpd runs as frr\n[OK]\n1 received\n");
  });

  test("with one uid, FRR stays the only user there is", async () => {
    const said = await asNobody(look, { ranges: false });
    expect(said).toContain("map 1\nbgpd runs as root\n[OK]\n1 received\n");
  });

  test.skipIf(!hasRanges)(
    "with an unshare that cannot hand them out, a lab has one uid, and doctor says why",
    async () => {
      const said = await asNobody(`${look}\nlabctl doctor`, { ranges: true, oldUnshare: true });
      expect(said).toContain("map 1\nbgpd runs as root\n[OK]\n1 received\n");
      expect(said).toMatch(/✓ +sandbox/);
      expect(said).toContain("one uid: unshare is older than util-linux 2.38");
      expect(said).toContain("Labs run here");
    },
  );

  test.skipIf(!hasRanges)("without uids of others, doctor says how to have some", async () => {
    const said = await asNobody("labctl doctor", { ranges: false });
    expect(said).toContain("usermod --add-subuids 100000-165535 --add-subgids 100000-165535 nobody");
    expect(said).not.toMatch(/install .*uidmap/);
  });
});
