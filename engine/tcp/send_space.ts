import type { ConnectionOptions } from "./connection_options.ts";
import type { Profile } from "./profiles/mod.ts";
import { memoryOf } from "./segment_memory.ts";
import { seqDiff } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** Memory that a segment in the send queue takes besides its payload (Linux: skb->truesize; seen: 832). */
const AROUND = memoryOf(0);

/** What tuning counts for headers in front of a segment and for the shared info behind it. */
const HEADERS = 256 + 320;

/** The least send buffer, in bytes of memory (Linux SOCK_MIN_SNDBUF). */
const LEAST = 4608;

/** Memory that a full segment takes by the reckoning of tuning (Linux tcp_sndbuf_expand: 2304 for 1460). */
export function memoryOfFull(mss: number): number {
  return (1 << (32 - Math.clz32(mss + HEADERS - 1))) + 256; // the next power of two
}

/**
 * What a send buffer of the options' size holds: a size that the user chose
 * stands for twice as much where memory is counted (V: socket(7), SO_SNDBUF).
 */
export function sendCapacity(profile: Profile, options: ConnectionOptions): number {
  const isDoubled = profile.sendAccounting === "memory" && options.isSendBufferFixed;
  return isDoubled ? Math.max(2 * options.sendBuffer, LEAST) : options.sendBuffer;
}

/** How much of the send buffer is in use: its bytes, or their memory (Linux sk_wmem_queued). */
export function usedToSend(tcb: Tcb): number {
  const { length } = tcb.sendBuffer;
  if (tcb.profile.sendAccounting === "bytes" || length === 0) return length;
  const queued = Math.ceil(unsentOf(tcb) / tcb.snd.mss);
  return length + AROUND * (tcb.scoreboard.count + queued);
}

/**
 * Bytes that the user may queue now. Where memory is counted, the segment that
 * is being filled takes what it has room for, and another one is begun for as
 * long as the limit is not reached: the last one may pass it (Linux
 * tcp_sendmsg_locked, sk_stream_memory_free).
 */
export function freeToSend(tcb: Tcb): number {
  const { sendBuffer, snd } = tcb;
  if (tcb.profile.sendAccounting === "bytes") return sendBuffer.free;
  const filled = unsentOf(tcb) % snd.mss;
  const room = filled === 0 ? 0 : snd.mss - filled;
  const left = sendBuffer.capacity - usedToSend(tcb) - room;
  return left <= 0 ? room : room + Math.ceil(left / (snd.mss + AROUND)) * snd.mss;
}

function unsentOf(tcb: Tcb): number {
  const { sendBuffer, snd } = tcb;
  const sent = Math.min(Math.max(seqDiff(snd.nxt, snd.base), 0), sendBuffer.length);
  return sendBuffer.length - sent;
}
