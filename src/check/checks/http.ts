// Knows: a page over HTTP: its status and what it says.
// Refuses to know: TLS, redirects, anything a browser does.

import { z } from "zod";
import { typedExec } from "../../observe/typed-command.ts";
import { defineCheck, type Finding } from "../check.ts";
import { trimAnswer } from "../excerpt.ts";
import { differsNumber, fromKey, jsonKey, numberKey, patternKey, vrfKey, wantedGot } from "../keys.ts";
import { describeMismatch, matchJson, type Json } from "../match.ts";
import type { Target } from "../place.ts";
import { askTcp, type TcpQuestion } from "../tcp-probe.ts";
import { whyUnreached } from "../why-no-answer.ts";
import { notConnected, readTcpEnds } from "./tcp.ts";

const schema = z.strictObject({
  from: fromKey,
  to: z.string().min(1).describe("The server: an address, a node or node:interface"),
  port: z.int().min(1).max(65535).optional().describe("Its port; 80 by default"),
  path: z.string().startsWith("/", { error: "a path begins with /" }).optional().describe("The page; / by default"),
  host: z.string().optional().describe("The host's name in the request; the address when not given"),
  status: numberKey.optional().describe("The status; 200 by default"),
  body: z
    .union([
      z.string(),
      z.strictObject({
        contains: z.string().optional().describe("A text in it"),
        equals: z.string().optional().describe("The whole of it; white space at the end does not count"),
        matches: patternKey.optional().describe("A regular expression (^ and $ at line ends)"),
        json: jsonKey.optional().describe("It is JSON that contains this (subset match)"),
      }),
    ])
    .optional()
    .describe("What it says: a text it contains, or contains, equals, matches, json"),
  source: z.string().optional().describe("The address to connect from"),
  interface: z.string().optional().describe("The interface to connect from"),
  vrf: vrfKey,
});

type Body = z.infer<typeof schema>["body"];

interface Spec extends TcpQuestion {
  readonly target: Target;
  readonly path: string;
  readonly status: number | string;
  readonly body: Body;
}

export default defineCheck({
  name: "http",
  summary: "A page can be fetched, and says this",
  schema,
  read(written, context): Spec | undefined {
    const ends = readTcpEnds(written, context);
    if (!ends) return undefined;
    const { port = 80, path = "/", status = 200, body } = written;
    const host = written.host ?? (ends.ip.includes(":") ? `[${ends.ip}]` : ends.ip);
    // HTTP/1.0: the server closes the connection when it is done, so the end of the page is the end of the stream.
    const request = `GET ${path} HTTP/1.0\r\nHost: ${host}\r\nUser-Agent: labctl\r\nConnection: close\r\n\r\n`;
    if (!/[\s\p{Cc}]/u.test(path + host)) return { ...ends, port, path, status, body, request };
    context.sink.error("tests/value", context.step.spanOf(["path"]), "neither path nor host may hold white space");
    return undefined;
  },
  label: (spec) =>
    `${spec.from} fetches ${spec.path} from ${spec.target.text}${spec.port === 80 ? "" : ` port ${spec.port}`}`,
  question: ({ from, ip, port, path, source, device }) => {
    const local = device ?? source;
    const url = `http://${ip.includes(":") ? `[${ip}]` : ip}:${port}${path}`;
    return typedExec(from, ["curl", "-i", ...(local === undefined ? [] : ["--interface", local]), url]);
  },
  async ask(spec, context): Promise<Finding> {
    const answer = await askTcp(spec, context);
    return answer.kind === "refused" ? notConnected(spec, answer.why) : judge(spec, answer.received);
  },
  explain: (_, context, { unreached }) => whyUnreached(unreached, context),
});

function judge(spec: Spec, received: string): Finding {
  const [, status] = /^HTTP\/\d(?:\.\d)? (\d{3})/.exec(received) ?? [];
  if (status === undefined) {
    const saw = received === "" ? "the server said nothing" : "the answer is not HTTP";
    return { outcome: "fail", saw, differs: [saw], answer: trimAnswer(received) };
  }
  const body = received.replace(/^[\s\S]*?\r?\n\r?\n/, "");
  const differs = [...differsNumber("status", spec.status, Number(status)), ...differsBody(spec.body, body)];
  const saw = `status ${status}, ${body.length} characters`;
  return { outcome: differs.length === 0 ? "pass" : "fail", saw, differs, answer: trimAnswer(body) };
}

function differsBody(wanted: Body, got: string): string[] {
  if (wanted === undefined) return [];
  const { contains, equals, matches, json } = typeof wanted === "string" ? { contains: wanted } : wanted;
  return [
    ...(contains === undefined || got.includes(contains) ? [] : [`body: wanted it to contain "${contains}"`]),
    ...(equals === undefined || equals.trimEnd() === got.trimEnd()
      ? []
      : [wantedGot("body", JSON.stringify(equals.trimEnd()), JSON.stringify(got.trimEnd()))]),
    ...(matches === undefined || new RegExp(matches, "m").test(got) ? [] : [`body: wanted a match for /${matches}/`]),
    ...(json === undefined ? [] : differsJson(json, got)),
  ];
}

function differsJson(wanted: Json, got: string): string[] {
  try {
    return matchJson(wanted, JSON.parse(got) as Json).map((miss) => `body ${describeMismatch(miss)}`);
  } catch {
    return ["body: wanted JSON, got something else"];
  }
}
