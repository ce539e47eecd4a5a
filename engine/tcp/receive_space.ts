import type { ConnectionOptions } from "./connection_options.ts";
import type { Profile } from "./profiles/mod.ts";

/** The share of memory that is payload is counted in 256ths (Linux TCP_RMEM_TO_WIN_SCALE). */
const SHARES = 256;

/** What a system that counts memory takes for payload before it has seen a segment: half. */
const FIRST_SHARE = SHARES / 2;

/** The smallest buffer where memory is counted (Linux SOCK_MIN_RCVBUF). */
const LEAST_MEMORY = 2304;

/**
 * How much a connection may receive before the application reads: the buffer's
 * size, which tuning may raise, and what of it may be offered as a window.
 *
 * Sizes are bytes of payload, or, where the profile's `receiveAccounting` is
 * `memory`, bytes of memory, of which segments take more than their payload.
 * There a buffer of n bytes stands for 2 n bytes of memory, as SO_RCVBUF does
 * (V: socket(7)).
 */
export class ReceiveSpace {
  /** The size of the buffer: of payload or of memory. */
  size = 0;
  /** To how much tuning may raise it. */
  limit = 0;
  /** How many 256ths of memory are payload, as the segments so far show (Linux scaling_ratio). */
  share: number = SHARES;
  /** No window is larger than that (Linux window_clamp). */
  clamp = 0;
  /** The window to offer at present, which grows with the segments that arrive (Linux rcv_ssthresh). */
  threshold = 0;
  declare private readonly countsMemory: boolean;
  /** The size that was asked for last. */
  #asked = 0;

  constructor(profile: Profile, options: ConnectionOptions) {
    this.countsMemory = profile.receiveAccounting === "memory";
    if (this.countsMemory) this.share = FIRST_SHARE;
    this.limit = this.#sizeOf(profile.maxReceiveBuffer);
    this.resize(options);
  }

  /** Takes the size that the user or the system has chosen; what tuning made of the system's stays. */
  resize(options: ConnectionOptions): void {
    if (options.receiveBuffer === this.#asked && !options.isReceiveBufferFixed) return;
    this.#asked = options.receiveBuffer;
    this.size = this.#sizeOf(options.receiveBuffer);
  }

  /** The window that so much of the buffer is worth. */
  windowOf(size: number): number {
    return Math.floor(size * this.share / SHARES);
  }

  /** How much of the buffer such a window takes. */
  sizeOfWindow(window: number): number {
    return Math.floor(window * SHARES / this.share);
  }

  /** A segment shows how much of its memory is payload. Returns whether that is news. */
  learnShare(length: number, memory: number): boolean {
    const share = Math.max(Math.floor(length * SHARES / memory), 1);
    if (share === this.share) return false;
    this.share = share;
    return true;
  }

  #sizeOf(bytes: number): number {
    return this.countsMemory ? Math.max(2 * bytes, LEAST_MEMORY) : bytes;
  }
}
