import type { Node, Statement, Value } from "./ast.ts";
import { formatText, textOf } from "./format.ts";
import { namesIn } from "./names_in.ts";
import {
  arithmetic,
  callFunction,
  compares,
  isTrue,
  limited,
  numberOf,
  wholeOf,
} from "./operations.ts";
import { parsePython } from "./parse.ts";
import { PythonError } from "./tokens.ts";

/** So many steps all pieces of one script may take together. */
const MOST_STEPS = 100_000;

/** So many letters they may print, and so many values a list may hold. */
const MOST_PRINTED = 100_000;
const MOST_ITEMS = 1000;

/** A statement that does not hold, or could not be worked out. */
export interface PythonFailure {
  /** Within the piece, from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * Runs the pieces of Python of one script, in order. Variables live on from
 * piece to piece; nothing else does anything outside.
 */
export class PythonProgram {
  readonly #variables: Map<string, Value> = new Map();
  readonly #weights: WeakMap<readonly Value[], number> = new WeakMap();
  #steps = 0;
  #printedLength = 0;
  /** What was printed. */
  readonly printed: string[] = [];

  /**
   * Runs a piece with more variables. Gives what failed, null if nothing did.
   *
   * @throws {PythonError} where it is not of the subset.
   */
  run(piece: string, variables: Readonly<Record<string, Value>>): PythonFailure | null {
    for (const [name, value] of Object.entries(variables)) this.#variables.set(name, value);
    for (const statement of parsePython(piece)) {
      const message = this.#failureOf(statement);
      if (message !== "") return { line: statement.line, column: statement.column, message };
    }
    return null;
  }

  /** What is wrong after a statement was run; "" for nothing. */
  #failureOf(statement: Statement): string {
    try {
      return this.#perform(statement);
    } catch (error) {
      if (error instanceof PythonError) {
        throw new PythonError(error.message, statement.line, statement.column);
      }
      if (error instanceof RangeError) return `${statement.text}: ${error.message}`;
      throw error;
    }
  }

  #perform(statement: Statement): string {
    switch (statement.kind) {
      case "pass":
        return "";
      case "expression":
        this.#evaluate(statement.value);
        return "";
      case "print":
        this.#print(statement.items.map((it) => textOf(this.#evaluate(it))).join(" "));
        return "";
      case "assign": {
        const value = this.#evaluate(statement.value);
        const { name, operator } = statement;
        const result = operator === ""
          ? value
          : this.#operate(operator, this.#variable(name), value);
        this.#variables.set(name, result);
        return "";
      }
      case "assert":
        return this.#assert(statement.condition, statement.message, statement.text);
    }
  }

  #print(line: string): void {
    this.#printedLength += line.length + 1;
    if (this.#printedLength > MOST_PRINTED) {
      throw new RangeError(`the code of a script must not print more than ${MOST_PRINTED} letters`);
    }
    this.printed.push(line);
  }

  /** A list of values: all that are in it, at any depth, must not be too many. */
  #list(items: readonly Value[]): Value {
    let weight = 1;
    for (const item of items) {
      weight += typeof item === "object" && item !== null ? this.#weights.get(item) ?? 1 : 1;
    }
    if (weight > MOST_ITEMS) {
      throw new RangeError(`a list must not have more than ${MOST_ITEMS} values in all`);
    }
    this.#weights.set(items, weight);
    return items;
  }

  #assert(condition: Node, message: Node | null, text: string): string {
    if (isTrue(this.#evaluate(condition))) return "";
    const values = [...namesIn(condition)].map((name) => `${name} = ${this.#shown(name)}`);
    const said = message === null ? "" : `: ${textOf(this.#evaluate(message))}`;
    return `${text}${said}${values.length === 0 ? "" : `; ${values.join(", ")}`}`;
  }

  #shown(name: string): string {
    const value = this.#variables.get(name);
    return value === undefined ? "?" : textOf(value);
  }

  #variable(name: string): Value {
    const value = this.#variables.get(name);
    if (value === undefined) throw new RangeError(`there is no variable "${name}"`);
    return value;
  }

  #evaluate(node: Node): Value {
    if (++this.#steps > MOST_STEPS) {
      throw new RangeError(`the code of a script must not take more than ${MOST_STEPS} steps`);
    }
    switch (node.kind) {
      case "value":
        return node.value;
      case "name":
        return this.#variable(node.name);
      case "list":
        return this.#list(node.items.map((it) => this.#evaluate(it)));
      case "unary":
        return this.#unary(node.operator, this.#evaluate(node.operand));
      case "binary":
        return this.#operate(node.operator, this.#evaluate(node.left), this.#evaluate(node.right));
      case "comparison":
        return this.#compare(node.first, node.rest);
      case "and": {
        const left = this.#evaluate(node.left);
        return isTrue(left) ? this.#evaluate(node.right) : left;
      }
      case "or": {
        const left = this.#evaluate(node.left);
        return isTrue(left) ? left : this.#evaluate(node.right);
      }
      case "choice":
        return this.#evaluate(isTrue(this.#evaluate(node.condition)) ? node.yes : node.no);
      case "call":
        return callFunction(node.name, node.args.map((it) => this.#evaluate(it)));
    }
  }

  #unary(operator: string, value: Value): Value {
    if (operator === "not") return !isTrue(value);
    const number = numberOf(value);
    if (operator === "~") return Number(~wholeOf(number));
    return operator === "-" ? -number : number;
  }

  #compare(
    first: Node,
    rest: readonly { readonly operator: string; readonly operand: Node }[],
  ): boolean {
    let left = this.#evaluate(first);
    for (const { operator, operand } of rest) {
      const right = this.#evaluate(operand);
      if (!compares(operator, left, right)) return false;
      left = right;
    }
    return true;
  }

  #operate(operator: string, left: Value, right: Value): Value {
    if (operator === "%" && typeof left === "string") {
      const values = right !== null && typeof right === "object" ? right : [right];
      return limited(formatText(left, values));
    }
    if (operator === "+" && typeof left === "string" && typeof right === "string") {
      return limited(left + right);
    }
    return arithmetic(operator, numberOf(left), numberOf(right));
  }
}
