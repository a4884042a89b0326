// Knows: the `docker` of a node with containers: the commands that look, and `exec`.
// Refuses to know: anything that changes what there is: the lab's engine does that, and is asked from outside the lab.

import type { PlannedFile } from "../../../plan/step.ts";

/**
 * Posts look up a container's pid with it. Three things are read from the files of docker-listing.ts; a container is named by
 * its name or by the beginning of its id.
 */
const program = (listing: string): string => `#!/bin/sh
# docker, as far as it looks. Written by labctl.
listing=${listing}
fail() { echo "docker: $*" >&2; exit 125; }
outside() {
  fail "$1: the engine of this node is told what to do from outside the lab:
  labctl container run|start|stop|kill|restart|rm, labctl network create|rm|connect|disconnect"
}
tab=$(printf '\\t')
# find NAME: its line
find() {
  while IFS="$tab" read -r id name state pid code ports; do
    case $1 in "$name") return 0 ;; esac
    case $id in "$1"*) return 0 ;; esac
  done <"$listing/containers"
  echo "Error: No such container: $1" >&2
  exit 1
}
case "$1 $2" in
"network ls" | "network list")
  {
    printf 'NETWORK ID\\tNAME\\tDRIVER\\tSCOPE\\n'
    while IFS="$tab" read -r id name driver; do printf '%s\\t%s\\t%s\\tlocal\\n' "$id" "$name" "$driver"; done <"$listing/networks"
  } | awk -F '\\t' '{ printf "%-15s%-18s%-10s%s\\n", $1, $2, $3, $4 }'
  exit ;;
"network "*) outside "network $2" ;;
esac
command=$1
[ $# -eq 0 ] || shift
case $command in
ps)
  all=
  case $1 in -a | --all) all=yes ;; "") ;; *) fail "ps: -a is all there is" ;; esac
  {
    printf 'CONTAINER ID\\tSTATUS\\tPORTS\\tNAMES\\n'
    while IFS="$tab" read -r id name state pid code ports; do
      case $state in running) status=Up ;; exited) status="Exited ($code)" ;; *) status=Created ;; esac
      [ -z "$all" ] && [ "$state" != running ] || printf '%s\\t%s\\t%s\\t%s\\n' "$id" "$status" "$ports" "$name"
    done <"$listing/containers"
  } | awk -F '\\t' '{
    row[NR] = $0
    for (i = 1; i < 4; i++) if (length($i) + 3 > wide[i]) wide[i] = length($i) + 3
  }
  END {
    for (n = 1; n <= NR; n++) {
      split(row[n], cell, "\\t")
      for (i = 1; i < 4; i++) printf "%-" wide[i] "s", cell[i]
      print cell[4]
    }
  }' ;;
port)
  [ $# -gt 0 ] || fail "port: which container?"
  find "$1"
  printf %s "$ports" | awk -v wanted="$2" -v name="$name" '
    BEGIN { RS = ", "; if (wanted != "" && wanted !~ /\\//) wanted = wanted "/tcp" }
    split($0, side, "->") == 2 && wanted == "" { print side[2] " -> " side[1] }
    split($0, side, "->") == 2 && wanted == side[2] { print side[1]; found = 1 }
    END { exit wanted != "" && !found }' || {
    echo "Error: No public port '$2' published for $name" >&2
    exit 1
  } ;;
inspect)
  case $1 in
  --format | -f) format=$2; shift 2 ;;
  --format=*) format=\${1#--format=}; shift ;;
  *) fail "inspect: needs --format" ;;
  esac
  [ $# -gt 0 ] || fail "inspect: which container?"
  for wanted; do
    find "$wanted"
    case $(printf %s "$format" | tr -d ' ') in
    "{{.State.Pid}}") echo "$pid" ;;
    "{{.State.Status}}") echo "$state" ;;
    "{{.State.ExitCode}}") echo "$code" ;;
    "{{.Id}}") echo "$id" ;;
    "{{.Name}}") echo "/$name" ;;
    *) fail "inspect: formats are {{.State.Pid}}, {{.State.Status}}, {{.State.ExitCode}}, {{.Id}} and {{.Name}}" ;;
    esac
  done ;;
exec)
  as=own
  while :; do
    case $1 in
    -i | -t | -it | -ti) ;;
    --privileged) as=privileged ;;
    -*) fail "exec: no option but -it and --privileged" ;;
    *) break ;;
    esac
    shift
  done
  [ $# -gt 1 ] || fail "exec: needs a container and a command"
  find "$1"
  shift
  [ "$pid" != 0 ] || { echo "Error response from daemon: Container $name is not running" >&2; exit 1; }
  . "$listing/exec/$name"
  [ $as = own ] || own=$privileged
  # No word of these has a blank in it.
  enter $own "$@" ;;
"" | help | --help) echo "docker ps [-a], docker port CONTAINER [PORT[/PROTOCOL]], docker inspect --format FORMAT CONTAINER, docker exec [-it] [--privileged] CONTAINER COMMAND, docker network ls" ;;
*) outside "$command" ;;
esac
`;

/** In the first folder of every PATH, so that a real docker of the machine is not met by mistake. */
export function dockerProgram(storage: string): PlannedFile {
  return { path: "/usr/local/bin/docker", text: program(`${storage}/listing`), mode: 0o755, owner: "root:root" };
}
