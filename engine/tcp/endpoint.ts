import type { Rng } from "../base/rng.ts";
import type { Nanos } from "../base/time.ts";
import { Flag, type Ipv4, isUnicast, Segment } from "../wire/mod.ts";
import { Connection } from "./connection.ts";
import { ConnectionOptions } from "./connection_options.ts";
import { ConnectionTable } from "./connection_table.ts";
import { IssGenerator } from "./iss.ts";
import { Listener } from "./listener.ts";
import type { Profile } from "./profiles/mod.ts";
import { seqAdd, seqDiff, seqGT } from "./seq.ts";
import { EndReason } from "./signals.ts";
import { State } from "./state.ts";

/** How far the ISS lies above SND.NXT of an incarnation that a new SYN replaces (Linux: 65535 + 2). */
const ISS_STEP = 65_537;

/** The host of an endpoint: told of connections as they come and are replaced. */
export interface EndpointOwner {
  /** A connection was made; its first segment has not been looked at. */
  onCreated(connection: Connection, now: Nanos): void;
  /** A connection in TIME-WAIT made room for a new one; it is CLOSED. */
  onReplaced(connection: Connection, now: Nanos): void;
}

/**
 * TCP of one host: its listeners, its connections by 4-tuple, and the resets
 * for segments that are nobody's (RFC 9293 3.10.7.1).
 */
export class Endpoint {
  readonly profile: Profile;
  owner: EndpointOwner | null = null;
  readonly #connections = new ConnectionTable();
  readonly #listeners = new Map<number, Listener[]>();
  readonly #isns: IssGenerator;
  readonly #ports: Rng;
  #reply: Segment | null = null;

  /** `rng` gives the secret of the initial sequence numbers (MUST-9) and the ephemeral ports. */
  constructor(profile: Profile, rng: Rng) {
    this.profile = profile;
    const secret = rng.fork("isn secret");
    this.#isns = new IssGenerator(secret.uint32(), secret.uint32());
    this.#ports = rng.fork("ephemeral ports");
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
    const others = this.#listeners.get(port) ?? [];
    if (others.some((other) => other.address === address)) return null;
    const listener = new Listener(address, port, backlog, makeOptions);
    this.#listeners.set(port, [...others, listener]);
    return listener;
  }

  /**
   * Ends a listener. Returns what hung on it: connections still opening, and
   * those never accepted; each is to be {@linkcode abandon}ed and pumped.
   */
  closeListener(listener: Listener): Connection[] {
    const others = (this.#listeners.get(listener.port) ?? []).filter((it) => it !== listener);
    if (others.length > 0) this.#listeners.set(listener.port, others);
    else this.#listeners.delete(listener.port);
    const orphans: Connection[] = [];
    for (const connection of this.#connections.all()) {
      if (connection.listener === listener) orphans.push(connection);
    }
    return orphans;
  }

  /**
   * Ends a connection whose listener is closed. One still opening is forgotten,
   * so that the ACK that would open it gets a RST (S: a request socket of Linux,
   * a syncache entry of FreeBSD, without its listener); others are reset.
   */
  abandon(connection: Connection, now: Nanos): void {
    connection.listener?.remove(connection);
    if (connection.state === State.SynReceived) {
      connection.forget(now, EndReason.Aborted, "the listener was closed");
    } else {
      connection.abort(now, EndReason.Aborted, "reset: the listener was closed");
    }
  }

  /** Active OPEN: a connection in SYN-SENT to pump, or null where the 4-tuple is in use. */
  connect(
    localAddress: Ipv4,
    localPort: number,
    remoteAddress: Ipv4,
    remotePort: number,
    options: ConnectionOptions,
    now: Nanos,
  ): Connection | null {
    if (this.find(localAddress, localPort, remoteAddress, remotePort) !== null) return null;
    const connection = new Connection(this.profile, options);
    const iss = this.#isns.next(localAddress, localPort, remoteAddress, remotePort, now);
    connection.setAddresses(localAddress, localPort, remoteAddress, remotePort);
    this.#connections.add(connection);
    this.owner?.onCreated(connection, now);
    connection.openActive(iss, now);
    return connection;
  }

  /** The connection with that 4-tuple, or null. */
  find(local: Ipv4, localPort: number, remote: Ipv4, remotePort: number): Connection | null {
    return this.#connections.find(local, localPort, remote, remotePort);
  }

  /** The connections that use a local port at an address (0: at any). */
  connectionsOfPort(address: Ipv4, port: number): Connection[] {
    return [...this.#connections.withLocalPort(address, port)];
  }

  /** Every connection that is not CLOSED. */
  connections(): Connection[] {
    return [...this.#connections.all()];
  }

  /** How many connections are not CLOSED. */
  get connectionCount(): number {
    return this.#connections.size;
  }

  /** The listener that a SYN to that address and port meets: the one bound to the address first. */
  listenerFor(address: Ipv4, port: number): Listener | null {
    const candidates = this.#listeners.get(port);
    if (candidates === undefined) return null;
    return candidates.find((it) => it.address === address) ??
      candidates.find((it) => it.address === 0) ?? null;
  }

  /** Every listener. */
  listeners(): Listener[] {
    return [...this.#listeners.values()].flat();
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
  ): number {
    const { ephemeralFirst, ephemeralLast } = this.profile;
    const count = ephemeralLast - ephemeralFirst + 1;
    const offset = this.#ports.below(count);
    for (let i = 0; i < count; i++) {
      const port = ephemeralFirst + (offset + i) % count;
      if (isTaken(port)) continue;
      if (this.find(localAddress, port, remoteAddress, remotePort) === null) return port;
    }
    return 0;
  }

  /**
   * A segment for this host. Returns the connection that took it, which is to
   * be pumped, or null; then {@linkcode takeReply} may have a reset.
   */
  onSegment(seg: Segment, source: Ipv4, destination: Ipv4, now: Nanos): Connection | null {
    if (!isUnicast(destination) || !isUnicast(source)) return null; // MUST-57, MUST-63
    const found = this.find(destination, seg.destinationPort, source, seg.sourcePort);
    if (found !== null && !this.#mayReopen(found, seg)) {
      return this.#onConnection(found, seg, now);
    }
    const listener = this.listenerFor(destination, seg.destinationPort);
    if (listener === null) {
      this.#reply = resetForNobody(seg);
      return null;
    }
    return this.#onListener(listener, seg, source, destination, found, now);
  }

  #onConnection(connection: Connection, seg: Segment, now: Nanos): Connection | null {
    const { listener } = connection;
    const opening = listener !== null && connection.state === State.SynReceived;
    if (opening && listener.isFull && (seg.flags & (Flag.Syn | Flag.Rst)) === 0) {
      return null; // the last ACK is dropped: the queue is full (Linux: TCPAcceptQueueFullDrop)
    }
    connection.onSegment(seg, now);
    if (opening) this.#afterHandshake(connection, listener);
    return connection;
  }

  /** A connection of a listener has left SYN-RECEIVED, or not. */
  #afterHandshake(connection: Connection, listener: Listener): void {
    if (connection.state === State.SynReceived) return;
    if (connection.state === State.Listen || connection.state === State.Closed) {
      connection.listener = null;
      return;
    }
    listener.add(connection);
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
    const connection = new Connection(this.profile, listener.makeOptions());
    const { sourcePort, destinationPort } = seg;
    const iss = old !== null
      ? seqAdd(old.tcb.snd.nxt, ISS_STEP)
      : this.#isns.next(destination, destinationPort, source, sourcePort, now);
    connection.setAddresses(destination, destinationPort, source, sourcePort);
    connection.openPassive(iss);
    if (!isSyn) { // RST, ACK or nothing that means anything: the answer is all there is
      connection.onSegment(seg, now);
      this.#reply = connection.pollSegment(now);
      return null;
    }
    if (old !== null) {
      old.forget(now, EndReason.Closed, "RFC 9293 3.6.1, MAY-2: a new SYN reopens from TIME-WAIT");
      this.#connections.remove(old);
      this.owner?.onReplaced(old, now);
    }
    connection.listener = listener;
    this.#connections.add(connection);
    this.owner?.onCreated(connection, now);
    connection.onSegment(seg, now);
    return connection;
  }

  /** MAY-2: whether a SYN may begin a new incarnation of a connection in TIME-WAIT. */
  #mayReopen(connection: Connection, seg: Segment): boolean {
    return connection.state === State.TimeWait && this.profile.timeWaitReuse &&
      (seg.flags & (Flag.Syn | Flag.Ack | Flag.Rst)) === Flag.Syn &&
      this.#isNewer(connection, seg) &&
      this.listenerFor(connection.localAddress, connection.localPort) !== null;
  }

  /** By its timestamp where both have one (RFC 6191 2, SHLD-4), else by its sequence number. */
  #isNewer({ tcb }: Connection, seg: Segment): boolean {
    const { hasTimestamps, timestampValue } = seg.options;
    if (this.profile.timeWaitReuseByTime && tcb.timestamps && hasTimestamps) {
      const later = seqDiff(timestampValue, tcb.tsRecent);
      if (later !== 0) return later > 0;
    }
    return seqGT(seg.seq, tcb.rcv.nxt);
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
    this.#connections.remove(connection);
  }

  /** Forgets everything, as a crash does; nothing is sent. */
  forgetAll(now: Nanos, reason: EndReason, rule: string): Connection[] {
    const all = this.connections();
    for (const connection of all) connection.forget(now, reason, rule);
    this.#connections.clear();
    this.#listeners.clear();
    return all;
  }
}

/** RFC 9293 3.10.7.1: the reset for a segment without a connection; none for a reset. */
function resetForNobody(seg: Segment): Segment | null {
  if ((seg.flags & Flag.Rst) !== 0) return null;
  const reset = new Segment();
  reset.sourcePort = seg.destinationPort;
  reset.destinationPort = seg.sourcePort;
  reset.flags = Flag.Rst;
  if ((seg.flags & Flag.Ack) !== 0) {
    reset.seq = seg.ack;
  } else {
    reset.flags |= Flag.Ack;
    reset.ack = seqAdd(seg.seq, seg.length);
  }
  return reset;
}
