import { describeExpectation, groupThousands } from "../timeline/mod.ts";
import {
  formatMistakes,
  readTopologyFile,
  type Topology,
  TopologyFile,
} from "../topologies/mod.ts";
import { BadInput, Interruption } from "./failure.ts";
import { type Axis, type Combination, combinationsOf, countOf } from "./sweep_axes.ts";
import { MOST_RUNS } from "./sweep_seeds.ts";
import { Turns } from "./turns.ts";

/** The most combinations: the topology of each is kept. */
const MOST_COMBINATIONS = 10_000;
/** So many lines of mistakes are told: the rest is the same with other values. */
const MOST_LINES = 20;

/** A combination of settings, ready to run. */
export interface Case extends Combination {
  /** From 1. */
  readonly number: number;
  readonly topology: Topology;
  /** Each expectation in a line. */
  readonly expectations: readonly string[];
}

/** All runs of a sweep, by case and seed. */
export interface Plan {
  readonly axes: readonly Axis[];
  readonly cases: readonly Case[];
  /** null where each case has the one seed of its topology. */
  readonly seeds: readonly number[] | null;
}

/** One run of a plan. */
export interface PlannedRun {
  readonly case: Case;
  readonly seed: number;
}

/**
 * Loads the topology with every combination of settings, so that what is wrong
 * with any of them is known before anything runs.
 *
 * @throws {BadInput} if something is wrong, or there are too many runs.
 * @throws {Interruption} if the signal comes.
 */
export async function planOf(
  name: string,
  bytes: Uint8Array,
  axes: readonly Axis[],
  seeds: readonly number[] | null,
  signal: AbortSignal,
): Promise<Plan> {
  checkSize(axes, seeds);
  const file = readTopologyFile(bytes, name);
  if (!(file instanceof TopologyFile)) throw new BadInput(formatMistakes(file.mistakes));
  const cases: Case[] = [];
  const mistakes = new Set<string>();
  const turns = new Turns();
  for (const combination of combinationsOf(axes)) {
    const loaded = file.load({ set: combination.settings });
    if (loaded.mistakes === null) {
      cases.push(caseOf(combination, cases.length + 1, loaded.topology));
    } else for (const it of loaded.mistakes) mistakes.add(formatMistakes([it]));
    if (mistakes.size > MOST_LINES) break;
    await turns.takeIfDue();
    if (signal.aborted) throw new Interruption("Interrupted: nothing was run");
  }
  if (mistakes.size > 0) throw new BadInput([...mistakes].slice(0, MOST_LINES).join("\n"));
  return { axes, cases, seeds };
}

function caseOf(combination: Combination, number: number, topology: Topology): Case {
  return {
    ...combination,
    number,
    topology,
    expectations: topology.expect.map(describeExpectation),
  };
}

/** The runs of a plan in their order: all seeds of a case, then the next case. */
export function runsOf({ cases, seeds }: Plan): PlannedRun[] {
  return cases.flatMap((it) => (seeds ?? [it.topology.seed]).map((seed) => ({ case: it, seed })));
}

function checkSize(axes: readonly Axis[], seeds: readonly number[] | null): void {
  if (seeds !== null && axes.some(({ path }) => path === "seed")) {
    throw new BadInput("--set seed must not stand with --seeds: give all seeds with --seeds");
  }
  const count = countOf(axes);
  if (count > MOST_COMBINATIONS) {
    const most = groupThousands(MOST_COMBINATIONS);
    throw new BadInput(
      `--set must give at most ${most} combinations of values: they are ${groupThousands(count)}`,
    );
  }
  const runs = count * (seeds?.length ?? 1);
  if (runs <= MOST_RUNS) return;
  throw new BadInput(
    `A sweep must have at most ${groupThousands(MOST_RUNS)} runs: ${
      groupThousands(count)
    } combinations with ` +
      `${groupThousands(seeds?.length ?? 1)} seeds are ${groupThousands(runs)}`,
  );
}
