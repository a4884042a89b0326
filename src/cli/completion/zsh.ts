// Knows: how zsh completes labctl.
// Refuses to know: which commands there are.

import type { CommandSpec, Completes } from "../command.ts";
import { wordsOf, type CommandWords, type OptionWords, type PlaceWords } from "./words.ts";

export function zshScript(commands: readonly CommandSpec[]): string {
  const words = wordsOf(commands);
  return `#compdef labctl
# zsh completion of labctl, written by \`labctl completion zsh\`.
_labctl_labs() { local -a names; names=(\${(f)"$(labctl complete lab 2>/dev/null)"}); compadd -a names }
_labctl_nodes() {
  local -a names; local lab=\${opt_args[-l]:-\${opt_args[--lab]}}
  names=(\${(f)"$(labctl complete node \${lab:+--lab $lab} 2>/dev/null)"}); compadd -a names
}
_labctl_ends() {
  local -a names; local lab=\${opt_args[-l]:-\${opt_args[--lab]}}
  names=(\${(f)"$(labctl complete end \${lab:+--lab $lab} 2>/dev/null)"}); compadd -a names
}
_labctl_lab_files() { _files -g '*.(yml|yaml)' }
_labctl_labs_or_files() { _labctl_labs; _labctl_lab_files }

_labctl() {
  local context state line curcontext="$curcontext"
  typeset -A opt_args
  _arguments -C '--help[help]' '--version[version]' '1: :->command' '*:: :->rest'
  case $state in
    command)
      local -a commands=(
${words.map(({ name, summary }) => `        ${quoted(`${name}:${summary}`)}`).join("\n")}
        'help:show help for a command'
      )
      _describe command commands ;;
    rest)
      case $words[1] in
        help) compadd ${words.map(({ name }) => name).join(" ")} ;;
${words.map((command) => `        ${command.name}) _arguments ${argumentsOf(command)} ;;`).join("\n")}
      esac ;;
  esac
}
# Sourced, it registers itself; found on the fpath, it is the function's body.
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then _labctl "$@"; else compdef _labctl labctl; fi
`;
}

function argumentsOf({ options, places, repeats }: CommandWords): string {
  const placeWords = places.map((place, i) =>
    quoted(`${repeats && i === places.length - 1 ? "*" : i + 1}: :${offer(place)}`),
  );
  return [...options.flatMap(optionSpecs), ...placeWords].join(" ");
}

function optionSpecs({ long, short, summary, value }: OptionWords): string[] {
  const text = summary.replace(/[[\]:]/g, "\\$&");
  const tail = value === undefined ? "" : `: :${offer({ completes: value, choices: [] })}`;
  return [long, ...(short === undefined ? [] : [short])].map((word) => quoted(`${word}[${text}]${tail}`));
}

const functionFor: Readonly<Record<Completes, string>> = {
  "lab-file": "_labctl_lab_files",
  lab: "_labctl_labs",
  "lab-or-file": "_labctl_labs_or_files",
  node: "_labctl_nodes",
  end: "_labctl_ends",
  command: "_command_names -e",
  file: "_files",
  shell: "",
  none: "",
};

function offer({ completes, choices }: PlaceWords): string {
  return choices.length > 0 ? `(${choices.join(" ")})` : functionFor[completes];
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
