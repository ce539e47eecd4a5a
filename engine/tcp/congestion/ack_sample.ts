import type { Nanos } from "../../base/time.ts";

/**
 * What one ACK tells about the path. Each connection has one and fills it anew
 * for each ACK of new data; a controller reads it and keeps no reference.
 *
 * Sizes are whole bytes; sequence numbers are int32.
 */
export class AckSample {
  now: Nanos = 0;
  /** How far SND.UNA moved. */
  acked = 0;
  /** What reached the peer by this ACK: acknowledged or SACKed for the first time. */
  delivered = 0;
  /** SND.NXT - SND.UNA before this ACK. */
  flightSize = 0;
  /** The round-trip time that this ACK shows, -1 for none. */
  rtt: Nanos = -1;
  /** The smoothed round-trip time, 0 without a sample. */
  srtt: Nanos = 0;
  /** Whether the window was used up, without which it must not grow (RFC 7661 4.1). */
  isCwndLimited = true;
  /** SND.UNA with this ACK, and SND.NXT: they tell round trips apart. */
  una = 0;
  nxt = 0;
}
