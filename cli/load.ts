import { formatMistakes, loadTopology, type Topology } from "../topologies/mod.ts";
import { BadInput } from "./failure.ts";
import { readInput } from "./input.ts";
import type { Streams } from "./streams.ts";

/** What may be changed of a topology from the command line. */
export interface Changes {
  set?: readonly string[];
  seed?: number;
  tcp?: boolean;
}

/**
 * Reads and checks a topology.
 *
 * @throws {BadInput} with every mistake in it, one a line.
 */
export async function loadFile(
  path: string,
  stdin: Streams["stdin"],
  changes: Changes = {},
): Promise<{ topology: Topology; source: unknown }> {
  const { name, bytes } = await readInput(path, stdin);
  const loaded = loadTopology(bytes, name, changes);
  if (loaded.mistakes !== null) throw new BadInput(formatMistakes(loaded.mistakes));
  return loaded;
}
