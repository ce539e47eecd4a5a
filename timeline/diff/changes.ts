import type { TimelineJson } from "../schema.ts";

/** A value that two runs do not share. */
export interface Change {
  /** Where it stands, in the form that `--set` takes: "hosts.client.os", "faults[0].at". */
  readonly path: string;
  /** As JSON, or "nothing" where it is not there. */
  readonly one: string;
  readonly other: string;
}

/** Parts of a topology that change nothing in a run; the seed is compared by itself. */
const WORDS_ONLY = new Set(["title", "description", "expect", "seed"]);

/** What two runs were given differently: version, seed and the topology, by path. */
export function changesBetween(one: TimelineJson, other: TimelineJson): Change[] {
  const changes: Change[] = [];
  compare(changes, "version", one.version, other.version);
  compare(changes, "seed", one.seed, other.seed);
  compare(changes, "", essence(one.topology), essence(other.topology));
  return changes;
}

function essence(topology: unknown): unknown {
  if (!isObject(topology)) return topology;
  return Object.fromEntries(Object.entries(topology).filter(([key]) => !WORDS_ONLY.has(key)));
}

function compare(changes: Change[], path: string, one: unknown, other: unknown): void {
  if (Array.isArray(one) && Array.isArray(other)) {
    for (let i = 0; i < Math.max(one.length, other.length); i++) {
      compare(changes, `${path}[${i}]`, one[i], other[i]);
    }
  } else if (isObject(one) && isObject(other)) {
    for (const key of new Set([...Object.keys(one), ...Object.keys(other)])) {
      compare(changes, path === "" ? key : `${path}.${key}`, one[key], other[key]);
    }
  } else if (JSON.stringify(one) !== JSON.stringify(other)) {
    changes.push({ path, one: text(one), other: text(other) });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
