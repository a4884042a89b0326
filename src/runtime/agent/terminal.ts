// Knows: how a command gets a terminal of its own (pty(7)), without anything compiled.
// Refuses to know: who looks at it.

import { spawn, type ChildProcess } from "node:child_process";
import { constants, openSync } from "node:fs";
import { ReadStream } from "node:tty";
import type { TerminalSize } from "./protocol.ts";

export interface Terminal {
  readonly child: ChildProcess;
  /** Our end: what is written to it is typed, what it says is shown. It ends when nobody has the other end open. */
  readonly stream: ReadStream;
  readonly resize: (size: TerminalSize) => void;
}

/**
 * Node can open a terminal but not unlock it: that takes an ioctl(2). perl unlocks it, makes it the controlling terminal
 * of the session it leads already (Node's `detached` is setsid(2)), sets its size, and becomes the command.
 * The numbers are TIOCSPTLCK, TIOCGPTN and TIOCSWINSZ (asm-generic/ioctls.h, as on x86, arm64 and riscv).
 */
const becomeCommand = `
my ($rows, $columns, @command) = @ARGV;
open(my $ours, "+<&=", 3) or die "no terminal: $!\\n";
my $number = pack("i", 0);
ioctl($ours, 0x40045431, $number) or die "TIOCSPTLCK: $!\\n";
ioctl($ours, 0x80045430, $number) or die "TIOCGPTN: $!\\n";
open(my $theirs, "+<", "/dev/pts/" . unpack("i", $number)) or die "no terminal: $!\\n";
my $size = pack("S4", $rows, $columns, 0, 0);
ioctl($theirs, 0x5414, $size) or die "TIOCSWINSZ: $!\\n";
open(STDIN, "<&", $theirs); open(STDOUT, ">&", $theirs); open(STDERR, ">&", $theirs);
close($theirs); close($ours);
exec { $command[0] } @command;
print STDERR "$command[0]: $!\\r\\n";
exit 127;
`;

export function startInTerminal(
  argv: readonly string[],
  size: TerminalSize,
  env: Readonly<Record<string, string | undefined>>,
): Terminal {
  const ours = openSync("/dev/ptmx", constants.O_RDWR | constants.O_NOCTTY);
  const child = spawn("perl", ["-e", becomeCommand, String(size.rows), String(size.columns), ...argv], {
    detached: true,
    cwd: "/",
    stdio: ["ignore", "ignore", "ignore", ours],
    env,
  });
  const stream = new ReadStream(ours);
  return {
    child,
    stream,
    resize: ({ rows, columns }) => {
      // stty's terminal is its standard input; the kernel tells the command by SIGWINCH.
      if (!stream.destroyed)
        spawn("stty", ["rows", String(rows), "cols", String(columns)], { stdio: [ours, "ignore", "ignore"] });
    },
  };
}
