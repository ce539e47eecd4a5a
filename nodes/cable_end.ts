import type { Nanos } from "../engine/base/time.ts";
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
  /** Gets its cable, once, before time begins. */
  attach(cable: Cable): void;
}
