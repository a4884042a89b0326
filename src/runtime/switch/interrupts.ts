// Knows: that Ctrl-C or a terminal that goes away does not stop a change of the switch half-way, but is remembered.
// Refuses to know: what is being changed, and what an interruption means for it.

/** From now on this program goes on when it is interrupted. The signal says that it was. */
export function holdInterrupts(): AbortSignal {
  const interrupted = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => interrupted.abort());
  return interrupted.signal;
}
