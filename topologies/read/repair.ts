import type { Path } from "../places.ts";
import type { Reader } from "../reader.ts";
import { type StepForm, stepList, stepSchema } from "../schema/steps.ts";
import type { ProcessNames } from "./names.ts";

/** What stands in the place of a step that cannot be read. */
const PLACEHOLDER = { sleep: "0s" };

/**
 * Reads a list of steps, so that a mistake in one hides none in another: what
 * cannot be read is noted and replaced by a step that does nothing, and the
 * names it seems to make are noted as made. Returns null where it is no list.
 */
export function readSteps(
  reader: Reader,
  value: unknown,
  path: Path,
  names: ProcessNames,
): StepForm[] | null {
  if (!Array.isArray(value) || value.length === 0) {
    names.broken = true;
    reader.read(stepList, value, path);
    return null;
  }
  return value.map((step, i) => {
    const form = reader.read(stepSchema, step, [...path, i]);
    if (form !== null) return form;
    names.broken = true;
    noteLikelyNames(step, names);
    return repaired(step);
  });
}

function repaired(step: unknown): StepForm {
  const copy = structuredClone(step);
  const result = stepSchema.safeParse(copy);
  for (const issue of result.error?.issues ?? []) {
    const last = issue.path.findLastIndex((part) => typeof part === "number");
    const within = last > 0 && issue.path[last - 1] === "steps";
    if (within) replaceAt(copy, issue.path.slice(0, last + 1));
  }
  return stepSchema.safeParse(copy).data ?? { sleep: 0 };
}

function replaceAt(value: unknown, path: readonly PropertyKey[]): void {
  let around = value as Record<PropertyKey, unknown>;
  for (const part of path.slice(0, -1)) around = around[part] as Record<PropertyKey, unknown>;
  around[path.at(-1) ?? 0] = PLACEHOLDER;
}

/** Notes what stands after `as` at any depth; `verb` is the key around it. */
function noteLikelyNames(value: unknown, names: ProcessNames, verb = ""): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "as" && typeof inner === "string") {
      (verb === "thread" ? names.threads : names.sockets).add(inner);
    }
    noteLikelyNames(inner, names, key);
  }
}
