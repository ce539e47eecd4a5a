import type { Form } from "./form.ts";
import { type Mood, randomTopology } from "./random_topology.ts";
import { shrink } from "./shrink.ts";
import { simulate } from "./simulate.ts";

/** What many simulations were. */
export interface Campaign {
  runs: number;
  events: number;
  connections: number;
  gaveUp: number;
}

/**
 * Simulates so many seeds from the first on.
 *
 * @throws {Error} at the first seed that fails: with the rule that is broken,
 * how to run it again, and a small topology that fails alike.
 */
export function simulateSeeds(mood: Mood, first: number, count: number): Campaign {
  const sum: Campaign = { runs: 0, events: 0, connections: 0, gaveUp: 0 };
  for (let seed = first; seed < first + count; seed++) {
    const form = randomTopology(seed, mood);
    const outcome = simulate(form, mood);
    if (outcome.failure !== null) throw new Error(report(seed, mood, form, outcome.failure));
    sum.runs++;
    sum.events += outcome.events;
    sum.connections += outcome.connections;
    if (outcome.gaveUp) sum.gaveUp++;
  }
  return sum;
}

/** How many smaller topologies are tried. */
const SHRINK_BUDGET = 600;

function report(
  seed: number,
  mood: Mood,
  form: Form,
  failure: { rule: string; message: string },
): string {
  const failsAlike = (it: Form): boolean => simulate(it, mood).failure?.rule === failure.rule;
  const small = shrink(form, mood, failsAlike, SHRINK_BUDGET);
  const found = simulate(small, mood).failure ?? failure;
  return [
    `Seed ${seed} of the ${mood} networks: ${failure.message}`,
    "Run again:",
    `  deno test tests/simulation/network_${mood}_test.ts -- --seed ${seed}`,
    `A smaller one, for deno task run: ${found.message}`,
    yamlText(small),
  ].join("\n");
}

/** As YAML: what is named in lines of its own, the rest in braces. */
function yamlText(form: Form): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(form)) {
    if (typeof value === "object" && Object.keys(value).length === 0) continue;
    if (Array.isArray(value)) {
      lines.push(`${key}:`, ...value.map((item) => `  - ${JSON.stringify(item)}`));
    } else if (typeof value === "object") {
      lines.push(`${key}:`);
      for (const [name, item] of Object.entries(value)) {
        lines.push(`  ${name}: ${JSON.stringify(item)}`);
      }
    } else {
      lines.push(`${key}: ${JSON.stringify(value)}`);
    }
  }
  return lines.join("\n");
}
