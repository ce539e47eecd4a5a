import { COMMAND_LINE } from "./built.ts";
import { childMs } from "./child.ts";
import type { Result, Workload } from "./workload.ts";

/** Starts a module; nearly all that it takes is to load what it needs. */
class StartUp implements Workload {
  readonly name: string;
  readonly unit = "ms";
  readonly #module: string;
  readonly #args: readonly string[];

  constructor(name: string, module: string, args: readonly string[]) {
    this.name = `start-up, ${name}`;
    this.#module = module;
    this.#args = args;
  }

  async run(): Promise<Result> {
    return { value: await childMs(this.#module, this.#args), operations: 1 };
  }
}

const SMALLEST = ["run", "topologies/closing/refused.yaml"];

/** How long a command takes that does next to nothing, and what Deno takes of it. */
export const startUpWorkloads: readonly Workload[] = [
  new StartUp("Deno alone", "bench/empty.ts", []),
  new StartUp("run, the smallest topology", COMMAND_LINE, SMALLEST),
  new StartUp("the same from the sources", "main.ts", SMALLEST),
];
