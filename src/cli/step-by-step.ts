// Knows: how a person at a terminal takes the steps of a lab one by one: what is shown, and what each key does.
// Refuses to know: how a step is run (scenario/) and how it is worded (term/report/).

import type { ReadStream } from "node:tty";
import type { Stepping } from "../app/test-one.ts";
import { UsageError } from "../base/errors.ts";
import { openKeyboard, type Keyboard } from "../term/keys.ts";
import type { Channel } from "../term/output.ts";
import { renderAnnounced, renderAnnouncement, renderEndPrompt, renderPrompt } from "../term/report/announcement.ts";
import { createPrettyReporter } from "../term/report/pretty.ts";
import type { Reporter } from "../term/report/reporter.ts";
import { eraseLine } from "../term/report/waiting-line.ts";

type StepPreview = Parameters<Stepping["gate"]>[1];
type GateAnswer = Awaited<ReturnType<Stepping["gate"]>>;

export interface StepByStep {
  readonly stepping: Stepping;
  readonly reporter: Reporter;
  /** Gives the terminal back. */
  readonly close: () => void;
}

export interface StepByStepOptions {
  readonly out: Channel;
  readonly stdin: ReadStream;
  readonly signal: AbortSignal;
  /** Ctrl-C, which a terminal that hands out single keys makes no signal of. */
  readonly onInterrupt: () => void;
  readonly openShell: (lab: string) => Promise<unknown>;
}

/** Throws UsageError where nobody can press a key or read what is asked. */
export function createStepByStep({ out, stdin, signal, onInterrupt, openShell }: StepByStepOptions): StepByStep {
  if (!stdin.isTTY || !out.isTty) {
    const hint = "run it in a terminal; without --step the whole test runs by itself";
    throw new UsageError("--step needs a terminal: it stops before each step and waits for a key", hint);
  }
  const { style, columns } = out;
  let keyboard: Keyboard | undefined;
  let shownStage: string | undefined;
  let announced: StepPreview | undefined;
  let hasGoneOn = false;
  /** Where it was ended by hand: the steps from there on are counted, and not worth a line each. */
  let leftAt: StepPreview | undefined;

  const pretty = createPrettyReporter(out.write, {
    style,
    columns,
    live: true,
    announced: (result, look) =>
      announced?.number === result.number ? renderAnnounced(result, announced.of, look) : undefined,
  });
  const reporter: Reporter = {
    take(event) {
      if (event.type === "run-started") [shownStage, announced, hasGoneOn] = [undefined, undefined, false];
      if (leftAt && (event.type === "step-ended" || event.type === "stage-started")) return;
      if (event.type === "stage-started") {
        if (event.stage === shownStage) return;
        shownStage = event.stage;
      }
      pretty.take(event);
      if (event.type === "run-ended" && leftAt && !signal.aborted) out.write(farewell(event.lab, leftAt));
    },
    end: pretty.end,
  };

  /** The answer that a key stands for; keys that stand for none are not heard. */
  const ask = async <T>(lab: string, prompt: string, meanings: Readonly<Record<string, T>>, gone: T): Promise<T> => {
    keyboard ??= openKeyboard(stdin, onInterrupt);
    for (;;) {
      out.write(prompt);
      const key = await nextOf(keyboard, signal, ["!", ...Object.keys(meanings)]);
      out.write(eraseLine);
      if (key === undefined) return gone;
      const meant = meanings[key];
      if (meant !== undefined) return meant;
      out.write(`${style("dim", `  a shell in ${lab}; exit comes back here`)}\n`);
      await keyboard.lend(() => openShell(lab));
    }
  };

  const gate = async (lab: string, preview: StepPreview): Promise<GateAnswer> => {
    if (preview.stage !== undefined) reporter.take({ type: "stage-started", lab, stage: preview.stage });
    announced = preview;
    out.write(renderAnnouncement(preview, style));
    const prompt = renderPrompt(preview, { style, columns: out.columns });
    const answer = await ask<GateAnswer>(lab, prompt, answers, "quit");
    hasGoneOn ||= answer === "continue";
    // From here on each step has a line of its own again, this one too.
    if (answer === "continue") announced = undefined;
    if (answer === "quit") leftAt = preview;
    return answer;
  };

  const atEnd = async (lab: string): Promise<"destroy" | "leave"> => {
    if (hasGoneOn) return "destroy";
    const prompt = renderEndPrompt({ style, columns: out.columns });
    const answer = await ask(lab, prompt, { "\r": "destroy", "\n": "destroy", q: "leave" } as const, "destroy");
    if (answer === "leave") out.write(`${lab} is still running; labctl destroy ${lab} ends it\n`);
    return answer;
  };
  return { stepping: { gate, atEnd }, reporter, close: () => keyboard?.close() };
}

const answers: Readonly<Record<string, GateAnswer>> = {
  "\r": "go",
  "\n": "go",
  " ": "go",
  s: "skip",
  c: "continue",
  q: "quit",
};

async function nextOf(keyboard: Keyboard, signal: AbortSignal, wanted: readonly string[]): Promise<string | undefined> {
  for (;;) {
    const key = await keyboard.next(signal);
    if (key === undefined || wanted.includes(key)) return key;
  }
}

function farewell(lab: string, { number, of }: StepPreview): string {
  const rest = number === of ? `${number}` : `${number}-${of}`;
  return [
    `${lab} is still running. To go on from here, and to end it:`,
    `  labctl test --step --only ${rest} ${lab}`,
    `  labctl destroy ${lab}`,
    "",
  ].join("\n");
}
