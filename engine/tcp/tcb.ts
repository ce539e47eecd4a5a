import { invariant } from "../base/invariant.ts";
import type { Nanos } from "../base/time.ts";
import type { ConnectionTrace } from "../base/trace.ts";
import {
  type Ipv4,
  NO_OPTIONS,
  type PacketPool,
  type Segment,
  type TcpOptions,
} from "../wire/mod.ts";
import { type CongestionController, createController } from "./congestion/mod.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { EcnState } from "./ecn_state.ts";
import { Counters } from "./counters.ts";
import { CwndUsage } from "./cwnd_usage.ts";
import { Frto } from "./frto.ts";
import { LossProbe } from "./loss_probe.ts";
import type { Profile } from "./profiles/mod.ts";
import { PathMtuState } from "./path_mtu_state.ts";
import { Prr } from "./prr.ts";
import { PushMarks } from "./push_marks.ts";
import { RecordEnds } from "./record_ends.ts";
import { Rack } from "./rack.ts";
import { ReassemblyQueue } from "./reassembly.ts";
import { ReceiveBuffer } from "./receive_buffer.ts";
import { ReceiveSpace } from "./receive_space.ts";
import { ReceiveTuning } from "./receive_tuning.ts";
import { RttEstimator } from "./rtt.ts";
import { Scoreboard } from "./scoreboard.ts";
import { SendBuffer } from "./send_buffer.ts";
import { sendCapacity } from "./send_space.ts";
import { SendLimits } from "./send_limits.ts";
import { seqAdd, seqGT } from "./seq.ts";
import { EndReason, Signal } from "./signals.ts";
import { isLegalTransition, State, stateName } from "./state.ts";
import { TcbTimes } from "./tcb_times.ts";
import { Timers } from "./timers.ts";
import { UrgentData } from "./urgent.ts";
import { Undo } from "./undo.ts";

/** The MSS of a peer that sends no MSS option (RFC 9293 3.7.1, MUST-15). */
export const DEFAULT_MSS = 536;

/** No shift has been offered yet. */
export const NO_SYN_SENT = -2;

/** Send sequence variables (RFC 9293 3.3.1). Sequence numbers are int32. */
export class SendVariables {
  iss = 0;
  una = 0;
  nxt = 0;
  /**
   * What the peer may acknowledge: SND.NXT, or one more while the octet of a
   * zero-window probe is out (RFC 9293 3.8.6.1).
   */
  max = 0;
  /** SND.WND in bytes, scaled. */
  wnd = 0;
  /** The largest window that the peer ever offered (RFC 9293 3.8.6.2.1, RFC 5961 5.2). */
  maxWnd = 0;
  wl1 = 0;
  wl2 = 0;
  /** Behind the last urgent octet; SND.UNA where none is (RFC 9293 3.8.5). */
  up = 0;
  /** Whether the probe that tells of urgent data has left; one that asks for the window follows. */
  urgentProbed = false;
  /** Whether the peer's SYN offered window scaling, and the shift it uses (RFC 7323 2). */
  scaleOffered = false;
  scale = 0;
  /** The MSS that the peer announced. */
  peerMss = DEFAULT_MSS;
  /** Eff.snd.MSS: bytes of payload in a full segment (RFC 9293 3.7.1, MUST-16). */
  mss = DEFAULT_MSS;
  /** The sequence number of the first byte in the send buffer. */
  base = 0;
  /** The end of the last segment sent that was not full (the Minshall variant of Nagle). */
  smallEnd = 0;
  /** The end of the last segment sent with PSH. */
  pushedEnd = 0;
  /** What was queued before this leaves although a cork is in (Linux TCP_NAGLE_PUSH). */
  uncorkedEnd = 0;
  /** Where the segment begins that the user's next bytes fill up. */
  fillStart = 0;
}

/** Receive sequence variables (RFC 9293 3.3.1). Sequence numbers are int32. */
export class ReceiveVariables {
  irs = 0;
  nxt = 0;
  /** Behind the last octet that the peer called urgent; RCV.NXT at least. */
  up = 0;
  /** The right edge that was advertised: RCV.NXT + RCV.WND at that time (SHLD-14: never moves left). */
  edge = 0;
  /** The right edge that was offered last, where more than that is accepted (windowOffer: space). */
  offered = 0;
  /** Our window scale shift. */
  scale = 0;
  /** The shift that our SYN offered, -1 for none; {@linkcode NO_SYN_SENT} before there was one. */
  synScale: number = NO_SYN_SENT;
  /** The MSS that we announced. */
  mss = DEFAULT_MSS;
  /** Where the peer's FIN stands, once one has arrived ahead of missing text. */
  finSeq = 0;
  finAhead = false;
  /** The acknowledgment number of the last segment sent (RFC 7323 4.3: Last.ACK.sent). */
  lastAckSent = 0;
  /** Bytes that arrived a second time, for a D-SACK; equal where none did. */
  duplicateStart = 0;
  duplicateEnd = 0;
  /** The window that was offered last, as the field showed it. */
  window = 0;
  /** Payload bytes taken since the last acknowledgment was sent. */
  unackedBytes = 0;
  /** RCV.NXT at the gap that duplicate ACKs report, and how many of them left at once. */
  gapAt = 0;
  duplicateAcks = 0;
  /** Segments since then that the peer probably waits for: short ones, and those with PSH; at most 2. */
  pushes = 0;
  /** How long a full segment of the peer seems to be: what "every second full segment" counts in. */
  segmentSize = DEFAULT_MSS;
  /** The length of the last segment, if it was shorter and yet may be a full one; 0 otherwise. */
  shortSize = 0;
  /** Something arrived that was not acknowledged since. */
  isAckPending = false;
  /** The ACK that waits is one of a burst behind a gap, which share one. */
  isCompressed = false;
}

/** Why an ACK has to leave without waiting for data; the text is the record's note. */
export const AckWhy = {
  Plain: "",
  Delayed: "delayed ACK",
  OutOfOrder: "duplicate ACK: out of order",
  GapFilled: "ACK: gap filled",
  Unacceptable: "ACK: unacceptable segment",
  Challenge: "challenge ACK",
  WindowUpdate: "window update",
  Fin: "ACK of FIN",
  Old: "ACK: older than TS.Recent (PAWS)",
  Duplicate: "ACK: duplicate data",
  Read: "ACK: the program has read all",
  Cwr: "ACK: the peer has reduced its window",
} as const;
export type AckWhy = (typeof AckWhy)[keyof typeof AckWhy];

/**
 * Transmission control block: every variable of one connection (RFC 9293
 * 3.3.1), from OPEN to the last CLOSED; those that are times it has from
 * {@linkcode TcbTimes}. Has no logic but the steps that more than one chapter of
 * the RFC takes.
 */
export class Tcb extends TcbTimes {
  state: State = State.Closed;
  declare readonly profile: Profile;
  declare readonly options: ConnectionOptions;
  /** Where its segments are taken from, null for new ones. */
  declare readonly pool: PacketPool | null;
  trace: ConnectionTrace | null = null;
  /** Whether what is common goes a shorter way to the same end; off only for tests that compare. */
  takesShortWays = true;

  localAddress: Ipv4 = 0;
  localPort = 0;
  remoteAddress: Ipv4 = 0;
  remotePort = 0;
  /** Whether it came from a passive OPEN (RFC 9293 3.5, MUST-11). */
  passive = false;

  readonly snd: SendVariables = new SendVariables();
  readonly rcv: ReceiveVariables = new ReceiveVariables();
  declare readonly sendBuffer: SendBuffer;
  declare readonly receiveBuffer: ReceiveBuffer;
  declare readonly space: ReceiveSpace;
  readonly receiveTuning: ReceiveTuning = new ReceiveTuning();
  readonly reassembly: ReassemblyQueue = new ReassemblyQueue();
  readonly urgent: UrgentData = new UrgentData();
  readonly pushMarks: PushMarks = new PushMarks();
  /** Where records end that the user has marked (MSG_EOR). */
  readonly recordEnds: RecordEnds = new RecordEnds();
  readonly scoreboard: Scoreboard = new Scoreboard();
  declare readonly timers: Timers;
  declare readonly rtt: RttEstimator;
  readonly counters: Counters = new Counters();
  readonly limits: SendLimits = new SendLimits();
  declare readonly congestion: CongestionController;

  /** Both sides use timestamps (RFC 7323). */
  timestamps = false;
  /** The options that were sent last, where they were timestamps and nothing else. */
  stampedOptions: TcpOptions = NO_OPTIONS;
  /** TS.Recent. */
  tsRecent = 0;
  /** Both sides use SACK (RFC 2018). */
  sack = false;

  /** The user has closed the sending half: a FIN follows the queued data. */
  finQueued = false;
  /** The peer's FIN was reached in order. */
  peerFin = false;
  /** The user reads no more (shutdown of the receiving half). */
  receiveShut = false;
  /** Nobody holds the socket any more. */
  orphan = false;

  /** The TOS byte of what was received; which packet's, the profile says. */
  receivedTos = 0;

  /** Signals not yet taken by the owner. */
  signals = 0;
  endReason: EndReason = EndReason.None;
  /** The state that it was in when it ended. */
  endState: State = State.Closed;

  // Marks that input leaves for output.
  ackNow = false;
  ackWhy: AckWhy = AckWhy.Plain;
  resetDue = false;
  resetSeq = 0;
  resetAck = 0;
  resetHasAck = false;
  resetNote = "";
  /** A zero-window probe, or a forced small segment, is due. */
  probeDue = false;
  keepaliveDue = false;
  /** Lost segments that are sent again whatever the congestion window says. */
  forcedRetransmissions = 0;
  /** The user has read: a window update may be due. */
  windowMayOpen = false;
  /** The user's next bytes follow at once (MSG_MORE): what fills no segment waits for them. */
  moreToCome = false;
  /** What is polled now is polled for a retransmission timeout. */
  isTimeout = false;
  /** The host has no way for segments now (set before they are polled). */
  isStranded = false;
  /** Whether nothing can follow what was polled last: to poll again would give null and change nothing. */
  isPolledOut = false;
  /** Why the segment that was polled last was sent. */
  note = "";

  // Retransmission (RFC 6298, RFC 9293 3.8.3).
  /** Times that the retransmission timer fired without progress. */
  retries = 0;
  /** R1 is reached, and IP is to be told (RFC 9293 3.8.3). */
  adviceDue = false;
  /** Back-off of the RTO, as a number of doublings. */
  backoff = 0;
  /** Why the next lost segment is sent again; the record's note. */
  retransmitNote = "";
  /** How often the SYN or SYN,ACK was sent again before the handshake ended. */
  synRetransmissions = 0;
  /** SYNs that were answered by RST and tried again (Windows). */
  refusals = 0;
  /** The code of the last ICMP unreachable that was believed, or -1 (RFC 9293 3.9.2.2). */
  unreachableCode = -1;
  /** Zero-window probes sent without the window opening. */
  probes = 0;
  /** How many of them, the latest ones, have no answer. */
  probesUnanswered = 0;

  // Loss recovery where SACK is in use (RFC 6675, 8985, 9937).
  readonly rack: Rack = new Rack();
  readonly prr: Prr = new Prr();
  readonly probe: LossProbe = new LossProbe();
  /** The retransmission timer fired, and what was out then is not yet acknowledged. */
  inLoss = false;

  /** The MTU of the path (RFC 1191, RFC 4821). */
  readonly path: PathMtuState = new PathMtuState();
  /** Explicit congestion notification (RFC 3168). */
  readonly ecn: EcnState = new EcnState();

  /** Whether a loss was none: by timestamps and D-SACK (RFC 3522, 3708), after a timeout (RFC 5682). */
  readonly undo: Undo = new Undo();
  readonly frto: Frto = new Frto();
  readonly usage: CwndUsage = new CwndUsage();
  /** The initial window, once it is known. */
  initialWindow = 0;

  // Fast recovery (RFC 6582).
  dupAcks = 0;
  /** SND.NXT - SND.UNA at the first of them. */
  flightAtDuplicate = 0;
  inRecovery = false;
  /** Whether this recovery has seen its first partial ACK. */
  partialAckSeen = false;
  recover = 0;

  // Acknowledging (RFC 9293 3.8.6.3) and keep-alive (3.8.4).
  keepaliveSent = 0;
  /** Segments that are still acknowledged at once (Linux's quick ACKs). */
  quickAcks = 0;
  /** An interactive exchange: ACKs wait for data to carry them (Linux). */
  pingpong = false;

  constructor(profile: Profile, options: ConnectionOptions, pool: PacketPool | null) {
    super();
    this.profile = profile;
    this.options = options;
    this.pool = pool;
    this.timers = new Timers(profile.timerWheel);
    this.sendBuffer = new SendBuffer(sendCapacity(profile, options));
    this.receiveBuffer = new ReceiveBuffer(profile.receiveAccounting === "memory");
    this.space = new ReceiveSpace(profile, options);
    this.rtt = new RttEstimator(profile);
    this.congestion = createController(profile.congestion, profile);
  }

  /** The sequence number that our FIN has or will have, once the user has closed. */
  get finSeq(): number {
    return seqAdd(this.snd.base, this.sendBuffer.length);
  }

  /** Whether our FIN was sent. */
  get finSent(): boolean {
    return this.finQueued && seqGT(this.snd.nxt, this.finSeq);
  }

  /** Whether our FIN was sent and acknowledged. */
  get finAcked(): boolean {
    return this.finQueued && seqGT(this.snd.una, this.finSeq);
  }

  /** Whether our SYN is acknowledged. */
  get synAcked(): boolean {
    return this.snd.una !== this.snd.iss;
  }

  /** Bytes of the send buffer that were never sent. */
  get unsent(): number {
    const sent = this.synAcked ? (this.snd.nxt - this.snd.base) | 0 : 0;
    const left = this.sendBuffer.length - sent;
    return left > 0 ? left : 0;
  }
}

/** Goes to another state, by a rule of the RFC. */
export function enterState(tcb: Tcb, next: State, rule: string, now: Nanos): void {
  const from = tcb.state;
  invariant(
    isLegalTransition(from, next),
    `a connection went from ${stateName(from)} to ${stateName(next)} (${rule})`,
  );
  tcb.state = next;
  if (tcb.trace !== null) tcb.trace.onState(from, next, rule, now);
}

/** Ends the connection: CLOSED, no timer runs, nothing is left to send but a reset. */
export function enterClosed(tcb: Tcb, reason: EndReason, rule: string, now: Nanos): void {
  tcb.endState = tcb.state;
  tcb.endReason = reason;
  tcb.timers.cancelAll(now, tcb.trace);
  tcb.scoreboard.clear();
  tcb.reassembly.clear();
  tcb.ackNow = false;
  tcb.probeDue = false;
  tcb.keepaliveDue = false;
  tcb.signals |= Signal.Closed | Signal.Readable | Signal.Writable;
  enterState(tcb, State.Closed, rule, now);
}

/** Marks that an ACK leaves at once. */
export function ackAtOnce(tcb: Tcb, why: AckWhy): void {
  tcb.ackNow = true;
  tcb.ackWhy = why;
}

/** Marks the reset `<SEQ=seq><CTL=RST>`. */
export function resetWithoutAck(tcb: Tcb, seq: number, note: string): void {
  tcb.resetDue = true;
  tcb.resetSeq = seq;
  tcb.resetAck = 0;
  tcb.resetHasAck = false;
  tcb.resetNote = note;
}

/** Marks the reset `<SEQ=seq><ACK=ack><CTL=RST,ACK>`. */
export function resetWithAck(tcb: Tcb, seq: number, ack: number, note: string): void {
  tcb.resetDue = true;
  tcb.resetSeq = seq;
  tcb.resetAck = ack;
  tcb.resetHasAck = true;
  tcb.resetNote = note;
}

/** Marks the reset that answers a segment (RFC 9293 3.5.2, groups 1 and 2). */
export function resetInAnswer(tcb: Tcb, seg: Segment, note: string): void {
  if ((seg.flags & 0x10) !== 0) resetWithoutAck(tcb, seg.ack, note);
  else resetWithAck(tcb, 0, seqAdd(seg.seq, seg.length), note);
}
