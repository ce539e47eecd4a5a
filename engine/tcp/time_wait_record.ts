import { type Nanos, NEVER } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import { Connection } from "./connection.ts";
import { ConnectionOptions } from "./connection_options.ts";
import type { Kept } from "./connection_table.ts";
import type { Profile } from "./profiles/mod.ts";
import { seqAdd } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";

/**
 * A connection that rests in TIME-WAIT: what the answers to old segments, PAWS
 * and the rules of reuse need of it, and nothing else. Nobody holds it, nothing
 * is out and nothing is due but the end of 2 MSL.
 *
 * It has no rules of its own. Whatever concerns it is left to the connection
 * that {@linkcode wake} makes of it again, which then may come to rest anew. Only
 * counters and estimates are lost, for which nobody can ask any more.
 */
export class TimeWaitRecord implements Kept {
  readonly profile: Profile;
  readonly localAddress: Ipv4;
  readonly localPort: number;
  readonly remoteAddress: Ipv4;
  readonly remotePort: number;
  tableOrder = 0;
  /** Where its host keeps it, and the host's pending event, as of a connection. */
  readonly slot: number;
  eventHandle: number;
  eventAt: Nanos;
  /** When 2 MSL are over. */
  readonly deadline: Nanos;
  /** When TIME-WAIT began, and whether both sides use timestamps: for those who want its place. */
  readonly timeWaitAt: Nanos;
  readonly timestamps: boolean;
  readonly #sack: boolean;
  readonly #usesEcn: boolean;
  readonly #echoesEcn: boolean;
  readonly #tos: number;
  readonly #mtu: number;
  readonly #tsRecent: number;
  readonly #tsRecentAt: Nanos;
  readonly #challengeAt: Nanos;
  readonly #iss: number;
  readonly #irs: number;
  readonly #sndNxt: number;
  readonly #sndMaxWnd: number;
  readonly #sndMss: number;
  readonly #rcvNxt: number;
  readonly #rcvEdge: number;
  readonly #rcvOffered: number;
  readonly #rcvScale: number;
  readonly #rcvMss: number;
  readonly #rcvWindow: number;
  readonly #segmentSize: number;
  readonly #lastAckSent: number;
  readonly #bufferSize: number;
  readonly #share: number;
  readonly #clamp: number;
  readonly #threshold: number;

  /** Takes over from a connection that {@linkcode mayRest}. */
  constructor(connection: Connection) {
    const { tcb } = connection;
    const { snd, rcv, space } = tcb;
    this.profile = tcb.profile;
    this.localAddress = tcb.localAddress;
    this.localPort = tcb.localPort;
    this.remoteAddress = tcb.remoteAddress;
    this.remotePort = tcb.remotePort;
    this.slot = connection.slot;
    this.eventHandle = connection.eventHandle;
    this.eventAt = connection.eventAt;
    this.deadline = tcb.timers.timeWait;
    this.timeWaitAt = tcb.timeWaitAt;
    this.timestamps = tcb.timestamps;
    this.#sack = tcb.sack;
    this.#usesEcn = tcb.ecn.isOn;
    this.#echoesEcn = tcb.ecn.echoes;
    this.#tos = tcb.options.tos;
    this.#mtu = tcb.options.mtu;
    this.#tsRecent = tcb.tsRecent;
    this.#tsRecentAt = tcb.tsRecentAt;
    this.#challengeAt = tcb.challengeAt;
    this.#iss = snd.iss;
    this.#irs = rcv.irs;
    this.#sndNxt = snd.nxt;
    this.#sndMaxWnd = snd.maxWnd;
    this.#sndMss = snd.mss;
    this.#rcvNxt = rcv.nxt;
    this.#rcvEdge = rcv.edge;
    this.#rcvOffered = rcv.offered;
    this.#rcvScale = rcv.scale;
    this.#rcvMss = rcv.mss;
    this.#rcvWindow = rcv.window;
    this.#segmentSize = rcv.segmentSize;
    this.#lastAckSent = rcv.lastAckSent;
    this.#bufferSize = space.size;
    this.#share = space.share;
    this.#clamp = space.clamp;
    this.#threshold = space.threshold;
  }

  get state(): State {
    return State.TimeWait;
  }

  /** The connection again, as far as anything that happens to it can tell. */
  wake(): Connection {
    const options = new ConnectionOptions(this.profile);
    options.tos = this.#tos;
    options.mtu = this.#mtu;
    const connection = new Connection(this.profile, options);
    connection.setAddresses(
      this.localAddress,
      this.localPort,
      this.remoteAddress,
      this.remotePort,
    );
    connection.slot = this.slot;
    connection.eventHandle = this.eventHandle;
    connection.eventAt = this.eventAt;
    this.#restore(connection.tcb);
    return connection;
  }

  #restore(tcb: Tcb): void {
    tcb.state = State.TimeWait;
    tcb.timers.setExactly(Timer.TimeWait, this.deadline, this.timeWaitAt, null);
    tcb.timeWaitAt = this.timeWaitAt;
    tcb.timestamps = this.timestamps;
    tcb.tsRecent = this.#tsRecent;
    tcb.tsRecentAt = this.#tsRecentAt;
    tcb.challengeAt = this.#challengeAt;
    tcb.sack = this.#sack;
    tcb.ecn.isOn = this.#usesEcn;
    tcb.ecn.echoes = this.#echoesEcn;
    tcb.finQueued = true;
    tcb.peerFin = true;
    tcb.orphan = true;
    tcb.receiveShut = true;
    const { snd, rcv, space } = tcb;
    snd.iss = this.#iss;
    snd.una = this.#sndNxt;
    snd.nxt = this.#sndNxt;
    snd.max = this.#sndNxt;
    snd.up = this.#sndNxt;
    snd.base = seqAdd(this.#sndNxt, -1); // our FIN stood behind the last byte
    snd.smallEnd = this.#sndNxt;
    snd.maxWnd = this.#sndMaxWnd;
    snd.wnd = this.#sndMaxWnd;
    snd.mss = this.#sndMss;
    rcv.irs = this.#irs;
    rcv.nxt = this.#rcvNxt;
    rcv.up = this.#rcvNxt;
    rcv.edge = this.#rcvEdge;
    rcv.offered = this.#rcvOffered;
    rcv.scale = this.#rcvScale;
    rcv.mss = this.#rcvMss;
    rcv.window = this.#rcvWindow;
    rcv.segmentSize = this.#segmentSize;
    rcv.lastAckSent = this.#lastAckSent;
    space.size = this.#bufferSize;
    space.share = this.#share;
    space.clamp = this.#clamp;
    space.threshold = this.#threshold;
  }
}

/**
 * Whether a connection may shrink to a record: in TIME-WAIT, held and watched by
 * nobody, with nothing queued, out, or due but the end of 2 MSL.
 */
export function mayRest(connection: Connection): boolean {
  const { tcb } = connection;
  if (tcb.state !== State.TimeWait || tcb.trace !== null || !tcb.orphan) return false;
  if (connection.owner !== null || connection.listener !== null) return false;
  return isDone(tcb) && isOnlyTimeWaitRunning(tcb);
}

/** Whether everything is sent, acknowledged and answered. */
function isDone(tcb: Tcb): boolean {
  const { snd, rcv } = tcb;
  return tcb.peerFin && tcb.finAcked && snd.una === snd.nxt && snd.max === snd.nxt &&
    tcb.scoreboard.count === 0 && tcb.sendBuffer.length === 0 &&
    tcb.receiveBuffer.length === 0 && tcb.reassembly.count === 0 && !rcv.finAhead &&
    rcv.duplicateStart === rcv.duplicateEnd && !rcv.isAckPending && tcb.urgent.isIdle &&
    !tcb.resetDue && !tcb.ackNow && !tcb.probeDue && !tcb.keepaliveDue &&
    tcb.keepaliveSent === 0 && !tcb.probe.isDue && !tcb.windowMayOpen;
}

function isOnlyTimeWaitRunning(tcb: Tcb): boolean {
  const { timers } = tcb;
  return timers.timeWait !== NEVER && timers.next() === timers.timeWait &&
    timers.retransmission === NEVER && timers.delayedAck === NEVER && timers.persist === NEVER &&
    timers.keepalive === NEVER && timers.userTimeout === NEVER && timers.lossProbe === NEVER &&
    timers.reordering === NEVER && timers.finWait2 === NEVER;
}
