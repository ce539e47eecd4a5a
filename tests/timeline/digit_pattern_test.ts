import { strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { DigitPattern, NULL } from "../../timeline/digit_pattern.ts";

const KEYS = ["a=", "b=", "c="];

function textOf(numbers: readonly number[], word: string): string {
  const [a, b, c] = numbers.map((number) => number === NULL ? "null" : String(number));
  return `${word} a=${a}, b=${b}; ${word} c=${c}.`;
}

function patternOf(numbers: readonly number[], word = ""): DigitPattern {
  const text = textOf(numbers, word);
  return DigitPattern.of(text, new TextEncoder().encode(text), KEYS, Float64Array.from(numbers))!;
}

function digits(number: number): number {
  return number === NULL ? 0 : String(number).length;
}

const number = fc.oneof(
  fc.constant(NULL),
  fc.constantFrom(0, 9, 10, 99, 100, 2147483647, 2147483648, 4294967295, 999999999, 1000000000),
  fc.integer({ min: 0, max: 99 }),
  fc.integer({ min: 0, max: 0xffffffff }),
  fc.maxSafeInteger().map(Math.abs),
);
const numbers = fc.tuple(number, number, number);

Deno.test("a pattern gives the text of any numbers of as many digits, and refuses others", () => {
  fc.assert(
    fc.property(
      numbers,
      fc.array(numbers),
      fc.constantFrom("", "x", "\u00e4\u20ac"),
      (first, next, word) => {
        const pattern = patternOf(first, word);
        for (const them of next) {
          const fits = them.every((it, i) => digits(it) === digits(first[i]!));
          strictEqual(pattern.set(Float64Array.from(them)), fits);
          if (fits) strictEqual(new TextDecoder().decode(pattern.bytes), textOf(them, word));
        }
      },
    ),
  );
});

Deno.test("a pattern goes from any number to any other of as many digits", () => {
  const near = [1, 9, 10, 11, 1e9 - 1, 1e9, 1e9 + 1, 2 ** 31 - 1, 2 ** 31, 2 ** 32, 1e15 - 1, 1e15];
  for (const one of near) {
    for (const other of near.filter((it) => digits(it) === digits(one))) {
      const pattern = patternOf([one, 1, 1]);
      strictEqual(pattern.set(Float64Array.of(other, 1, 1)), true);
      strictEqual(new TextDecoder().decode(pattern.bytes), textOf([other, 1, 1], ""));
    }
  }
});

Deno.test("a text without its numbers behind their keys is no pattern", () => {
  const bytes = new TextEncoder().encode("a=1 b=2 c=3");
  const of = (...values: number[]) =>
    DigitPattern.of("a=1 b=2 c=3", bytes, KEYS, Float64Array.from(values));
  strictEqual(of(1, 2, 4), null);
  strictEqual(of(1, 2, NULL), null);
  strictEqual(of(1, 2, 3.5), null);
  strictEqual(DigitPattern.of("a=1 b=2", bytes, KEYS, Float64Array.of(1, 2, 3)), null);
});
