import { beginningOf, type Capture, type CapturedSegment, endOf, type Side } from "./capture.ts";
import { hasOffloads } from "./offloads.ts";
import type { Difference, Findings } from "./difference.ts";
import type { Playback } from "./playback.ts";
import type { RuleName } from "./rules.ts";
import { showOptions, showSegment, showTime } from "./show.ts";
import { isPureAck, stableUntil } from "./stable_part.ts";
import { timeRule } from "./time_rules.ts";
import { judgeTime, TOLERANCE_MS } from "./tolerance.ts";

/** What of segments is compared besides flags, numbers, length, SYN options and time. */
export interface SegmentOptions {
  /** Options of a SYN that do not count: "ts", "sackOK" ... */
  readonly ignoredSynOptions: readonly string[];
  /** Whether windows and SACK blocks count, where they were recorded. */
  readonly windowsAndSack: boolean;
}

/** So long a host that is made to forget its connections takes for it. */
const FORGETTING_MS = 50;

/**
 * Compares what a side's interface saw: each direction of each connection in
 * order. At most one difference of each is found: what follows it follows from it.
 */
export function compareSegments(
  capture: Capture,
  playback: Playback,
  side: Side,
  options: SegmentOptions,
): Findings {
  return new SegmentComparison(capture, playback, side, options).compare();
}

/** A recorded segment and the one that was played in its place. */
interface Pair {
  readonly stream: string;
  readonly theirs: CapturedSegment;
  readonly ours: CapturedSegment;
}

/** The segments of each stream, by direction and the client's port. */
type Streams = ReadonlyMap<string, readonly CapturedSegment[]>;

class SegmentComparison {
  readonly #capture: Capture;
  readonly #playback: Playback;
  readonly #side: Side;
  readonly #options: SegmentOptions;
  readonly #end: number;
  readonly #hasOffloads: boolean;
  readonly #rules: Set<RuleName> = new Set();
  /** By stream. */
  readonly #differences: Map<string, Difference> = new Map();
  readonly #pairs: Pair[] = [];

  constructor(capture: Capture, playback: Playback, side: Side, options: SegmentOptions) {
    this.#capture = capture;
    this.#playback = playback;
    this.#side = side;
    this.#options = options;
    this.#end = endOf(capture);
    this.#hasOffloads = hasOffloads(capture);
  }

  compare(): Findings {
    const until = stableUntil(this.#capture, this.#side);
    if (until !== Infinity) this.#rules.add("varies");
    const theirs = this.#recorded();
    const ours = this.#playback.segments[this.#side];
    this.#compareStable(theirs, ours, until);
    this.#compareTimes();
    const { nonAckSegmentsIdentical } = this.#capture.stability;
    const isAlike = this.#differences.size === 0;
    if (until !== Infinity && nonAckSegmentsIdentical === true && isAlike) {
      this.#rules.add("acks-vary");
      this.#compareContents(theirs, ours);
    }
    return { differences: [...this.#differences.values()], rules: [...this.#rules] };
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
        forgets.some((at) => segment.atMs >= at && segment.atMs <= at + FORGETTING_MS))
    );
    if (kept.length < all.length) this.#rules.add("forgets-aloud");
    return kept;
  }

  #wasLost(segment: CapturedSegment): boolean {
    return this.#capture.lost.some((it) =>
      it.direction === segment.direction && Math.abs(it.atMs - segment.atMs) < 2
    );
  }

  /** Pairs what is to be the same, up to the first of each stream that is not. */
  #compareStable(
    allTheirs: readonly CapturedSegment[],
    allOurs: readonly CapturedSegment[],
    until: number,
  ): void {
    const theirs = this.#streamsOf(allTheirs.filter((it) => it.atMs < until));
    const ours = this.#streamsOf(allOurs);
    for (const stream of new Set([...theirs.keys(), ...ours.keys()])) {
      this.#compareStream(stream, theirs.get(stream) ?? [], ours.get(stream) ?? [], until);
    }
  }

  #streamsOf(segments: readonly CapturedSegment[]): Streams {
    const first = this.#playback.segments[this.#side][0]?.cport;
    const streams: Map<string, CapturedSegment[]> = new Map();
    for (const segment of segments) {
      const stream = `${segment.direction} ${segment.cport ?? first}`;
      const known = streams.get(stream);
      if (known === undefined) streams.set(stream, [segment]);
      else known.push(segment);
    }
    return streams;
  }

  #compareStream(
    stream: string,
    theirs: readonly CapturedSegment[],
    ours: readonly CapturedSegment[],
    until: number,
  ): void {
    for (const [i, their] of theirs.entries()) {
      const our = ours[i];
      const field = our === undefined ? "missing" : this.#wrongField(their, our);
      if (our === undefined || field !== "") return this.#add(stream, field, their, our ?? null);
      this.#pairs.push({ stream, theirs: their, ours: our });
    }
    const end = Math.min(this.#end, until);
    this.#addSurplus(stream, ours[theirs.length], end);
  }

  /** A segment too many counts unless it may have come after the recording. */
  #addSurplus(stream: string, extra: CapturedSegment | undefined, end: number): void {
    if (extra === undefined || extra.atMs >= end - TOLERANCE_MS) return;
    this.#add(stream, "not recorded", null, extra);
  }

  #add(
    stream: string,
    field: string,
    theirs: CapturedSegment | null,
    ours: CapturedSegment | null,
  ): void {
    const line = (it: CapturedSegment | null): string =>
      it === null ? "-" : `${showTime(it.atMs)} ${showSegment(it)}`;
    this.#differences.set(stream, {
      at: Math.min(theirs?.atMs ?? Infinity, ours?.atMs ?? Infinity),
      side: this.#side,
      kind: "segment",
      field,
      theirs: line(theirs),
      ours: line(ours),
    });
  }

  /** What of a segment is wrong, besides its time; "" for nothing. */
  #wrongField(their: CapturedSegment, our: CapturedSegment): string {
    if (their.flags !== our.flags && this.#flagsOf(their) !== this.#flagsOf(our)) return "flags";
    if (their.seq !== our.seq) return "seq";
    if (their.len !== our.len) return "length";
    if (their.ack !== our.ack) return "ack";
    if (this.#optionsOf(their) !== this.#optionsOf(our)) return "SYN options";
    if (!this.#options.windowsAndSack) return "";
    if (their.win !== undefined && their.win !== our.win) return "window";
    return JSON.stringify(their.sack) === JSON.stringify(our.sack) ? "" : "SACK";
  }

  /** The flags that are compared. */
  #flagsOf({ flags, len }: CapturedSegment): string {
    if (len === 0 || !this.#hasOffloads || !flags.includes("P")) return flags;
    this.#rules.add("gso-push");
    return flags.replace("P", "");
  }

  #optionsOf(segment: CapturedSegment): string {
    const { opts } = segment;
    if (opts === undefined) return "";
    const { ignoredSynOptions } = this.#options;
    const left = Object.entries(opts).filter(([name]) => !ignoredSynOptions.includes(name));
    return showOptions({ ...segment, opts: Object.fromEntries(left) });
  }

  /** Judges the times of all pairs in the order of the recording: lateness goes on. */
  #compareTimes(): void {
    const spread = this.#capture.stability.maxTimeSpreadMs ?? 0;
    const beginning = beginningOf(this.#capture);
    const events = eventTimes(this.#capture, this.#side);
    const wrong: Set<string> = new Set();
    let late = 0;
    for (const { stream, theirs, ours } of inOrder(this.#pairs)) {
      const since = lastBefore(events, theirs.atMs - 1);
      const verdict = judgeTime(theirs.atMs, ours.atMs, since, late, beginning, spread);
      late = ours.atMs - theirs.atMs;
      if (verdict === "right") continue;
      const rule = verdict === "wrong"
        ? timeRule(this.#capture, this.#playback, this.#side, theirs, ours, theirs.atMs - since)
        : "spread";
      if (rule !== null) this.#rules.add(rule);
      else if (!wrong.has(stream)) {
        wrong.add(stream);
        this.#add(stream, "time", theirs, ours);
      }
    }
  }

  /** Only what is more than an ACK, without times and acknowledgement numbers. */
  #compareContents(
    allTheirs: readonly CapturedSegment[],
    allOurs: readonly CapturedSegment[],
  ): void {
    const theirs = this.#streamsOf(allTheirs.filter((it) => !isPureAck(it)));
    const ours = this.#streamsOf(allOurs.filter((it) => !isPureAck(it)));
    for (const [stream, segments] of theirs) {
      const found = ours.get(stream) ?? [];
      const i = segments.findIndex((it, place) => contents(it) !== contents(found[place]));
      if (i < 0) this.#addSurplus(stream, found[segments.length], this.#end);
      else this.#add(stream, "contents", segments[i]!, found[i] ?? null);
    }
  }
}

function inOrder(pairs: readonly Pair[]): Pair[] {
  return [...pairs].sort((a, b) => a.theirs.atMs - b.theirs.atMs);
}

function contents(segment: CapturedSegment | undefined): string {
  return segment === undefined ? "" : `${segment.flags} ${segment.seq}+${segment.len}`;
}

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
