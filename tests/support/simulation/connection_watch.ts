import { type Nanos, NEVER } from "../../../engine/base/time.ts";
import {
  Connection,
  isSynchronized,
  seqAdd,
  seqDiff,
  seqGT,
  seqLEQ,
  seqLT,
  State,
  stateName,
} from "../../../engine/tcp/mod.ts";
import { Flag, flagsText, formatIpv4, type Segment } from "../../../engine/wire/mod.ts";
import type { Host } from "../../../nodes/host.ts";
import { patternByte } from "../../../nodes/sockets/mod.ts";
import { TcpInvariants } from "../tcp_invariants.ts";
import { must } from "./broken.ts";

/** Finds the other end of a connection: the one whose ISS is its IRS. */
export type FindPeer = (watch: ConnectionWatch) => ConnectionWatch | null;

/**
 * Holds one connection of a network to what is true of every TCP, and to what
 * its peer really sent: it sees each call of the socket layer, each segment
 * that leaves, and each byte that is delivered.
 */
export class ConnectionWatch {
  readonly host: Host;
  readonly connection: Connection;
  /** Bytes that the user has handed over to be sent. */
  accepted = 0;
  /** Bytes that were put into the receive buffer. */
  delivered = 0;
  /** Bytes of the stream that the engine took and threw away. */
  #discarded = 0;
  /** The highest right edge that was offered, and the widest window. */
  #edge = 0;
  #hasEdge = false;
  #widest = 0;
  #receiveNext: number | null = null;
  #peer: ConnectionWatch | null = null;
  #segmentsAfterEnd = 0;
  #sentSyn = false;
  readonly #invariants: TcpInvariants;
  readonly #findPeer: FindPeer;

  constructor(host: Host, connection: Connection, findPeer: FindPeer) {
    this.host = host;
    this.connection = connection;
    this.#findPeer = findPeer;
    const { trace } = connection;
    this.#invariants = new TcpInvariants(connection);
    connection.trace = trace;
    this.#wrap();
  }

  get name(): string {
    const { localAddress, localPort, remoteAddress, remotePort, state } = this.connection;
    return `${this.host.name} ${formatIpv4(localAddress)}:${localPort}>` +
      `${formatIpv4(remoteAddress)}:${remotePort} ${stateName(state)}`;
  }

  /**
   * The other end, null where there is none; the latest where several had the same
   * ISS. But where one is over, a repeated ACK of its cookie makes another, which is
   * not the one that was talked to.
   */
  get peer(): ConnectionWatch | null {
    if (this.#peer !== null && !this.#peer.isOver) return this.#peer;
    const latest = this.#findPeer(this);
    if (this.#peer === null || latest === null || !latest.#isOfCookie()) this.#peer = latest;
    return this.#peer;
  }

  /** Whether it can do nothing any more. */
  get isOver(): boolean {
    const { state } = this.connection;
    return state === State.Closed || state === State.Listen;
  }

  /**
   * Whether the ACK of a cookie made it: its SYN,ACK and the window in that are nobody's, and an
   * old segment that acknowledges a cookie opens a connection that no SYN asked for.
   */
  #isOfCookie(): boolean {
    return this.connection.tcb.passive && !this.#sentSyn;
  }

  #wrap(): void {
    const { connection } = this;
    const { poll, send, sendWhole } = ORIGINAL;
    connection.pollSegment = (now) => {
      const { state } = connection;
      const seg = poll.call(connection, now);
      if (seg !== null) this.#onSent(seg, state, now);
      return seg;
    };
    connection.send = (data, start, length) =>
      this.#onAccepted(data, start, send.call(connection, data, start, length));
    connection.sendWhole = (data, start, length) =>
      this.#onAccepted(data, start, sendWhole.call(connection, data, start, length));
    const buffer = connection.tcb.receiveBuffer;
    const append = buffer.append;
    buffer.append = (data, start, length) => {
      this.#onDelivered(data, start, length);
      append.call(buffer, data, start, length);
    };
  }

  /** What programs send is the pattern of the stream, so everyone knows each byte. */
  #onAccepted(data: Uint8Array, start: number, taken: number): number {
    this.#mustBePattern(data, start, taken, this.accepted, "what is handed to TCP is the stream");
    this.accepted += taken;
    return taken;
  }

  #onDelivered(data: Uint8Array, start: number, length: number): void {
    const place = this.delivered + this.#discarded;
    this.#mustBePattern(data, start, length, place, "bytes delivered are a prefix of bytes sent");
    this.delivered += length;
  }

  #mustBePattern(data: Uint8Array, start: number, length: number, place: number, rule: string) {
    for (let i = 0; i < length; i++) {
      if (data[start + i] === patternByte(place + i)) continue;
      must(false, rule, () => `${this.name}: another byte at place ${place + i}`);
    }
  }

  #onSent(seg: Segment, before: State, now: Nanos): void {
    const { connection } = this;
    must(connection.slot >= 0 || this.isOver, "what sends is known to its host", () => this.name);
    this.#asBroken(() => this.#invariants.onSent(seg, before, now));
    if (connection.state === State.Closed) {
      const isReset = (seg.flags & Flag.Rst) !== 0;
      must(
        isReset && ++this.#segmentsAfterEnd === 1,
        "CLOSED sends one reset at most",
        () => this.told(seg),
      );
    }
    if ((seg.flags & Flag.Rst) === 0) this.#checkNumbers(seg);
  }

  #checkNumbers(seg: Segment): void {
    const { snd } = this.connection.tcb;
    const end = seqAdd(seg.seq, seg.length);
    must(
      seqDiff(seg.seq, snd.una) >= -1 && seqLEQ(end, snd.max),
      "a segment lies between SND.UNA - 1 and SND.MAX",
      () => this.told(seg),
    );
    const isSyn = (seg.flags & Flag.Syn) !== 0;
    this.#sentSyn ||= isSyn;
    const scale = isSyn ? 0 : this.connection.tcb.rcv.scale;
    const window = seg.window * 2 ** scale;
    if (window > this.#widest) this.#widest = window;
    if ((seg.flags & Flag.Ack) !== 0) this.#checkAck(seg, window);
    if (seg.length > 0 && (seg.flags & Flag.Syn) === 0) this.#checkWindow(seg, end);
  }

  #checkAck(seg: Segment, window: number): void {
    const { peer } = this;
    // A SYN,ACK with a cookie is sent by nobody who is kept (RFC 4987 3.6).
    const isOfSyn = seg.ack === seqAdd(this.connection.tcb.rcv.irs, 1);
    must(
      peer !== null || isOfSyn || this.#isOfCookie(),
      "whoever is acknowledged has sent",
      () => this.told(seg),
    );
    must(
      peer === null || seqLEQ(seg.ack, peer.connection.tcb.snd.max),
      "nothing is acknowledged that was not sent",
      () => this.told(seg),
    );
    const edge = seqAdd(seg.ack, window);
    if (!this.#hasEdge || seqGT(edge, this.#edge)) this.#edge = edge;
    this.#hasEdge = true;
  }

  /**
   * Data stays within the edge that the peer offered, or within the widest
   * window that it ever did: an ACK whose window does not count (SND.WL1) moves
   * the edge too. A probe is one octet more.
   */
  #checkWindow(seg: Segment, end: number): void {
    const { peer } = this;
    if (peer === null || peer.#isOfCookie()) return;
    const { una } = this.connection.tcb.snd;
    const edge = peer.#hasEdge ? peer.#edge : seqAdd(this.connection.iss, 1);
    must(
      seqDiff(end, edge) <= 1 || seqDiff(end, una) <= peer.#widest + 1,
      "no data behind the window that the peer offered",
      () => `${this.told(seg)}, ${seqDiff(end, edge)} behind it`,
    );
  }

  /** Checks the connection between events; `isPaused`: its host does nothing. */
  check(now: Nanos, isPaused: boolean): void {
    const { connection } = this;
    if (!isPaused) this.#asBroken(() => this.#invariants.check(now));
    this.#checkEvent(isPaused);
    const { orphan, receiveBuffer } = connection.tcb;
    must(!orphan || receiveBuffer.length === 0, "data for nobody is not kept", () => this.name);
    if (!isSynchronized(connection.state) && connection.state !== State.SynReceived) return;
    const { peer } = this;
    if (peer !== null) return this.#checkReceived(peer);
    // Who answered with a cookie has no connection: then nothing but its SYN was received.
    const { irs, nxt } = connection.tcb.rcv;
    must(
      nxt === seqAdd(irs, 1) || this.#isOfCookie(),
      "the IRS is the ISS of the other end",
      () => this.name,
    );
  }

  #checkReceived(peer: ConnectionWatch): void {
    const { tcb } = this.connection;
    const { nxt, irs } = tcb.rcv;
    must(
      this.#receiveNext === null || !seqLT(nxt, this.#receiveNext),
      "RCV.NXT never goes back",
      () => this.name,
    );
    this.#receiveNext = nxt;
    const taken = seqDiff(nxt, irs) - 1 - (tcb.peerFin ? 1 : 0);
    if (tcb.receiveShut) this.#discarded = Math.max(taken - this.delivered, 0);
    must(
      taken === this.delivered + this.#discarded,
      "what is acknowledged was delivered",
      () => `${this.name}: ${taken} taken, ${this.delivered} delivered`,
    );
    must(
      taken <= peer.accepted,
      "no more is delivered than was sent",
      () => `${this.name}: ${taken} of ${peer.accepted}`,
    );
    must(
      !tcb.peerFin || taken === peer.accepted,
      "the FIN stands behind all data",
      () => this.name,
    );
    must(
      !tcb.peerFin || peer.connection.tcb.finQueued,
      "a FIN that arrived was sent",
      () => this.name,
    );
  }

  #checkEvent(isPaused: boolean): void {
    const { connection, host } = this;
    const { eventAt, eventHandle } = connection;
    const { sim } = host.network;
    if (this.isOver) {
      must(eventAt === NEVER, "a closed connection has no pending event", () => this.name);
      return;
    }
    must(eventAt === NEVER || sim.isPending(eventHandle), "the event is pending", () => this.name);
    if (isPaused) return;
    must(
      eventAt <= connection.nextDeadline(),
      "the pending event is at the next deadline or before",
      () => `${this.name}: ${eventAt} after ${connection.nextDeadline()}`,
    );
  }

  #asBroken(check: () => void): void {
    try {
      check();
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      must(false, text.replace(/ from \d+ to \d+|\d+/g, "#"), () => `${this.name}: ${text}`);
    }
  }

  told(seg: Segment): string {
    const { una, nxt, max } = this.connection.tcb.snd;
    return `${this.name} sends ${flagsText(seg.flags)} seq=${seg.seq >>> 0} ack=${seg.ack >>> 0} ` +
      `len=${seg.dataLength} (una=${una >>> 0} nxt=${nxt >>> 0} max=${max >>> 0})`;
  }
}

const ORIGINAL = {
  poll: Connection.prototype.pollSegment,
  send: Connection.prototype.send,
  sendWhole: Connection.prototype.sendWhole,
};
