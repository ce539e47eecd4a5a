import { type Nanos, NEVER } from "../base/time.ts";
import { acknowledgeRead } from "./ack_policy.ts";
import { markForcedPushes } from "./forced_push.ts";
import { seqAdd } from "./seq.ts";
import { freeToSend } from "./send_space.ts";
import { EndReason } from "./signals.ts";
import { isSynchronized, maySendData, State } from "./state.ts";
import { enterClosed, enterState, resetWithAck, resetWithoutAck, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import { forgetPassedMark } from "./urgent.ts";

/**
 * The most bytes that wait in a send buffer. What lies 2^31 or more ahead would
 * count as behind (RFC 9293 3.4): the FIN, above all.
 */
const MOST_QUEUED = 2 ** 30;

/**
 * Active OPEN (RFC 9293 3.10.1): SYN-SENT, with a SYN to send.
 *
 * The caller has filled in both addresses and ports.
 */
export function openActive(tcb: Tcb, iss: number, now: Nanos): void {
  tcb.passive = false;
  setIss(tcb, iss);
  tcb.progressAt = now;
  enterState(tcb, State.SynSent, "RFC 9293 3.10.1: active OPEN", now);
}

/** Passive OPEN (RFC 9293 3.10.1): LISTEN; `iss` is for the SYN,ACK to come. */
export function openPassive(tcb: Tcb, iss: number): void {
  tcb.passive = true;
  setIss(tcb, iss);
  // Not recorded: the listener, whose copy this is, has been in LISTEN before.
  tcb.state = State.Listen;
}

/** Our SYN,ACK was sent, and is not known any more as a segment: no timer and no RTT of it (SYN cookies). */
export function synAckWasSent(tcb: Tcb): void {
  const { snd } = tcb;
  snd.nxt = seqAdd(snd.iss, 1);
  snd.max = snd.nxt;
}

function setIss(tcb: Tcb, iss: number): void {
  const snd = tcb.snd;
  snd.iss = iss;
  snd.una = iss;
  snd.nxt = iss;
  snd.max = iss;
  snd.up = iss;
  snd.smallEnd = iss;
  snd.pushedEnd = seqAdd(iss, 1);
  snd.uncorkedEnd = snd.pushedEnd;
  snd.base = seqAdd(iss, 1);
  tcb.scoreboard.delivery.highest = iss;
  tcb.recover = iss;
}

/**
 * SEND (RFC 9293 3.10.2): queues as many of the bytes as the send buffer has
 * room for, and returns how many. They are not copied: the caller must not
 * change them any more. 0 where the buffer is full or the state forbids it.
 */
export function send(tcb: Tcb, data: Uint8Array, start: number, length: number): number {
  if (!mayQueue(tcb)) return 0;
  const taken = Math.min(length, freeToSend(tcb));
  if (taken > 0) write(tcb, data, start, taken);
  return taken;
}

/**
 * SEND of bytes that are taken whatever the buffer's size (Winsock takes any one
 * send whole), up to what sequence numbers can tell apart. Returns how many.
 */
export function sendWhole(tcb: Tcb, data: Uint8Array, start: number, length: number): number {
  if (!mayQueue(tcb)) return 0;
  const taken = Math.min(length, MOST_QUEUED - tcb.sendBuffer.length);
  if (taken > 0) write(tcb, data, start, taken);
  return taken;
}

function write(tcb: Tcb, data: Uint8Array, start: number, length: number): void {
  tcb.sendBuffer.append(data, start, length);
  const { profile, snd } = tcb;
  const end = tcb.finSeq;
  if (profile.pushEachHalfWindow) markForcedPushes(tcb, length, end);
  if (!profile.pushEachWrite || tcb.moreToCome) return;
  tcb.pushMarks.add(end);
  snd.pushedEnd = end;
}

function mayQueue(tcb: Tcb): boolean {
  if (tcb.finQueued) return false;
  return maySendData(tcb.state) || tcb.state === State.SynSent || tcb.state === State.SynReceived;
}

/** After RECEIVE (RFC 9293 3.10.3) took `count` bytes: the window may open. */
export function afterReceive(tcb: Tcb, count: number): void {
  forgetPassedMark(tcb);
  if (tcb.state === State.Closed) return;
  tcb.windowMayOpen = true;
  tcb.receiveTuning.lastRead = count;
  acknowledgeRead(tcb);
}

/**
 * CLOSE (RFC 9293 3.10.4), which ends only the sending half: a FIN follows the
 * queued data. Again, or where nothing can be closed, does nothing.
 */
export function closeSending(tcb: Tcb, now: Nanos): void {
  if (tcb.finQueued) return; // U-4: no second FIN
  switch (tcb.state) {
    case State.Listen:
    case State.SynSent:
      return enterClosed(tcb, EndReason.Closed, "RFC 9293 3.10.4: CLOSE before SYN,ACK", now);
    case State.SynReceived:
      tcb.finQueued = true;
      if (tcb.sendBuffer.length > 0) return; // waits for ESTABLISHED
      return enterState(tcb, State.FinWait1, "RFC 9293 3.10.4: CLOSE in SYN-RECEIVED", now);
    case State.Established:
      tcb.finQueued = true;
      return enterState(tcb, State.FinWait1, "RFC 9293 3.10.4: CLOSE", now);
    case State.CloseWait:
      tcb.finQueued = true;
      return enterState(tcb, State.LastAck, "RFC 9293 3.10.4: CLOSE in CLOSE-WAIT", now);
    default:
      return;
  }
}

/**
 * The user reads no more (shutdown of the receiving half). What becomes of
 * queued data is a switch of the profile; nothing is sent unless it says so.
 */
export function shutReceiving(tcb: Tcb, now: Nanos): void {
  tcb.receiveShut = true;
  if (tcb.state === State.Closed || tcb.receiveBuffer.length === 0) return;
  switch (tcb.profile.shutdownReceiveQueued) {
    case "keep":
      return;
    case "flush":
      tcb.receiveBuffer.clear();
      tcb.windowMayOpen = true;
      return;
    case "reset":
      tcb.receiveBuffer.clear();
      return abort(tcb, EndReason.ResetSent, "reset: data unread at shutdown of receiving", now);
  }
}

/**
 * Nobody holds the socket any more (RFC 9293 3.6.1, MAY-1: CLOSE also ends
 * reading). A FIN follows the queued data, or a reset where data was not read
 * (SHLD-3, by profile).
 */
export function closeBoth(tcb: Tcb, now: Nanos): void {
  tcb.orphan = true;
  tcb.receiveShut = true;
  if (tcb.state === State.Closed) return;
  const unread = tcb.receiveBuffer.length > 0;
  if (unread && tcb.profile.closeWithUnreadData === "reset" && tcb.state !== State.TimeWait) {
    const note = "reset: closed with unread data";
    abort(tcb, EndReason.Aborted, note, now);
    markReset(tcb, note); // in CLOSING and LAST-ACK too: the peer learns that data was lost
    return;
  }
  tcb.receiveBuffer.clear();
  closeSending(tcb, now);
}

/**
 * ABORT (RFC 9293 3.10.5): everything queued is dropped and the connection is
 * CLOSED; the peer gets a reset in the states that have one to send (U-5).
 */
export function abort(tcb: Tcb, reason: EndReason, note: string, now: Nanos): void {
  switch (tcb.state) {
    case State.Closed:
      return;
    case State.SynReceived:
    case State.Established:
    case State.FinWait1:
    case State.FinWait2:
    case State.CloseWait:
      markReset(tcb, note);
  }
  tcb.sendBuffer.clear();
  tcb.receiveBuffer.clear();
  enterClosed(tcb, reason, `RFC 9293 3.10.5: ABORT (${note})`, now);
}

/** `<SEQ=SND.NXT><CTL=RST>`, with the ACK that every system adds in synchronized states. */
export function markReset(tcb: Tcb, note: string): void {
  if (tcb.profile.resetCarriesAck) resetWithAck(tcb, tcb.snd.nxt, tcb.rcv.nxt, note);
  else resetWithoutAck(tcb, tcb.snd.nxt, note);
}

/** Ends without a word to the peer: a crash, an interface that went away. */
export function forget(tcb: Tcb, reason: EndReason, rule: string, now: Nanos): void {
  if (tcb.state === State.Closed) return;
  tcb.sendBuffer.clear();
  tcb.receiveBuffer.clear();
  enterClosed(tcb, reason, rule, now);
}

/** SO_KEEPALIVE or one of its times was changed (MUST-24, MUST-27). */
export function keepaliveChanged(tcb: Tcb, now: Nanos): void {
  if (!isSynchronized(tcb.state) || tcb.state === State.TimeWait) return;
  const { options } = tcb;
  const from = Math.max(tcb.lastReceivedAt, now - options.keepaliveIdle);
  const deadline = options.keepalive ? from + options.keepaliveIdle : NEVER;
  tcb.timers.set(Timer.Keepalive, deadline, now, tcb.trace);
}
