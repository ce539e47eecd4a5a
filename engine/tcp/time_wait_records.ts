import type { Nanos } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import { Connection } from "./connection.ts";
import { ConnectionOptions } from "./connection_options.ts";
import { seqAdd } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { Timer } from "./timers.ts";
import { type TimeWaitCommon, TimeWaitCommons } from "./time_wait_common.ts";
import type { Holder } from "./time_wait_reuse.ts";

/** A connection that rests in TIME-WAIT: its number among those of its endpoint. */
export type Resting = number;

/** The columns of a row; sequence numbers are int32, times nanoseconds. */
const Column = {
  /** When 2 MSL are over. */
  deadline: 0,
  eventAt: 1,
  eventHandle: 2,
  slot: 3,
  tableOrder: 4,
  localPort: 5,
  remoteAddress: 6,
  remotePort: 7,
  tsRecent: 8,
  iss: 9,
  irs: 10,
  sndNxt: 11,
  rcvNxt: 12,
} as const;

const COLUMNS = 13;

/** Rows stand in blocks of 128, so that none is copied when there are more. */
const BLOCK_BITS = 7;
const BLOCK = 1 << BLOCK_BITS;

/**
 * The connections of one endpoint that rest in TIME-WAIT: of each what the
 * answers to old segments, PAWS and the rules of reuse need, and nothing else.
 * Nobody holds them, nothing is out and nothing is due but the end of 2 MSL.
 *
 * They have no rules of their own. Whatever concerns one is left to the
 * connection that {@linkcode wake} makes of it again, which then may come to rest
 * anew. Only counters and estimates are lost, for which nobody can ask any more.
 *
 * There may be a million of them. So they are rows of numbers, which the garbage
 * collector need not look at, and share what they have in common.
 */
export class TimeWaitRecords {
  readonly #blocks: Float64Array[] = [];
  readonly #commons = new TimeWaitCommons();
  readonly #commonOf: TimeWaitCommon[] = [];
  readonly #free: Resting[] = [];

  /** Takes over from a connection that `mayRest`. */
  add(connection: Connection): Resting {
    const { tcb } = connection;
    const resting = this.#free.pop() ?? this.#grow();
    this.#commonOf[resting] = this.#commons.of(tcb);
    const block = this.#blockOf(resting);
    const row = rowOf(resting);
    block[row + Column.deadline] = tcb.timers.timeWait;
    block[row + Column.eventAt] = connection.eventAt;
    block[row + Column.eventHandle] = connection.eventHandle;
    block[row + Column.slot] = connection.slot;
    block[row + Column.tableOrder] = connection.tableOrder;
    block[row + Column.localPort] = tcb.localPort;
    block[row + Column.remoteAddress] = tcb.remoteAddress;
    block[row + Column.remotePort] = tcb.remotePort;
    block[row + Column.tsRecent] = tcb.tsRecent;
    block[row + Column.iss] = tcb.snd.iss;
    block[row + Column.irs] = tcb.rcv.irs;
    block[row + Column.sndNxt] = tcb.snd.nxt;
    block[row + Column.rcvNxt] = tcb.rcv.nxt;
    return resting;
  }

  /** The connection again, as far as anything that happens to it can tell. */
  wake(resting: Resting): Connection {
    const common = this.#commonOf[resting]!;
    const options = new ConnectionOptions(common.profile);
    options.tos = common.tos;
    options.mtu = common.mtu;
    const connection = new Connection(common.profile, options);
    connection.setAddresses(
      common.localAddress,
      this.localPort(resting),
      this.remoteAddress(resting),
      this.remotePort(resting),
    );
    connection.tableOrder = this.tableOrder(resting);
    connection.slot = this.slot(resting);
    connection.eventHandle = this.#at(resting, Column.eventHandle);
    connection.eventAt = this.#at(resting, Column.eventAt);
    this.#restore(connection.tcb, resting);
    return connection;
  }

  /** Forgets one; its number is given to another. */
  free(resting: Resting): void {
    this.#free.push(resting);
  }

  /** Forgets all. */
  clear(): void {
    this.#blocks.length = 0;
    this.#commonOf.length = 0;
    this.#free.length = 0;
    this.#commons.clear();
  }

  localAddress(resting: Resting): Ipv4 {
    return this.#commonOf[resting]!.localAddress;
  }

  localPort(resting: Resting): number {
    return this.#at(resting, Column.localPort);
  }

  remoteAddress(resting: Resting): Ipv4 {
    return this.#at(resting, Column.remoteAddress);
  }

  remotePort(resting: Resting): number {
    return this.#at(resting, Column.remotePort);
  }

  /** Its place in the order of its endpoint's connections. */
  tableOrder(resting: Resting): number {
    return this.#at(resting, Column.tableOrder);
  }

  /** Where its host keeps it, as of a connection. */
  slot(resting: Resting): number {
    return this.#at(resting, Column.slot);
  }

  /** When 2 MSL are over. */
  deadline(resting: Resting): Nanos {
    return this.#at(resting, Column.deadline);
  }

  /** When TIME-WAIT began. */
  timeWaitAt(resting: Resting): Nanos {
    return this.deadline(resting) - this.#commonOf[resting]!.restsFor;
  }

  /** Notes the host's pending event, as of a connection. */
  setEvent(resting: Resting, handle: number, at: Nanos): void {
    const block = this.#blockOf(resting);
    const row = rowOf(resting);
    block[row + Column.eventHandle] = handle;
    block[row + Column.eventAt] = at;
  }

  /** What decides whether another may take over its 4-tuple. */
  holder(resting: Resting): Holder {
    const { profile, localAddress, timestamps } = this.#commonOf[resting]!;
    const remoteAddress = this.remoteAddress(resting);
    const timeWaitAt = this.timeWaitAt(resting);
    return { profile, state: State.TimeWait, localAddress, remoteAddress, timestamps, timeWaitAt };
  }

  #restore(tcb: Tcb, resting: Resting): void {
    const { snd, rcv } = tcb;
    const sndNxt = this.#at(resting, Column.sndNxt);
    const rcvNxt = this.#at(resting, Column.rcvNxt);
    const timeWaitAt = this.timeWaitAt(resting);
    tcb.state = State.TimeWait;
    tcb.timers.setExactly(Timer.TimeWait, this.deadline(resting), timeWaitAt, null);
    tcb.timeWaitAt = timeWaitAt;
    tcb.tsRecent = this.#at(resting, Column.tsRecent);
    tcb.finQueued = true;
    tcb.peerFin = true;
    tcb.orphan = true;
    tcb.receiveShut = true;
    snd.iss = this.#at(resting, Column.iss);
    snd.una = sndNxt;
    snd.nxt = sndNxt;
    snd.max = sndNxt;
    snd.up = sndNxt;
    snd.base = seqAdd(sndNxt, -1); // our FIN stood behind the last byte
    snd.smallEnd = sndNxt;
    rcv.irs = this.#at(resting, Column.irs);
    rcv.nxt = rcvNxt;
    rcv.up = rcvNxt;
    this.#commonOf[resting]!.restore(tcb);
  }

  #at(resting: Resting, column: number): number {
    return this.#blockOf(resting)[rowOf(resting) + column]!;
  }

  #blockOf(resting: Resting): Float64Array {
    return this.#blocks[resting >> BLOCK_BITS]!;
  }

  /** A number that was never given away. */
  #grow(): Resting {
    const resting = this.#commonOf.length;
    if (resting % BLOCK === 0) this.#blocks.push(new Float64Array(BLOCK * COLUMNS));
    return resting;
  }
}

function rowOf(resting: Resting): number {
  return (resting & (BLOCK - 1)) * COLUMNS;
}
