// Knows: the words of `labctl completion`.
// Refuses to know: what the scripts say (cli/completion/).

import { ExitCode } from "../../base/errors.ts";
import type { CommandSpec } from "../command.ts";

export const completion: CommandSpec = {
  name: "completion",
  group: "machine",
  summary: "Print the completion script of a shell",
  about: `  bash   labctl completion bash > ~/.local/share/bash-completion/completions/labctl
  zsh    labctl completion zsh > ~/.zfunc/_labctl      (with fpath+=~/.zfunc before compinit)
  fish   labctl completion fish > ~/.config/fish/completions/labctl.fish`,
  arguments: [{ name: "shell", summary: "bash, zsh or fish", completes: "shell", choices: ["bash", "zsh", "fish"] }],
  examples: [['eval "$(labctl completion bash)"', "for this shell only"]],
  run: async ({ arguments: [shell] }, context) => {
    const [{ commands }, { bashScript }, { zshScript }, { fishScript }] = await Promise.all([
      import("../commands.ts"),
      import("../completion/bash.ts"),
      import("../completion/zsh.ts"),
      import("../completion/fish.ts"),
    ]);
    const script = shell === "bash" ? bashScript : shell === "zsh" ? zshScript : fishScript;
    context.output.out.write(script(commands));
    return ExitCode.ok;
  },
};
