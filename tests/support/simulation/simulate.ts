import { NEVER } from "../../../engine/base/time.ts";
import { digest } from "../../../timeline/mod.ts";
import {
  formatMistakes,
  loadTopology,
  LONGEST_RUN,
  Run,
  type Topology,
} from "../../../topologies/mod.ts";
import { build } from "../../../topologies/build.ts";
import { Broken, must } from "./broken.ts";
import { checkEnd, checkOrderly, gaveUp } from "./end_checks.ts";
import type { Form } from "./form.ts";
import { forbidShortWays } from "./long_way.ts";
import { NetworkWatch } from "./network_watch.ts";
import type { Mood } from "./random_topology.ts";
import { WirePrint } from "./wire_print.ts";

/** A run of so many events that never waits for long is one that never ends. */
const MOST_EVENTS = 200_000;

/** What came of a simulation. */
export interface Outcome {
  events: number;
  connections: number;
  /** Whether some end of an orderly run gave up, because too much was lost. */
  gaveUp: boolean;
  /** null where all is well; else the rule that was broken, and what was found. */
  failure: { rule: string; message: string } | null;
}

/**
 * Runs a topology four times: watched after every event, once more, once with all
 * connections going the long way, and once without a recorder. Never throws.
 */
export function simulate(form: Form, mood: Mood): Outcome {
  const outcome: Outcome = { events: 0, connections: 0, gaveUp: false, failure: null };
  try {
    const loaded = loadTopology(JSON.stringify(form), "simulation.json");
    if (loaded.mistakes !== null) throw new Broken(INVALID, formatMistakes(loaded.mistakes));
    const { topology, source } = loaded;
    const [wire, told] = watched(topology, source, mood, outcome);
    const [wireAgain, toldAgain] = again(topology, source, true);
    must(told === toldAgain, "the same seed gives the same digest");
    must(wire === wireAgain, "watching changes nothing", () => `${wire}\n${wireAgain}`);
    const [wireOfLong, toldOfLong] = again(topology, source, false);
    must(told === toldOfLong, "short ways tell the same", () => `${wire}\n${wireOfLong}`);
    const silent = unrecorded(topology);
    must(wire === silent, "recording changes nothing", () => `${wire}\n${silent}`);
  } catch (error) {
    outcome.failure = failureOf(error);
  }
  return outcome;
}

/** The rule that a topology breaks which cannot be loaded. */
export const INVALID = "a random topology is valid";

function watched(
  topology: Topology,
  source: unknown,
  mood: Mood,
  outcome: Outcome,
): [wire: string, told: string] {
  const run = new Run(topology, source);
  const print = new WirePrint(run.network);
  const watch = new NetworkWatch(run.network, run.timeline, topology);
  while (!run.advance(1)) {
    watch.check();
    must(++outcome.events < MOST_EVENTS, "a run comes to an end", () => `${run.now} ns`);
  }
  watch.check();
  outcome.connections = watch.connections.length;
  checkEnd(watch, run.timeline, topology);
  if (mood === "orderly") checkOrderly(watch, run.timeline);
  outcome.gaveUp = gaveUp(watch);
  return [String(print), digest(run.timeline)];
}

function again(
  topology: Topology,
  source: unknown,
  mayBeShort: boolean,
): [wire: string, told: string] {
  const run = new Run(topology, source);
  if (!mayBeShort) forbidShortWays(run.network);
  const print = new WirePrint(run.network);
  run.advance();
  return [String(print), digest(run.timeline)];
}

function unrecorded(topology: Topology): string {
  const network = build(topology, null);
  const print = new WirePrint(network);
  const until = Math.min(topology.stop, LONGEST_RUN);
  if (network.sim.nextAt !== NEVER) network.sim.run({ until });
  return String(print);
}

/** Numbers differ from run to run; which rule was broken does not. */
function failureOf(error: unknown): { rule: string; message: string } {
  if (error instanceof Broken) return { rule: error.rule, message: error.message };
  if (!(error instanceof Error)) return { rule: "nothing is thrown", message: String(error) };
  const message = error.stack ?? error.message;
  return { rule: `${error.name}: ${error.message.replace(/\d+/g, "#")}`, message };
}
