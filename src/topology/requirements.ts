// Knows: `requires:` of the lab file: which programs the lab runs, and which package has each.
// Refuses to know: whether they are there (runtime/requirements.ts).

import type { Span } from "../base/span.ts";
import type { Requirement } from "../model/lab.ts";
import type { Loading } from "./loading.ts";

/** As programs are called: no spaces, no options. With a slash it is an absolute path. */
const programName = /^(\/[^\s]+|[A-Za-z0-9][A-Za-z0-9+._-]*)$/;
/** Debian Policy 5.6.1. */
const packageName = /^[a-z0-9][a-z0-9+.-]+$/;

export function requirementsOf(loading: Loading): readonly Requirement[] {
  const { file, source, sink } = loading;
  const found = new Map<string, Requirement>();
  const add = (program: string, aptPackage: string | undefined, at: Span, packageAt: Span): void => {
    if (!programName.test(program)) {
      sink.error("names/program", at, `"${program}" is not the name of a program`, {
        hint: "a name as in /usr/bin, or an absolute path; without options",
      });
      return;
    }
    // A program that is alone in its package usually lends it its name.
    const name = aptPackage ?? program.slice(program.lastIndexOf("/") + 1);
    if (!packageName.test(name)) {
      sink.error("names/package", packageAt, `"${name}" is not the name of a Debian package`, {
        hint: `- ${program}: its-package`,
      });
      return;
    }
    const first = found.get(program);
    if (first) {
      sink.error("names/two-requirements", at, `"${program}" is required already`, {
        related: [{ at: first.at, message: "first written here" }],
      });
    } else found.set(program, { program, aptPackage: name, at });
  };
  for (const [i, entry] of (file.requires ?? []).entries()) {
    const path = ["requires", i];
    if (typeof entry === "string") add(entry, undefined, source.spanOf(path), source.spanOf(path));
    else {
      for (const [program, aptPackage] of Object.entries(entry))
        add(program, aptPackage, source.keySpanOf([...path, program]), source.spanOf([...path, program]));
    }
  }
  return [...found.values()];
}
