import type { Nanos } from "../engine/base/time.ts";
import type { Ipv4, Packet } from "../engine/wire/mod.ts";
import type { Nic } from "./nic.ts";
import type { ConnectionId, RecordId } from "./records.ts";

/** What a NIC asks of, and tells, the host that it is in. */
export interface NicOwner {
  /** The host's name. */
  readonly name: string;
  /** Who has the address `asker` asks for that of a NIC: whether it is answered. */
  answersFor(nic: Nic, asker: Ipv4): boolean;
  /** The connection that a packet belongs to, 0 if none; asked before its arrival is recorded. */
  connectionOf(packet: Packet): ConnectionId;
  /** A packet arrived. `record` is that of its arrival, which is also the recorder's cause. */
  onPacket(nic: Nic, packet: Packet, record: RecordId, now: Nanos): void;
  /** A frame arrived from the NIC that has that address. */
  onHeard(nic: Nic, from: Ipv4, now: Nanos): void;
  /** The carrier of an enabled NIC came or went. */
  onCarrier(nic: Nic, up: boolean, now: Nanos): void;
  /** The NIC is about to be disabled: whether what it has just sent is to arrive. */
  onDisabling(nic: Nic, now: Nanos): boolean;
  /** The NIC was enabled or disabled; its carrier, if any, is told of afterwards. */
  onEnabled(nic: Nic, enabled: boolean, now: Nanos): void;
}
