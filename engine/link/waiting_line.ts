import { NumberQueue } from "../base/number_queue.ts";
import type { Nanos } from "../base/time.ts";

// What of each stands where.
const WIDTH = 2;
const STARTS_AT = 0;
const BYTES = 1;

const FIRST_CAPACITY = 16;

/**
 * Who waits for a line, since the last {@linkcode advance}: the times at which each
 * one's turn comes, in order. Nothing happens when a turn comes; those whose turn
 * has come by `now` are forgotten at the next look.
 */
export class WaitingLine extends NumberQueue {
  /** How many bytes they have. */
  bytes = 0;

  constructor() {
    super(WIDTH, FIRST_CAPACITY);
  }

  /** Lets those go whose turn has come by `now`. */
  advance(now: Nanos): void {
    while (this.size > 0 && this.front[this.first + STARTS_AT]! <= now) {
      this.bytes -= this.front[this.first + BYTES]!;
      this.drop();
    }
  }

  /** Adds one of `bytes` at the end, whose turn comes at `startsAt`. */
  join(bytes: number, startsAt: Nanos): void {
    const base = this.add();
    this.back[base + STARTS_AT] = startsAt;
    this.back[base + BYTES] = bytes;
    this.bytes += bytes;
  }

  /** Sends all away. */
  override clear(): void {
    super.clear();
    this.bytes = 0;
  }
}
