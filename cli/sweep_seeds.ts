import { groupThousands } from "../timeline/mod.ts";
import { BadInput } from "./failure.ts";
import { LARGEST_SEED } from "./options.ts";

/** The most runs of a sweep: what is known of each is kept until the end, about 1 kB. */
export const MOST_RUNS = 100_000;

const RULE = "seeds such as 7, 1..100 or 1..10,42, each once";

/** Reads `1..100`, `7` or several of them with commas between. */
export function parseSeeds(text: string, before: readonly number[] | undefined): readonly number[] {
  if (before !== undefined) throw new BadInput("--seeds must be there once: it is there twice");
  const wrong = (found: string): BadInput => new BadInput(`--seeds must be ${RULE}: ${found}`);
  const seeds = new Set<number>();
  for (const part of text.split(",")) {
    const match = /^(\d+)(?:\.\.(\d+))?$/.exec(part.trim());
    if (match === null) throw wrong(`it is "${text}"`);
    const first = Number(match[1]);
    const last = Number(match[2] ?? first);
    if (last > LARGEST_SEED) throw wrong(`${match[2] ?? match[1]} is above ${LARGEST_SEED}`);
    if (last < first) throw wrong(`${part.trim()} goes down`);
    if (last - first >= MOST_RUNS) {
      throw wrong(`${part.trim()} are more than ${groupThousands(MOST_RUNS)}`);
    }
    for (let seed = first; seed <= last; seed++) {
      if (seeds.has(seed)) throw wrong(`${seed} is there twice`);
      seeds.add(seed);
    }
    if (seeds.size > MOST_RUNS) throw wrong(`they are more than ${groupThousands(MOST_RUNS)}`);
  }
  return [...seeds];
}
