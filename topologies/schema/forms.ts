import { z } from "../../third_party/z.ts";
import { listed, show } from "../show.ts";
import { didYouMean } from "../suggestions.ts";

/** What names of hosts, links, sockets and the like look like. */
export const NAME_PATTERN = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** A value that the schema refuses, as zod gives it to who words the message. */
interface Refused {
  readonly input?: unknown;
}

/**
 * Words the message about a value that is not what it must be. Messages begin
 * after the value's own name, which the reader puts before them.
 */
export function mustBe(
  what: string,
  hint: (input: unknown) => string = () => "",
): (refused: Refused) => string {
  return ({ input }) =>
    input === undefined
      ? `is missing: it must be ${what}`
      : `must be ${what}: it is ${show(input)}${hint(input)}`;
}

/** Adds what editors show at a key: what it means, and examples of what may stand there. */
export function key<T extends z.ZodType>(
  schema: T,
  description: string,
  ...examples: unknown[]
): T {
  const described = schema.meta({ description, examples });
  return described instanceof z.ZodLazy ? neverLeftOut(described) : described;
}

/** A text that is not empty. */
export function text(what: string): z.ZodString {
  const error = mustBe(what);
  return z.string({ error }).min(1, { error });
}

/** One of the given words. */
export function word<const T extends readonly string[]>(
  words: T,
  meant: (input: unknown) => string = (input) => didYouMean(input, words),
): z.ZodType<T[number]> {
  return z.enum(words, { error: mustBe(listed(words, "or"), meant) });
}

/** The name of something: a letter, then letters, digits, `-` and `_`. */
export function name(what: string): z.ZodString {
  const error = mustBe(`${what}: a letter, then letters, digits, "-" and "_"`);
  return z.string({ error }).regex(NAME_PATTERN, { error });
}

/** Names with dots between: `client.eth0`. */
export function dotted(what: string): z.ZodString {
  const error = mustBe(what);
  return z.string({ error }).regex(/^[A-Za-z][^\s.]*(\.[^\s]+)*$/, { error });
}

/** A whole number within limits, both included. */
export function whole(from: number, to: number = Number.MAX_SAFE_INTEGER): z.ZodNumber {
  const upTo = to === Number.MAX_SAFE_INTEGER ? `from ${from}` : `from ${from} to ${to}`;
  const error = mustBe(`a whole number ${upTo}`);
  return z.int({ error }).min(from, { error }).max(to, { error });
}

/** true or false. */
export function flag(): z.ZodBoolean {
  return z.boolean({ error: mustBe("true or false") });
}

/** A map that has these keys and no others. */
export function strictMap<T extends z.core.$ZodLooseShape>(
  what: string,
  shape: T,
): z.ZodObject<T, z.core.$strict> {
  return z.strictObject(shape, { error: mapError(what, Object.keys(shape)) });
}

/**
 * As {@linkcode strictMap}, but made when the first value stands in its place: to
 * make the schema of all that a topology may have takes longer than to read most.
 */
export function strict<T extends z.core.$ZodLooseShape>(
  what: string,
  shape: () => T,
): z.ZodLazy<z.ZodObject<T, z.core.$strict>> {
  return neverLeftOut(z.lazy(() => strictMap(what, shape())));
}

/** Zod would make what is lazy only to learn whether it stands for a value that is left out. */
function neverLeftOut<T extends z.ZodType>(schema: T): T {
  const internals: { optin?: unknown; optout?: unknown } = schema._zod;
  Object.defineProperty(internals, "optin", { value: undefined });
  Object.defineProperty(internals, "optout", { value: undefined });
  return schema;
}

/** A map that has exactly one of these keys, as each step of a program. */
export function oneKey<T extends z.core.$ZodLooseShape>(
  what: string,
  shape: T,
): z.ZodObject<T, z.core.$strict> {
  const keys = Object.keys(shape);
  return strictMap(what, shape).refine((map) => Object.keys(map).length === 1, {
    error: ({ input }) => {
      const found = Object.keys(input as object);
      return found.length === 0
        ? `must have one key, ${listed(keys, "or")}: it has none`
        : `must have just one key: it has ${listed(found)}`;
    },
  }).meta({ minProperties: 1, maxProperties: 1 });
}

function mapError(what: string, keys: readonly string[]) {
  const wrongKind = mustBe(`${what}, a map with ${listed(keys)}`);
  return (issue: Refused & { code: string; keys?: readonly string[] | undefined }): string =>
    issue.code === "unrecognized_keys"
      ? (issue.keys ?? []).map((key) => unknownKey(key, keys)).join("\n")
      : wrongKind(issue);
}

/**
 * Words the message about a key that a map must not have. A map gives one line
 * for each such key, in their order.
 */
export function unknownKey(key: string, keys: readonly string[]): string {
  const allowed = keys.length === 0 ? "it has none" : `it may have ${listed(keys)}`;
  return `has no key ${show(key)}: ${allowed}${didYouMean(key, keys)}`;
}

/** A list. */
export function listOf<T extends z.ZodType>(
  what: string,
  item: T,
  least = 0,
): z.ZodArray<T> {
  const error = mustBe(`a list of ${what}`);
  const atLeast = `must be a list of ${what}: it is an empty one`;
  return z.array(item, { error }).min(least, { error: atLeast });
}

/** A map from names to things of one kind. */
export function named<T extends z.ZodType>(what: string, item: T): z.ZodRecord<z.ZodString, T> {
  return z.record(name("a name"), item, { error: mustBe(`a map from names to ${what}`) });
}

/** One of several forms, of different kinds (a word, a number, a list, a map). */
export function either<const T extends readonly z.ZodType[]>(
  what: string,
  options: T,
  hint: (input: unknown) => string = () => "",
): z.ZodUnion<T> {
  return z.union(options, { error: mustBe(what, hint) });
}
