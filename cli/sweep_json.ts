import { VERSION } from "../topologies/mod.ts";
import { holds, type Sweep, type SweptRun } from "./sweep_result.ts";

/**
 * A sweep as JSON: a line for each run, in the order of the runs. Times are
 * nanoseconds. Nothing in it depends on how many threads there were.
 */
export function* sweepJsonChunks({ plan, runs, partial, digest }: Sweep): Generator<string> {
  const head = {
    format: "cablepull-sweep",
    version: VERSION,
    title: plan.cases[0]?.topology.title ?? "",
    digest,
    partial,
    axes: plan.axes,
  };
  const lines = Object.entries(head).map(([key, value]) =>
    `${JSON.stringify(key)}: ${JSON.stringify(value)}`
  );
  yield `{\n${lines.join(",\n")},\n"runs": [`;
  let separator = "\n";
  for (const run of runs) {
    yield separator + JSON.stringify(runJson(run, plan.axes.map(({ path }) => path)));
    separator = ",\n";
  }
  yield "\n]\n}\n";
}

function runJson(
  run: SweptRun,
  paths: readonly string[],
): unknown {
  const { index, seed, case: { values, expectations }, summary, error } = run;
  const set = Object.fromEntries(paths.map((path, i) => [path, values[i]]));
  const place = { index, seed, set };
  if (summary === null) return { ...place, holds: false, error };
  const { digest, failures, ...rest } = summary;
  const found = new Map(failures.map((it) => [it.expectation, it.found]));
  const verdicts = expectations.map((expectation, i) =>
    found.has(i) ? { expectation, holds: false, found: found.get(i) } : { expectation, holds: true }
  );
  return { ...place, digest, holds: holds(run), verdicts, ...rest };
}
