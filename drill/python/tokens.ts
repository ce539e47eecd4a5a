/** A part of a program. Lines and columns count from 1. */
export interface Token {
  readonly kind: "number" | "text" | "name" | "operator" | "newline" | "end";
  /** As it stands there; of a text, what it means. */
  readonly text: string;
  readonly line: number;
  readonly column: number;
  /** Where it begins and ends in the program. */
  readonly from: number;
  readonly to: number;
}

/** What is wrong with a program, or what it has that this subset of Python does not. */
export class PythonError extends SyntaxError {
  override name = "PythonError";
  readonly line: number;
  readonly column: number;

  constructor(message: string, line: number, column: number) {
    super(message);
    this.line = line;
    this.column = column;
  }
}

const PART = new RegExp(
  [
    /(?<blank>[ \t\r]+|#[^\n]*|\\\r?\n)/,
    /(?<newline>\n|;)/,
    /(?<number>0[xX][0-9a-fA-F]+|\d+\.\d*(?:[eE][-+]?\d+)?|\.\d+|\d+(?:[eE][-+]?\d+)?)/,
    /(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')/,
    /(?<name>[A-Za-z_]\w*)/,
    /(?<operator><<=|>>=|\/\/=|\*\*|<<|>>|<=|>=|==|!=|\/\/|[-+*/%&|^]=|[-+*/%&|^~<>=(),[\]:.{}])/,
  ].map((it) => it.source).join("|"),
  "y",
);

/** The parts of a program; ends of lines within brackets are none. */
export function tokensOf(program: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let lineStart = 0;
  let depth = 0;
  let at = 0;
  while (at < program.length) {
    PART.lastIndex = at;
    const match = PART.exec(program);
    const column = at - lineStart + 1;
    if (match === null) {
      throw new PythonError(`cannot read "${program[at]}"`, line, column);
    }
    const text = match[0];
    const kind = kindOf(match.groups!);
    const to = at + text.length;
    if (kind === "operator") depth += "([".includes(text) ? 1 : ")]".includes(text) ? -1 : 0;
    if (kind !== null && !(kind === "newline" && depth > 0)) {
      const meaning = kind === "text" ? meaningOf(text) : text;
      tokens.push({ kind, text: meaning, line, column, from: at, to });
    }
    if (text.endsWith("\n")) {
      line++;
      lineStart = to;
    }
    at = to;
  }
  tokens.push({ kind: "end", text: "", line, column: at - lineStart + 1, from: at, to: at });
  return tokens;
}

function kindOf(groups: Readonly<Record<string, string | undefined>>): Token["kind"] | null {
  for (const kind of ["newline", "number", "text", "name", "operator"] as const) {
    if (groups[kind] !== undefined) return kind;
  }
  return null;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r" };

function meaningOf(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/g, (_, letter: string) => ESCAPES[letter] ?? letter);
}
