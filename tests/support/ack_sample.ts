import type { Nanos } from "../../engine/base/time.ts";
import { AckSample } from "../../engine/tcp/congestion/mod.ts";

/** An ACK of `acked` bytes that came in order, with nothing more to tell than a plain one. */
export function ackOf(
  acked: number,
  flightSize: number,
  srtt: Nanos,
  now: Nanos,
  isCwndLimited = true,
): AckSample {
  const ack = new AckSample();
  ack.acked = acked;
  ack.delivered = acked;
  ack.flightSize = flightSize;
  ack.srtt = srtt;
  ack.rtt = srtt;
  ack.now = now;
  ack.isCwndLimited = isCwndLimited;
  return ack;
}
