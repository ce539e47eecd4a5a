import type { Nanos } from "../base/time.ts";
import { Flag, type Segment, type TcpOptions, tcpOptions } from "../wire/mod.ts";
import { initialWindow } from "./congestion/mod.ts";
import { learnEcn } from "./ecn.ts";
import { initWindowLimits } from "./memory_window.ts";
import { beginProbing } from "./mtu_probing.ts";
import { effectiveMss } from "./path_mtu.ts";
import { startTuning } from "./receive_tuning.ts";
import { countsMemory, firstWindow, HEADERS, MAX_WINDOW_FIELD } from "./receive_window.ts";
import { initSegmentSize } from "./segment_size.ts";
import { roundReceiveBuffer } from "./space_window.ts";
import { restartRetransmissionTimer } from "./retransmission_timer.ts";
import { tuneSendBuffer } from "./buffer_tuning.ts";
import { seqAdd } from "./seq.ts";
import { Signal } from "./signals.ts";
import { State } from "./state.ts";
import { DEFAULT_MSS, enterState, NO_SYN_SENT, type Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import { learnTimestamps, timestampNow } from "./timestamps.ts";
import { queueEarlyText, takeQueuedText } from "./text.ts";
import { checkUrgent } from "./urgent.ts";

/** The largest window scale shift (RFC 7323 2.3). */
const MAX_SCALE = 14;

/** The MSS that we announce: the interface's MTU less 40 (RFC 9293 3.7.1, MUST-67), or what the user wants. */
export function announcedMss({ options }: Tcb): number {
  const most = options.mtu - HEADERS;
  return options.maxSegment > 0 ? Math.min(most, options.maxSegment) : most;
}

/** Units of a scaled window that a receive buffer is at least worth. */
const LEAST_UNITS = 8;

/**
 * The shift that we offer: the system's, more where the buffer or what tuning
 * may make of it needs it, less where a small buffer would round down to
 * nothing; -1 for none (RFC 7323 2).
 */
export function offeredScale(tcb: Tcb): number {
  const { options, profile } = tcb;
  if (!profile.windowScaling) return -1;
  const mayGrow = profile.receiveBufferTuning !== "off" && !options.isReceiveBufferFixed;
  const most = mayGrow
    ? Math.max(options.receiveBuffer, profile.maxReceiveBuffer)
    : options.receiveBuffer;
  let shift = options.isReceiveBufferFixed ? 0 : profile.windowScale;
  while (shift > 0 && LEAST_UNITS * (1 << shift) > most) shift--;
  while (shift < MAX_SCALE && MAX_WINDOW_FIELD * (1 << shift) < most) shift++;
  return shift;
}

/** Takes in the peer's SYN: its initial sequence number, its options, and text that came with it. */
export function learnSyn(tcb: Tcb, seg: Segment, now: Nanos): void {
  const { rcv, snd } = tcb;
  tcb.counters.synsIn++;
  rcv.irs = seg.seq;
  rcv.nxt = seqAdd(seg.seq, 1);
  rcv.up = rcv.nxt;
  rcv.mss = announcedMss(tcb);
  tcb.lastReceivedAt = now;
  snd.peerMss = seg.options.mss > 0 ? seg.options.mss : DEFAULT_MSS;
  const isActive = tcb.state === State.SynSent;
  const { profile } = tcb;
  tcb.space.resize(tcb.options);
  let first = firstWindow(tcb); // what our SYN had, when nothing was known of timestamps
  learnTimestamps(tcb, seg, isActive ? profile.timestamps : profile.timestampsIfAsked, now);
  learnEcn(tcb, seg);
  tcb.sack = profile.sack && seg.options.sackPermitted;
  if (!isActive) first = firstWindow(tcb);
  rcv.window = Math.min(first, MAX_WINDOW_FIELD);
  rcv.edge = seqAdd(rcv.nxt, rcv.window);
  snd.mss = effectiveMss(tcb);
  rcv.lastAckSent = rcv.nxt;
  initSegmentSize(tcb);
  rcv.offered = rcv.edge;
  if (tcb.state === State.SynSent) roundReceiveBuffer(tcb);
  const ours = rcv.synScale !== NO_SYN_SENT ? rcv.synScale : offeredScale(tcb);
  const theirs = seg.options.windowScale;
  snd.scaleOffered = theirs >= 0;
  const scaled = ours >= 0 && theirs >= 0;
  snd.scale = scaled ? Math.min(theirs, MAX_SCALE) : 0;
  rcv.scale = scaled ? ours : 0;
  if (countsMemory(tcb)) initWindowLimits(tcb, first);
  snd.wnd = seg.window; // of a SYN, never scaled (RFC 7323 2.2)
  snd.maxWnd = Math.max(snd.maxWnd, snd.wnd);
  snd.wl1 = seg.seq;
  snd.wl2 = (seg.flags & Flag.Ack) !== 0 ? seg.ack : snd.una;
  checkUrgent(tcb, seg);
  if (seg.dataLength > 0 || (seg.flags & Flag.Fin) !== 0) queueEarlyText(tcb, seg);
}

/** ESTABLISHED: data may flow, and a CLOSE that waited for this takes effect (RFC 9293 3.10.4). */
export function enterEstablished(tcb: Tcb, rule: string, now: Nanos): void {
  const { options } = tcb;
  enterState(tcb, State.Established, rule, now);
  roundReceiveBuffer(tcb);
  startSending(tcb, now);
  tcb.signals |= Signal.Connected | Signal.Writable;
  if (options.keepalive) {
    tcb.timers.set(Timer.Keepalive, now + options.keepaliveIdle, now, tcb.trace);
  }
  if (tcb.finQueued) {
    enterState(tcb, State.FinWait1, "RFC 9293 3.10.4: CLOSE queued in SYN-RECEIVED", now);
  }
  takeQueuedText(tcb, now);
}

/** Our SYN is acknowledged: from now on the RTO and the congestion window are those of data. */
export function startSending(tcb: Tcb, now: Nanos): void {
  const { profile } = tcb;
  beginProbing(tcb, now);
  tcb.counters.establishedAt = now;
  tcb.inLoss = false; // of our SYN: it has arrived
  tcb.backoff = 0;
  if (tcb.synRetransmissions > 0 && !tcb.rtt.hasSample) {
    tcb.rtt.rto = Math.max(tcb.rtt.rto, profile.rtoAfterSynLoss); // RFC 6298 5.7
  }
  const borne = tcb.passive ? profile.synAckLossesBorne : profile.synLossesBorne;
  const first = tcb.synRetransmissions > borne // RFC 5681 3.1
    ? tcb.snd.mss
    : profile.initialWindowSegments > 0
    ? profile.initialWindowSegments * tcb.snd.mss
    : initialWindow(profile.initialWindow, tcb.snd.mss);
  tcb.initialWindow = first;
  tcb.congestion.onEstablished(tcb.snd.mss, first, now);
  tcb.scoreboard.countAs(profile.cwndInSegments ? tcb.snd.mss : 0);
  startTuning(tcb, now);
  tuneSendBuffer(tcb);
  restartRetransmissionTimer(tcb, now);
}

/** The options of our SYN or SYN,ACK: in an answer only what the peer offered (RFC 7323 2.2, 3.2). */
export function synOptions(tcb: Tcb, now: Nanos): TcpOptions {
  const order = tcb.profile.synOptionsOrder;
  const mss = announcedMss(tcb);
  const isFirst = tcb.state === State.SynSent;
  const windowScale = scaleToOffer(tcb, isFirst);
  const sackPermitted = isFirst ? tcb.profile.sack : tcb.sack;
  if (isFirst && isPlain(tcb)) return tcpOptions({ mss });
  const padSackPermitted = tcb.profile.sackPermittedPadded;
  if (!(isFirst ? tcb.profile.timestamps : tcb.timestamps)) {
    return tcpOptions({ mss, windowScale, sackPermitted, order, padSackPermitted });
  }
  const timestamps = { value: timestampNow(tcb, now), echo: tcb.tsRecent };
  return tcpOptions({ mss, windowScale, sackPermitted, timestamps, order, padSackPermitted });
}

/**
 * What a SYN has offered holds, also where the user has chosen another buffer since
 * (RFC 7323 2.2: the shift is fixed when the connection is opened; S: tcp_connect_init).
 */
function scaleToOffer(tcb: Tcb, isFirst: boolean): number {
  const { rcv, snd } = tcb;
  if (isFirst && rcv.synScale === NO_SYN_SENT) rcv.synScale = offeredScale(tcb);
  if (isFirst) return rcv.synScale;
  if (!snd.scaleOffered) return -1;
  return rcv.synScale !== NO_SYN_SENT ? rcv.synScale : offeredScale(tcb);
}

/** So many SYNs had no answer that an option may be why (FreeBSD, by choice of the administrator). */
function isPlain({ profile, retries }: Tcb): boolean {
  return profile.synPlainAfter > 0 && retries >= profile.synPlainAfter;
}
