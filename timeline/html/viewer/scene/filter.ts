import type { Scene } from "./scene.ts";

/** What is to be seen. */
export interface Filter {
  /** A connection by its number in the pairs, -1 for all. */
  readonly pair: number;
  /** Hosts that are hidden, by name. */
  readonly hosts: ReadonlySet<string>;
  /** Categories that are hidden. */
  readonly categories: ReadonlySet<number>;
}

export const SHOW_ALL: Filter = { pair: -1, hosts: new Set(), categories: new Set() };

/**
 * Which records a filter lets through, 1 for each. What belongs to no
 * connection stays when one is chosen, if it is no segment: faults and
 * processes are about all.
 */
export function shownBy({ records, facts }: Scene, filter: Filter): Uint8Array {
  const shown = new Uint8Array(records.size);
  const hiddenLanes = facts.lanes.map((name) => filter.hosts.has(name));
  for (let i = 0; i < records.size; i++) {
    const lane = facts.lane[i] ?? -1;
    const pair = facts.pair[i] ?? -1;
    const category = facts.category[i] ?? 0;
    if (lane >= 0 && hiddenLanes[lane] === true) continue;
    if (filter.categories.has(category)) continue;
    if (filter.pair !== -1 && pair !== filter.pair && (pair !== -1 || category === 0)) continue;
    shown[i] = 1;
  }
  return shown;
}
