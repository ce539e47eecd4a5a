import type { Nanos } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import { Connection } from "./connection.ts";
import { ConnectionOptions } from "./connection_options.ts";
import type { Kept } from "./connection_table.ts";
import type { Profile } from "./profiles/mod.ts";
import { seqAdd } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import type { TimeWaitCommon, TimeWaitCommons } from "./time_wait_common.ts";

/**
 * A connection that rests in TIME-WAIT: what the answers to old segments, PAWS
 * and the rules of reuse need of it, and nothing else. Nobody holds it, nothing
 * is out and nothing is due but the end of 2 MSL.
 *
 * It has no rules of its own. Whatever concerns it is left to the connection
 * that {@linkcode wake} makes of it again, which then may come to rest anew. Only
 * counters and estimates are lost, for which nobody can ask any more.
 *
 * There may be a million of them: what others have in common with it, it shares.
 */
export class TimeWaitRecord implements Kept {
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
  readonly #common: TimeWaitCommon;
  readonly #tsRecent: number;
  readonly #iss: number;
  readonly #irs: number;
  readonly #sndNxt: number;
  readonly #rcvNxt: number;

  /** Takes over from a connection that {@linkcode mayRest}. */
  constructor(connection: Connection, commons: TimeWaitCommons) {
    const { tcb } = connection;
    this.localPort = tcb.localPort;
    this.remoteAddress = tcb.remoteAddress;
    this.remotePort = tcb.remotePort;
    this.slot = connection.slot;
    this.eventHandle = connection.eventHandle;
    this.eventAt = connection.eventAt;
    this.deadline = tcb.timers.timeWait;
    this.#common = commons.of(tcb);
    this.#tsRecent = tcb.tsRecent;
    this.#iss = tcb.snd.iss;
    this.#irs = tcb.rcv.irs;
    this.#sndNxt = tcb.snd.nxt;
    this.#rcvNxt = tcb.rcv.nxt;
  }

  get profile(): Profile {
    return this.#common.profile;
  }

  get localAddress(): Ipv4 {
    return this.#common.localAddress;
  }

  /** When TIME-WAIT began, and whether both sides use timestamps: for those who want its place. */
  get timeWaitAt(): Nanos {
    return this.deadline - this.#common.restsFor;
  }

  get timestamps(): boolean {
    return this.#common.timestamps;
  }

  get state(): State {
    return State.TimeWait;
  }

  /** The connection again, as far as anything that happens to it can tell. */
  wake(): Connection {
    const options = new ConnectionOptions(this.profile);
    options.tos = this.#common.tos;
    options.mtu = this.#common.mtu;
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
    const { snd, rcv } = tcb;
    tcb.state = State.TimeWait;
    tcb.timers.setExactly(Timer.TimeWait, this.deadline, this.timeWaitAt, null);
    tcb.timeWaitAt = this.timeWaitAt;
    tcb.tsRecent = this.#tsRecent;
    tcb.finQueued = true;
    tcb.peerFin = true;
    tcb.orphan = true;
    tcb.receiveShut = true;
    snd.iss = this.#iss;
    snd.una = this.#sndNxt;
    snd.nxt = this.#sndNxt;
    snd.max = this.#sndNxt;
    snd.up = this.#sndNxt;
    snd.base = seqAdd(this.#sndNxt, -1); // our FIN stood behind the last byte
    snd.smallEnd = this.#sndNxt;
    rcv.irs = this.#irs;
    rcv.nxt = this.#rcvNxt;
    rcv.up = this.#rcvNxt;
    this.#common.restore(tcb);
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
  return isDone(tcb) && tcb.timers.runsOnly(Timer.TimeWait);
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
