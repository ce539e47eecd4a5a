import type { Mistakes } from "../mistakes.ts";
import type { Path } from "../places.ts";
import { listed } from "../show.ts";

/** For each key that says what an entry is about: the keys that may stand beside it. */
export type Kinds = Readonly<Record<string, readonly string[]>>;

/**
 * Says which of several keys an entry is about, such as the verb of a fault, or
 * gives "" after noting that it has none or several. Keys that do not go with it
 * are noted, too.
 */
export function kindOf(form: object, kinds: Kinds, path: Path, mistakes: Mistakes): string {
  const keys = Object.keys(form);
  const found = keys.filter((key) => Object.hasOwn(kinds, key));
  const [kind = "", second] = found;
  if (kind === "" || second !== undefined) {
    const rule = `must have ${listed(Object.keys(kinds), "or")}, and only one`;
    mistakes.atValue(path, `${rule}: it has ${kind === "" ? "none" : listed(found)}`);
    return "";
  }
  const allowed = kinds[kind] ?? [];
  const strangers = keys.filter((key) => key !== kind && !allowed.includes(key));
  for (const key of strangers) {
    const rule = allowed.length === 0 ? "nothing does" : `only ${listed(allowed, "or")} may`;
    mistakes.atKey([...path, key], `must not stand beside ${kind}: ${rule}`);
  }
  return kind;
}
