// Knows: a switch for tests: runs `net` lines as a shell would and carries out what they ask, on files in memory.
// Refuses to know: what the lines do.

import { runNet } from "../../../src/nclu/session.ts";
import {
  emptyState,
  type Effect,
  type NcluState,
  type NetResult,
  type World,
} from "../../../src/nclu/session-state.ts";
import { untouchedFiles, type Files } from "../../../src/nclu/switch-files.ts";
import { splitWords } from "../../../src/nclu/words.ts";

/** 2019-03-25 15:04:49.012 UTC; every command comes a second after the last. */
const start = Date.UTC(2019, 2, 25, 15, 4, 49, 12);

export class TestSwitch {
  state: NcluState = emptyState;
  files: Files;
  effects: readonly Effect[] = [];
  now = start;
  readonly ports: readonly string[];

  constructor(ports: readonly string[] = ["swp1", "swp2"], hostname = "cumulus") {
    this.ports = ports;
    this.files = untouchedFiles({ ports, hostname });
  }

  get world(): World {
    return { files: this.files, modified: {}, ports: this.ports, user: "cumulus", now: this.now };
  }

  take(result: NetResult): NetResult {
    this.state = result.state;
    this.effects = result.effects;
    for (const effect of result.effects) {
      if (effect.kind === "write-file") this.files = { ...this.files, [effect.path]: effect.text };
    }
    this.now += 1000;
    return result;
  }

  /** Runs one line and returns what it printed. */
  net(line: string): NetResult {
    return this.take(runNet(this.state, splitWords(line), this.world));
  }

  /** Runs lines that must succeed. */
  all(lines: string): this {
    for (const line of lines
      .trim()
      .split("\n")
      .map((text) => text.trim())) {
      const result = this.net(line);
      if (result.exitCode !== 0) throw new Error(`${line}:${result.stdout}`);
    }
    return this;
  }

  get interfaces(): string {
    return this.files["/etc/network/interfaces"] ?? "";
  }

  get frr(): string {
    return this.files["/etc/frr/frr.conf"] ?? "";
  }

  /** The stanza of one interface, without `auto`. */
  stanza(name: string): string | undefined {
    const found = this.interfaces.split("\n\n").find((part) => new RegExp(`^iface ${name}( |$)`, "m").test(part));
    return found
      ?.split("\n")
      .filter((line) => !line.startsWith("#") && !line.startsWith("auto "))
      .join("\n")
      .trimEnd();
  }

  /** The lines of frr.conf below its header, without `!`. */
  get routing(): string[] {
    return this.frr
      .split("\n")
      .filter((line) => !/^\s*!?$|^(frr |hostname |username |service |log syslog|line vty)/.test(line));
  }
}
