// Knows: how a question is written as a command that a person can type.
// Refuses to know: how labctl itself asks it (argv arrays and sockets).

/** `labctl exec r1 ip route show 10.0.0.0/8`. */
export function typedExec(node: string, argv: readonly string[]): string {
  return typedCommand("exec", node, ...argv);
}

/** `labctl capture r1:eth1 'icmp and src 10.0.0.1'`. */
export function typedCommand(...words: readonly string[]): string {
  return ["labctl", ...words].map(quoteWord).join(" ");
}

/** `labctl vtysh r1 -c 'show bgp summary'`: without `json`, which is for programs. */
export function typedVtysh(node: string, command: string): string {
  return typedCommand("vtysh", node, "-c", command.replace(/ json$/, ""));
}

function quoteWord(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
