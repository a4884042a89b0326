// Knows: what can happen in a running lab that somebody may want to hear of.
// Refuses to know: who listens.

import type { EventName } from "../model/event-names.ts";

/** One event. Fields that do not apply are absent. */
export interface LabEvent {
  readonly event: EventName;
  /** ISO 8601. */
  readonly at: string;
  readonly lab: string;
  readonly node: string;
  readonly container?: string;
  readonly network?: string;
  readonly driver?: string;
  readonly subnet?: string;
  readonly gateway?: string;
  readonly parent?: string;
  readonly bridge?: string;
  /** Without prefix length. */
  readonly address?: string;
  readonly interface?: string;
  /** Published ones, as Docker lists them: `0.0.0.0:8080->80/tcp`, with `, ` between two. */
  readonly ports?: string;
  readonly engine?: string;
  /** By number, as `docker events` has it. */
  readonly signal?: number;
  readonly exitCode?: number;
  readonly message?: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** The event's fields by the names a hook uses: `${address}`, `${label.global_ip}`. */
export function variablesOf(event: LabEvent): ReadonlyMap<string, string> {
  const { labels = {}, ...fields } = event;
  return new Map([
    ...Object.entries(fields).map(([name, value]) => [name, String(value)] as const),
    ...Object.entries(labels).map(([name, value]) => [`label.${name}`, value] as const),
  ]);
}

/** `${name}` in a hook's words; a field the event does not have is empty. Other `${…}` stay: they are the command's own. */
export function fillIn(text: string, variables: ReadonlyMap<string, string>): string {
  return text.replaceAll(/\$\{([a-zA-Z][\w.-]*)\}/g, (whole, name: string) => {
    const isField = eventFields.has(name) || name.startsWith("label.");
    return isField ? (variables.get(name) ?? "") : whole;
  });
}

export const eventFields: ReadonlySet<string> = new Set([
  ..."event at lab node container network driver subnet gateway parent bridge address interface ports engine signal exitCode".split(
    " ",
  ),
  "message",
]);

/** The same as environment variables: LABCTL_EVENT_ADDRESS, LABCTL_EVENT_LABEL_GLOBAL_IP. */
export function environmentOf(variables: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const nameOf = (name: string): string => (name === "event" ? "LABCTL_EVENT" : `LABCTL_EVENT_${name.toUpperCase()}`);
  return Object.fromEntries(
    [...variables].map(([name, value]) => [nameOf(name).replaceAll(/[^A-Z0-9_]/g, "_"), value]),
  );
}
