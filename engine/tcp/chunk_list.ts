import { NO_BYTES } from "../wire/mod.ts";
import type { BytesView } from "./bytes_view.ts";

/** Dead slots at the front before the arrays are moved together. */
const COMPACT_AT = 1024;

/**
 * Chunks of bytes, first in, first out. Reading on from where the last reading
 * ended costs O(1); any other place costs O(log chunks). A list that was emptied
 * begins anew in the slots that it has.
 */
export class ChunkList {
  /** Bytes in all chunks. */
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

  /** Adds the `length` bytes of `data` from `start`, at least one. */
  append(data: Uint8Array, start: number, length: number): void {
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

  /** Takes the first chunk out, there must be one, and shows it. */
  shift(into: BytesView): void {
    const head = this.#head;
    const length = this.#endOf(head) - this.#front;
    into.data = this.#data[head]!;
    into.start = this.#starts[head]!;
    into.length = length;
    this.#data[head] = NO_BYTES;
    this.#head = head + 1;
    this.#front += length;
    this.length -= length;
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

  /** The bytes at `offset` in one piece, as long as their chunk goes on. */
  viewFrom(offset: number, into: BytesView): void {
    const place = this.#front + offset;
    const chunk = this.#find(place);
    into.data = this.#data[chunk]!;
    into.start = this.#starts[chunk]! + place - this.#places[chunk]!;
    into.length = this.#endOf(chunk) - place;
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
