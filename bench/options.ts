import { parseArgs } from "node:util";

/** What there is to ask for. */
export const USAGE = `deno task bench [TEXT...] [--runs N] [--json FILE] [--sources]
  measures what has one of these texts in its name, or all, N times (5) each, built into
  one file as by "deno task build" or, with --sources, as modules
deno task bench --against ns3 [TEXT...] [--runs N] [--sources]
  does the same work here and in ns-3 by turns (NS3_BUILD=FOLDER names an optimized build)
deno task bench goodput
  shows how much gets through in virtual time, beside ns-3`;

/** What the benchmarks were asked for. */
export interface BenchOptions {
  readonly help: boolean;
  /** Parts of names; none stands for all. */
  readonly texts: readonly string[];
  readonly runs: number;
  /** The file for the measurements as JSON, "" for none. */
  readonly json: string;
  readonly against: "" | "ns3";
  /** From the sources, not built. */
  readonly sources: boolean;
  /** The one workload that this process is to run, "" in a process that starts others. */
  readonly alone: string;
}

/** An argument is wrong; the message says what it must be. */
export class BadOption extends Error {
  override name = "BadOption";
}

/** @throws {BadOption} if an argument is wrong. */
export function readOptions(args: readonly string[]): BenchOptions {
  const { values, positionals } = parsed(args);
  const { help, runs, only, json, against, sources, alone } = values;
  if (!/^[1-9]\d{0,5}$/.test(runs)) {
    throw new BadOption(`--runs must be a whole number from 1 up: it is "${runs}"`);
  }
  if (against !== "" && against !== "ns3") {
    throw new BadOption(`--against must be ns3: it is "${against}"`);
  }
  const texts = [...positionals, ...only];
  return { help, texts, runs: Number(runs), json, against, sources, alone };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: "boolean", short: "h", default: false },
        runs: { type: "string", default: "5" },
        only: { type: "string", multiple: true, default: [] },
        json: { type: "string", default: "" },
        against: { type: "string", default: "" },
        sources: { type: "boolean", default: false },
        alone: { type: "string", default: "" },
      },
    });
  } catch (error) {
    const [what = ""] = (error instanceof Error ? error.message : String(error)).split(
      /\.?\n|\. /,
      1,
    );
    throw new BadOption(`${what}; --help tells what there is`);
  }
}

/** Whether a name has one of the texts in it; any has, where there are none. */
export function isChosen(name: string, texts: readonly string[]): boolean {
  return texts.length === 0 || texts.some((text) => name.includes(text));
}
