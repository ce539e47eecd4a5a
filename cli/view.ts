import type { Nanos } from "../engine/base/time.ts";
import { summaryLines, textLines, type TextOptions } from "../timeline/mod.ts";
import type { RunResult } from "../topologies/mod.ts";
import { BadInput } from "./failure.ts";
import type { Output } from "./streams.ts";

/** How a timeline is to be shown. */
export interface ViewOptions {
  quiet?: boolean;
  full?: boolean;
  ascii?: boolean;
  width?: number;
  from?: Nanos;
  states?: boolean;
  every?: Nanos;
}

/** The most times that states are counted: nobody reads more, and each takes memory. */
const MOST_COUNTS = 10_000;

/** The columns where there is no terminal. */
const WIDTH = 100;

/**
 * A run as text for that output: with colors and as wide as it is, if it is a terminal.
 *
 * @throws {BadInput} if states are to be counted too often.
 */
export function* viewLines(
  result: RunResult,
  options: ViewOptions,
  output: Output,
): Generator<string> {
  const { timeline, info, verdicts } = result;
  const { full = false, ascii = false, quiet = false, from = 0 } = options;
  checkCounts(timeline.endedAt, options.every);
  const isTerminal = output.isTerminal();
  const width = options.width ?? (isTerminal ? Deno.consoleSize().columns : WIDTH);
  const view: TextOptions = {
    width,
    color: isTerminal && !Deno.noColor,
    ascii,
    full,
    from,
    ...(options.states === true || options.every !== undefined
      ? { states: options.every ?? 0 }
      : {}),
  };
  const lines = (quiet ? summaryLines : textLines)(timeline, info, verdicts, view);
  for (const line of lines) yield line + "\n";
}

function checkCounts(length: Nanos, every: Nanos = length): void {
  if (length <= every * MOST_COUNTS) return;
  throw new BadInput(
    `--every must count at most ${MOST_COUNTS} times in a run of ${length / 1e9} s: ` +
      `it counts ${Math.ceil(length / every)} times`,
  );
}
