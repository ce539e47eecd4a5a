import type { Form, FormValue } from "./form.ts";
import type { Mood } from "./random_topology.ts";

/** Parts without which there is no topology. */
const NEEDED: readonly string[] = ["title", "hosts", "links", "programs", "seed", "stop"];

/**
 * Makes a topology that fails as small as it can be: takes away one part after
 * the other, and keeps what still fails. Looks at no more than `budget` of them.
 */
export function shrink(
  form: Form,
  mood: Mood,
  fails: (form: Form) => boolean,
  budget: number,
): Form {
  let best = form;
  let left = budget;
  for (let isBetter = true; isBetter;) {
    isBetter = false;
    for (const path of partsOf(best, mood)) {
      if (left-- <= 0) return best;
      const smaller = without(best, path);
      if (smaller === null || !fails(smaller)) continue;
      best = smaller;
      isBetter = true;
    }
  }
  return best;
}

type Path = readonly (string | number)[];

/** All parts that may go, larger ones first, later ones of a list before earlier ones. */
function partsOf(form: Form, mood: Mood): Path[] {
  const paths: Path[] = [];
  const walk = (value: FormValue, path: Path): void => {
    if (typeof value !== "object") return;
    const isProgram = path[0] === "programs" && path.length > 2;
    const keys = Array.isArray(value) ? value.map((_, i) => i).reverse() : Object.keys(value);
    for (const key of keys) {
      const below = [...path, key];
      const isNeeded = path.length === 0 && NEEDED.includes(String(key));
      const part = (value as Form)[key]!;
      const mustStay = mood === "orderly" && isProgram && !isHarmless(part);
      if (!isNeeded && !mustStay) paths.push(below);
      walk(part, below);
    }
  };
  walk(form, []);
  return paths.sort((a, b) => a.length - b.length);
}

/** Whether an orderly program is as orderly without that step. */
function isHarmless(step: FormValue): boolean {
  if (typeof step !== "object" || Array.isArray(step)) return false;
  return ["sleep", "send", "setsockopt", "loop"].some((verb) => verb in step);
}

/** A copy without that part, or null where it is not there any more. */
function without(form: Form, path: Path): Form | null {
  const copy = structuredClone(form);
  let at: FormValue | undefined = copy;
  for (const key of path.slice(0, -1)) {
    if (typeof at !== "object") return null;
    at = (at as Form)[key];
  }
  const last = path[path.length - 1]!;
  if (Array.isArray(at)) {
    if (typeof last !== "number" || last >= at.length) return null;
    at.splice(last, 1);
  } else {
    if (typeof at !== "object" || !(last in at)) return null;
    delete at[last];
  }
  return copy;
}
