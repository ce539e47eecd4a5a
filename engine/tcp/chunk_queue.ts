import { NO_BYTES } from "../wire/mod.ts";
import { invariant } from "../base/invariant.ts";
import { BytesView } from "./bytes_view.ts";
import { ChunkList } from "./chunk_list.ts";

const piece = new BytesView();

/**
 * A queue of bytes made of chunks that are kept by reference, never copied.
 *
 * Chunks that continue each other in the same array become one, so a large
 * array that arrives in pieces leaves in one piece. The first chunk stands in
 * the queue itself: most queues never have another, and need no list.
 */
export class ChunkQueue {
  /** Bytes in the queue. */
  length = 0;
  /** The first chunk, where there is one. */
  #data: Uint8Array = NO_BYTES;
  #start = 0;
  #count = 0;
  /** Those behind it. */
  #rest: ChunkList | null = null;

  /** Adds the `length` bytes of `data` from `start`, which nobody may change any more. */
  append(data: Uint8Array, start: number, length: number): void {
    if (length === 0) return;
    if (this.length === 0) {
      this.#data = data;
      this.#start = start;
      this.#count = length;
    } else if (this.#count < this.length) {
      this.#rest!.append(data, start, length);
    } else if (this.#data === data && this.#start + this.#count === start) {
      this.#count += length;
    } else {
      this.#rest ??= new ChunkList();
      this.#rest.append(data, start, length);
    }
    this.length += length;
  }

  /** Removes `count` bytes from the front; there must be as many. */
  drop(count: number): void {
    invariant(count >= 0 && count <= this.length, "no more bytes are dropped than a queue holds");
    this.length -= count;
    if (count < this.#count) {
      this.#start += count;
      this.#count -= count;
    } else this.#dropChunks(count);
  }

  /** Removes the first chunk at least. */
  #dropChunks(count: number): void {
    let left = count - this.#count;
    this.#data = NO_BYTES;
    this.#count = 0;
    const rest = this.#rest;
    while (rest !== null && rest.length > 0) {
      rest.shift(piece);
      if (piece.length > left) {
        this.#data = piece.data;
        this.#start = piece.start + left;
        this.#count = piece.length - left;
        return;
      }
      left -= piece.length;
    }
  }

  clear(): void {
    this.length = 0;
    this.#data = NO_BYTES;
    this.#count = 0;
    this.#rest = null;
  }

  /**
   * Shows the `length` bytes from `offset` behind the front: in place where
   * they lie in one chunk, else as a copy. They must be there.
   */
  view(offset: number, length: number, into: BytesView): void {
    invariant(offset >= 0 && offset + length <= this.length, "only bytes of the queue are read");
    if (length === 0) {
      into.data = NO_BYTES;
      into.start = 0;
    } else {
      this.#viewFrom(offset, into);
      if (into.length < length) {
        into.data = this.#copyOf(offset, length);
        into.start = 0;
      }
    }
    into.length = length;
  }

  #copyOf(offset: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    this.copy(offset, length, bytes, 0);
    return bytes;
  }

  /** Copies the `length` bytes from `offset` behind the front; they must be there. */
  copy(offset: number, length: number, target: Uint8Array, targetStart: number): void {
    invariant(offset >= 0 && offset + length <= this.length, "only bytes of the queue are read");
    for (let done = 0; done < length; done += piece.length) {
      this.#viewFrom(offset + done, piece);
      piece.length = Math.min(piece.length, length - done);
      const { data, start } = piece;
      target.set(data.subarray(start, start + piece.length), targetStart + done);
    }
  }

  /** The bytes from `offset` in one piece, as many as their chunk has. */
  #viewFrom(offset: number, into: BytesView): void {
    const count = this.#count;
    if (offset >= count) return this.#rest!.viewFrom(offset - count, into);
    into.data = this.#data;
    into.start = this.#start + offset;
    into.length = count - offset;
  }
}
