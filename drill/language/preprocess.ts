import { ScriptError } from "./script_error.ts";

/** What `#ifdef` finds defined: the dialect's own name. STANDARD is what FreeBSD does not do. */
const DEFINED: ReadonlySet<string> = new Set(["FreeBSD"]);

/**
 * Takes comments (of C, both kinds) and the branches of `#ifdef` that do not
 * count out of a script. What goes becomes blanks, so that places stay right.
 *
 * @throws {ScriptError} for `#` lines that are no conditionals or have no partner.
 */
export function preprocess(text: string, path: string): string {
  return withoutBranches(withoutComments(text), path);
}

const blank = (text: string): string => text.replace(/[^\n]/g, " ");

/**
 * Strings, commands and code are left as they are. A part without an end goes on
 * to the end of the text, so that nothing is looked through twice; its reader
 * will say what is missing.
 */
const PARTS =
  /"(?:[^"\\\n]|\\.)*(?:"|(?=\n)|$|\\)|`[^`]*(?:`|$)|%\{[\s\S]*?(?:\}%|$)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Whether a part is a whole comment. */
const isComment = (part: string): boolean =>
  part.startsWith("//") || (part.startsWith("/*") && part.length >= 4 && part.endsWith("*/"));

function withoutComments(text: string): string {
  return text.replace(PARTS, (part) => isComment(part) ? blank(part) : part);
}

function withoutBranches(text: string, path: string): string {
  const lines = text.split("\n");
  const open: boolean[] = [];
  for (const [i, line] of lines.entries()) {
    const directive = /^#\s*(\w+)\s*(\w*)\s*$/.exec(line);
    if (directive === null) {
      if (open.includes(false)) lines[i] = blank(line);
      continue;
    }
    const [, name = "", symbol = ""] = directive;
    const place = { line: i + 1, column: 1 };
    if (name === "ifdef") open.push(DEFINED.has(symbol));
    else if (name === "ifndef") open.push(!DEFINED.has(symbol));
    else if (open.length > 0 && name === "else") open.push(!open.pop());
    else if (open.length > 0 && name === "endif") open.pop();
    else throw new ScriptError(path, place, `Cannot read "${line}": no #ifdef is open for it`);
    lines[i] = blank(line);
  }
  if (open.length > 0) {
    const place = { line: lines.length, column: 1 };
    throw new ScriptError(path, place, "Cannot read the script: each #ifdef needs an #endif");
  }
  return lines.join("\n");
}
