import { seqGT, seqLEQ } from "./seq.ts";

/** Of all connections that have none: nothing is ever added to it. */
const NONE: number[] = [];

/**
 * Where records of the user's end in the stream (MSG_EOR): no segment has bytes
 * of both sides (Linux TCP_SKB_CB(skb)->eor, tcp_skb_can_collapse_to).
 */
export class RecordEnds {
  /** Whether there is none, as in most connections. */
  isEmpty = true;
  #ends: number[] = NONE;

  /** A record ends before that sequence number. */
  add(end: number): void {
    if (this.#ends === NONE) this.#ends = [];
    this.isEmpty = false;
    if (this.#ends.at(-1) !== end) this.#ends.push(end);
  }

  /** The first end behind `from` and before `limit`, else `limit`. */
  cut(from: number, limit: number): number {
    for (const end of this.#ends) {
      if (seqGT(end, from)) return seqGT(limit, end) ? end : limit;
    }
    return limit;
  }

  /** All up to there is acknowledged. */
  forget(acknowledged: number): void {
    while (this.#ends.length > 0 && seqLEQ(this.#ends[0]!, acknowledged)) this.#ends.shift();
    this.isEmpty = this.#ends.length === 0;
  }
}
