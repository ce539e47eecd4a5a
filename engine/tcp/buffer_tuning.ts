import type { Tcb } from "./tcb.ts";

/** Whether the user hears of room in the send buffer: of any, or once a third is free, by system. */
export function hasRoomToTell(tcb: Tcb): boolean {
  const { free, length } = tcb.sendBuffer;
  return free > 0 && (tcb.profile.writableWhen === "any" || free * 2 >= length);
}

/** Segments that the send buffer has room for at least, as if the window were so large. */
const LEAST_WINDOW = 10;

/**
 * Where the user has not chosen a size, the send buffer grows with the
 * congestion window: room for two windows, so that new data is there when the
 * old is acknowledged (Linux tcp_sndbuf_expand), and for the segment with which
 * the limit is passed.
 */
export function tuneSendBuffer(tcb: Tcb): void {
  const { options, profile, snd, sendBuffer } = tcb;
  if (!profile.sendBufferTuning || options.isSendBufferFixed) return;
  const wanted = 2 * Math.max(tcb.congestion.cwnd, LEAST_WINDOW * snd.mss) + snd.mss;
  if (wanted <= sendBuffer.capacity) return;
  sendBuffer.capacity = Math.min(wanted, Math.max(profile.maxSendBuffer, sendBuffer.capacity));
}
