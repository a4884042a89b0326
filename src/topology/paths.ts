// Knows: POSIX paths as text: join, clean, folder of.
// Refuses to know: what exists (LabIo does).

export function isAbsolute(path: string): boolean {
  return path.startsWith("/");
}

/** Joins `path` to `base` unless it is absolute, and takes out `.`, `..` and double slashes. */
export function joinPath(base: string, path: string): string {
  const whole = isAbsolute(path) || base === "" ? path : `${base}/${path}`;
  const kept: string[] = [];
  for (const part of whole.split("/")) {
    if (part === "" || part === ".") continue;
    if (part !== "..") kept.push(part);
    else if (kept.length > 0 && kept.at(-1) !== "..") kept.pop();
    else if (!isAbsolute(whole)) kept.push(part);
  }
  return `${isAbsolute(whole) ? "/" : ""}${kept.join("/")}` || ".";
}

/** `labs/a.yml` → `labs`, `a.yml` → "", `/a.yml` → `/`. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf("/");
  return slash === 0 ? "/" : path.slice(0, Math.max(slash, 0));
}

export function baseOf(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
