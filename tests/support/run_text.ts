import { formatMistakes, loadTopology, Run, type RunResult } from "../../mod.ts";

/**
 * Runs a topology from its text to its end.
 *
 * @throws {SyntaxError} if it has mistakes; the message lists them.
 */
export function runText(text: string): RunResult {
  const loaded = loadTopology(text, "test.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError(`\n${formatMistakes(loaded.mistakes)}`);
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  return run.finish();
}
