import type { Value } from "./ast.ts";
import { textOf } from "./format.ts";
import { PythonError } from "./tokens.ts";

/** The longest text that a piece may make. */
const LONGEST = 100_000;

/** A text that is not too long. */
export function limited(text: string): string {
  if (text.length <= LONGEST) return text;
  throw new RangeError(`a text must not be longer than ${LONGEST}`);
}

/** What `if` and `assert` take for true. */
export function isTrue(value: Value): boolean {
  if (value !== null && typeof value === "object") return value.length > 0;
  return Boolean(value);
}

/** A value that must be a number. */
export function numberOf(value: Value): number {
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw new RangeError(`a number is needed: found ${textOf(value)}`);
}

/** A number that must be whole. */
export function wholeOf(value: number): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value);
  throw new RangeError(`a whole number is needed: found ${value}`);
}

/** `a + b` and all others on numbers. */
export function arithmetic(operator: string, a: number, b: number): number {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / nonZero(b);
    case "//":
      return Math.floor(a / nonZero(b));
    case "%":
      return a - Math.floor(a / nonZero(b)) * b;
    case "&":
      return Number(wholeOf(a) & wholeOf(b));
    case "|":
      return Number(wholeOf(a) | wholeOf(b));
    case "^":
      return Number(wholeOf(a) ^ wholeOf(b));
    case "<<":
      return a * 2 ** shift(b);
    case ">>":
      return Math.floor(a / 2 ** shift(b));
    default:
      throw new RangeError(`there is no operator "${operator}"`);
  }
}

function nonZero(value: number): number {
  if (value === 0) throw new RangeError("division by zero");
  return value;
}

function shift(value: number): number {
  if (Number.isInteger(value) && value >= 0 && value <= 64) return value;
  throw new RangeError(`a shift must be from 0 to 64: it is ${value}`);
}

/** `a < b` and all others that compare. */
export function compares(operator: string, left: Value, right: Value): boolean {
  switch (operator) {
    case "==":
      return equals(left, right);
    case "!=":
      return !equals(left, right);
    case "in":
      return contains(right, left);
    case "not in":
      return !contains(right, left);
  }
  if (typeof left === "string" && typeof right === "string") {
    return ordered(operator, left < right ? -1 : left > right ? 1 : 0);
  }
  return ordered(operator, numberOf(left) - numberOf(right));
}

function ordered(operator: string, difference: number): boolean {
  switch (operator) {
    case "<":
      return difference < 0;
    case "<=":
      return difference <= 0;
    case ">":
      return difference > 0;
    default:
      return difference >= 0;
  }
}

function equals(left: Value, right: Value): boolean {
  const isList = (it: Value): it is readonly Value[] => it !== null && typeof it === "object";
  if (isList(left) && isList(right)) {
    return left.length === right.length && left.every((it, i) => equals(it, right[i]!));
  }
  if (typeof left === "boolean") return equals(left ? 1 : 0, right);
  if (typeof right === "boolean") return equals(left, right ? 1 : 0);
  return left === right;
}

function contains(whole: Value, part: Value): boolean {
  if (typeof whole === "string") return typeof part === "string" && whole.includes(part);
  if (whole !== null && typeof whole === "object") return whole.some((it) => equals(it, part));
  throw new RangeError(`a list or a text is needed behind "in": found ${textOf(whole)}`);
}

/** The functions of Python that there are here. */
export function callFunction(name: string, args: readonly Value[]): Value {
  const numbers = (): number[] => args.map(numberOf);
  switch (name) {
    case "abs":
      return Math.abs(numberOf(args[0] ?? 0));
    case "min":
      return Math.min(...numbers());
    case "max":
      return Math.max(...numbers());
    case "int":
      return Math.trunc(numberOf(args[0] ?? 0));
    case "float":
      return numberOf(args[0] ?? 0);
    case "round":
      return Math.round(numberOf(args[0] ?? 0));
    case "bool":
      return isTrue(args[0] ?? false);
    case "str":
      return textOf(args[0] ?? "");
    default:
      throw new PythonError(
        `"${name}()" is not of the subset of Python that scripts may use`,
        1,
        1,
      );
  }
}
