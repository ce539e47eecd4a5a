import type { ReceiveBuffer } from "./receive_buffer.ts";
import { memoryOf } from "./segment_memory.ts";
import { seqAdd, seqDiff, seqGEQ, seqGT, seqLEQ, seqLT, seqMax, seqMin } from "./seq.ts";

/** A contiguous run of sequence numbers that is held, as SACK reports it (RFC 2018 3). */
export class ReassemblyBlock {
  /** Its first sequence number. */
  start = 0;
  /** The one behind its last. */
  end = 0;
  /** Grows with each segment that falls into any block: the highest is the most recent block. */
  order = 0;
}

/** A view of held bytes. */
class Piece {
  seq = 0;
  data: Uint8Array;
  dataStart = 0;
  length = 0;

  constructor(seq: number, data: Uint8Array, dataStart: number, length: number) {
    this.seq = seq;
    this.data = data;
    this.dataStart = dataStart;
    this.length = length;
  }
}

/** Of all queues that never held anything: nothing is ever added to them. */
const NO_PIECES: Piece[] = [];
const NO_BLOCKS: ReassemblyBlock[] = [];

/**
 * Keeps segments that arrived out of order until the gap before them is
 * filled (RFC 9293 3.10.7.4, SHLD-31).
 *
 * Where segments overlap, the bytes that came first stay: what was reported
 * by SACK is never exchanged. The caller trims what it inserts to the receive
 * window, which bounds the queue, and looks after a FIN behind a gap itself.
 *
 * @example
 * ```ts
 * import { ReassemblyQueue } from "./reassembly.ts";
 * import { ReceiveBuffer } from "./receive_buffer.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const queue = new ReassemblyQueue();
 * const buffer = new ReceiveBuffer();
 * queue.insert(103, Uint8Array.of(4, 5), 0, 2);
 * strictEqual(queue.takeContiguous(100, buffer), 0); // 100 to 102 are missing
 * queue.insert(100, Uint8Array.of(1, 2, 3), 0, 3);
 * strictEqual(queue.takeContiguous(100, buffer), 5);
 * deepStrictEqual([...buffer.take(10)], [1, 2, 3, 4, 5]);
 * ```
 */
export class ReassemblyQueue {
  /** Contiguous blocks held. */
  count = 0;
  /** Bytes held. */
  bytes = 0;
  /** Bytes of memory that they take, as a system counts that counts memory. */
  memory = 0;
  /** In the order of their sequence numbers; neither overlap within themselves. */
  #pieces: Piece[] = NO_PIECES;
  #blocks: ReassemblyBlock[] = NO_BLOCKS;
  #order = 0;

  /** Block `i` in the order of sequence numbers, or undefined; valid until the queue changes. */
  blockAt(i: number): Readonly<ReassemblyBlock> | undefined {
    return this.#blocks[i];
  }

  /**
   * Keeps the `length` bytes of `data` from `start`, of which the first has
   * the number `seq`. Returns whether any of them was new.
   */
  insert(seq: number, data: Uint8Array, start: number, length: number): boolean {
    if (length === 0) return false;
    if (this.#pieces === NO_PIECES) this.#begin();
    const end = seqAdd(seq, length);
    const before = this.bytes;
    let from = seq;
    let i = 0;
    while (i < this.#blocks.length && seqLT(this.#blocks[i]!.end, seq)) i++;
    const first = i;
    for (; i < this.#blocks.length && seqLEQ(this.#blocks[i]!.start, end); i++) {
      const block = this.#blocks[i]!;
      this.#keep(seq, from, block.start, data, start);
      from = seqMax(from, block.end);
    }
    this.#keep(seq, from, end, data, start);
    this.#join(first, i, seq, end);
    return this.bytes > before;
  }

  /**
   * Moves the bytes from `rcvNxt` up to the first gap into `into` and forgets
   * all before them. Returns how many were moved.
   */
  takeContiguous(rcvNxt: number, into: ReceiveBuffer): number {
    let next = rcvNxt;
    let blocks = 0;
    while (blocks < this.#blocks.length && seqLEQ(this.#blocks[blocks]!.start, next)) {
      next = seqMax(next, this.#blocks[blocks]!.end);
      blocks++;
    }
    if (blocks === 0) return 0;
    this.#blocks.splice(0, blocks);
    this.count -= blocks;
    let pieces = 0;
    while (pieces < this.#pieces.length && seqLT(this.#pieces[pieces]!.seq, next)) {
      const piece = this.#pieces[pieces]!;
      const old = Math.min(piece.length, Math.max(0, seqDiff(rcvNxt, piece.seq)));
      into.append(piece.data, piece.dataStart + old, piece.length - old);
      this.bytes -= piece.length;
      this.memory -= memoryOf(piece.length);
      pieces++;
    }
    this.#pieces.splice(0, pieces);
    return seqDiff(next, rcvNxt);
  }

  #begin(): void {
    this.#pieces = [];
    this.#blocks = [];
  }

  clear(): void {
    if (this.count === 0) return;
    this.#begin();
    this.count = 0;
    this.bytes = 0;
    this.memory = 0;
  }

  /** Keeps the part from `from` to `to` of the segment at `seq`, if it is one. */
  #keep(seq: number, from: number, to: number, data: Uint8Array, start: number): void {
    const length = seqDiff(to, from);
    if (length <= 0) return;
    let at = this.#pieces.length;
    while (at > 0 && seqGT(this.#pieces[at - 1]!.seq, from)) at--;
    this.#pieces.splice(at, 0, new Piece(from, data, start + seqDiff(from, seq), length));
    this.bytes += length;
    this.memory += memoryOf(length);
  }

  /** Makes one block of the blocks `first` to `behind - 1` and the range `start` to `end`. */
  #join(first: number, behind: number, start: number, end: number): void {
    const joined = new ReassemblyBlock();
    joined.start = start;
    joined.end = end;
    joined.order = ++this.#order;
    if (behind > first) {
      joined.start = seqMin(start, this.#blocks[first]!.start);
      const lastEnd = this.#blocks[behind - 1]!.end;
      joined.end = seqGEQ(lastEnd, end) ? lastEnd : end;
    }
    this.#blocks.splice(first, behind - first, joined);
    this.count = this.#blocks.length;
  }
}
