import { parseIpv4 } from "../../engine/wire/mod.ts";
import type { CallEvent, Expression } from "../language/mod.ts";
import { Failure, NotSupported } from "./verdict.ts";

/** Numbers of words, by system: what a script may compare or give as a number. */
export type Symbols = Readonly<Record<string, number>>;

/** The arguments of one call, read as its handler needs them. */
export class Arguments {
  readonly event: CallEvent;
  readonly #symbols: Symbols;

  constructor(event: CallEvent, symbols: Symbols) {
    this.event = event;
    this.#symbols = symbols;
  }

  get count(): number {
    return this.event.args.length;
  }

  /** Checks how many there are. */
  mustBe(least: number, most: number = least): void {
    if (this.count >= least && this.count <= most) return;
    const range = least === most ? `${least}` : `${least} to ${most}`;
    throw new Failure(
      this.event.place,
      `${this.event.name} must have ${range} arguments: it has ${this.count}`,
    );
  }

  at(index: number): Expression {
    const found = this.event.args[index];
    if (found !== undefined) return found;
    throw new Failure(this.event.place, `${this.event.name} must have argument ${index + 1}`);
  }

  isEllipsis(index: number): boolean {
    return this.at(index).kind === "ellipsis";
  }

  number(index: number): number {
    return this.numberOf(this.at(index));
  }

  /** Words joined by `|`, or one. */
  words(index: number): ReadonlySet<string> {
    return new Set(this.wordsOf(this.at(index)));
  }

  word(index: number): string {
    const found = this.at(index);
    return found.kind === "word" ? found.name : this.#fail(found, "a name");
  }

  /** The items of `[a, b]`. */
  list(index: number): readonly Expression[] {
    const found = this.at(index);
    return found.kind === "list" ? found.items : this.#fail(found, "a list in brackets");
  }

  /** The one number of `[a]`; null for `...` and `[...]`. */
  boxed(index: number): number | null {
    const found = this.at(index);
    if (found.kind === "ellipsis") return null;
    const [item] = this.list(index);
    if (item === undefined) return this.#fail(found, "a number in brackets");
    return item.kind === "ellipsis" ? null : this.numberOf(item);
  }

  numberOf(it: Expression): number {
    switch (it.kind) {
      case "number":
        return it.value;
      case "word":
        return this.symbol(it);
      case "or":
        return it.items.reduce((bits, item) => bits | this.numberOf(item), 0);
      case "call": {
        const [only] = it.args;
        if (only !== undefined && ["htons", "htonl", "ntohs"].includes(it.name)) {
          return this.numberOf(only);
        }
        if (only?.kind === "text" && it.name === "inet_addr") return parseIpv4(only.value);
        return this.#fail(it, "a number");
      }
      default:
        return this.#fail(it, "a number");
    }
  }

  symbol(it: Expression & { readonly kind: "word" }): number {
    if (Object.hasOwn(this.#symbols, it.name)) return this.#symbols[it.name]!;
    throw new NotSupported(it.place, `the constant ${it.name}`);
  }

  wordsOf(it: Expression): string[] {
    switch (it.kind) {
      case "word":
        return [it.name];
      case "or":
        return it.items.flatMap((item) => this.wordsOf(item));
      case "number":
        if (it.value === 0) return [];
        throw new NotSupported(it.place, `flags as a number (${it.value})`);
      default:
        return this.#fail(it, "names joined by |");
    }
  }

  /** A field of `{a=1, b=2}` by its name; null where there is none. */
  field(it: Expression, name: string): Expression | null {
    if (it.kind !== "record") return this.#fail(it, "fields in braces");
    return it.fields.find((field) => field.name === name)?.value ?? null;
  }

  #fail(it: Expression, what: string): never {
    throw new Failure(it.place, `${this.event.name} must have ${what} here`);
  }
}
