import { BadInput } from "./failure.ts";

/** A token of JSON (RFC 8259): a text, a number, a word, or one of its six marks. */
const TOKEN =
  // deno-lint-ignore no-control-regex
  /"(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null|[{}[\],:]/y;

const SPACE = /[ \t\r\n]*/y;

/** What may come next. */
type Next = "value" | "value or ]" | "key" | "key or }" | ":" | ", or end" | "nothing";

/**
 * The value of a JSON text. `name` is the file's, for the message.
 *
 * @throws {BadInput} with the place of the first mistake. V8 tells it for some
 * mistakes only, and quotes the file as it is, with whatever bytes it has.
 */
export function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    const before = text.slice(0, mistakeAt(text)).split(/\r\n|\r|\n/);
    const column = (before.at(-1) ?? "").length + 1;
    throw new BadInput(`${name}:${before.length}:${column}: this is not valid JSON`);
  }
}

/** Where the text first is none: the beginning of the token, or the end. */
function mistakeAt(text: string): number {
  const closers: string[] = [];
  let next: Next = "value";
  let at = 0;
  for (;;) {
    SPACE.lastIndex = at;
    at += SPACE.exec(text)?.[0].length ?? 0;
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text)?.[0];
    const then: Next | null = token === undefined ? null : after(token, next, closers);
    if (token === undefined || then === null) return at;
    next = then;
    at += token.length;
  }
}

/** What may come after a token, or null where it may not stand. `closers`: of what is open. */
function after(token: string, next: Next, closers: string[]): Next | null {
  if (next === ":") return token === ":" ? "value" : null;
  if (next === ", or end") {
    if (token === ",") return closers.at(-1) === "}" ? "key" : "value";
    return token === closers.at(-1) ? closed(closers) : null;
  }
  if (next === "key" || next === "key or }") {
    if (token.startsWith('"')) return ":";
    return next === "key or }" && token === "}" ? closed(closers) : null;
  }
  if (next === "nothing") return null;
  if (next === "value or ]" && token === "]") return closed(closers);
  if (token === "{" || token === "[") {
    closers.push(token === "{" ? "}" : "]");
    return token === "{" ? "key or }" : "value or ]";
  }
  if ("}],:".includes(token)) return null;
  return closers.length === 0 ? "nothing" : ", or end";
}

function closed(closers: string[]): Next {
  closers.pop();
  return closers.length === 0 ? "nothing" : ", or end";
}
