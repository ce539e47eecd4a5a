import { Flag } from "./segment.ts";

/** Names and letters of the control bits, in the order of their bits from FIN on. */
const NAMES = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"] as const;
const LETTERS = "FSRPAUEC";

/**
 * The names of the bits that are set, FIN first: "SYN,ACK"; "" for none.
 *
 * @example
 * ```ts
 * import { flagsLetters, flagsText, parseFlags } from "./flags_text.ts";
 * import { Flag } from "./segment.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(flagsText(Flag.Syn | Flag.Ack), "SYN,ACK");
 * strictEqual(flagsLetters(Flag.Syn | Flag.Ack), "SA");
 * strictEqual(parseFlags("FIN,ACK"), Flag.Fin | Flag.Ack);
 * strictEqual(parseFlags("FA"), Flag.Fin | Flag.Ack);
 * ```
 */
export function flagsText(flags: number): string {
  return NAMES.filter((_, bit) => (flags >> bit) & 1).join(",");
}

/** The letters of the bits that are set, of F S R P A U E C: "SA"; "" for none. */
export function flagsLetters(flags: number): string {
  return [...LETTERS].filter((_, bit) => (flags >> bit) & 1).join("");
}

/**
 * Reads names with commas between ("SYN,ACK") or letters ("SA"), in any order
 * and case; "" gives none.
 *
 * @throws {SyntaxError} if a word is no flag's name and not of flags' letters.
 */
export function parseFlags(text: string): number {
  let flags = 0;
  if (text === "") return flags;
  for (const word of text.toUpperCase().split(",")) flags |= parseWord(word.trim(), text);
  return flags;
}

function parseWord(word: string, text: string): number {
  const bit = NAMES.findIndex((name) => name === word);
  if (bit >= 0) return 1 << bit;
  let flags = 0;
  for (const letter of word) {
    if (!LETTERS.includes(letter)) throw flagsError(text);
    flags |= 1 << LETTERS.indexOf(letter);
  }
  if (flags < Flag.Fin) throw flagsError(text);
  return flags;
}

function flagsError(text: string): SyntaxError {
  return new SyntaxError(
    `Cannot read flags: they must be of ${NAMES.join(", ")} or their letters: found "${text}"`,
  );
}
