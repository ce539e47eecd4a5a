import type { Rng } from "../base/rng.ts";
import type { Nanos } from "../base/time.ts";
import { Flag, type Ipv4, isUnicast, type PacketPool, type Segment } from "../wire/mod.ts";
import { Connection } from "./connection.ts";
import { ConnectionOptions } from "./connection_options.ts";
import { ConnectionTable } from "./connection_table.ts";
import { EphemeralPorts } from "./ephemeral_ports.ts";
import { IssGenerator } from "./iss.ts";
import { Listener } from "./listener.ts";
import { ListenerTable } from "./listener_table.ts";
import { mayRest } from "./may_rest.ts";
import type { Profile } from "./profiles/mod.ts";
import { resetForNobody } from "./reset_for_nobody.ts";
import { seqAdd } from "./seq.ts";
import { EndReason } from "./signals.ts";
import { State } from "./state.ts";
import { synBefore, SynCookies } from "./syn_cookies.ts";
import { type Resting, TimeWaitRecords } from "./time_wait_records.ts";
import { issAfter, mayConnectOver, maySynReopen } from "./time_wait_reuse.ts";

/** No honest segment has both. */
const SYN_FIN = Flag.Syn | Flag.Fin;

/** The host of an endpoint: told of connections as they come and are replaced. */
export interface EndpointOwner {
  /** A connection was made; its first segment has not been looked at. */
  onCreated(connection: Connection, now: Nanos): void;
  /** A connection in TIME-WAIT made room for a new one; it is CLOSED. */
  onReplaced(connection: Connection, now: Nanos): void;
  /** A connection that rested in TIME-WAIT is one again: it has the slot and event of its record. */
  onWoken(connection: Connection): void;
}

/**
 * TCP of one host: its listeners, its connections by 4-tuple, and the resets
 * for segments that are nobody's (RFC 9293 3.10.7.1).
 */
export class Endpoint {
  declare readonly profile: Profile;
  owner: EndpointOwner | null = null;
  /** Those of its connections that rest in TIME-WAIT. */
  readonly resting: TimeWaitRecords = new TimeWaitRecords();
  readonly #connections = new ConnectionTable<Connection>(this.resting);
  #made = 0;
  readonly #listeners = new ListenerTable();
  declare private readonly isns: IssGenerator;
  declare private readonly cookies: SynCookies;
  declare private readonly ports: EphemeralPorts;
  declare private readonly pool: PacketPool | null;
  #reply: Segment | null = null;

  /**
   * `rng` gives the secret of the initial sequence numbers (MUST-9) and the
   * ephemeral ports; `pool` is where connections take their segments from.
   */
  constructor(profile: Profile, rng: Rng, pool: PacketPool | null = null) {
    this.profile = profile;
    this.pool = pool;
    const secret = rng.fork("isn secret");
    this.isns = new IssGenerator(secret.uint32(), secret.uint32());
    const cookieSecret = rng.fork("SYN cookie secret");
    this.cookies = new SynCookies(cookieSecret.uint32(), cookieSecret.uint32());
    this.ports = new EphemeralPorts(profile, rng.fork("ephemeral ports"));
  }

  /** Options as the system gives them to a new socket. */
  defaultOptions(): ConnectionOptions {
    return new ConnectionOptions(this.profile);
  }

  /** Passive OPEN. Null where another listener has that port at that address. */
  listen(
    address: Ipv4,
    port: number,
    backlog: number,
    makeOptions: () => ConnectionOptions = () => this.defaultOptions(),
  ): Listener | null {
    const listener = new Listener(this.profile, address, port, backlog, makeOptions);
    if (!this.#listeners.add(listener)) return null;
    return listener;
  }

  /**
   * Ends a listener. Returns what hung on it: connections still opening, and
   * those never accepted; each is to be {@linkcode abandon}ed and pumped.
   */
  closeListener(listener: Listener): Connection[] {
    this.#listeners.remove(listener);
    return listener.held().filter((connection) => this.#connections.has(connection))
      .sort((a, b) => a.tableOrder - b.tableOrder);
  }

  /**
   * Active OPEN: a connection in SYN-SENT to pump, or null where the 4-tuple is
   * in use. `isPortBound`: the program chose the port, not the system; only by
   * that do some systems take over a connection in TIME-WAIT.
   */
  connect(
    localAddress: Ipv4,
    localPort: number,
    remoteAddress: Ipv4,
    remotePort: number,
    options: ConnectionOptions,
    now: Nanos,
    isPortBound = true,
  ): Connection | null {
    const old = this.find(localAddress, localPort, remoteAddress, remotePort);
    if (old !== null && !mayConnectOver(old.tcb, isPortBound, now)) return null;
    const connection = new Connection(this.profile, options, this.pool);
    const iss = old !== null
      ? issAfter(old)
      : this.isns.next(localAddress, localPort, remoteAddress, remotePort, now);
    connection.setAddresses(localAddress, localPort, remoteAddress, remotePort);
    if (old !== null) {
      connection.inheritTimestamp(old);
      this.#replace(old, "RFC 6191 2: connect takes over from TIME-WAIT", now);
    }
    this.#add(connection);
    this.owner?.onCreated(connection, now);
    connection.openActive(iss, now);
    return connection;
  }

  #add(connection: Connection): void {
    connection.tableOrder = ++this.#made;
    this.#connections.add(connection);
  }

  /** Ends a connection in TIME-WAIT whose place another takes. */
  #replace(old: Connection, rule: string, now: Nanos): void {
    old.forget(now, EndReason.Closed, rule);
    this.#letGo(old);
    this.owner?.onReplaced(old, now);
  }

  /** The connection with that 4-tuple, or null; one that rests in TIME-WAIT is woken. */
  find(local: Ipv4, localPort: number, remote: Ipv4, remotePort: number): Connection | null {
    const kept = this.#connections.find(local, localPort, remote, remotePort);
    return typeof kept === "number" ? this.#wake(kept) : kept;
  }

  #wake(resting: Resting): Connection {
    const connection = this.resting.wake(resting);
    this.#connections.exchange(resting, connection);
    this.resting.free(resting);
    this.owner?.onWoken(connection);
    return connection;
  }

  /**
   * Keeps a small record in place of a connection in TIME-WAIT that nobody holds
   * or watches. Returns its number, or null where the connection has to stay.
   */
  rest(connection: Connection): Resting | null {
    if (!mayRest(connection)) return null;
    const resting = this.resting.add(connection);
    this.#connections.exchange(connection, resting);
    return resting;
  }

  #letGo(connection: Connection): void {
    this.#connections.remove(connection);
    const { localAddress, localPort, remoteAddress, remotePort } = connection;
    this.ports.release({ localAddress, remoteAddress, remotePort }, localPort);
  }

  /** The 2 MSL of one that rests are over. */
  forgetResting(it: Resting): void {
    const { resting } = this;
    this.#connections.remove(it);
    const way = {
      localAddress: resting.localAddress(it),
      remoteAddress: resting.remoteAddress(it),
      remotePort: resting.remotePort(it),
    };
    this.ports.release(way, resting.localPort(it));
    resting.free(it);
  }

  /** Whether a connection uses a local port at an address (0: at any). */
  usesPort(address: Ipv4, port: number): boolean {
    return this.#connections.usesPort(address, port);
  }

  /** Every connection that is not CLOSED, in the order in which they were made; all are woken. */
  connections(): Connection[] {
    return this.#connections.all().map((kept) =>
      typeof kept === "number" ? this.#wake(kept) : kept
    );
  }

  /** How many connections are not CLOSED. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** The listener that a SYN to that address and port meets: the one bound to the address first. */
  listenerFor(address: Ipv4, port: number): Listener | null {
    return this.#listeners.find(address, port);
  }

  /** Every listener. */
  listeners(): Listener[] {
    return this.#listeners.all();
  }

  /**
   * A port of the ephemeral range from which that peer can be reached, chosen
   * by chance as systems do, or 0 where all are in use.
   */
  ephemeralPort(
    localAddress: Ipv4,
    remoteAddress: Ipv4,
    remotePort: number,
    isTaken: (port: number) => boolean,
    now: Nanos,
  ): number {
    return this.ports.choose({ localAddress, remoteAddress, remotePort }, (port) => {
      const user = this.#connections.find(localAddress, port, remoteAddress, remotePort);
      if (user === null) return false;
      const holder = typeof user === "number" ? this.resting.holder(user) : user.tcb;
      return !mayConnectOver(holder, false, now);
    }, isTaken);
  }

  /**
   * A segment for this host, and the TOS byte of its packet. Returns the
   * connection that took it, which is to be pumped, or null; then
   * {@linkcode takeReply} may have a reset.
   */
  onSegment(
    seg: Segment,
    source: Ipv4,
    destination: Ipv4,
    now: Nanos,
    tos = 0,
  ): Connection | null {
    if (!isUnicast(destination) || !isUnicast(source)) return null; // MUST-57, MUST-63
    const found = this.find(destination, seg.destinationPort, source, seg.sourcePort);
    const isSynFin = (seg.flags & SYN_FIN) === SYN_FIN;
    if (isSynFin && found !== null && this.profile.synWithFin === "drop") return null;
    if (found !== null && !maySynReopen(found, seg)) {
      return this.#onConnection(found, seg, tos, now);
    }
    const listener = this.listenerFor(destination, seg.destinationPort);
    if (listener === null) {
      if (found !== null) return this.#onConnection(found, seg, tos, now);
      this.#reply = resetForNobody(seg);
      return null;
    }
    if (isSynFin && this.profile.synWithFin !== "accept") return null;
    return this.#onListener(listener, seg, source, destination, found, now);
  }

  #onConnection(connection: Connection, seg: Segment, tos: number, now: Nanos): Connection | null {
    const { listener } = connection;
    const opening = listener !== null && connection.state === State.SynReceived;
    if (opening && listener.isFull && (seg.flags & (Flag.Syn | Flag.Rst)) === 0) {
      if (this.profile.lastAckOverflow === "drop") return null; // Linux: TCPAcceptQueueFullDrop
      connection.refuse(seg, now);
    } else {
      connection.onSegment(seg, now, tos);
    }
    if (opening) listener.afterHandshake(connection);
    return connection;
  }

  #onListener(
    listener: Listener,
    seg: Segment,
    source: Ipv4,
    destination: Ipv4,
    old: Connection | null,
    now: Nanos,
  ): Connection | null {
    const isSyn = (seg.flags & (Flag.Syn | Flag.Ack | Flag.Rst)) === Flag.Syn;
    if (isSyn && listener.isFull) {
      if (this.profile.backlogOverflow === "reset") this.#reply = resetForNobody(seg);
      return null;
    }
    const connection = new Connection(this.profile, listener.makeOptions(), this.pool);
    const { sourcePort, destinationPort } = seg;
    connection.setAddresses(destination, destinationPort, source, sourcePort);
    if (!isSyn) return this.#onStray(listener, connection, seg, now);
    if (old === null && listener.wantsCookie) {
      if (this.profile.synCookies !== "never") {
        this.#reply = this.cookies.answer(connection, seg, now);
      }
      return null;
    }
    connection.openPassive(
      old !== null
        ? issAfter(old)
        : this.isns.next(destination, destinationPort, source, sourcePort, now),
    );
    if (old !== null) {
      this.#replace(old, "RFC 9293 3.6.1, MAY-2: a new SYN reopens from TIME-WAIT", now);
    }
    this.#adopt(listener, connection, now);
    connection.onSegment(seg, now);
    return connection;
  }

  #adopt(listener: Listener, connection: Connection, now: Nanos): void {
    connection.listener = listener;
    listener.opening.add(connection);
    this.#add(connection);
    this.owner?.onCreated(connection, now);
  }

  /** Neither SYN nor of a connection: the ACK of a cookie opens one, all else gets its answer. */
  #onStray(
    listener: Listener,
    connection: Connection,
    seg: Segment,
    now: Nanos,
  ): Connection | null {
    const mss = this.profile.synCookies === "never"
      ? 0
      : this.cookies.mssAcknowledged(connection, seg, now);
    if (mss > 0 && listener.isFull) return null;
    connection.openPassive(mss > 0 ? seqAdd(seg.ack, -1) : 0);
    if (mss === 0) { // RST, ACK or nothing that means anything: the answer is all there is
      connection.onSegment(seg, now);
      this.#reply = connection.pollSegment(now);
      return null;
    }
    this.#adopt(listener, connection, now);
    connection.resume(synBefore(seg, mss), now);
    return this.#onConnection(connection, seg, 0, now);
  }

  /** The reset for the segment that was nobody's, or null. */
  takeReply(): Segment | null {
    const reply = this.#reply;
    this.#reply = null;
    return reply;
  }

  /**
   * Forgets a connection that is CLOSED, or back in LISTEN. One that waits to
   * be accepted stays in its queue: accept tells of its end.
   */
  remove(connection: Connection): void {
    connection.listener?.opening.delete(connection);
    this.#letGo(connection);
  }

  /** Forgets everything, as a crash does; nothing is sent. */
  forgetAll(now: Nanos, reason: EndReason, rule: string): Connection[] {
    const all = this.connections();
    for (const connection of all) connection.forget(now, reason, rule);
    this.#connections.clear();
    this.ports.clear();
    this.resting.clear();
    this.#listeners.clear();
    return all;
  }
}
