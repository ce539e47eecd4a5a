import { type Place, ScriptError } from "./script_error.ts";

/** `--define NAME=value`: what stands for a word of a script. */
export type Defines = ReadonlyMap<string, string>;

/**
 * Reads a script from left to right. Blanks and ends of lines between parts are
 * passed over, as in the original's grammar.
 */
export class Reader {
  readonly path: string;
  readonly defines: Defines;
  readonly #text: string;
  #at = 0;
  #lineStarts: number[] = [0];

  constructor(text: string, path: string, defines: Defines) {
    this.#text = text;
    this.path = path;
    this.defines = defines;
    for (let i = text.indexOf("\n"); i >= 0; i = text.indexOf("\n", i + 1)) {
      this.#lineStarts.push(i + 1);
    }
  }

  /** Whether nothing but blanks is left. */
  get isAtEnd(): boolean {
    this.#skip();
    return this.#at >= this.#text.length;
  }

  /** Where the next part stands. */
  get place(): Place {
    this.#skip();
    return this.placeOf(this.#at);
  }

  /** The offset of the next part, for {@linkcode since}. */
  get offset(): number {
    this.#skip();
    return this.#at;
  }

  /** The text from an offset to here, its blanks joined. */
  since(offset: number): string {
    return this.#text.slice(offset, this.#at).replace(/\s+/g, " ").trim();
  }

  placeOf(offset: number): Place {
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#lineStarts[low]! + 1 };
  }

  /** Whether the next part matches; nothing is taken. The expression must be sticky. */
  sees(pattern: RegExp): boolean {
    this.#skip();
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  /** Takes the next part if it matches. The expression must be sticky. */
  take(pattern: RegExp): RegExpExecArray | null {
    this.#skip();
    return this.takeHere(pattern);
  }

  /** As {@linkcode take}, right behind the part before. */
  takeHere(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match !== null) this.#at += match[0].length;
    return match;
  }

  /** Takes the next part, which must match. `what` is its name for the message. */
  expect(pattern: RegExp, what: string): RegExpExecArray {
    return this.take(pattern) ?? this.fail(`expected ${what}`);
  }

  /** Fails at the next part, and tells what stands there. */
  fail(problem: string): never {
    this.#skip();
    const found = /\S{1,30}/y;
    found.lastIndex = this.#at;
    const word = found.exec(this.#text)?.[0];
    const text = word === undefined ? "the end" : `"${word}"`;
    throw new ScriptError(
      this.path,
      this.place,
      `Cannot read the script: ${problem}: found ${text}`,
    );
  }

  /** Fails at a place of its own. */
  failAt(place: Place, problem: string): never {
    throw new ScriptError(this.path, place, `Cannot read the script: ${problem}`);
  }

  #skip(): void {
    const text = this.#text;
    while (this.#at < text.length) {
      const code = text.charCodeAt(this.#at);
      if (code !== 32 && (code < 9 || code > 13)) return;
      this.#at++;
    }
  }
}
