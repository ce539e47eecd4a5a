import type { OptionSpec } from "./ast.ts";
import type { Reader } from "./reader.ts";
import type { Place } from "./script_error.ts";

const LARGEST = 2 ** 32 - 1;

/** Reads `<mss 1460,sackOK,TS val 1 ecr 0>`; null for `<...>`, an empty list where there is none. */
export function readOptions(
  reader: Reader,
  unsupported: (place: Place, what: string) => void,
): readonly OptionSpec[] | null {
  if (reader.take(/</y) === null) return [];
  if (reader.take(/\.\.\.\s*>/y) !== null) return null;
  const options: OptionSpec[] = [];
  if (reader.take(/>/y) !== null) return options;
  while (true) {
    options.push(readOption(reader, unsupported));
    if (reader.take(/>/y) !== null) return options;
    reader.expect(/,/y, '"," or ">" behind a TCP option');
  }
}

function readOption(
  reader: Reader,
  unsupported: (place: Place, what: string) => void,
): OptionSpec {
  const { place } = reader;
  const word = reader.expect(/[A-Za-z]\w*/y, "a TCP option")[0];
  switch (word) {
    case "nop":
    case "eol":
    case "sackOK":
      return { kind: word };
    case "mss":
      return { kind: word, value: readNumber(reader, 0xffff) };
    case "wscale":
      return { kind: word, value: readNumber(reader, 255) };
    case "TS": {
      reader.expect(/val\b/y, '"val"');
      const value = readNumber(reader, LARGEST);
      reader.expect(/ecr\b/y, '"ecr"');
      return { kind: word, value, echo: readNumber(reader, LARGEST) };
    }
    case "sack":
      return { kind: word, blocks: readBlocks(reader) };
    case "FO":
    case "FOEXP":
      return { kind: word, cookie: readCookie(reader) };
    case "md5":
      unsupported(place, "signatures of segments (RFC 2385)");
      reader.expect(/valid\b|invalid\b|[0-9a-fA-F]+/y, "a signature");
      return { kind: "nop" };
    default:
      return reader.failAt(
        place,
        "a TCP option must be one of nop, eol, mss, wscale, sackOK, sack, TS, FO, FOEXP, md5: " +
          `found "${word}"`,
      );
  }
}

/** Reads a number of the script, or a word that stands for one. */
export function readNumber(reader: Reader, largest: number = LARGEST): number {
  const { place } = reader;
  const word = reader.take(/[A-Za-z_]\w*/y)?.[0];
  const text = word === undefined
    ? reader.expect(/0[xX][0-9a-fA-F]+|\d+/y, "a number")[0]
    : reader.defines.get(word) ?? reader.failAt(place, `expected a number: found "${word}"`);
  const value = Number(text);
  if (Number.isInteger(value) && value >= 0 && value <= largest) return value;
  return reader.failAt(place, `a number must be from 0 to ${largest} here: it is ${text}`);
}

function readBlocks(reader: Reader): (readonly [number, number])[] {
  const blocks: (readonly [number, number])[] = [];
  while (reader.sees(/\d/y)) {
    const start = readNumber(reader);
    reader.expect(/:/y, '":" in a SACK block');
    blocks.push([start, readNumber(reader)]);
  }
  return blocks;
}

/** Hexadecimal digits, by two; none is a request for a cookie. */
function readCookie(reader: Reader): Uint8Array {
  const { place } = reader;
  const word = reader.take(/[0-9A-Za-z_]+/y)?.[0] ?? "";
  const digits = reader.defines.get(word) ?? word;
  if (!/^([0-9a-fA-F]{2})*$/.test(digits)) {
    reader.failAt(place, `a cookie must be pairs of hexadecimal digits: found "${digits}"`);
  }
  return Uint8Array.from(digits.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}
