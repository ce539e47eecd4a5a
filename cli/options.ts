import { type Nanos, seconds } from "../engine/base/time.ts";
import { parseTime } from "../topologies/mod.ts";
import { BadInput } from "./failure.ts";

/** Reads an option's value; commander gives what it had before, if it is there twice. */
type Parser<T> = (text: string, before: T | undefined) => T;

/** The parser of an option that may be there once. */
function once<T>(option: string, rule: string, read: (text: string) => T | null): Parser<T> {
  return (text, before) => {
    if (before !== undefined) throw new BadInput(`${option} must be there once: it is there twice`);
    const value = read(text);
    if (value === null) throw new BadInput(`${option} must be ${rule}: it is "${text}"`);
    return value;
  };
}

/** The parser of an option that names the file an export goes to. */
export function parseOutput(option: string): Parser<string> {
  return once(
    option,
    "a file's name, or - for standard output",
    (text) => text === "" ? null : text,
  );
}

/** The largest seed, as in topologies. */
export const LARGEST_SEED = 2 ** 32 - 1;

export const parseSeed: Parser<number> = once(
  "--seed",
  `a whole number from 0 to ${LARGEST_SEED}`,
  (text) => /^\d+$/.test(text) && Number(text) <= LARGEST_SEED ? Number(text) : null,
);

export const parseUntil: Parser<Nanos> = once(
  "--until",
  "a time with its unit, such as 250ms, 3s or 5m",
  parseTime,
);

export const parseFrom: Parser<Nanos> = once(
  "--from",
  "a time with its unit, such as 250ms, 3s or 5m",
  parseTime,
);

export const parseEvery: Parser<Nanos> = once(
  "--every",
  "a time above 0 with its unit, such as 250ms, 3s or 5m",
  (text) => {
    const time = parseTime(text);
    return time === 0 ? null : time;
  },
);

export const parseWidth: Parser<number> = once(
  "--width",
  "a number of columns from 60 to 1000",
  (text) => /^\d+$/.test(text) && Number(text) >= 60 && Number(text) <= 1000 ? Number(text) : null,
);

/** The parser of an option that is a whole number from 1 up. */
function positive(option: string): Parser<number> {
  return once(
    option,
    "a whole number from 1 up",
    (text) => /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null,
  );
}

export const parseWorkers: Parser<number> = once(
  "--workers",
  "a whole number from 1 to 999",
  (text) => /^[1-9]\d{0,2}$/.test(text) ? Number(text) : null,
);

export const parseRecord: Parser<number> = positive("--record");

export const parseNth: Parser<number> = positive("--nth");

export const parseCall: Parser<string> = once(
  "--call",
  'a host and a call, such as "client.recv" or "client.app.recv"',
  (text) => /^[^.]+(\.[^.]+){1,2}$/.test(text) ? text : null,
);

export const parseConnection: Parser<string> = once(
  "--connection",
  "a host and its socket, such as client.conn",
  (text) => /^[^.]+\..+$/.test(text) ? text : null,
);

/** May be there as often as one likes. */
export function parseNic(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** May be there as often as one likes. */
export function parseSet(text: string, before: readonly string[] = []): readonly string[] {
  return [...before, text];
}

/** The parser of an argument that is one of a few words. */
export function parseEither<T extends string>(argument: string, words: readonly T[]): Parser<T> {
  return once(argument, words.join(" or "), (text) => words.find((word) => word === text) ?? null);
}

/** The parser of an option that is one of some words. */
export function parseWord<T extends string>(option: string, words: readonly T[]): Parser<T> {
  const rule = `one of ${words.join(", ")}`;
  return once(option, rule, (text) => words.find((word) => word === text) ?? null);
}

/** The parser of `--os`, which may be there as often as one likes, each time another system. */
export function parseOs<T extends string>(
  systems: readonly T[],
): (text: string, before?: readonly T[]) => readonly T[] {
  return (text, before = []) => {
    const system = systems.find((name) => name === text);
    if (system === undefined) {
      throw new BadInput(`--os must be one of ${systems.join(", ")}: it is "${text}"`);
    }
    return before.includes(system) ? before : [...before, system];
  };
}

/** The parser of an option that is a time in whole seconds, as sockets take it. */
export function parseSeconds(option: string): Parser<Nanos> {
  return once(option, "a time of whole seconds, such as 10s or 2m", (text) => {
    const time = parseTime(text);
    return time === null || time <= 0 || time % seconds(1) !== 0 ? null : time;
  });
}

/** What all systems take: Linux the fewest, 127 (MAX_TCP_KEEPCNT). */
export const parseProbes: Parser<number> = once(
  "--keepcnt",
  "a whole number from 1 to 127",
  (text) => /^[1-9]\d{0,2}$/.test(text) && Number(text) <= 127 ? Number(text) : null,
);
