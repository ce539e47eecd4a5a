import { type Capture, type CapturedSegment, type Direction, endOf, type Side } from "./capture.ts";
import type { Difference, Findings } from "./difference.ts";
import type { Playback } from "./playback.ts";
import type { RuleName } from "./rules.ts";
import { showOptions, showSegment, showTime } from "./show.ts";
import { isPureAck, stableUntil } from "./stable_part.ts";
import { judgeTime, TOLERANCE_MS } from "./tolerance.ts";

/** What of segments is compared besides flags, numbers, length, SYN options and time. */
export interface SegmentOptions {
  /** Options of a SYN that do not count: "ts", "sackOK" ... */
  readonly ignoredSynOptions: readonly string[];
  /** Whether windows and SACK blocks count, where they were recorded. */
  readonly windowsAndSack: boolean;
}

const DIRECTIONS: readonly Direction[] = ["to-server", "to-client"];

/**
 * Compares what a side's interface saw, each direction in order. At most one
 * difference of each direction is found: what follows it follows from it.
 */
export function compareSegments(
  capture: Capture,
  playback: Playback,
  side: Side,
  options: SegmentOptions,
): Findings {
  return new SegmentComparison(capture, playback, side, options).compare();
}

/** Lateness of a side over time, for what follows from what was late. */
interface Lateness {
  readonly at: number;
  readonly late: number;
}

class SegmentComparison {
  readonly #capture: Capture;
  readonly #playback: Playback;
  readonly #side: Side;
  readonly #options: SegmentOptions;
  readonly #rules: Set<RuleName> = new Set();
  readonly #differences: Difference[] = [];
  readonly #end: number;
  /** The recorded times at this side at which something happened, ascending. */
  readonly #events: readonly number[];
  readonly #lateness: Lateness[] = [];

  constructor(capture: Capture, playback: Playback, side: Side, options: SegmentOptions) {
    this.#capture = capture;
    this.#playback = playback;
    this.#side = side;
    this.#options = options;
    this.#end = endOf(capture);
    this.#events = eventTimes(capture, side);
  }

  compare(): Findings {
    const until = stableUntil(this.#capture, this.#side);
    if (until !== Infinity) this.#rules.add("varies");
    const theirs = this.#recorded();
    const ours = this.#playback.segments[this.#side];
    for (const direction of DIRECTIONS) this.#compareStable(direction, theirs, ours, until);
    const { nonAckSegmentsIdentical } = this.#capture.stability;
    if (until !== Infinity && nonAckSegmentsIdentical === true) {
      this.#rules.add("acks-vary");
      for (const direction of DIRECTIONS) this.#compareContents(direction, theirs, ours);
    }
    return { differences: this.#differences, rules: [...this.#rules] };
  }

  /** The recorded segments without the resets of a host that was made to forget. */
  #recorded(): readonly CapturedSegment[] {
    const all = this.#capture.segments[this.#side];
    const forgets = this.#capture.faults
      .filter((it) => it.kind === "forget-connections" && it.side === this.#side)
      .map((it) => it.atMs);
    if (forgets.length === 0) return all;
    const kept = all.filter((segment) =>
      !(segment.flags.includes("R") && this.#wasLost(segment) &&
        forgets.some((at) => segment.atMs >= at && segment.atMs <= at + 50))
    );
    if (kept.length < all.length) this.#rules.add("forgets-aloud");
    return kept;
  }

  #wasLost(segment: CapturedSegment): boolean {
    return this.#capture.lost.some((it) =>
      it.direction === segment.direction && Math.abs(it.atMs - segment.atMs) < 2
    );
  }

  #compareStable(
    direction: Direction,
    allTheirs: readonly CapturedSegment[],
    allOurs: readonly CapturedSegment[],
    until: number,
  ): void {
    const theirs = allTheirs.filter((it) => it.direction === direction && it.atMs < until);
    const ours = allOurs.filter((it) => it.direction === direction);
    for (const [i, their] of theirs.entries()) {
      const our = ours[i];
      if (our === undefined) return this.#missing(their);
      if (!this.#same(their, our)) return;
    }
    const extra = ours[theirs.length];
    const end = Math.min(this.#end, until) - TOLERANCE_MS;
    if (extra !== undefined && extra.atMs < end) this.#surplus(extra);
  }

  #missing(their: CapturedSegment): void {
    this.#add(their.atMs, "missing", this.#line(their), "-");
  }

  #surplus(our: CapturedSegment): void {
    this.#add(our.atMs, "not recorded", "-", this.#line(our));
  }

  #add(at: number, field: string, theirs: string, ours: string): void {
    this.#differences.push({ at, side: this.#side, kind: "segment", field, theirs, ours });
  }

  #line(segment: CapturedSegment): string {
    return `${showTime(segment.atMs)} ${showSegment(segment)}`;
  }

  #same(their: CapturedSegment, our: CapturedSegment): boolean {
    const field = this.#wrongField(their, our);
    if (field === "") return true;
    const at = Math.min(their.atMs, our.atMs);
    this.#add(at, field, this.#line(their), this.#line(our));
    return false;
  }

  #wrongField(their: CapturedSegment, our: CapturedSegment): string {
    if (their.flags !== our.flags) return "flags";
    if (their.seq !== our.seq) return "seq";
    if (their.len !== our.len) return "length";
    if (their.ack !== our.ack) return "ack";
    if (this.#optionsOf(their) !== this.#optionsOf(our)) return "SYN options";
    if (this.#options.windowsAndSack) {
      if (their.win !== undefined && their.win !== our.win) return "window";
      if (JSON.stringify(their.sack) !== JSON.stringify(our.sack)) return "SACK";
    }
    return this.#isInTime(their, our) ? "" : "time";
  }

  #optionsOf(segment: CapturedSegment): string {
    const { opts } = segment;
    if (opts === undefined) return "";
    const left = Object.entries(opts).filter(([name]) =>
      !this.#options.ignoredSynOptions.includes(name)
    );
    return showOptions({ ...segment, opts: Object.fromEntries(left) });
  }

  #isInTime(their: CapturedSegment, our: CapturedSegment): boolean {
    const spread = this.#capture.stability.maxTimeSpreadMs ?? 0;
    const since = lastBefore(this.#events, their.atMs - 1);
    const late = this.#lateBefore(their.atMs);
    const verdict = judgeTime(their.atMs, our.atMs, since, late, spread);
    if (verdict === "by the runs' own spread") this.#rules.add("spread");
    this.#lateness.push({ at: their.atMs, late: our.atMs - their.atMs });
    return verdict !== "wrong";
  }

  /** How late the last one before that time was. */
  #lateBefore(at: number): number {
    let found: Lateness = { at: -Infinity, late: 0 };
    for (const it of this.#lateness) if (it.at <= at && it.at >= found.at) found = it;
    return found.late;
  }

  /** Only what is more than an ACK, without times and acknowledgement numbers. */
  #compareContents(
    direction: Direction,
    allTheirs: readonly CapturedSegment[],
    allOurs: readonly CapturedSegment[],
  ): void {
    if (this.#differences.some((it) => it.kind === "segment")) return;
    const isMeant = (it: CapturedSegment) => it.direction === direction && !isPureAck(it);
    const theirs = allTheirs.filter(isMeant);
    const ours = allOurs.filter(isMeant);
    for (const [i, their] of theirs.entries()) {
      const our = ours[i];
      if (our === undefined) return this.#missing(their);
      if (contents(their) === contents(our)) continue;
      return this.#add(
        Math.min(their.atMs, our.atMs),
        "contents",
        this.#line(their),
        this.#line(our),
      );
    }
    const extra = ours[theirs.length];
    if (extra !== undefined && extra.atMs < this.#end - TOLERANCE_MS) this.#surplus(extra);
  }
}

const contents = ({ flags, seq, len }: CapturedSegment): string => `${flags} ${seq}+${len}`;

/**
 * When something happened at a side as it was recorded: what a wait may have
 * begun with. Faults of the network do not count: timers go on through them.
 */
function eventTimes(capture: Capture, side: Side): number[] {
  const times: number[] = [];
  for (const segment of capture.segments[side]) times.push(segment.atMs);
  for (const call of capture.calls) if (call.side === side) times.push(call.atMs);
  return times.sort((a, b) => a - b);
}

/** The last of some ascending times that is not after `at`. */
function lastBefore(times: readonly number[], at: number): number {
  let found = times[0] ?? 0;
  for (const time of times) {
    if (time > at) break;
    found = time;
  }
  return found;
}
