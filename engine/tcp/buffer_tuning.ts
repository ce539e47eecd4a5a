import { freeToSend, memoryOfFull, usedToSend } from "./send_space.ts";
import type { Tcb } from "./tcb.ts";

/** Whether the user hears of room in the send buffer: of any, or once a third is free, by system. */
export function hasRoomToTell(tcb: Tcb): boolean {
  if (tcb.profile.writableWhen === "any") return freeToSend(tcb) > 0;
  const used = usedToSend(tcb);
  const left = tcb.sendBuffer.capacity - used;
  return left > 0 && left * 2 >= used;
}

/** What the timestamps option takes of each segment (RFC 7323 3.2, with padding). */
const TIMESTAMP_BYTES = 12;

/** Segments that the send buffer has room for at least, as if the window were so large. */
const LEAST_WINDOW = 10;

/**
 * Where the user has not chosen a size, the send buffer grows with the
 * congestion window: room for two windows, so that new data is there when the
 * old is acknowledged (Linux tcp_sndbuf_expand).
 */
export function tuneSendBuffer(tcb: Tcb): void {
  const { options, profile, sendBuffer } = tcb;
  if (!profile.sendBufferTuning || options.isSendBufferFixed) return;
  const wanted = wantedCapacity(tcb);
  if (wanted <= sendBuffer.capacity) return;
  sendBuffer.capacity = Math.min(wanted, Math.max(profile.maxSendBuffer, sendBuffer.capacity));
}

function wantedCapacity(tcb: Tcb): number {
  const { mss } = tcb.snd;
  const window = Math.max(tcb.congestion.cwnd, LEAST_WINDOW * mss);
  if (tcb.profile.sendAccounting === "memory") {
    const clamp = mss + (tcb.timestamps ? TIMESTAMP_BYTES : 0);
    return 2 * Math.ceil(window / mss) * memoryOfFull(clamp);
  }
  return 2 * window + mss; // and the segment with which the limit is passed
}
