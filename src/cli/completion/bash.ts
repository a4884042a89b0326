// Knows: how bash completes labctl.
// Refuses to know: which commands there are.

import type { CommandSpec, Completes } from "../command.ts";
import { wordsOf, type CommandWords, type PlaceWords } from "./words.ts";

export function bashScript(commands: readonly CommandSpec[]): string {
  const words = wordsOf(commands);
  return `# bash completion of labctl, written by \`labctl completion bash\`.
_labctl() {
  local cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD-1]} command= place=0 lab= i
  # The words before the cursor: the command, the lab that was named, and how many arguments stand there already. bash
  # takes node:interface for three words.
  for ((i = 1; i < COMP_CWORD; i++)); do
    case \${COMP_WORDS[i]} in
      -l | --lab) lab=\${COMP_WORDS[++i]} ;;
      ${valueOptions(words)}) ((++i)) ;;
      -*) ;;
      :) place=$((place - 1)) ;;
      *) if [[ -z $command ]]; then command=\${COMP_WORDS[i]}; else ((++place)); fi ;;
    esac
  done
  [[ $cur != : ]] || place=$((place - 1))
  _labctl_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$cur"); }
  _labctl_files() { compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); }
  _labctl_lab_files() {
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -X '!*.@(yml|yaml)' -- "$cur"; compgen -d -- "$cur")
  }
  _labctl_labs() { _labctl_words "$(labctl complete lab 2>/dev/null)"; }
  _labctl_nodes() { _labctl_words "$(labctl complete node \${lab:+--lab "$lab"} 2>/dev/null)"; }
  # What stands before the last colon is on the line already.
  _labctl_ends() {
    local before=\${COMP_LINE:0:COMP_POINT}
    local word=\${before##*[[:space:]]}
    mapfile -t COMPREPLY < <(compgen -W "$(labctl complete end \${lab:+--lab "$lab"} 2>/dev/null)" -- "$word")
    [[ $word != *:* || $COMP_WORDBREAKS != *:* ]] || COMPREPLY=("\${COMPREPLY[@]#"\${word%"\${word##*:}"}"}")
  }
  _labctl_labs_or_files() {
    local labs
    _labctl_lab_files
    mapfile -t labs < <(compgen -W "$(labctl complete lab 2>/dev/null)" -- "$cur")
    COMPREPLY+=("\${labs[@]}")
  }
  shopt -q extglob || { shopt -s extglob; trap 'shopt -u extglob; trap - RETURN' RETURN; }

  case $command:$prev in
${words.flatMap(optionValueCases).join("\n")}
  esac
  if [[ -z $command ]]; then
    _labctl_words "${[...words.map(({ name }) => name), "help", "--help", "--version"].join(" ")}"
    return
  fi
  if [[ $cur == -* ]]; then
    case $command in
${words.map(({ name, options }) => `      ${name}) _labctl_words "${options.map(({ long }) => long).join(" ")}" ;;`).join("\n")}
    esac
    return
  fi
  case $command:$place in
    help:0) _labctl_words "${words.map(({ name }) => name).join(" ")}" ;;
${words.flatMap(placeCases).join("\n")}
  esac
}
complete -F _labctl labctl
`;
}

/** Options that take the next word, so that it is not counted as an argument. */
function valueOptions(words: readonly CommandWords[]): string {
  const options = words.flatMap((command) => command.options.filter(({ value }) => value !== undefined));
  const names = options.flatMap(({ long, short }) => [long, ...(short === undefined ? [] : [short])]);
  return [...new Set(names)].filter((name) => name !== "--lab" && name !== "-l").join(" | ") || "--";
}

function optionValueCases({ name, options }: CommandWords): string[] {
  return options.flatMap(({ long, short, value }) => {
    if (value === undefined) return [];
    const patterns = [short, long].filter((word) => word !== undefined).map((word) => `${name}:${word}`);
    return [`    ${patterns.join(" | ")}) ${offer({ completes: value, choices: [] })}; return ;;`];
  });
}

function placeCases({ name, places, repeats }: CommandWords): string[] {
  return places.map((place, i) => {
    const pattern = repeats && i === places.length - 1 ? "*" : String(i);
    return `    ${name}:${pattern}) ${offer(place)} ;;`;
  });
}

const functionFor: Readonly<Record<Exclude<Completes, "none" | "shell">, string>> = {
  "lab-file": "_labctl_lab_files",
  lab: "_labctl_labs",
  "lab-or-file": "_labctl_labs_or_files",
  node: "_labctl_nodes",
  end: "_labctl_ends",
  command: `mapfile -t COMPREPLY < <(compgen -c -- "$cur")`,
  file: "_labctl_files",
};

function offer({ completes, choices }: PlaceWords): string {
  if (choices.length > 0) return `_labctl_words "${choices.join(" ")}"`;
  return completes === "none" || completes === "shell" ? ":" : functionFor[completes];
}
