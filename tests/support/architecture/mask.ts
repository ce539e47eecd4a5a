const COMMENT = /\/\/[^\n]*|\/\*[^]*?\*\//y;
const STRING = /"(?:[^"\\\n]|\\[^])*"|'(?:[^'\\\n]|\\[^])*'/y;
const TEMPLATE = /`(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y;
const TEMPLATE_REST = /\}(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{)/y;
const REGEXP = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/y;
const WORD = /[\w$]+/y;

/** After one of these a slash begins a regular expression; after other words and `)` it divides. */
const BEFORE_REGEXP =
  /^(?:|[^\w$)\]}"'`]|return|case|typeof|in|of|void|delete|do|else|yield|await)$/;

/**
 * The code of a TypeScript source, at the same offsets: comments and what
 * stands between quotes are blanked, so that what remains can be searched.
 * The expressions in a template are code and stay.
 */
export function maskSource(source: string): string {
  let masked = "";
  let previous = "";
  const templates: number[] = []; // the depth of braces at which each open template goes on
  let depth = 0;

  while (masked.length < source.length) {
    const at = masked.length;
    const comment = match(COMMENT, source, at);
    if (comment !== "") {
      masked += blank(comment);
      continue;
    }
    let token = match(STRING, source, at);
    if (token !== "") {
      masked += token[0] + blank(token.slice(1, -1)) + token[0];
    } else if ((token = match(TEMPLATE, source, at)) !== "") {
      if (token.endsWith("${")) templates.push(depth);
      masked += maskTemplate(token);
    } else if (
      source[at] === "}" && templates.at(-1) === depth &&
      (token = match(TEMPLATE_REST, source, at)) !== ""
    ) {
      if (token.endsWith("`")) templates.pop();
      masked += maskTemplate(token);
    } else if (BEFORE_REGEXP.test(previous) && (token = match(REGEXP, source, at)) !== "") {
      masked += `/${blank(token.slice(1, -1))}/`;
    } else {
      token = match(WORD, source, at) || source[at]!;
      if (token === "{") depth++;
      if (token === "}") depth--;
      masked += token;
    }
    if (token.trim() !== "") previous = match(WORD, token, 0) || token.at(-1)!;
  }
  return masked;
}

function match(pattern: RegExp, source: string, at: number): string {
  pattern.lastIndex = at;
  return pattern.exec(source)?.[0] ?? "";
}

/** Keeps the ends of a template's piece: a backtick or brace, and a backtick or `${`. */
function maskTemplate(piece: string): string {
  const end = piece.endsWith("`") ? 1 : 2;
  return piece[0] + blank(piece.slice(1, -end)) + piece.slice(-end);
}

function blank(text: string): string {
  return text.replace(/[^\n]/g, " ");
}
