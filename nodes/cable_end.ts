import type { Nanos } from "../engine/base/time.ts";
import type { Ipv4 } from "../engine/wire/mod.ts";
import type { Cable } from "./cable.ts";
import type { Frame } from "./frame.ts";

/** What one end of a cable is plugged into: a NIC or a port of a switch. */
export interface CableEnd {
  /** The name of the host or switch. */
  readonly host: string;
  /** The name of the NIC or port. */
  readonly name: string;
  /** The name of the cable, "" before there is one. */
  readonly link: string;
  /** Takes a frame that arrived whole. It is the cable's again after the call. */
  receive(frame: Frame, now: Nanos): void;
  /** Learns that the carrier is there, or gone. */
  onCarrier(up: boolean, now: Nanos): void;
  /**
   * Who has that address? Returns how long such a request, which arrives here
   * from the NIC with the address `asker`, and its reply are under way behind
   * this end; -1 where nobody answers.
   */
  whoHas(address: Ipv4, asker: Ipv4): Nanos;
  /** Gets its cable, once, before time begins. */
  attach(cable: Cable): void;
}
