import { type Ipv4, Packet } from "../engine/wire/mod.ts";
import type { ConnectionId, RecordId } from "./records.ts";

/** What an empty frame holds. */
export const NO_PACKET: Packet = Object.freeze(new Packet());

/**
 * A packet on its way over one link.
 *
 * There are no hardware addresses: the IPv4 address of a NIC stands for both.
 * Frames are reused; whoever wants to keep one copies it.
 */
export class Frame {
  packet: Packet = NO_PACKET;
  /** The address of the NIC that sent it. */
  from: Ipv4 = 0;
  /** The address of the NIC that it is for, or 255.255.255.255 for all. */
  to: Ipv4 = 0;
  /** The connection of the sender, 0 if none. */
  connection: ConnectionId = 0;
  /** The record of its sending, 0 where nobody records. */
  sent: RecordId = 0;
  /** The record that its arrival or loss names as its cause: its sending, or the fault that met it. */
  cause: RecordId = 0;
  /** Whether bits were flipped on the way. */
  corrupted = false;
  /** What its receiver finds wrong with it because of that ("bad checksum"), "" for nothing. */
  flaw = "";
  /** Its place in the order in which its line sent frames, int32. */
  order = 0;

  /** Becomes a copy of another frame. */
  copy(other: Frame): void {
    this.packet = other.packet;
    this.from = other.from;
    this.to = other.to;
    this.connection = other.connection;
    this.sent = other.sent;
    this.cause = other.cause;
    this.corrupted = other.corrupted;
    this.flaw = other.flaw;
    this.order = other.order;
  }
}
