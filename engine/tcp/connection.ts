import { invariant } from "../base/invariant.ts";
import { type Nanos, NEVER } from "../base/time.ts";
import type { ConnectionTrace } from "../base/trace.ts";
import { Ecn, ECN_MASK, type Ipv4, type PacketPool, type Segment } from "../wire/mod.ts";
import { hasRoomToTell } from "./buffer_tuning.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import { onNotSent, onUnreachable } from "./icmp.ts";
import type { Listener } from "./listener.ts";
import { pollSegment } from "./output.ts";
import { onTooBig, setPathMtu } from "./path_mtu.ts";
import type { Profile } from "./profiles/mod.ts";
import { segmentArrives } from "./segment_arrives.ts";
import { freeToSend, sendCapacity } from "./send_space.ts";
import { EndReason } from "./signals.ts";
import { State } from "./state.ts";
import { resetInAnswer, Tcb } from "./tcb.ts";
import { type TcpInfo, tcpInfo } from "./tcp_info.ts";
import { onDeadline } from "./timeouts.ts";
import { Timer } from "./timers.ts";
import {
  beforeReceive,
  isAtMark,
  markUrgent,
  readableNow,
  urgentRemaining,
  UrgentState,
} from "./urgent.ts";
import * as user from "./user_calls.ts";

/** The most that is put together at a time (S: gso_max_size less MAX_TCP_HEADER). */
const LARGEST_BURST = 65_215;

/** Who holds a connection: its socket. Told of signals by the host, after every pump. */
export interface ConnectionOwner {
  onSignals(connection: Connection, signals: number, now: Nanos): void;
}

/**
 * One end of a TCP connection: the facade of the engine, without logic of its
 * own. It has no clock, no callbacks and no simulator: `now` comes in with
 * every call, and after every call the owner polls segments until there is
 * none and looks at {@linkcode nextDeadline}.
 */
export class Connection {
  /** Who takes its signals; null while nobody has accepted it. */
  owner: ConnectionOwner | null = null;
  /** The listener that it waits at to be accepted; null otherwise. */
  listener: Listener | null = null;
  /** The name that its socket has in the program that holds it; "" before it has one. */
  name = "";
  /** The number that the recorder gave it; 0 where nobody records. */
  recordId = 0;
  /** Its place in the order of its endpoint's connections. */
  tableOrder = 0;
  /** Where its host keeps it; -1 nowhere. */
  slot = -1;
  /** The host's pending event for its next deadline, and when that is due. */
  eventHandle = 0;
  eventAt: Nanos = NEVER;
  /** The variables, for reports and for tests of the engine itself. */
  declare readonly tcb: Tcb;

  /** `pool`: where its segments are taken from, by an owner who gives them back; null for new ones. */
  constructor(profile: Profile, options: ConnectionOptions, pool: PacketPool | null = null) {
    this.tcb = new Tcb(profile, options, pool);
  }

  get state(): State {
    return this.tcb.state;
  }
  get localAddress(): Ipv4 {
    return this.tcb.localAddress;
  }
  get localPort(): number {
    return this.tcb.localPort;
  }
  get remoteAddress(): Ipv4 {
    return this.tcb.remoteAddress;
  }
  get remotePort(): number {
    return this.tcb.remotePort;
  }
  /** Initial send sequence number, int32. */
  get iss(): number {
    return this.tcb.snd.iss;
  }
  /** Initial receive sequence number, int32; 0 before the peer's SYN. */
  get irs(): number {
    return this.tcb.rcv.irs;
  }
  get profile(): Profile {
    return this.tcb.profile;
  }
  /** What the user chose; after a change call {@linkcode optionsChanged}. */
  get options(): ConnectionOptions {
    return this.tcb.options;
  }
  get trace(): ConnectionTrace | null {
    return this.tcb.trace;
  }
  set trace(trace: ConnectionTrace | null) {
    this.tcb.trace = trace;
  }
  get endReason(): EndReason {
    return this.tcb.endReason;
  }
  /** The state that it was in when it ended. */
  get endState(): State {
    return this.tcb.endState;
  }
  /** Bytes that can be received at once: up to the mark of urgent data, where there is one. */
  get readable(): number {
    return readableNow(this.tcb);
  }
  /** Bytes of the stream that wait in order, marked ones included (FIONREAD). */
  get queued(): number {
    return this.tcb.receiveBuffer.length;
  }
  /** Whether the next octet in the stream is the last one of urgent data (SIOCATMARK). */
  get isAtMark(): boolean {
    return isAtMark(this.tcb);
  }
  /** How many octets are to be read up to the end of urgent data, arrived or not (MUST-33). */
  get urgentRemaining(): number {
    return urgentRemaining(this.tcb);
  }
  /** Whether the last octet of urgent data is announced, here, or was taken out of band. */
  get urgentState(): UrgentState {
    return this.tcb.urgent.state;
  }
  /** Bytes that the send buffer has room for. */
  get writable(): number {
    return freeToSend(this.tcb);
  }
  /** Whether who waits for room in the send buffer is to be woken: any room, or a third, by profile. */
  get hasRoom(): boolean {
    return hasRoomToTell(this.tcb);
  }
  /** Unsent bytes from which on a SEND is to wait; Infinity for none. */
  get notSentLimit(): number {
    const { options, profile } = this.tcb;
    return options.notSentLimit > 0 ? options.notSentLimit : profile.notSentLimit;
  }
  /** The largest payload of a segment at present, and before there is a connection its default. */
  get segmentSize(): number {
    return this.tcb.snd.mss;
  }
  /** How much payload a SEND puts together before it looks for room again (Linux tcp_xmit_size_goal). */
  get sizeGoal(): number {
    const { mss, maxWnd } = this.tcb.snd;
    return Math.max(Math.floor(Math.min(LARGEST_BURST, maxWnd >> 1) / mss), 1) * mss;
  }
  /** Bytes in the send buffer that were never sent. */
  get unsent(): number {
    return this.tcb.unsent;
  }
  /** Bytes in the send buffer: sent without being acknowledged, and never sent. */
  get unacknowledged(): number {
    return this.tcb.sendBuffer.length;
  }
  /** Whether the peer's FIN was reached: once `readable` is 0, the stream has ended. */
  get peerClosed(): boolean {
    return this.tcb.peerFin;
  }
  /** The code of the last ICMP unreachable that was believed, or -1 (SHLD-25). */
  get unreachableCode(): number {
    return this.tcb.unreachableCode;
  }
  get sendShut(): boolean {
    return this.tcb.finQueued;
  }
  get receiveShut(): boolean {
    return this.tcb.receiveShut;
  }
  /** Whether everything queued, and the FIN where one is, has been acknowledged. */
  get isDrained(): boolean {
    const tcb = this.tcb;
    return tcb.finQueued ? tcb.finAcked : tcb.sendBuffer.length === 0;
  }
  /** Why the segment polled last was sent: "retransmission: ...", "challenge ACK"; "" if plain. */
  get note(): string {
    return this.tcb.note;
  }
  /** The TOS byte for the packet of the segment polled last: the user's DS field and the ECN field. */
  get tos(): number {
    const tcb = this.tcb;
    const dsField = tcb.profile.tosByUser ? tcb.options.tos & ~ECN_MASK : 0;
    return dsField | tcb.ecn.codepoint;
  }
  /** The TOS byte of the packet that brought a segment, by the profile's `receivedTos` (MAY-9). */
  get receivedTos(): number {
    return this.tcb.receivedTos;
  }
  /** What Linux's `getsockopt(TCP_INFO)` would tell; other systems' functions take {@linkcode tcb}. */
  info(now: Nanos): TcpInfo {
    return tcpInfo(this.tcb, now);
  }

  /** Both ends' addresses and ports, before OPEN. */
  setAddresses(localAddress: Ipv4, localPort: number, remote: Ipv4, remotePort: number): void {
    this.tcb.localAddress = localAddress;
    this.tcb.localPort = localPort;
    this.tcb.remoteAddress = remote;
    this.tcb.remotePort = remotePort;
  }

  /** Active OPEN (RFC 9293 3.10.1). */
  openActive(iss: number, now: Nanos): void {
    user.openActive(this.tcb, iss, now);
  }

  /** Passive OPEN (RFC 9293 3.10.1) for the peer that calls now. */
  openPassive(iss: number): void {
    user.openPassive(this.tcb, iss);
  }

  /** Goes on from a SYN whose SYN,ACK was sent, and forgotten, before (SYN cookies). */
  resume(syn: Segment, now: Nanos): void {
    segmentArrives(this.tcb, syn, Ecn.NotEct, now);
    user.synAckWasSent(this.tcb);
  }

  /** The connection that is replaced has seen timestamps up to these: older ones are not new (RFC 6191). */
  inheritTimestamp(old: Connection): void {
    this.tcb.tsRecent = old.tcb.tsRecent;
    this.tcb.tsRecentAt = old.tcb.tsRecentAt;
  }

  /** Answers a segment by a reset and ends: there is no room for the connection. */
  refuse(seg: Segment, now: Nanos): void {
    resetInAnswer(this.tcb, seg, "reset: the accept queue is full");
    user.forget(this.tcb, EndReason.Aborted, "the accept queue is full", now);
  }

  /** SEND (3.10.2): takes what fits into the send buffer and returns how much. Never change the bytes. */
  send(data: Uint8Array, start: number, length: number): number {
    return user.send(this.tcb, data, start, length);
  }

  /** SEND that takes all bytes whatever the buffer's size. */
  sendWhole(data: Uint8Array, start: number, length: number): number {
    return user.sendWhole(this.tcb, data, start, length);
  }

  /** What SEND was given last is urgent, up to its end (3.8.5, 3.10.2). */
  markUrgent(): void {
    markUrgent(this.tcb);
  }

  /**
   * Whether SEND's bytes are followed by more at once (MSG_MORE): set before a
   * SEND, taken back once its segments were polled.
   */
  set moreToCome(value: boolean) {
    this.tcb.moreToCome = value;
  }

  /** What SEND was given last ends a record: no segment goes on behind it (MSG_EOR). */
  endRecord(): void {
    this.tcb.recordEnds.add(this.tcb.finSeq);
  }

  /** Lets go what a cork holds back now, though it stays in (TCP_NODELAY on Linux). */
  pushQueued(): void {
    const tcb = this.tcb;
    tcb.snd.uncorkedEnd = tcb.finSeq;
  }

  /** RECEIVE (3.10.3): at most `max` bytes, empty where none are there. */
  receive(max: number): Uint8Array {
    const bytes = this.tcb.receiveBuffer.take(Math.min(max, beforeReceive(this.tcb, false)));
    if (bytes.length > 0) user.afterReceive(this.tcb, bytes.length);
    return bytes;
  }

  /** RECEIVE into the caller's bytes; returns how many. */
  receiveInto(target: Uint8Array, start: number, max: number): number {
    const most = Math.min(max, beforeReceive(this.tcb, false));
    const count = this.tcb.receiveBuffer.readInto(target, start, most);
    if (count > 0) user.afterReceive(this.tcb, count);
    return count;
  }

  /** RECEIVE without looking at the bytes; returns how many. */
  discard(max: number): number {
    const count = this.tcb.receiveBuffer.skip(Math.min(max, beforeReceive(this.tcb, false)));
    if (count > 0) user.afterReceive(this.tcb, count);
    return count;
  }

  /** Goes past the mark of urgent data, where the next octet is the marked one and out of band. */
  passMark(): void {
    beforeReceive(this.tcb, true);
  }

  /** The last octet of urgent data, out of band; it must be here (`urgentState`). */
  takeUrgent(): number {
    const { urgent } = this.tcb;
    invariant(urgent.state === UrgentState.Here, "only an urgent octet that is here is taken");
    urgent.state = UrgentState.Taken;
    return urgent.octet;
  }

  /** CLOSE (3.10.4) of the sending half: a FIN follows the queued data. */
  shutdownSend(now: Nanos): void {
    user.closeSending(this.tcb, now);
  }

  /** The user reads no more; the profile says what that means. */
  shutdownReceive(now: Nanos): void {
    user.shutReceiving(this.tcb, now);
  }

  /** Nobody holds the socket any more: FIN, or reset, by what is unread and by profile. */
  close(now: Nanos): void {
    user.closeBoth(this.tcb, now);
  }

  /** ABORT (3.10.5); `note` says why, for the record. */
  abort(now: Nanos, reason: EndReason = EndReason.Aborted, note = "reset: aborted"): void {
    user.abort(this.tcb, reason, note, now);
  }

  /** CLOSED without a word to the peer. */
  forget(now: Nanos, reason: EndReason, rule: string): void {
    user.forget(this.tcb, reason, rule, now);
  }

  /** To be called after {@linkcode options} were changed. */
  optionsChanged(now: Nanos): void {
    const tcb = this.tcb;
    const before = tcb.space.size;
    tcb.space.resize(tcb.options);
    if (tcb.options.isSendBufferFixed) {
      tcb.sendBuffer.capacity = sendCapacity(tcb.profile, tcb.options);
    }
    user.keepaliveChanged(tcb, now);
    if (tcb.space.size > before) user.afterReceive(tcb, 0); // the window may open
  }

  /** A segment, and the TOS byte of its packet. */
  onSegment(seg: Segment, now: Nanos, tos = 0): void {
    const tcb = this.tcb;
    if (tcb.profile.receivedTos === "latest" || tcb.state === State.SynReceived) {
      tcb.receivedTos = tos;
    }
    segmentArrives(tcb, seg, (tos & ECN_MASK) as Ecn, now);
  }

  /** An ICMP unreachable quotes a segment of this connection that began at `seq` (3.9.2.2). */
  onUnreachable(seq: number, isHard: boolean, code: number, now: Nanos, sentAt: Nanos = -1): void {
    onUnreachable(this.tcb, seq, isHard, code, now, sentAt);
  }

  /** A segment could not be sent at all, for what that ICMP code means. */
  onNotSent(code: number): void {
    onNotSent(this.tcb, code);
  }

  /**
   * An ICMP "fragmentation needed" quotes a segment of this connection that
   * began at `seq`: its path carries packets of `mtu` bytes, which is believed
   * until that time (RFC 1191). Returns the path MTU that is in force then, 0
   * where it was not believed.
   */
  onTooBig(seq: number, mtu: number, until: Nanos, now: Nanos): number {
    return onTooBig(this.tcb, seq, mtu, until, now);
  }

  /** The host knows the path MTU from elsewhere: what is out is left alone (RFC 1191 6.4). */
  setPathMtu(mtu: number, until: Nanos): void {
    setPathMtu(this.tcb, mtu, until);
  }

  onDeadline(now: Nanos): void {
    onDeadline(this.tcb, now);
  }

  /** Whether {@linkcode pollSegment} has nothing more to give now, and nothing to settle. */
  get isPolledOut(): boolean {
    return this.tcb.isPolledOut;
  }

  /** The next segment to send, or null. */
  pollSegment(now: Nanos): Segment | null {
    return pollSegment(this.tcb, now);
  }

  /** When {@linkcode onDeadline} is to be called; `NEVER` when no timer runs. */
  nextDeadline(): Nanos {
    return this.tcb.timers.next();
  }

  /** Whether R1 was reached since the last call: IP is to be told (MUST-20). */
  takeAdvice(): boolean {
    const isDue = this.tcb.adviceDue;
    this.tcb.adviceDue = false;
    return isDue;
  }

  /** Bits of `Signal` since the last call. */
  takeSignals(): number {
    const signals = this.tcb.signals;
    this.tcb.signals = 0;
    return signals;
  }

  /** Whether a timer runs: for checks of invariants. */
  isTimerRunning(timer: Timer): boolean {
    return this.tcb.timers.deadlineOf(timer) !== NEVER;
  }
}
