import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Ipv4, Packet } from "../engine/wire/mod.ts";
import type { ConnectionId, RecordId } from "./records.ts";

/** What is known of a neighbour; Linux's STALE is Reachable whose time is over, its DELAY part of Probe. */
export const NeighbourState = {
  /** Nothing, or that it did not answer. */
  None: 0,
  /** It is asked for, and packets wait. */
  Incomplete: 1,
  Reachable: 2,
  /** It is used, but has not been heard of for long: soon it is asked for. */
  Probe: 3,
} as const;
export type NeighbourState = (typeof NeighbourState)[keyof typeof NeighbourState];

/** A packet whose next hop is not known yet. */
export interface WaitingPacket {
  readonly packet: Packet;
  readonly connection: ConnectionId;
  readonly note: string;
  /** What it is sent for. */
  readonly cause: RecordId;
  readonly since: Nanos;
}

/** One entry of the table of neighbours. */
export class Neighbour {
  state: NeighbourState = NeighbourState.None;
  /** It answered once: then it is known again no sooner than it answers. */
  wasKnown = false;
  /** Requests since it was needed or doubted. */
  requests = 0;
  /** When a reply arrives that is under way. */
  replyAt: Nanos = NEVER;
  eventAt: Nanos = NEVER;
  eventHandle = 0;
  /** What its event is due to. */
  cause: RecordId = 0;
  /** The loss of carrier for which it was forgotten, until it is known again. */
  forgottenBy: RecordId = 0;
  waiting: WaitingPacket[] = [];
  /** A time in a field of its own would be a new object with every frame that is heard. */
  readonly #validUntil: Nanos[] = [-NEVER];

  constructor(readonly address: Ipv4, readonly index: number) {}

  /** Until then it is taken to be there. */
  get validUntil(): Nanos {
    return this.#validUntil[0]!;
  }
  set validUntil(at: Nanos) {
    this.#validUntil[0] = at;
  }
}

/** Whether both carry the same octets of the same connection: one is the other's retransmission. */
export function isSameSegment(a: Packet, b: Packet): boolean {
  const one = a.segment;
  const two = b.segment;
  return one !== null && two !== null && one.seq === two.seq && one.length > 0 &&
    one.length === two.length && one.sourcePort === two.sourcePort &&
    one.destinationPort === two.destinationPort && a.source === b.source &&
    a.destination === b.destination;
}
