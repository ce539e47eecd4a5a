import { NumberQueue } from "../base/number_queue.ts";
import type { Nanos } from "../base/time.ts";

// What of an event stands where: side by side, in a cache line.
const WIDTH = 4;
const TIME = 0;
const ORDER = 1;
const KIND = 2;
const ARG = 3;

const FIRST_CAPACITY = 4;

/**
 * Events of one target whose times never go down, first in, first out. Only the
 * first one stands in the queue, in the one slot that the lane keeps; it counts too.
 */
export class EventLane extends NumberQueue {
  /** The slot of the event that stands in the queue. */
  declare readonly slot: number;

  constructor(slot: number) {
    super(WIDTH, FIRST_CAPACITY);
    this.slot = slot;
  }

  /** Of the first event; there must be one. */
  get firstAt(): Nanos {
    return this.front[this.first + TIME]!;
  }

  /** Of the first event; there must be one. */
  get firstOrder(): number {
    return this.front[this.first + ORDER]!;
  }

  /** Of the first event; there must be one. */
  get firstKind(): number {
    return this.front[this.first + KIND]! | 0;
  }

  /** Of the first event; there must be one. */
  get firstArg(): number {
    return this.front[this.first + ARG]!;
  }

  /** Whether an event of that time would come after all others of the lane. */
  accepts(at: Nanos): boolean {
    return this.size === 0 || at >= this.back[this.last + TIME]!;
  }

  push(at: Nanos, order: number, kind: number, arg: number): void {
    const base = this.add();
    const { back } = this;
    back[base + TIME] = at;
    back[base + ORDER] = order;
    back[base + KIND] = kind;
    back[base + ARG] = arg;
  }
}
