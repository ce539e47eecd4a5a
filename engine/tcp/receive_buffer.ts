import { BytesView } from "./bytes_view.ts";
import { ChunkQueue } from "./chunk_queue.ts";
import { SegmentMemory } from "./segment_memory.ts";

const view = new BytesView();

/**
 * The bytes that arrived in order and wait for the application.
 *
 * Keeps views of the segments' payloads; bytes are copied once, when the
 * application reads them, and not even then where `take` finds them in one
 * piece.
 *
 * @example
 * ```ts
 * import { ReceiveBuffer } from "./receive_buffer.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const buffer = new ReceiveBuffer();
 * buffer.append(Uint8Array.of(1, 2, 3), 0, 3);
 * buffer.append(Uint8Array.of(4, 5), 0, 2);
 * deepStrictEqual([...buffer.take(4)], [1, 2, 3, 4]);
 * strictEqual(buffer.length, 1);
 * ```
 */
export class ReceiveBuffer {
  readonly #queue = new ChunkQueue();
  readonly #memory: SegmentMemory | null;

  /** Where memory is counted it knows what the segments take. */
  constructor(countsMemory = false) {
    this.#memory = countsMemory ? new SegmentMemory() : null;
  }

  /** Bytes of memory that the segments take; 0 where memory is not counted. */
  get memory(): number {
    return this.#memory === null ? 0 : this.#memory.used;
  }

  /** Bytes that wait. */
  get length(): number {
    return this.#queue.length;
  }

  /** Adds the `length` bytes of `data` from `start`, kept as a view. */
  append(data: Uint8Array, start: number, length: number): void {
    this.#queue.append(data, start, length);
    if (this.#memory !== null) this.#memory.add(length);
  }

  /** Moves at most `max` bytes into `target` from `targetStart`, as many as fit; returns how many. */
  readInto(target: Uint8Array, targetStart: number, max: number): number {
    const count = Math.min(max, this.#queue.length, target.length - targetStart);
    if (count <= 0) return 0;
    this.#queue.copy(0, count, target, targetStart);
    this.#drop(count);
    return count;
  }

  /** Removes and returns at most `max` bytes: the sender's own where they lie in one piece. */
  take(max: number): Uint8Array {
    const count = Math.min(max, this.#queue.length);
    this.#queue.view(0, count, view);
    const { data, start, length } = view;
    this.#drop(count);
    return data.subarray(start, start + length);
  }

  /** Removes at most `max` bytes without showing them; returns how many. */
  skip(max: number): number {
    const count = Math.min(max, this.#queue.length);
    this.#drop(count);
    return count;
  }

  clear(): void {
    this.#drop(this.#queue.length);
  }

  #drop(count: number): void {
    this.#queue.drop(count);
    if (this.#memory !== null) this.#memory.read(count);
  }
}
