import type { Nanos } from "../base/time.ts";
import { Admission, type Queue } from "./queue.ts";
import { WaitingLine } from "./waiting_line.ts";

/**
 * The plain queue: first in, first out, and whoever comes when it is full is
 * lost. As in ns-3 and Linux the limits count those that wait, not the one
 * that is being sent.
 *
 * @example Room for one
 * ```ts
 * import { DropTail } from "./drop_tail.ts";
 * import { Admission } from "./queue.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const queue = new DropTail(1, Infinity);
 * strictEqual(queue.offer(1500, 0, 0), Admission.Take); // leaves at once
 * strictEqual(queue.offer(1500, 12_000, 0), Admission.Take); // waits
 * strictEqual(queue.offer(1500, 24_000, 0), Admission.Drop); // full
 * strictEqual(queue.packetsAt(12_000), 0);
 * ```
 */
export class DropTail implements Queue {
  readonly dropNote = "queue full";
  declare readonly limitPackets: number;
  declare readonly limitBytes: number;
  #waiting: WaitingLine = new WaitingLine();

  /**
   * Infinity is no limit.
   *
   * @throws {RangeError} if a limit is not a whole number from 0, or Infinity.
   */
  constructor(limitPackets: number, limitBytes: number) {
    checkLimit(limitPackets, "packets");
    checkLimit(limitBytes, "bytes");
    this.limitPackets = limitPackets;
    this.limitBytes = limitBytes;
  }

  offer(bytes: number, startsAt: Nanos, now: Nanos): Admission {
    if (startsAt <= now) return Admission.Take;
    const waiting = this.#waiting;
    waiting.advance(now);
    if (waiting.size >= this.limitPackets || waiting.bytes + bytes > this.limitBytes) {
      return Admission.Drop;
    }
    waiting.join(bytes, startsAt);
    return Admission.Take;
  }

  packetsAt(now: Nanos): number {
    this.#waiting.advance(now);
    return this.#waiting.size;
  }

  bytesAt(now: Nanos): number {
    this.#waiting.advance(now);
    return this.#waiting.bytes;
  }

  clear(): void {
    this.#waiting.clear();
  }
}

function checkLimit(limit: number, unit: string): void {
  if (limit === Infinity || (Number.isSafeInteger(limit) && limit >= 0)) return;
  throw new RangeError(
    `Cannot make a queue: its limit must be a whole number of ${unit} from 0: it is ${limit}`,
  );
}
