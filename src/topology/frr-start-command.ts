// Knows: the commands that start FRR inside a container image.
// Refuses to know: what labctl does instead.

/** FRR runs already when `exec` comes: a command that only starts it has nothing to do. */
export function startsFrr(argv: readonly string[]): boolean {
  const words = argv[0] === "sudo" ? argv.slice(1) : [...argv];
  const line = words.join(" ");
  const script = /^(?:ba|a)?sh -c (.*)$/s.exec(line.replace(/^\/(usr\/)?bin\//, ""));
  if (script)
    return (script[1] ?? "")
      .split(/&&|;|\n/)
      .every((part) => part.trim() === "" || startsFrr(part.trim().split(/\s+/)));
  return [
    /^(\S*\/)?(frrinit\.sh|frr) (re)?start$/,
    /^(\S*\/)?watchfrr(\.sh)?( (re)?start.*| -d.*)?$/,
    /^(\S*\/)?docker-start&?$/,
    /^(\/sbin\/tini -- )?\/usr\/lib\/frr\/docker-start$/,
    /^service frr (re)?start$/,
    /^systemctl (enable --now|(re)?start) frr(\.service)?$/,
    /^(rc-service|rc-update) frr (re)?start$/,
  ].some((pattern) => pattern.test(line));
}
