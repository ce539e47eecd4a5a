import type { Mistake } from "./mistakes.ts";
import type { Places } from "./places.ts";
import { SECTIONS } from "./schema/topology.ts";
import { listed, pathText, show } from "./show.ts";
import { didYouMean } from "./suggestions.ts";
import { readYaml } from "./yaml.ts";

/** The way to a value from the top: keys, and indexes of lists. */
type Container = Record<string, unknown> | unknown[];

/**
 * Changes one value of a document: `hosts.client.os=linux`,
 * `faults[0].at=1s`. The value is YAML. Names of hosts, links and the like must
 * be there; keys within them may be new, and are checked as all others.
 *
 * Returns what is wrong with the setting itself, or null.
 */
export function applySetting(root: unknown, setting: string, places: Places): Mistake | null {
  const file = `--set ${setting}`;
  const wrong = (message: string): Mistake => ({ file, line: 0, column: 0, message });
  const [text = "", ...rest] = setting.split("=");
  const parts = text.replace(/\[([0-9]+)\]/g, ".$1").split(".");
  if (rest.length === 0 || parts.includes("") || parts.includes("__proto__")) {
    return wrong(`a setting must be a path and a value, such as hosts.client.os=linux`);
  }
  const value = readYaml(rest.join("="), file);
  const [mistake] = value.mistakes;
  if (mistake !== undefined) return wrong(mistake.message);
  const path: (string | number)[] = [];
  let around = root;
  for (const [depth, part] of parts.entries()) {
    const isLast = depth === parts.length - 1;
    if (!isContainer(around)) return wrong(`${pathText(path)} has no parts: it is ${show(around)}`);
    const key = keyIn(around, part);
    if (!has(around, key) && !(mayBeNew(depth, isLast) && !Array.isArray(around))) {
      return wrong(noSuchPart(around, part, path));
    }
    path.push(key);
    if (isLast) put(around, key, value.document?.value ?? null);
    else if (!has(around, key)) put(around, key, Object.create(null));
    around = (around as Record<string | number, unknown>)[key];
  }
  places.relabel(path, file);
  return null;
}

/** The top-level keys are all known to the schema; the names below them are the user's. */
function mayBeNew(depth: number, isLast: boolean): boolean {
  return isLast ? depth !== 1 : depth > 1;
}

function keyIn(around: Container, part: string): string | number {
  return Array.isArray(around) && /^[0-9]+$/.test(part) ? Number(part) : part;
}

function has(around: Container, key: string | number): boolean {
  if (!Array.isArray(around)) return Object.hasOwn(around, key);
  return typeof key === "number" && key < around.length;
}

function put(around: Container, key: string | number, value: unknown): void {
  (around as Record<string | number, unknown>)[key] = value;
}

function noSuchPart(around: Container, part: string, path: readonly (string | number)[]): string {
  if (Array.isArray(around)) {
    return `${pathText(path)} has no item ${show(part)}: it has ${around.length}, from 0 on`;
  }
  const known = path.length === 0 ? SECTIONS : Object.keys(around);
  const has = `it has ${listed(Object.keys(around))}`;
  return `${pathText(path)} has no ${show(part)}: ${has}${didYouMean(part, known)}`;
}

function isContainer(value: unknown): value is Container {
  return typeof value === "object" && value !== null;
}
