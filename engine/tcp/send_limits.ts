import type { Nanos } from "../base/time.ts";
import { seqAdd, seqDiff } from "./seq.ts";
import { freeToSend } from "./send_space.ts";
import { sendsQueue } from "./state.ts";
import type { Tcb } from "./tcb.ts";

/** What holds a sender back that has something to send (Linux `enum tcp_chrono`). */
export const SendLimit = {
  /** Nothing is to be sent, nor outstanding. */
  Idle: 0,
  /** The network: it is busy, or cwnd is used up. */
  Network: 1,
  /** The peer's window. */
  Window: 2,
  /** The send buffer is full, and all of it has left. */
  Buffer: 3,
} as const;
export type SendLimit = (typeof SendLimit)[keyof typeof SendLimit];

/** How long each of them held a connection back. */
export class SendLimits {
  private limit: SendLimit = SendLimit.Idle;
  private since: Nanos = 0;
  private network: Nanos = 0;
  private window: Nanos = 0;
  private buffer: Nanos = 0;

  /** Whether nothing is to be sent, nor outstanding. */
  get isIdle(): boolean {
    return this.limit === SendLimit.Idle;
  }

  /** From now on it is that one. */
  enter(limit: SendLimit, now: Nanos): void {
    if (limit === this.limit) return;
    this.settle(now);
    this.limit = limit;
  }

  /** How long it had something to send or outstanding, whatever held it back. */
  busyTime(now: Nanos): Nanos {
    this.settle(now);
    return this.network + this.window + this.buffer;
  }

  windowTime(now: Nanos): Nanos {
    this.settle(now);
    return this.window;
  }

  bufferTime(now: Nanos): Nanos {
    this.settle(now);
    return this.buffer;
  }

  /** The time since the last change belongs to what held it back then. */
  private settle(now: Nanos): void {
    const time = now - this.since;
    this.since = now;
    if (this.limit === SendLimit.Network) this.network += time;
    else if (this.limit === SendLimit.Window) this.window += time;
    else if (this.limit === SendLimit.Buffer) this.buffer += time;
  }
}

/** Once all was sent that can be: notes what holds back the rest. */
export function noteSendLimit(tcb: Tcb, now: Nanos): void {
  tcb.limits.enter(sendLimit(tcb), now);
}

/** As tcp_write_xmit and tcp_cwnd_validate of Linux tell them apart. */
function sendLimit(tcb: Tcb): SendLimit {
  const { congestion, scoreboard, sendBuffer, snd } = tcb;
  if (!tcb.synAcked || !sendsQueue(tcb.state)) return SendLimit.Idle;
  if (sendBuffer.length === 0) return SendLimit.Idle;
  const unsent = sendBuffer.length - seqDiff(snd.nxt, snd.base);
  const next = Math.min(unsent, snd.mss);
  const fitsCwnd = scoreboard.inFlight + next <= congestion.cwnd;
  if (unsent > 0) {
    const usable = seqDiff(seqAdd(snd.una, snd.wnd), snd.nxt);
    return fitsCwnd && usable < next ? SendLimit.Window : SendLimit.Network;
  }
  return fitsCwnd && freeToSend(tcb) <= 0 ? SendLimit.Buffer : SendLimit.Network;
}
