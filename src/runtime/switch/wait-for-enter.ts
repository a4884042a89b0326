// Knows: how `net commit confirm` waits for a key.
// Refuses to know: what is confirmed.

/** true when a line came in time. Hanging up or interrupting is no confirmation. */
export function waitForEnter(withinMs: number, interrupted: AbortSignal): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (confirmed: boolean) => (): void => {
      clearTimeout(timer);
      process.stdin.destroy();
      resolve(confirmed);
    };
    const timer = setTimeout(settle(false), interrupted.aborted ? 0 : withinMs);
    process.stdin.once("data", settle(true));
    // Without anybody to press a key the time runs out.
    process.stdin.on("error", () => {});
    interrupted.addEventListener("abort", settle(false));
  });
}
