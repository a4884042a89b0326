// Knows: what can happen in a running lab, by name.
// Refuses to know: what each tells (runtime/lab-event.ts).

export const eventNames = [
  "network.create",
  "network.remove",
  "network.connect",
  "network.disconnect",
  "container.create",
  "container.start",
  "container.kill",
  "container.die",
  "container.stop",
  "container.remove",
  "engine.stop",
  "engine.start",
  "link.down",
  "link.up",
  "hook.failed",
] as const;

export type EventName = (typeof eventNames)[number];
