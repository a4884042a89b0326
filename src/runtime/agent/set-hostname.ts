// Knows: the shell line with which a node or container gets its name.
// Refuses to know: which name.

/** Numbers of sethostname(2), as in the kernel's tables of system calls. */
const program =
  "use POSIX (); my %n = (x86_64 => 170, aarch64 => 161, riscv64 => 161, ppc64le => 74, s390x => 74); " +
  'syscall($n{(POSIX::uname())[4]} // 0, $ARGV[0], length $ARGV[0]) == 0 or die "hostname: $!\\n"';

/**
 * `word`: the name as the shell has it, `"$name"`. hostname(1) refuses a name with an underscore, which Docker does not,
 * and the file in /proc/sys belongs to the machine's root alone: then the system call itself.
 */
export function setHostname(word: string): string {
  return `hostname ${word} 2>/dev/null || perl -e '${program}' ${word}`;
}
