import type { PackedTimeline } from "../../packed.ts";
import { readerOf } from "../data/columns.ts";
import { Records } from "../data/records.ts";
import { Category } from "./category.ts";
import { Facts } from "./facts.ts";
import { SpanIndex } from "./span_index.ts";
import { callSpans, type Span, stateSpans, timerSpans } from "./spans.ts";

/** A segment on its way: the record of its sending, and of its end; 0 where it was never seen again. */
export interface Arrow {
  readonly start: number;
  readonly end: number;
}

/** Spans of one sort in the order of their start, and how to find those of a range of records. */
export interface Indexed<T> {
  readonly all: readonly T[];
  readonly index: SpanIndex;
}

/** All that is drawn, before anything is hidden or placed. */
export class Scene {
  readonly head: PackedTimeline;
  readonly records: Records;
  readonly facts: Facts;
  readonly arrows: Indexed<Arrow>;
  readonly states: Indexed<Span>;
  readonly calls: Indexed<Span>;
  readonly timers: Indexed<Span>;

  constructor(packed: PackedTimeline) {
    this.head = packed;
    this.records = new Records(packed);
    this.facts = new Facts(this.records, packed.hosts);
    this.arrows = indexed(arrowsOf(this.records, this.facts));
    this.states = indexed(stateSpans(this.records, this.facts));
    this.calls = indexed(callSpans(this.records, this.facts));
    this.timers = indexed(timerSpans(this.records, this.facts));
  }

  /**
   * How many pixels a nanosecond takes where segments are drawn so that their
   * labels can be read: the middle one of the first flights takes 96.
   */
  get readableScale(): number {
    const { at } = this.records;
    const flights = this.arrows.all.slice(0, 200)
      .filter(({ end }) => end !== 0 && this.facts.isLost[end - 1] !== 1)
      .map(({ start, end }) => (at[end - 1] ?? 0) - (at[start - 1] ?? 0))
      .filter((length) => length > 0)
      .sort((one, other) => one - other);
    const middle = flights[flights.length >> 1];
    if (middle !== undefined) return 96 / middle;
    return 400 / Math.max(1, this.head.endedAt);
  }
}

function indexed<T extends { readonly start: number; readonly end: number }>(
  all: readonly T[],
): Indexed<T> {
  return { all, index: new SpanIndex(all) };
}

function arrowsOf(records: Records, { sent, category }: Facts): Arrow[] {
  const arrows: Arrow[] = [];
  const arrived = new Uint8Array(records.size);
  for (let i = 0; i < records.size; i++) {
    const start = sent[i] ?? 0;
    if (start === 0) continue;
    arrived[start - 1] = 1;
    arrows.push({ start, end: i + 1 });
  }
  const event = readerOf<string>(records.tableOf("segment"), "event", "");
  for (let i = 0; i < records.size; i++) {
    if (category[i] !== Category.Segment || arrived[i] === 1) continue;
    if (event(records.row[i] ?? 0) !== "sent") continue;
    arrows.push({ start: i + 1, end: 0 });
  }
  return arrows.sort((one, other) => one.start - other.start || one.end - other.end);
}
