import type { z } from "../third_party/z.ts";
import type { Mistakes } from "./mistakes.ts";
import type { Path } from "./places.ts";
import { mustBe, NAME_PATTERN } from "./schema/forms.ts";

type Issue = z.core.$ZodIssue;

/** Reads parts of a document by their schemas, and notes what is wrong with them. */
export class Reader {
  readonly mistakes: Mistakes;

  constructor(mistakes: Mistakes) {
    this.mistakes = mistakes;
  }

  /** The value as its schema has it, or null after noting why it is none. */
  read<T>(schema: z.ZodType<T>, value: unknown, path: Path): T | null {
    const result = schema.safeParse(value);
    if (result.success) return result.data;
    this.#noteAll(result.error.issues, value, path);
    return null;
  }

  /** Each entry of a map by itself, so that a mistake in one hides none in another; null is broken. */
  readNamed<T>(
    what: string,
    schema: z.ZodType<T>,
    value: unknown,
    path: Path,
  ): Map<string, T | null> {
    const entries = new Map<string, T | null>();
    for (const [name, entry] of this.entriesOf(what, value, path)) {
      entries.set(name, this.read(schema, entry, [...path, name]));
    }
    return entries;
  }

  /** Each item of a list by itself, in the same way. */
  readList<T>(what: string, schema: z.ZodType<T>, value: unknown, path: Path): (T | null)[] {
    if (value === undefined) return [];
    if (Array.isArray(value)) {
      return value.map((item, i) => this.read(schema, item, [...path, i]));
    }
    this.mistakes.atValue(path, mustBe(`a list of ${what}`)({ input: value }));
    return [];
  }

  /** The entries of a map from names; nothing, after noting it, where it is no map. */
  entriesOf(what: string, value: unknown, path: Path): [string, unknown][] {
    if (value === undefined) return [];
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      this.mistakes.atValue(path, mustBe(`a map from names to ${what}`)({ input: value }));
      return [];
    }
    const entries = Object.entries(value);
    for (const [name] of entries) {
      if (NAME_PATTERN.test(name)) continue;
      const rule = `a name: a letter, then letters, digits, "-" and "_"`;
      this.mistakes.atKey([...path, name], mustBe(rule)({ input: name }));
    }
    return entries;
  }

  #noteAll(issues: readonly Issue[], value: unknown, around: Path): void {
    for (const issue of issues) {
      if (!isAfterUnknownKey(issue, issues) && !isMisspelt(issue, issues)) {
        this.#note(issue, value, around);
      }
    }
  }

  #note(issue: Issue, value: unknown, around: Path): void {
    const path = [...around, ...issue.path] as Path;
    if (issue.code === "unrecognized_keys") {
      const messages = issue.message.split("\n");
      issue.keys.forEach((key, i) =>
        this.mistakes.atUnknownKey([...path, key], messages[i] ?? issue.message)
      );
    } else if (issue.code === "invalid_union") {
      this.#noteUnion(issue, valueAt(value, issue.path), path);
    } else if (issue.code === "invalid_key") {
      this.mistakes.atKey(path, issue.issues[0]?.message ?? issue.message);
    } else {
      this.mistakes.atValue(path, issue.message);
    }
  }

  /** Of forms of different kinds, one fits a map or list: what is wrong in it is what to say. */
  #noteUnion(issue: Issue & { code: "invalid_union" }, value: unknown, path: Path): void {
    const fitting = issue.errors.filter((issues) => !issues.some(isOfOtherKind));
    const [only, ...others] = fitting;
    const isContainer = typeof value === "object" && value !== null && others.length === 0;
    if (only === undefined || !isContainer) return this.mistakes.atValue(path, issue.message);
    this.#noteAll(only as readonly Issue[], value, path);
  }
}

/** Whether a map lacks a key only because the one it has is misspelt. */
function isAfterUnknownKey(issue: Issue, issues: readonly Issue[]): boolean {
  const at = issue.path.join("\0");
  return issue.code === "custom" &&
    issues.some((other) => other.code === "unrecognized_keys" && other.path.join("\0") === at);
}

/** Whether a key is missing because another one was probably meant as it. */
function isMisspelt(issue: Issue, issues: readonly Issue[]): boolean {
  const around = issue.path.slice(0, -1).join("\0");
  const hint = `did you mean "${String(issue.path.at(-1))}"?`;
  return issue.message.startsWith("is missing") &&
    issues.some((other) =>
      other.code === "unrecognized_keys" && other.path.join("\0") === around &&
      other.message.includes(hint)
    );
}

function isOfOtherKind(issue: { code?: string; path: readonly PropertyKey[] }): boolean {
  return issue.path.length === 0 &&
    (issue.code === "invalid_type" || issue.code === "invalid_value");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let inner = value;
  for (const part of path) {
    if (typeof inner !== "object" || inner === null) return undefined;
    inner = (inner as Record<PropertyKey, unknown>)[part];
  }
  return inner;
}
