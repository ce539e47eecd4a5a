import { invariant } from "../../engine/base/invariant.ts";
import { Rng } from "../../engine/base/rng.ts";
import { formatNanos, ms, type Nanos, NEVER, seconds } from "../../engine/base/time.ts";
import { State, stateName } from "../../engine/tcp/mod.ts";
import {
  Ecn,
  ECN_MASK,
  IP_HEADER_LENGTH,
  type Segment,
  segmentByteLength,
} from "../../engine/wire/mod.ts";
import { PairSide, type SidePlan } from "./tcp_pair_side.ts";
import { segmentText } from "./segment_text.ts";

/** What the line does to the segments of one direction. All trouble ends after `budget` segments. */
export interface LinePlan {
  /** Milliseconds: the least delay, and how much chance adds to it (and so reorders). */
  delay: number;
  jitter: number;
  /** Percent of the segments. */
  loss: number;
  duplicates: number;
  /** Percent of the segments that are ECN-capable: marked with CE. */
  marks: number;
  /** The longest packet; longer ones are lost, and their sender is told so. */
  mtu: number;
  budget: number;
}

/** A run of two connections back to back. */
export interface PairPlan {
  seed: number;
  /** Whether both sides open actively, the second so many milliseconds later; -1 if it listens. */
  simultaneous: number;
  /** While the line is cut nothing arrives, in either direction: milliseconds. */
  cut: { at: number; length: number };
  sides: readonly [SidePlan, SidePlan];
  lines: readonly [LinePlan, LinePlan];
}

interface Event {
  at: Nanos;
  order: number;
  run: () => void;
}

/** Events after which a run is taken to go on for ever. */
const EVENT_LIMIT = 30_000;
const TIME_LIMIT = seconds(24 * 3600);
const LOG_LENGTH = 120;

/**
 * Two connections back to back over a line that loses, repeats and reorders,
 * each used by a program. Checks the invariants of both after every event.
 */
export class TcpPair {
  readonly sides: readonly [PairSide, PairSide];
  now: Nanos = 0;
  /** Segments that the line lost. */
  lost = 0;
  readonly log: string[] = [];
  readonly #plan: PairPlan;
  readonly #luck: Rng;
  readonly #events: Event[] = [];
  readonly #carried = [0, 0];
  readonly #wakes: Nanos[] = [NEVER, NEVER];
  #order = 0;

  constructor(plan: PairPlan) {
    this.#plan = plan;
    this.#luck = new Rng(plan.seed);
    this.sides = [new PairSide(plan.sides[0], 0), new PairSide(plan.sides[1], 1)];
  }

  /** Runs until nothing is left to happen. */
  run(): void {
    const [left, right] = this.sides;
    const { simultaneous } = this.#plan;
    try {
      if (simultaneous < 0) right.listen();
      else this.#schedule(ms(simultaneous), () => this.#do(right, () => right.open(this.now)));
      this.#do(left, () => left.open(0));
      this.#loop();
    } catch (error) {
      throw new Error(`${String(error)}\n${this.log.slice(-LOG_LENGTH).join("\n")}`, {
        cause: error,
      });
    }
  }

  #loop(): void {
    for (let count = 0;; count++) {
      invariant(count < EVENT_LIMIT, "a run comes to an end");
      const deadline = Math.min(...this.sides.map((side) => side.connection.nextDeadline()));
      const event = this.#earliest();
      const at = Math.min(deadline, event?.at ?? NEVER);
      if (at === NEVER || at > TIME_LIMIT) return;
      invariant(at >= this.now, "time never runs backwards");
      this.now = at;
      if (event !== null && event.at === at) {
        this.#events.splice(this.#events.indexOf(event), 1);
        event.run();
      } else this.#fire();
    }
  }

  #fire(): void {
    for (const side of this.sides) {
      if (side.connection.nextDeadline() > this.now) continue;
      this.#do(side, () => side.connection.onDeadline(this.now));
    }
  }

  #earliest(): Event | null {
    let best: Event | null = null;
    for (const it of this.#events) {
      if (best === null || it.at < best.at || (it.at === best.at && it.order < best.order)) {
        best = it;
      }
    }
    return best;
  }

  #schedule(at: Nanos, run: () => void): void {
    this.#events.push({ at, order: this.#order++, run });
  }

  /** Does something with a side, then sends all that it has to send and lets its program go on. */
  #do(side: PairSide, action: () => void): void {
    action();
    this.#pump(side);
    while (side.work(this.now)) this.#pump(side);
    if (side.wakeAt < this.#wakes[side.index]!) this.#wake(side);
  }

  /** Calls the program again when its pause is over; one event for each side, the earliest. */
  #wake(side: PairSide): void {
    const at = side.wakeAt;
    this.#wakes[side.index] = at;
    this.#schedule(at, () => {
      if (this.#wakes[side.index] !== at) return;
      this.#wakes[side.index] = NEVER;
      this.#do(side, () => {});
    });
  }

  #pump(side: PairSide): void {
    for (let polls = 0;; polls++) {
      invariant(polls < 10_000, "a pump comes to an end");
      const state: State = side.connection.state;
      const seg = side.connection.pollSegment(this.now);
      if (seg === null) break;
      side.invariants.onSent(seg, state, this.now);
      this.#carry(side.index, seg);
    }
    side.invariants.check(this.now);
  }

  #carry(from: number, seg: Segment): void {
    const line = this.#plan.lines[from]!;
    const { cut } = this.#plan;
    const isCut = this.now >= ms(cut.at) && this.now < ms(cut.at + cut.length);
    const isRough = this.#carried[from]!++ < line.budget;
    const luck = this.#luck;
    const isLost = isCut || (isRough && luck.chance(line.loss / 100));
    this.#write(from, `${isLost ? "lost" : "->"} ${segmentText(seg)}`);
    if (isLost) {
      this.lost++;
      return;
    }
    const length = IP_HEADER_LENGTH + segmentByteLength(seg);
    if (length > line.mtu) {
      this.#write(from, `too big ${segmentText(seg)}`);
      this.#schedule(this.now + ms(line.delay), () => this.#tellTooBig(from, seg.seq));
      return;
    }
    const { tos } = this.sides[from]!.connection;
    const isMarked = isRough && tos !== 0 && luck.chance(line.marks / 100);
    const ecn = isMarked ? Ecn.Ce : (tos & ECN_MASK) as Ecn;
    const copies = isRough && luck.chance(line.duplicates / 100) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      const extra = isRough ? luck.below(ms(line.jitter) + 1) : 0;
      this.#schedule(this.now + ms(line.delay) + extra, () => this.#deliver(1 - from, seg, ecn));
    }
  }

  /** ICMP "fragmentation needed" from the middle of the line. */
  #tellTooBig(to: number, seq: number): void {
    const side = this.sides[to]!;
    const { mtu } = this.#plan.lines[to]!;
    this.#do(side, () => side.connection.onTooBig(seq, mtu, this.now + seconds(2), this.now));
  }

  #deliver(to: number, seg: Segment, ecn: Ecn): void {
    const side = this.sides[to]!;
    if (!side.hasBegun) return; // as if its host were not up yet
    this.#write(to, `<- ${segmentText(seg)}`);
    this.#do(side, () => {
      if (side.connection.state === State.Listen && side.hasBeenCalled) side.listen();
      side.hasBeenCalled = true;
      side.connection.onSegment(seg, this.now, ecn);
    });
  }

  #write(index: number, text: string): void {
    const side = this.sides[index]!;
    const state = stateName(side.connection.state).padEnd(12);
    const note = text.startsWith("<-") ? "" : ` ${side.connection.note}`;
    this.log.push(`${formatNanos(this.now).padStart(14)} ${"AB"[index]} ${state} ${text}${note}`);
    if (this.log.length > 4 * LOG_LENGTH) this.log.splice(0, 2 * LOG_LENGTH);
  }
}
