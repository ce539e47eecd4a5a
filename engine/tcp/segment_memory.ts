/** What a kernel reserves in front of and behind a segment's payload: headroom, headers, shared info. */
const AROUND = 64 + 14 + 52 + 320;

/** The descriptor of a segment (Linux sk_buff, rounded to cache lines). */
const DESCRIPTOR = 256;

/** The least room for a segment's bytes (Linux SKB_SMALL_HEAD_CACHE_SIZE). */
const LEAST_ROOM = 576;

/** Up to here the room is a power of two (the slabs of kmalloc), above it whole pages. */
const LARGEST_SLAB = 8192;
const PAGE = 4096;

/** The room that is allotted for the bytes of a segment with so much payload. */
function roomFor(length: number): number {
  const needed = length + AROUND;
  if (needed <= LEAST_ROOM) return LEAST_ROOM;
  if (needed > LARGEST_SLAB) return Math.ceil(needed / PAGE) * PAGE;
  let room = 1024;
  while (room < needed) room *= 2;
  return room;
}

/**
 * Memory that a received segment of so many bytes of payload takes where
 * memory is counted, in bytes (Linux skb->truesize of a linear buffer; seen on
 * 6.18: 2304 for 1448).
 *
 * @example
 * ```ts
 * import { memoryOf } from "./segment_memory.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * strictEqual(memoryOf(1448), 2304);
 * ```
 */
export function memoryOf(length: number): number {
  return roomFor(length) + DESCRIPTOR;
}

/** Entries at the front that are given back before the arrays are moved together. */
const COMPACT_AT = 1024;

/** Of all that never had to remember more than the last segment: nothing is ever added to it. */
const NONE: number[] = [];

/**
 * The memory of segments that wait in order for the application: each is given
 * back once its last byte was read. What fits into the room that is left
 * behind the segment before takes none of its own (Linux skb_try_coalesce).
 */
export class SegmentMemory {
  /** Bytes of memory in use. */
  used = 0;
  /** Of the last segment: its memory, 0 for none, and what is left behind its bytes. */
  #size = 0;
  #spare = 0;
  /** Where it ends in the stream, and how far that was read. */
  #end = 0;
  #read = 0;
  /** Where each of those before it ends, and its memory. */
  #ends: number[] = NONE;
  #sizes: number[] = NONE;
  #head = 0;
  #tail = 0;

  /** A segment with so much payload arrives. */
  add(length: number): void {
    if (this.#size > 0 && length > this.#spare) this.#keepLast();
    this.#end += length;
    if (this.#size > 0) {
      this.#spare -= length;
      return;
    }
    const size = memoryOf(length);
    this.#size = size;
    this.#spare = size - DESCRIPTOR - AROUND - length;
    this.used += size;
  }

  /** The last segment is not the last any more. */
  #keepLast(): void {
    if (this.#ends === NONE) {
      this.#ends = [];
      this.#sizes = [];
    }
    this.#ends[this.#tail] = this.#end;
    this.#sizes[this.#tail++] = this.#size;
    this.#size = 0;
  }

  /** So many bytes were read. */
  read(count: number): void {
    this.#read += count;
    if (this.#head < this.#tail) this.#giveBack();
    if (this.#read === this.#end) this.#beginAnew();
  }

  #giveBack(): void {
    while (this.#head < this.#tail && this.#ends[this.#head]! <= this.#read) {
      this.used -= this.#sizes[this.#head++]!;
    }
    if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#tail) this.#compact();
  }

  /** All was read: places in the stream are counted anew, and the arrays filled from their start. */
  #beginAnew(): void {
    this.used = 0;
    this.#size = 0;
    this.#end = 0;
    this.#read = 0;
    this.#head = 0;
    this.#tail = 0;
  }

  #compact(): void {
    this.#ends.splice(0, this.#head);
    this.#sizes.splice(0, this.#head);
    this.#tail -= this.#head;
    this.#head = 0;
  }
}
