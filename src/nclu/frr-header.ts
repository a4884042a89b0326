// Knows: which lines of frr.conf say what FRR this is, and not what it does.
// Refuses to know: the lines that configure something.

/** The lines in front of everything that is configured: they say which FRR this is, not what it does. */
const header = /^(frr |hostname |username |password |enable |service |log syslog|(no )?zebra nexthop )/;

/** What makes today's FRR write routes as Cumulus' did: a line of the file that no command of NCLU stands for. */
export function isNextHopLine(text: string): boolean {
  return /^(no )?zebra nexthop /.test(text);
}

export function isHeaderLine(text: string): boolean {
  return header.test(text);
}
