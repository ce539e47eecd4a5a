import type { Nanos } from "../engine/base/time.ts";
import { nearest } from "./suggestions.ts";

/** Units of time in nanoseconds. */
export const TIME_UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** Units of rates in bits per second. */
export const RATE_UNITS: Readonly<Record<string, number>> = {
  bps: 1,
  kbps: 1e3,
  Mbps: 1e6,
  Gbps: 1e9,
};

/** Units of sizes in bytes. */
export const SIZE_UNITS: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
};

/** Percentages as parts of one. */
export const PART_UNITS: Readonly<Record<string, number>> = { "%": 0.01 };

/** The units of one kind: of times, rates, sizes or percentages. */
export type Units = Readonly<Record<string, number>>;

/** The pattern of a number without sign and one of the units: `1.5s`. */
export function unitPattern(units: Units): RegExp {
  return new RegExp(`^(0|[1-9][0-9]*)(\\.[0-9]+)?(${Object.keys(units).join("|")})$`);
}

/**
 * Reads a number with one of the units, or gives NaN. The result is a whole
 * number of the smallest unit, but of percentages.
 *
 * @example
 * ```ts
 * import { readUnit, SIZE_UNITS, TIME_UNITS } from "./units.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(readUnit("1.5s", TIME_UNITS), 1_500_000_000);
 * strictEqual(readUnit("64KiB", SIZE_UNITS), 65_536);
 * strictEqual(readUnit("20", TIME_UNITS), NaN);
 * ```
 */
export function readUnit(text: string, units: Units): number {
  const match = unitPattern(units).exec(text);
  if (match === null) return NaN;
  const [, whole = "", fraction = "", unit = ""] = match;
  const value = Number(whole + fraction);
  if (units === PART_UNITS) return value / 100;
  const exact = value * (units[unit] ?? NaN);
  const rounded = Math.round(exact);
  const isWhole = Math.abs(exact - rounded) <= exact * Number.EPSILON;
  return isWhole && Number.isSafeInteger(rounded) ? rounded : NaN;
}

/** A length of time as the language writes it, "5m", in nanoseconds; null where it is none. */
export function parseTime(text: string): Nanos | null {
  const time = readUnit(text, TIME_UNITS);
  return Number.isNaN(time) ? null : time;
}

/** Names that people write for our units. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["sec", "s"],
  ["secs", "s"],
  ["second", "s"],
  ["seconds", "s"],
  ["min", "m"],
  ["mins", "m"],
  ["minute", "m"],
  ["minutes", "m"],
  ["hour", "h"],
  ["hours", "h"],
  ["msec", "ms"],
  ["usec", "us"],
  ["nsec", "ns"],
  ["byte", "B"],
  ["bytes", "B"],
  ["percent", "%"],
  ["kbit/s", "kbps"],
  ["mbit/s", "Mbps"],
  ["gbit/s", "Gbps"],
]);

/** What a text with a misspelt unit probably means: `20 msec` gives `20ms`; "" where it is unclear. */
export function suggestUnit(text: string, units: Units): string {
  const match = /^\s*([0-9]+(?:\.[0-9]+)?)\s*([A-Za-z%/]+)\s*$/.exec(text);
  const [, number = "", word = ""] = match ?? [];
  if (word === "") return "";
  const names = Object.keys(units);
  const other = OTHER_NAMES.get(word.toLowerCase()) ?? "";
  const unit = names.includes(other) ? other : nearest(word, names);
  return unit === "" || `${number}${unit}` === text ? "" : `${number}${unit}`;
}

/** A time that a message gives back, in the largest unit that keeps it whole: `1500ms`. */
export function timeText(time: Nanos): string {
  const units = Object.entries(TIME_UNITS).reverse();
  const [unit, size] = units.find(([, size]) => time >= size && time % size === 0) ?? ["s", 1e9];
  return `${time / size}${unit}`;
}
