import type { Nanos } from "../../engine/base/time.ts";
import type { Packet } from "../../engine/wire/mod.ts";
import type { Flow } from "./flow.ts";

/** A packet that the host sent, and when. */
export interface Sent {
  readonly packet: Packet;
  readonly at: Nanos;
}

/** What the host has sent on the connection under test, and no event has taken yet. */
export class Outbound {
  #queue: Sent[] = [];

  add(packet: Packet, at: Nanos): void {
    this.#queue.push({ packet, at });
  }

  /** The oldest one, null where there is none. */
  take(): Sent | null {
    return this.#queue.shift() ?? null;
  }

  /** Puts one back in front. */
  putBack(sent: Sent): void {
    this.#queue.unshift(sent);
  }

  get isEmpty(): boolean {
    return this.#queue.length === 0;
  }

  clear(): void {
    this.#queue = [];
  }
}

/** Whether a packet of the host's is a segment of that connection. */
export function isOfFlow(packet: Packet, flow: Flow): boolean {
  const { segment } = packet;
  return segment !== null && segment.sourcePort === flow.localPort &&
    segment.destinationPort === flow.remotePort && packet.source === flow.localAddress &&
    packet.destination === flow.remoteAddress;
}
