import type { Nanos } from "../../base/time.ts";

/** One named constant or switch of a profile: what it means and which values it takes. */
export interface Knob<T> {
  /** What it decides, in a sentence without a full stop. */
  readonly about: string;
  /** `time` is in nanoseconds, `bytes` and `count` are bare numbers. */
  readonly unit: "time" | "count" | "bytes" | "switch" | "word" | "list";
  /** What is allowed, for messages: `one of "kill", "ignore"`. */
  readonly allowed: string;
  /** The type of an allowed value, as `typeof` gives it. */
  readonly type: "number" | "boolean" | "string" | "object";
  readonly accepts: (value: unknown) => value is T;
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  Number.isInteger(value) && (value as number) >= least && (value as number) <= most;

/** A length of time that always ends. */
export function time(about: string): Knob<Nanos> {
  return {
    about,
    unit: "time",
    allowed: "a whole number of nanoseconds >= 0",
    type: "number",
    accepts: (value): value is Nanos => isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** A length of time, or NEVER. */
export function timeOrNever(about: string): Knob<Nanos> {
  return {
    about,
    unit: "time",
    allowed: "a whole number of nanoseconds >= 0, or Infinity for never",
    type: "number",
    accepts: (value): value is Nanos =>
      value === Infinity || isWhole(value, 0, Number.MAX_SAFE_INTEGER),
  };
}

/** How often; Infinity where the number does not decide. */
export function count(about: string): Knob<number> {
  return {
    about,
    unit: "count",
    allowed: "a whole number >= 0, or Infinity for no limit",
    type: "number",
    accepts: (value): value is number => value === Infinity || isWhole(value, 0, 2 ** 31 - 1),
  };
}

/** A whole number between bounds. */
export function whole(
  unit: "count" | "bytes",
  least: number,
  most: number,
  about: string,
): Knob<number> {
  return {
    about,
    unit,
    allowed: `a whole number from ${least} to ${most}`,
    type: "number",
    accepts: (value): value is number => isWhole(value, least, most),
  };
}

/** On or off. */
export function onOff(about: string): Knob<boolean> {
  return {
    about,
    unit: "switch",
    allowed: "true or false",
    type: "boolean",
    accepts: (value): value is boolean => typeof value === "boolean",
  };
}

/** One of some words. */
export function oneOf<const W extends string>(words: readonly W[], about: string): Knob<W> {
  return {
    about,
    unit: "word",
    allowed: `one of ${words.map((word) => `"${word}"`).join(", ")}`,
    type: "string",
    accepts: (value): value is W => words.includes(value as W),
  };
}

/** A list of the kinds of TCP options, in the order of the wire. */
export function optionKinds(about: string): Knob<readonly number[]> {
  return {
    about,
    unit: "list",
    allowed: "a list of option kinds, whole numbers from 0 to 255",
    type: "object",
    accepts: (value): value is readonly number[] =>
      Array.isArray(value) && value.every((kind) => isWhole(kind, 0, 255)),
  };
}
