import { digest, formatMistakes, loadTopology, Run, type RunResult } from "../../mod.ts";

/** The folder of the library of scenarios. */
const ROOT = new URL("../../topologies/", import.meta.url);

/** Scenarios of so many connections that only `deno task scale` runs them. */
const SCALE = "scale/";

/** The paths of all scenarios below topologies/ but those, in order: "closing/client-first.yaml". */
export function scenarioPaths(): string[] {
  return Array.from(yamlBelow("")).filter((path) => !path.startsWith(SCALE)).sort();
}

/** The paths of those: "scale/ports-reused.yaml". */
export function scalePaths(): string[] {
  return Array.from(yamlBelow(SCALE)).sort();
}

function* yamlBelow(folder: string): Generator<string> {
  for (const entry of Deno.readDirSync(new URL(folder, ROOT))) {
    const path = `${folder}${entry.name}`;
    if (entry.isDirectory) yield* yamlBelow(`${path}/`);
    else if (path.endsWith(".yaml")) yield path;
  }
}

/** The text of a scenario's file. */
export function scenarioText(path: string): string {
  return Deno.readTextFileSync(new URL(path, ROOT));
}

/**
 * Runs a scenario from its file to its end.
 *
 * @throws {SyntaxError} if the file has mistakes; the message lists them.
 */
export function runScenario(path: string): RunResult & { digest: string } {
  const loaded = loadTopology(scenarioText(path), `topologies/${path}`);
  if (loaded.mistakes !== null) throw new SyntaxError(`\n${formatMistakes(loaded.mistakes)}`);
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  const result = run.finish();
  return { ...result, digest: digest(result.timeline) };
}
