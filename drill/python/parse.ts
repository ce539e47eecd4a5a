import type { Node, Statement } from "./ast.ts";
import { PythonError, type Token, tokensOf } from "./tokens.ts";

/** Statements of Python that are not of the subset. */
const NOT_HERE: ReadonlySet<string> = new Set(
  ("if elif else for while def class import from with try except finally return yield raise del " +
    "global nonlocal lambda async await break continue exec").split(" "),
);

const COMPARISONS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);

/** Binary operators from the loosest to the tightest. */
const LEVELS: readonly ReadonlySet<string>[] = [
  new Set(["|"]),
  new Set(["^"]),
  new Set(["&"]),
  new Set(["<<", ">>"]),
  new Set(["+", "-"]),
  new Set(["*", "/", "//", "%"]),
];

/** How deep an expression may be. */
const DEEPEST = 100;

/**
 * Reads a program of the subset: `assert`, `print`, assignments and
 * expressions, one to a line or with semicolons between.
 *
 * @throws {PythonError} where it is none.
 */
export function parsePython(program: string): Statement[] {
  return new Parser(program).program();
}

class Parser {
  readonly #source: string;
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(program: string) {
    this.#source = program;
    this.#tokens = tokensOf(program);
  }

  program(): Statement[] {
    const statements: Statement[] = [];
    while (true) {
      while (this.#next().kind === "newline") this.#at++;
      if (this.#next().kind === "end") return statements;
      statements.push(this.#statement());
      const { kind } = this.#tokens[this.#at]!;
      if (kind !== "newline" && kind !== "end") this.#fail("expected the end of the statement");
    }
  }

  #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #fail(problem: string): never {
    const { text, line, column, kind } = this.#next();
    const found = kind === "end" || kind === "newline" ? "the end of the line" : `"${text}"`;
    throw new PythonError(`${problem}: found ${found}`, line, column);
  }

  #is(text: string, kind: Token["kind"] = "operator"): boolean {
    return this.#next().kind === kind && this.#next().text === text;
  }

  #take(text: string, kind: Token["kind"] = "operator"): boolean {
    if (!this.#is(text, kind)) return false;
    this.#at++;
    return true;
  }

  #expect(text: string): void {
    if (!this.#take(text)) this.#fail(`expected "${text}"`);
  }

  #statement(): Statement {
    const { line, column, from, kind, text } = this.#next();
    if (kind === "name" && NOT_HERE.has(text)) {
      throw new PythonError(
        `"${text}" is not of the subset of Python that scripts may use`,
        line,
        column,
      );
    }
    const parsed = this.#parsedStatement();
    const { to } = this.#tokens[this.#at - 1]!;
    return { ...parsed, line, column, text: shown(this.#source.slice(from, to)) };
  }

  #parsedStatement() {
    if (this.#take("pass", "name")) return { kind: "pass" } as const;
    if (this.#take("assert", "name")) {
      const condition = this.#expression();
      const message = this.#take(",") ? this.#expression() : null;
      return { kind: "assert", condition, message } as const;
    }
    if (this.#take("print", "name")) return { kind: "print", items: this.#printed() } as const;
    return this.#assignment() ?? { kind: "expression", value: this.#expression() } as const;
  }

  /** What Python 2's statement and Python 3's function print. */
  #printed(): Node[] {
    const items: Node[] = [];
    if (this.#next().kind === "newline" || this.#next().kind === "end") return items;
    const isCall = this.#is("(");
    do items.push(this.#expression()); while (this.#take(","));
    const [only] = items;
    return isCall && items.length === 1 && only?.kind === "list" ? [...only.items] : items;
  }

  #assignment() {
    const name = this.#next();
    const sign = this.#tokens[this.#at + 1];
    if (name.kind !== "name" || sign?.kind !== "operator") return null;
    const operator = sign.text === "=" ? "" : /^([-+*/%&|^]|<<|>>|\/\/)=$/.exec(sign.text)?.[1];
    if (operator === undefined) return null;
    this.#at += 2;
    return { kind: "assign", name: name.text, operator, value: this.#expression() } as const;
  }

  #expression(): Node {
    if (++this.#depth > DEEPEST) this.#fail(`expressions must not be deeper than ${DEEPEST}`);
    const value = this.#or();
    if (!this.#take("if", "name")) {
      this.#depth--;
      return value;
    }
    const condition = this.#or();
    if (!this.#take("else", "name")) this.#fail('expected "else"');
    const no = this.#expression();
    this.#depth--;
    return { kind: "choice", condition, yes: value, no };
  }

  #or(): Node {
    let left = this.#and();
    while (this.#take("or", "name")) left = { kind: "or", left, right: this.#and() };
    return left;
  }

  #and(): Node {
    let left = this.#not();
    while (this.#take("and", "name")) left = { kind: "and", left, right: this.#not() };
    return left;
  }

  #not(): Node {
    let count = 0;
    while (this.#take("not", "name")) count++;
    let node = this.#comparison();
    for (; count > 0; count--) node = { kind: "unary", operator: "not", operand: node };
    return node;
  }

  #comparison(): Node {
    const first = this.#binary(0);
    const rest: { operator: string; operand: Node }[] = [];
    for (let operator = this.#comparing(); operator !== ""; operator = this.#comparing()) {
      rest.push({ operator, operand: this.#binary(0) });
    }
    return rest.length === 0 ? first : { kind: "comparison", first, rest };
  }

  /** Takes an operator that compares; "" where there is none. */
  #comparing(): string {
    const { kind, text } = this.#next();
    if (kind === "operator" && COMPARISONS.has(text)) {
      this.#at++;
      return text;
    }
    if (this.#take("in", "name")) return "in";
    const then = this.#tokens[this.#at + 1];
    if (this.#is("not", "name") && then?.kind === "name" && then.text === "in") {
      this.#at += 2;
      return "not in";
    }
    return "";
  }

  #binary(level: number): Node {
    const operators = LEVELS[level];
    if (operators === undefined) return this.#unary();
    let left = this.#binary(level + 1);
    while (this.#next().kind === "operator" && operators.has(this.#next().text)) {
      const operator = this.#next().text;
      this.#at++;
      left = { kind: "binary", operator, left, right: this.#binary(level + 1) };
    }
    return left;
  }

  #unary(): Node {
    const operators: string[] = [];
    while (this.#is("-") || this.#is("+") || this.#is("~")) {
      operators.push(this.#next().text);
      this.#at++;
    }
    let node = this.#primary();
    for (const operator of operators.reverse()) node = { kind: "unary", operator, operand: node };
    return node;
  }

  #primary(): Node {
    const { kind, text } = this.#next();
    if (kind === "number") return this.#value(Number(text));
    if (kind === "text") return this.#text();
    if (kind === "name") return this.#name();
    if (this.#take("(")) return this.#items(")");
    if (this.#take("[")) return this.#items("]");
    return this.#fail("expected a value");
  }

  #value(value: number | string | boolean | null): Node {
    this.#at++;
    return { kind: "value", value };
  }

  /** Texts that follow one another are one. */
  #text(): Node {
    let value = "";
    while (this.#next().kind === "text") {
      value += this.#next().text;
      this.#at++;
    }
    return { kind: "value", value };
  }

  #name(): Node {
    const { text } = this.#next();
    if (text === "True" || text === "False") return this.#value(text === "True");
    if (text === "None") return this.#value(null);
    if (NOT_HERE.has(text)) {
      this.#fail(`"${text}" is not of the subset of Python that scripts may use`);
    }
    this.#at++;
    if (!this.#take("(")) return { kind: "name", name: text };
    const args = this.#items(")", true);
    return { kind: "call", name: text, args: args.kind === "list" ? args.items : [args] };
  }

  /** Up to a closing bracket; one item in parentheses without a comma is itself. */
  #items(end: ")" | "]", always = false): Node {
    const items: Node[] = [];
    let hasComma = false;
    while (!this.#is(end)) {
      items.push(this.#expression());
      if (!this.#take(",")) break;
      hasComma = true;
    }
    this.#expect(end);
    const isPlain = end === ")" && items.length === 1 && !hasComma && !always;
    return isPlain ? items[0]! : { kind: "list", items };
  }
}

/** How much of a statement messages show. */
const SHOWN = 200;

function shown(text: string): string {
  const start = text.slice(0, SHOWN).replace(/\s+/g, " ");
  return text.length > SHOWN ? `${start}...` : start;
}
