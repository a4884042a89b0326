// Knows: the files of a guest in its lab's state folder.
// Refuses to know: what is in them.

/** Relative to the state folder, which is the relay's working folder: a socket's address holds 108 bytes (unix(7)). */
export const guestSocket = "agent.sock";
export const kernelLog = "log/kernel.log";
export const initFile = "uml-init.sh";
/** The guest's first serial line, as the guest names it. */
export const guestLine = "/dev/ttyS0";
