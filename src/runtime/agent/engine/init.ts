// Knows: the first processes of a container as programs: the shell that makes its root, and the init above its command.
// Refuses to know: the command.

import { setHostname } from "../set-hostname.ts";

/**
 * Runs as pid 1 of a new pid namespace, in the mount namespace of the node. Arguments: the container's folder as the
 * node sees it, its hostname, `keep` or `close` for descriptor 3, then the command. On descriptor 3 it says its pid as
 * the sandbox counts and as the node counts, then goes on when a line comes on descriptor 4: its network is there then.
 * Descriptor 5 is the sandbox's /proc.
 */
export const containerInitProgram = `
set -eu
read -r outer rest < /proc/self/fd/5/self/stat
read -r pid rest < /proc/self/stat
exec 5<&-
dir=$1 name=$2 ready=$3
shift 3
mount --all --fstab "$dir/fstab"
${setHostname('"$name"')}
cd "$dir/root"
pivot_root . mnt
umount --lazy /mnt
cd /
echo "pid $outer $pid" >&3
read -r go <&4
exec 4<&-
[ "$ready" = keep ] || exec 3>&-
exec "$@"
`;

/**
 * An init as `docker run --init` adds it (tini): hands every signal to its one child, reaps whatever is orphaned, and
 * ends as the child ends; then the kernel kills all others. With sigsuspend(2) no signal is missed between looking
 * and waiting. Arguments: a shell command for SIGTERM (or empty: hand it on), `keep` or `close` for descriptor 3, then
 * the child's command. Without a command it is the child itself: it waits until it is told to end.
 * Says `up` on descriptor 3 when it hears signals: to a first process that does not, the kernel delivers none.
 */
export const reaperProgram = String.raw`
use POSIX ();
my ($goodbye, $ready, @command) = @ARGV;
my ($all, $before) = (POSIX::SigSet->new, POSIX::SigSet->new);
$all->fillset;
POSIX::sigprocmask(POSIX::SIG_BLOCK(), $all, $before);
my ($child, $end) = (0, 0);
# Left alone: what cannot be caught, what a fault of this very process would raise, and the terminal's.
my %own = map { $_ => 1 } qw(CHLD CLD KILL STOP SEGV BUS FPE ILL TRAP ABRT IOT SYS TTIN TTOU);
for my $name (grep { !$own{$_} && !/^NUM/ } keys %SIG) {
  $SIG{$name} = sub { $child ? kill($name, $child) : $name =~ /^(TERM|INT)$/ ? ($end = 1) : 0 };
}
$SIG{TERM} = sub { $end = 1 } if $goodbye ne "";
$SIG{CHLD} = sub { };
POSIX::write(3, "up
", 3);
sub run {
  my $pid = fork;
  die "fork: $!
" unless defined $pid;
  return $pid if $pid;
  POSIX::setpgid(0, 0);
  POSIX::sigprocmask(POSIX::SIG_SETMASK(), $before);
  exec { $_[0] } @_ or print STDERR "$_[0]: $!
";
  POSIX::_exit($!{ENOENT} ? 127 : 126);
}
POSIX::close(3) if $ready eq "close";
$child = run(@command) if @command;
POSIX::close(3) if $ready eq "keep";
sub reap {
  my ($wanted, $flags) = @_;
  while ((my $pid = waitpid(-1, $flags)) > 0) {
    return 1 if $pid == $wanted;
  }
  return 0;
}
until ($end) {
  if (reap($child || -1, POSIX::WNOHANG())) {
    POSIX::_exit(POSIX::WIFSIGNALED($?) ? 128 + POSIX::WTERMSIG($?) : POSIX::WEXITSTATUS($?));
  }
  POSIX::sigsuspend(POSIX::SigSet->new) unless $end;
}
reap(run("/bin/sh", "-c", $goodbye), 0) if $goodbye ne "";
POSIX::_exit(0);
`;

/**
 * Stands above a container's first process, outside of its pid namespace, as containerd's shim does, and ends as it
 * ended: unshare(1) does not tell a SIGKILL from a failure of its own. Arguments: what `ps` shows, then the command.
 */
export const shimProgram = String.raw`
$0 = shift;
my $pid = fork;
die "fork: $!\n" unless defined $pid;
if (!$pid) { exec { $ARGV[0] } @ARGV or die "$ARGV[0]: $!\n" }
waitpid($pid, 0);
exit($? & 127 ? 128 + ($? & 127) : $? >> 8);
`;
