import type { Path, Places } from "./places.ts";
import { listed, pathText, show } from "./show.ts";
import { didYouMean } from "./suggestions.ts";

/** One thing that is wrong in a topology. */
export interface Mistake {
  /** The file, or where else the value came from: `--set hosts.client.os=linus`. */
  file: string;
  /** From 1; 0 where the value did not come from a file. */
  line: number;
  column: number;
  /** What is wrong, what is allowed, and what was probably meant. */
  message: string;
}

/** One line for each mistake: `file:line:column: message`. */
export function formatMistakes(mistakes: readonly Mistake[]): string {
  return mistakes.map(formatMistake).join("\n");
}

/** Mistakes in the order of the file; what came from elsewhere at the end. */
export function sortMistakes(mistakes: readonly Mistake[]): Mistake[] {
  return mistakes.toSorted((a, b) =>
    Number(a.line === 0) - Number(b.line === 0) || a.line - b.line || a.column - b.column
  );
}

function formatMistake({ file, line, column, message }: Mistake): string {
  return line === 0 ? `${file}: ${message}` : `${file}:${line}:${column}: ${message}`;
}

/** Collects the mistakes of one topology. */
export class Mistakes {
  #file: string;
  #places: Places;
  #found = new Map<string, Mistake>();

  constructor(file: string, places: Places) {
    this.#file = file;
    this.#places = places;
  }

  get count(): number {
    return this.#found.size;
  }

  /** Adds one about the value at `path`; the message begins with what follows its name. */
  atValue(path: Path, message: string): void {
    this.#add(path, this.#places.ofValue(path), `${pathText(path)} ${message}`);
  }

  /** Adds one that is shown at the key of the value at `path`, under the same rule. */
  atKey(path: Path, message: string): void {
    this.#add(path, this.#places.ofKey(path), `${pathText(path)} ${message}`);
  }

  /** Adds one about a key that the map around it must not have. */
  atUnknownKey(path: Path, message: string): void {
    this.#add(path, this.#places.ofKey(path), `${pathText(path.slice(0, -1))} ${message}`);
  }

  /** Adds one about a value that names something that is not there, and says what is. */
  unknownName(path: Path, kind: string, name: string, known: readonly string[]): void {
    this.atValue(path, noSuch(kind, name, known));
  }

  /** The same for a key. */
  unknownNameAsKey(path: Path, kind: string, name: string, known: readonly string[]): void {
    this.atKey(path, noSuch(kind, name, known));
  }

  /** All of them, in order. */
  sorted(): Mistake[] {
    return sortMistakes([...this.#found.values()]);
  }

  #add(path: Path, place: { line: number; column: number }, message: string): void {
    const label = this.#places.labelOf(path);
    const mistake = label === ""
      ? { file: this.#file, line: place.line, column: place.column, message }
      : { file: label, line: 0, column: 0, message };
    const key = formatMistake(mistake);
    if (!this.#found.has(key)) this.#found.set(key, mistake);
  }
}

function noSuch(kind: string, name: string, known: readonly string[]): string {
  const there = known.length === 0
    ? "there is none"
    : known.length === 1
    ? `there is only ${known[0]}`
    : `there are ${listed(known)}`;
  return `names no ${kind}, ${show(name)}: ${there}${didYouMean(name, known)}`;
}
