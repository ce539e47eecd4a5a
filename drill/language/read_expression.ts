import type { Expression, Field } from "./ast.ts";
import { Reader } from "./reader.ts";

/** How deep lists and records may stand in one another. */
const DEEPEST = 20;

/** Reads an argument: numbers, words, strings, `|`, lists, records, calls such as htons(80), `...`. */
export function readExpression(reader: Reader, depth = 0): Expression {
  const { place } = reader;
  if (depth > DEEPEST) reader.fail(`values must not stand deeper than ${DEEPEST} in one another`);
  const items = [readOne(reader, depth)];
  while (reader.take(/\|(?!\|)/y) !== null) items.push(readOne(reader, depth));
  return items.length === 1 ? items[0]! : { kind: "or", place, items };
}

/** Reads `a, b)`: what stands between an opening bracket, taken already, and its end. */
export function readList(reader: Reader, end: RegExp, depth: number): Expression[] {
  const items: Expression[] = [];
  if (reader.take(end) !== null) return items;
  while (true) {
    items.push(readExpression(reader, depth + 1));
    if (reader.take(end) !== null) return items;
    reader.expect(/,/y, '"," or the end of the list');
  }
}

function readOne(reader: Reader, depth: number): Expression {
  const { place } = reader;
  if (reader.take(/\.\.\./y) !== null) return { kind: "ellipsis", place };
  const hex = reader.take(/-?0[xX][0-9a-fA-F]+/y);
  if (hex !== null) return { kind: "number", place, value: numberOf(hex[0]) };
  const decimal = reader.take(/-?\d+(?:\.\d+)?/y);
  if (decimal !== null) return { kind: "number", place, value: numberOf(decimal[0]) };
  const text = reader.take(/"((?:[^"\\\n]|\\.)*)"/y);
  if (text !== null) return { kind: "text", place, value: unescape(text[1]!) };
  if (reader.take(/\[/y) !== null) {
    return { kind: "list", place, items: readList(reader, /\]/y, depth) };
  }
  if (reader.take(/\{/y) !== null) {
    return { kind: "record", place, fields: readFields(reader, depth) };
  }
  const word = reader.expect(/[A-Za-z_]\w*/y, "a value")[0];
  if (reader.take(/\(/y) !== null) {
    return { kind: "call", place, name: word, args: readList(reader, /\)/y, depth) };
  }
  const defined = reader.defines.get(word);
  if (defined === undefined) return { kind: "word", place, name: word };
  return readDefined(defined, reader, word);
}

/** What `--define` put in the place of a word. */
function readDefined(text: string, reader: Reader, word: string): Expression {
  const inner = new Reader(text, `--define ${word}`, new Map());
  const value = readExpression(inner);
  if (!inner.isAtEnd) inner.fail("one value must be defined");
  return { ...value, place: reader.place };
}

function readFields(reader: Reader, depth: number): Field[] {
  const fields: Field[] = [];
  if (reader.take(/\}/y) !== null) return fields;
  while (true) {
    const name = reader.take(/([A-Za-z_]\w*)(?:\s*\([^()]*\))?\s*=(?!=)/y)?.[1] ?? "";
    fields.push({ name, value: readExpression(reader, depth + 1) });
    if (reader.take(/\}/y) !== null) return fields;
    reader.expect(/,/y, '"," or "}"');
  }
}

function numberOf(text: string): number {
  return text.startsWith("-") ? -Number(text.slice(1)) : Number(text);
}

function unescape(text: string): string {
  const controls: Readonly<Record<string, string>> = { n: "\n", t: "\t", r: "\r", 0: "\0" };
  return text.replace(
    /\\(?:x([0-9a-fA-F]{2})|(.))/g,
    (_, code: string | undefined, letter: string) =>
      code !== undefined ? String.fromCharCode(parseInt(code, 16)) : controls[letter] ?? letter,
  );
}
