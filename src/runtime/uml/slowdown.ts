// Knows: how much slower a lab is on the user-mode kernel.
// Refuses to know: whose deadlines that concerns.

/**
 * Deadlines made for the host's kernel are multiplied by this. Measured: a deploy takes 7 times as long, starting FRR
 * 10 times, a convergence that waits for timers hardly longer (docs/uml.md; scripts/bench-uml.mjs measures it anew).
 */
export const umlSlowdown = 8;
