import { BytesView } from "./bytes_view.ts";
import { ChunkQueue } from "./chunk_queue.ts";

export { BytesView };

/**
 * The bytes that the application gave and the peer has not acknowledged yet:
 * sent or not, in order.
 *
 * Chunks are kept by reference; the caller must not change them afterwards.
 * The buffer does not stop at its capacity: `free` says what fits, and the
 * caller decides (some systems take a whole send of any size while there is
 * room for one byte).
 *
 * @example Sending two chunks as one segment
 * ```ts
 * import { BytesView, SendBuffer } from "./send_buffer.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const buffer = new SendBuffer(100);
 * buffer.append(Uint8Array.of(1, 2, 3), 0, 3);
 * buffer.append(Uint8Array.of(4, 5, 6), 0, 3);
 * const view = new BytesView();
 * buffer.view(1, 4, view);
 * deepStrictEqual([...view.data.subarray(view.start, view.start + view.length)], [2, 3, 4, 5]);
 * buffer.release(5); // acknowledged
 * strictEqual(buffer.length, 1);
 * ```
 */
export class SendBuffer {
  /** How many bytes it should hold at most (SO_SNDBUF). */
  declare capacity: number;
  readonly #queue = new ChunkQueue();

  constructor(capacity: number) {
    this.capacity = capacity;
  }

  /** Bytes held: sent without being acknowledged, and not sent yet. */
  get length(): number {
    return this.#queue.length;
  }

  /** Bytes that still fit. */
  get free(): number {
    return Math.max(0, this.capacity - this.#queue.length);
  }

  /** Adds the `length` bytes of `bytes` from `start` at the end. */
  append(bytes: Uint8Array, start: number, length: number): void {
    this.#queue.append(bytes, start, length);
  }

  /** Drops `count` acknowledged bytes from the front. */
  release(count: number): void {
    this.#queue.drop(count);
  }

  /**
   * Shows the `length` bytes from `offset` behind the first unacknowledged
   * one: in place where they lie in one chunk, else as a fresh copy.
   */
  view(offset: number, length: number, into: BytesView): void {
    this.#queue.view(offset, length, into);
  }

  /** Forgets everything (ABORT, reset). */
  clear(): void {
    this.#queue.clear();
  }
}
