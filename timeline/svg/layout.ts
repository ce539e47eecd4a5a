import type { Nanos } from "../../engine/base/time.ts";
import type { Arrow, LadderItem, Mark } from "../ladder/items.ts";

/** Heights in user units: of one line of text, of a silence, and of what stands above all. */
const LINE = 18;
const LONGEST_GAP = 46;
const SHORTEST_GAP = 10;
const TOP = 78;

/** So far down a segment goes at least, also where it takes no time. */
const SLANT = 16;

/** Where each item of a ladder begins and ends, from above. */
export interface Layout {
  /** Of each item: where a segment leaves, or where a mark stands. */
  readonly starts: readonly number[];
  /** Of each item: where a segment arrives or is lost; of a mark the same. */
  readonly ends: readonly number[];
  /** Each point of time at which something happens, in order, and where it begins. */
  readonly times: readonly { readonly at: Nanos; readonly y: number }[];
  readonly height: number;
}

/**
 * Places the items of a ladder: time goes down, what happens at one time at
 * one lane stands line by line, and silences are shortened.
 */
export function layoutOf(items: readonly LadderItem[]): Layout {
  const slots = new Slots();
  const places = items.map((item) => item.kind === "arrow" ? slots.way(item) : slots.point(item));
  const times = timesOf(slots);
  const tops = new Map(times.map(({ at, y }) => [at, y]));
  const y = ({ at, slot }: Place): number => (tops.get(at) ?? TOP) + slot * LINE;
  const last = times.at(-1);
  return {
    starts: places.map(([start]) => y(start)),
    ends: places.map(([start, end]) => end === start ? y(end) : Math.max(y(end), y(start) + SLANT)),
    times,
    height: (last?.y ?? TOP) + slots.most(last?.at ?? 0) * LINE + 30,
  };
}

/** A line of a lane at some time, from 0. */
interface Place {
  readonly at: Nanos;
  readonly slot: number;
}

/** Hands out the lines of each lane at each time. */
class Slots {
  /** The next line of each lane at each time; "" stands for all lanes. */
  readonly #next = new Map<Nanos, Map<string, number>>();

  /** A line of one lane. */
  take(lane: string, at: Nanos): Place {
    const lanes = this.#lanesAt(at);
    const slot = Math.max(lanes.get(lane) ?? 0, lanes.get("") ?? 0);
    lanes.set(lane, slot + 1);
    return { at, slot };
  }

  /** A line across all lanes. */
  takeAcross(at: Nanos): Place {
    const lanes = this.#lanesAt(at);
    const slot = Math.max(0, ...lanes.values());
    lanes.set("", slot + 1);
    return { at, slot };
  }

  /** Of a segment: what is lost takes no line where it does not arrive. */
  way({ from, to, sentAt, at, lost }: Arrow): readonly [Place, Place] {
    const start = this.take(from, sentAt);
    if (lost === "") return [start, this.take(to, at)];
    this.#lanesAt(at);
    return [start, { at, slot: 0 }];
  }

  /** Of a mark, which begins where it ends. */
  point({ host, at }: Mark): readonly [Place, Place] {
    const place = host === "" ? this.takeAcross(at) : this.take(host, at);
    return [place, place];
  }

  /** The most lines of a lane at that time. */
  most(at: Nanos): number {
    return Math.max(1, ...this.#lanesAt(at).values());
  }

  get times(): Nanos[] {
    return [...this.#next.keys()].sort((one, other) => one - other);
  }

  #lanesAt(at: Nanos): Map<string, number> {
    const lanes = this.#next.get(at) ?? new Map<string, number>();
    this.#next.set(at, lanes);
    return lanes;
  }
}

function timesOf(slots: Slots): { at: Nanos; y: number }[] {
  const { times } = slots;
  const unit = unitOf(times);
  let y = TOP;
  return times.map((at, index) => {
    const before = times[index - 1];
    if (before !== undefined) y += slots.most(before) * LINE + gap(at - before, unit);
    return { at, y };
  });
}

/** The middle one of the silences: as long a time gets a gap of middle height. */
function unitOf(times: readonly Nanos[]): Nanos {
  const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
  gaps.sort((one, other) => one - other);
  return Math.max(1, gaps[gaps.length >> 1] ?? 1);
}

function gap(length: Nanos, unit: Nanos): number {
  const height = Math.round((length / unit) * (SHORTEST_GAP + LONGEST_GAP) / 2);
  return Math.min(LONGEST_GAP, Math.max(SHORTEST_GAP, height));
}
