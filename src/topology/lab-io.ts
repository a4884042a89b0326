// Knows: what the loader asks of the world outside the lab file.
// Refuses to know: that there is a disk (load.ts does; tests give a plain object).

/** Paths are absolute. */
export interface LabIo {
  /** undefined when there is no such file, or it cannot be read as text. */
  readText(path: string): Promise<string | undefined>;
  kindOf(path: string): Promise<"file" | "folder" | "other" | undefined>;
  /** The folder that a relative lab file name starts from. */
  readonly cwd: string;
  /** What `~` stands for in binds. */
  readonly home: string;
}
