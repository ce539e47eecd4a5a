import type { Capture } from "./capture.ts";

/** What a capture's segments crossed: bits per second, and milliseconds that a queue holds at most. */
export interface Bottleneck {
  readonly rateBps: number;
  /** Infinity where the recording tells of no limit. */
  readonly queueMs: number;
}

/** A title that names another link than the capture's own. */
const IN_TITLE = /([\d.]+) Mbit\/s bottleneck(?: \(([\d.]+) ms queue\))?/;

/**
 * The link of a capture. One title names a bottleneck that the link's rate does
 * not tell, and its segments' times show it: the title is right then.
 */
export function bottleneckOf({ link, title }: Capture): Bottleneck {
  const named = IN_TITLE.exec(title);
  if (named === null) return { rateBps: link.rateBps, queueMs: Infinity };
  return {
    rateBps: Number(named[1]) * 1_000_000,
    queueMs: named[2] === undefined ? Infinity : Number(named[2]),
  };
}

/** Whether a capture's title names another link than the capture. */
export function hasTitledLink(capture: Capture): boolean {
  const { rateBps, queueMs } = bottleneckOf(capture);
  return rateBps !== capture.link.rateBps || queueMs !== Infinity;
}
