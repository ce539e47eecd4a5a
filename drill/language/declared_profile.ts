import { ScriptError } from "./script_error.ts";

/** `// profile: windows`, a line by itself: a comment to other tools. */
const DECLARATION = /^(\/\/\s*profile:\s*)(\S+)\s*$/;

/**
 * The profile that a script is written for, by a comment among those at its
 * top; "" where none says so.
 *
 * @throws {ScriptError} if it is none of `names`.
 */
export function declaredProfile(text: string, path: string, names: readonly string[]): string {
  let line = 0;
  for (const content of text.split("\n")) {
    line++;
    const found = DECLARATION.exec(content);
    if (found !== null) {
      const [, before = "", name = ""] = found;
      if (names.includes(name)) return name;
      const problem = `the profile must be one of ${names.join(", ")}: it is "${name}"`;
      throw new ScriptError(path, { line, column: before.length + 1 }, problem);
    }
    if (content.trim() !== "" && !content.startsWith("//")) return "";
  }
  return "";
}
