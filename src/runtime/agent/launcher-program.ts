// Knows: a small process that starts programs for the agent of a guest. The text of a Perl program.
// Refuses to know: what the programs are for.

/**
 * Requests on standard input, each its length (4 bytes, big endian) and words that end with a NUL: `start ID STDIN ENVS
 * (NAME VALUE)... WORD...` or `opened ID`. Answers on standard output, one a line: `started ID PID IN OUT ERR` names
 * descriptors of this process that are the far ends of the program's pipes, to be opened below /proc/self/fd and kept
 * until `opened`; `failed ID WHY`; `ended ID CODE SIGNAL`.
 *
 * Words that begin with `nsenter` are done here, as nsenter(1) does them: that saves starting it, and a process that
 * waits. A pid namespace is for children only (setns(2)), so this process enters it for the time of the fork.
 */
export const launcherProgram = String.raw`
use strict;
use POSIX ();
$^F = 2;
my %flags = (ipc => 0x08000000, uts => 0x04000000, net => 0x40000000, mnt => 0x00020000);
my ($setns, $signalfd4) = (308, 289); # x86-64, as every guest is
my (%ids, %ends, $requests);
open(my $null, "<", "/dev/null") and open(my $own, "<", "/proc/self/ns/pid") or die;
# A handler would run between two steps of Perl only, not in the middle of select: the end of a child arrives as data.
my $child_signal = POSIX::SigSet->new(POSIX::SIGCHLD);
POSIX::sigprocmask(POSIX::SIG_BLOCK, $child_signal);
my $mask = pack "Q", 1 << POSIX::SIGCHLD - 1;
open(my $woken, "<&=", syscall($signalfd4, -1, $mask, 8, 0x80000)) or die; # SFD_CLOEXEC

sub answer { syswrite STDOUT, "@_\n" }

sub spaces { # takes nsenter and its options from the words; hands back the files they stand for, none if it takes none
  my ($words) = @_;
  my ($target, %files, $count);
  for my $word (@$words[1 .. $#$words]) {
    $count++;
    if ($word eq "--") { splice @$words, 0, $count + 1; return \%files }
    elsif ($word =~ /^--target=(\d+)$/) { $target = $1 }
    elsif ($word =~ /^--net=(.*)$/s) { $files{net} = $1 }
    elsif ($target && $word =~ /^--(net|mount|pid|uts|ipc)$/) {
      my $name = $1 eq "mount" ? "mnt" : $1;
      $files{$name} = "/proc/$target/ns/$name";
    } else { return } # somebody else's nsenter
  }
  return;
}

sub start {
  my ($id, $with_input, $count, @words) = @_;
  my %env = splice @words, 0, 2 * $count;
  my $inside = $words[0] eq "nsenter" ? spaces(\@words) : undef;
  my ($trouble, %spaces);
  for my $name (keys %{$inside // {}}) {
    open $spaces{$name}, "<", $inside->{$name} or $trouble //= "cannot open $inside->{$name}: $!";
  }
  my ($in, $to);
  if ($with_input) { pipe $in, $to or return answer("failed", $id, $!) }
  pipe(my $out, my $out_end) and pipe(my $err, my $err_end) and pipe(my $said, my $say)
    or return answer("failed", $id, $!);
  my $children = $trouble ? undef : delete $spaces{pid};
  if ($children && syscall($setns, fileno $children, 0)) { $trouble = "reassociate to namespace 'ns/pid' failed: $!" }
  my $pid = fork;
  my $why = $!;
  syscall($setns, fileno $own, 0) if $children;
  return answer("failed", $id, $why) unless defined $pid;
  if ($pid == 0) {
    POSIX::setsid();
    POSIX::sigprocmask(POSIX::SIG_UNBLOCK, $child_signal);
    POSIX::dup2(fileno($in // $null), 0);
    POSIX::dup2(fileno $out_end, 1);
    POSIX::dup2(fileno $err_end, 2);
    my $end = sub { syswrite STDERR, "nsenter: $_[1]\n"; POSIX::_exit($_[0]) };
    $end->(1, $trouble) if defined $trouble;
    for my $name (qw(ipc uts net mnt)) {
      next unless $spaces{$name};
      syscall($setns, fileno $spaces{$name}, $flags{$name}) == 0
        or $end->(1, "reassociate to namespace 'ns/$name' failed: $!");
    }
    chdir "/";
    @ENV{keys %env} = values %env;
    no warnings "exec";
    exec { $words[0] } @words;
    my $missing = $!{ENOENT};
    $end->($missing ? 127 : 126, "failed to execute $words[0]: $!") if $inside;
    syswrite $say, $missing ? "ENOENT" : "$!";
    POSIX::_exit(127);
  }
  close $_ for grep { defined } $in, $out_end, $err_end, $say;
  sysread $said, my $failure, 200; # ends when the program has begun: before that a signal would not reach it
  if (length $failure) {
    waitpid $pid, 0;
    return answer("failed", $id, "spawn $words[0] $failure");
  }
  $ids{$pid} = $id;
  $ends{$id} = [$to, $out, $err];
  answer("started", $id, $pid, $to ? fileno $to : "-", fileno $out, fileno $err);
}

while (1) {
  my $ready = "";
  vec($ready, fileno $_, 1) = 1 for \*STDIN, $woken;
  select $ready, undef, undef, undef;
  if (vec $ready, fileno $woken, 1) {
    sysread $woken, my $which, 128; # one for all that ended meanwhile
    while ((my $pid = waitpid -1, POSIX::WNOHANG()) > 0) {
      my $id = delete $ids{$pid};
      answer("ended", $id, $? & 127 ? ("-", $? & 127) : ($? >> 8, "-")) if defined $id;
    }
  }
  next unless vec $ready, fileno STDIN, 1;
  sysread(STDIN, $requests, 65536, length $requests) or exit;
  while (length $requests >= 4 and length $requests >= 4 + (my $size = unpack "N", $requests)) {
    my ($what, @words) = split /\0/, substr($requests, 4, $size - 1), -1;
    substr($requests, 0, 4 + $size) = "";
    if ($what eq "start") { start(@words) } else { delete $ends{$words[0]} }
  }
}
`;
