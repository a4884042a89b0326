// Knows: how much slower a lab is on the user-mode kernel.
// Refuses to know: whose deadlines that concerns.

/**
 * Deadlines made for the host's kernel are multiplied by this. Measured: a deploy takes 9 to 11 times as long, a command
 * in a node 9 to 15 times, a convergence that waits for timers hardly longer (docs/uml.md; scripts/bench-uml.mjs).
 */
export const umlSlowdown = 10;
