// Knows: sockets that wait for a connection or a datagram.
// Refuses to know: whether somebody can reach them (tcp).

import { z } from "zod";
import { CouldNotAsk } from "../../observe/facts.ts";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { judgeClosest } from "../closest.ts";
import { differsText, onKey, wantedGot } from "../keys.ts";
import { readNode } from "../place.ts";

const schema = z.strictObject({
  on: onKey,
  port: z.int().min(1).max(65535).describe("The port"),
  protocol: z.enum(["tcp", "udp"]).optional().describe("tcp by default"),
  address: z.string().optional().describe("The address it is bound to: *, 0.0.0.0, ::, or one of the node's"),
  name: z.string().optional().describe("The program that listens"),
});

type Spec = z.infer<typeof schema>;

interface Socket {
  readonly address: string;
  readonly port: number;
  readonly programs: readonly string[];
}

export default defineCheck({
  name: "listen",
  summary: "A program listens on a port",
  schema,
  read: (written, context): Spec | undefined => readNode(written.on, ["on"], context) && written,
  label: (spec) => {
    const who = spec.name ?? "something";
    return `${spec.on}: ${who} listens on ${protocolOf(spec)} ${spec.address === undefined ? "port " : `${spec.address} port `}${spec.port}`;
  },
  question: (spec) => typedExec(spec.on, ssArgv(spec)),
  async ask(spec, { facts }): Promise<Finding> {
    const result = await facts.exec(spec.on, ssArgv(spec));
    if (result.code !== 0)
      throw new CouldNotAsk(typedExec(spec.on, ssArgv(spec)), result.stderr.trim() || "ss did not answer");
    const all = result.stdout.split("\n").flatMap((line) => readSocket(line) ?? []);
    return judgeClosest({
      candidates: all.filter(({ port }) => port === spec.port),
      differs: (socket) => [
        ...differsText("address", spec.address, socket.address),
        ...(spec.name === undefined || socket.programs.includes(spec.name)
          ? []
          : [wantedGot("name", spec.name, socket.programs.join(", ") || "a program that is not to be seen from here")]),
      ],
      describe,
      none: {
        saw: `nothing listens on ${protocolOf(spec)} port ${spec.port}`,
        differs: [wantedGot("port", String(spec.port), all.map(({ port }) => port).join(", ") || "none")],
        answer: all.map(describe).join("\n"),
      },
    });
  },
});

function protocolOf(spec: Spec): "tcp" | "udp" {
  return spec.protocol ?? "tcp";
}

/** ss has no JSON; without its header, and with numbers, its lines are columns separated by white space. */
function ssArgv(spec: Spec): string[] {
  return ["ss", "--no-header", "--numeric", "--listening", "--processes", `--${protocolOf(spec)}`];
}

/** `LISTEN 0 128 0.0.0.0:22 0.0.0.0:* users:(("sshd",pid=1,fd=3))`; an interface may stand behind the address: `%lo`. */
function readSocket(line: string): Socket | undefined {
  const [, , , local] = line.trim().split(/\s+/);
  const [, address, port] = /^(.+):(\d+)$/.exec(local ?? "") ?? [];
  if (address === undefined || port === undefined) return undefined;
  const programs = [...line.matchAll(/\("([^"]+)",pid=/g)].map(([, name = ""]) => name);
  return {
    address: address.replace(/^\[(.*)\]/, "$1").replace(/%.*/, ""),
    port: Number(port),
    programs: [...new Set(programs)],
  };
}

function describe({ address, port, programs }: Socket): string {
  return `${address}:${port}${programs.length === 0 ? "" : ` by ${programs.join(", ")}`}`;
}
