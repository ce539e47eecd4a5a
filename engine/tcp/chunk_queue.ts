import { NO_BYTES } from "../wire/mod.ts";
import { invariant } from "../base/invariant.ts";

/** A view of bytes: the `length` bytes of `data` from `start`. Filled in by whoever is asked for bytes. */
export class BytesView {
  data: Uint8Array = NO_BYTES;
  start = 0;
  length = 0;
}

/** Dead slots at the front before the arrays are moved together. */
const COMPACT_AT = 1024;

/**
 * A queue of bytes made of chunks that are kept by reference, never copied.
 *
 * Chunks that continue each other in the same array become one, so a large
 * array that arrives in pieces leaves in one piece. Reading on from where the
 * last reading ended costs O(1); any other place costs O(log chunks). A queue
 * that was emptied begins anew in the slots that it has.
 */
export class ChunkQueue {
  /** Bytes in the queue. */
  length = 0;
  readonly #data: Uint8Array[] = [];
  /** Where each chunk begins in its array, and its first byte's place in the stream. */
  readonly #starts: number[] = [];
  readonly #places: number[] = [];
  /** The chunk that the front lies in, and the slot behind the last one. */
  #head = 0;
  #tail = 0;
  /** The places in the stream of the front and of the end. */
  #front = 0;
  #end = 0;
  /** The chunk that was read last. */
  #cursor = 0;

  /** Adds the `length` bytes of `data` from `start`, which nobody may change any more. */
  append(data: Uint8Array, start: number, length: number): void {
    if (length === 0) return;
    const tail = this.#tail;
    if (tail === this.#head || !this.#continues(tail - 1, data, start)) {
      this.#data[tail] = data;
      this.#starts[tail] = start;
      this.#places[tail] = this.#end;
      this.#tail = tail + 1;
    }
    this.#end += length;
    this.length += length;
  }

  /** Removes `count` bytes from the front; there must be as many. */
  drop(count: number): void {
    invariant(count >= 0 && count <= this.length, "no more bytes are dropped than a queue holds");
    this.#front += count;
    this.length -= count;
    while (this.#head < this.#tail && this.#endOf(this.#head) <= this.#front) {
      this.#data[this.#head++] = NO_BYTES;
    }
    if (this.length === 0) this.#beginAnew();
    else if (this.#head >= COMPACT_AT && this.#head * 2 >= this.#tail) this.#compact();
  }

  #beginAnew(): void {
    this.#head = 0;
    this.#tail = 0;
    this.#front = 0;
    this.#end = 0;
    this.#cursor = 0;
  }

  clear(): void {
    this.drop(this.length);
  }

  /**
   * Shows the `length` bytes from `offset` behind the front: in place where
   * they lie in one chunk, else as a copy. They must be there.
   */
  view(offset: number, length: number, into: BytesView): void {
    invariant(offset >= 0 && offset + length <= this.length, "only bytes of the queue are read");
    into.length = length;
    if (length === 0) {
      into.data = NO_BYTES;
      into.start = 0;
      return;
    }
    const place = this.#front + offset;
    const chunk = this.#find(place);
    if (place + length <= this.#endOf(chunk)) {
      into.data = this.#data[chunk]!;
      into.start = this.#starts[chunk]! + place - this.#places[chunk]!;
      return;
    }
    into.data = new Uint8Array(length);
    into.start = 0;
    this.copy(offset, length, into.data, 0);
  }

  /** Copies the `length` bytes from `offset` behind the front; they must be there. */
  copy(offset: number, length: number, target: Uint8Array, targetStart: number): void {
    invariant(offset >= 0 && offset + length <= this.length, "only bytes of the queue are read");
    if (length === 0) return;
    let place = this.#front + offset;
    const end = place + length;
    let chunk = this.#find(place);
    let to = targetStart;
    while (true) {
      const from = this.#starts[chunk]! + place - this.#places[chunk]!;
      const count = Math.min(end, this.#endOf(chunk)) - place;
      target.set(this.#data[chunk]!.subarray(from, from + count), to);
      place += count;
      to += count;
      if (place === end) break;
      chunk++;
    }
    this.#cursor = chunk;
  }

  /** Whether `data` from `start` follows the bytes of that chunk in the same array. */
  #continues(chunk: number, data: Uint8Array, start: number): boolean {
    return this.#data[chunk] === data &&
      this.#starts[chunk]! + this.#end - this.#places[chunk]! === start;
  }

  /** The place in the stream where a chunk ends. */
  #endOf(chunk: number): number {
    return chunk + 1 < this.#tail ? this.#places[chunk + 1]! : this.#end;
  }

  /** The chunk that holds the byte at `place`: the cursor's, the next one, else by halving. */
  #find(place: number): number {
    let low = this.#head;
    let high = this.#tail - 1;
    const near = this.#cursor;
    if (near >= low && near <= high) {
      if (place < this.#places[near]!) high = near - 1;
      else if (place < this.#endOf(near)) return near;
      else if (place < this.#endOf(near + 1)) return this.#cursor = near + 1;
      else low = near + 2;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#places[middle]! <= place) low = middle;
      else high = middle - 1;
    }
    return this.#cursor = low;
  }

  #compact(): void {
    this.#data.splice(0, this.#head);
    this.#starts.splice(0, this.#head);
    this.#places.splice(0, this.#head);
    this.#cursor = Math.max(0, this.#cursor - this.#head);
    this.#tail -= this.#head;
    this.#head = 0;
  }
}
