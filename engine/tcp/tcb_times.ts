import { type Nanos, NEVER } from "../base/time.ts";

/** Where each time stands in the array. */
const At = {
  LastReceived: 0,
  LastData: 1,
  AckDelay: 2,
  DataSent: 3,
  Progress: 4,
  LastRtt: 5,
  FirstRetransmit: 6,
  RecentTimestamp: 7,
  TimeWait: 8,
  Challenge: 9,
} as const;

/** What a connection begins with, by {@linkcode At}. */
const AT_FIRST: readonly Nanos[] = [0, -NEVER, 0, 0, 0, -1, NEVER, 0, NEVER, -NEVER];

/**
 * The times among the variables of a connection.
 *
 * They stand side by side in one array. In a field each would be an object of its
 * own, as numbers beyond int32 are, and where thousands of connections take turns,
 * each such object has to come from memory.
 */
export class TcbTimes {
  readonly #times: Nanos[] = AT_FIRST.slice();

  /** When a segment was received last. */
  get lastReceivedAt(): Nanos {
    return this.#times[At.LastReceived]!;
  }
  set lastReceivedAt(at: Nanos) {
    this.#times[At.LastReceived] = at;
  }

  /** When data was received last, -NEVER before the first. */
  get lastDataAt(): Nanos {
    return this.#times[At.LastData]!;
  }
  set lastDataAt(at: Nanos) {
    this.#times[At.LastData] = at;
  }

  /** How long an ACK may wait, as adapted; 0 before the first data. */
  get ackDelay(): Nanos {
    return this.#times[At.AckDelay]!;
  }
  set ackDelay(delay: Nanos) {
    this.#times[At.AckDelay] = delay;
  }

  /** When data or a FIN was sent last, again or for the first time. */
  get dataSentAt(): Nanos {
    return this.#times[At.DataSent]!;
  }
  set dataSentAt(at: Nanos) {
    this.#times[At.DataSent] = at;
  }

  /** When data last was acknowledged, or first became outstanding. */
  get progressAt(): Nanos {
    return this.#times[At.Progress]!;
  }
  set progressAt(at: Nanos) {
    this.#times[At.Progress] = at;
  }

  /** The round-trip time that the ACK shows that is being looked at, or -1. */
  get lastRtt(): Nanos {
    return this.#times[At.LastRtt]!;
  }
  set lastRtt(rtt: Nanos) {
    this.#times[At.LastRtt] = rtt;
  }

  /** When the first retransmission without progress since was sent. */
  get firstRetransmitAt(): Nanos {
    return this.#times[At.FirstRetransmit]!;
  }
  set firstRetransmitAt(at: Nanos) {
    this.#times[At.FirstRetransmit] = at;
  }

  /** When TS.Recent was set (RFC 7323 5.5). */
  get tsRecentAt(): Nanos {
    return this.#times[At.RecentTimestamp]!;
  }
  set tsRecentAt(at: Nanos) {
    this.#times[At.RecentTimestamp] = at;
  }

  /** When it entered TIME-WAIT. */
  get timeWaitAt(): Nanos {
    return this.#times[At.TimeWait]!;
  }
  set timeWaitAt(at: Nanos) {
    this.#times[At.TimeWait] = at;
  }

  /** When the last challenge ACK was sent (RFC 5961 7). */
  get challengeAt(): Nanos {
    return this.#times[At.Challenge]!;
  }
  set challengeAt(at: Nanos) {
    this.#times[At.Challenge] = at;
  }
}
