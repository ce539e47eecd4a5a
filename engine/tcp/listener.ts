import type { Nanos } from "../base/time.ts";
import type { Ipv4 } from "../wire/mod.ts";
import type { Connection } from "./connection.ts";
import type { ConnectionOptions } from "./connection_options.ts";
import type { Profile } from "./profiles/mod.ts";
import { EndReason } from "./signals.ts";
import { State } from "./state.ts";

/** Who holds a listener: its socket. Told when a connection can be accepted. */
export interface ListenerOwner {
  onReady(listener: Listener, now: Nanos): void;
}

/**
 * A passive OPEN that goes on (RFC 9293 3.10.1): every SYN makes a connection
 * of its own and the listener stays in LISTEN (MUST-41, MUST-42).
 */
export class Listener {
  owner: ListenerOwner | null = null;
  /** What its connections start with: made anew for each. */
  makeOptions: () => ConnectionOptions;
  /** Connections that are in SYN-RECEIVED. */
  readonly opening: Set<Connection> = new Set();
  readonly #ready: Connection[] = [];

  /** `address` 0 stands for every address of the host. `backlog` is what the program asked for. */
  constructor(
    readonly profile: Profile,
    readonly address: Ipv4,
    readonly port: number,
    public backlog: number,
    makeOptions: () => ConnectionOptions,
  ) {
    this.makeOptions = makeOptions;
  }

  /** Connections that are established and wait to be accepted. */
  get pending(): number {
    return this.#ready.length;
  }

  /** Whether no further connection fits: how many wait for so much of backlog, the profile says. */
  get isFull(): boolean {
    const backlog = Math.min(this.backlog, this.profile.backlogMax);
    const { backlogHolds } = this.profile;
    if (backlogHolds === "n") return this.#ready.length >= backlog;
    if (backlogHolds === "n+1") return this.#ready.length > backlog;
    return this.#ready.length > Math.floor(3 * backlog / 2);
  }

  /** Whether no further connection may be opening (S: inet_csk_reqsk_queue_is_full; measured). */
  get isSynQueueFull(): boolean {
    return this.profile.synQueue === "backlog" &&
      this.opening.size > Math.min(this.backlog, this.profile.backlogMax);
  }

  /** Whether a SYN finds no room to be remembered (S: Linux, tcp_conn_request), or never shall. */
  get wantsCookie(): boolean {
    return this.profile.synCookies === "always" || this.isSynQueueFull;
  }

  /** What hangs on it: connections that are opening, and those that wait to be accepted. */
  held(): Connection[] {
    return [...this.opening, ...this.#ready];
  }

  /** Puts an established connection into the queue. */
  add(connection: Connection): void {
    this.#ready.push(connection);
  }

  /** Takes the connection that has waited longest, or null. */
  accept(): Connection | null {
    const connection = this.#ready.shift() ?? null;
    if (connection !== null) connection.listener = null;
    return connection;
  }

  /** Takes out a connection that ended while it waited. */
  remove(connection: Connection): void {
    const index = this.#ready.indexOf(connection);
    if (index >= 0) this.#ready.splice(index, 1);
    this.opening.delete(connection);
    connection.listener = null;
  }

  /** A connection has left SYN-RECEIVED, or not: it waits to be accepted, or is none of this listener's. */
  afterHandshake(connection: Connection): void {
    if (connection.state === State.SynReceived) return;
    this.opening.delete(connection);
    if (connection.state === State.Listen || connection.state === State.Closed) {
      connection.listener = null;
      return;
    }
    this.add(connection);
  }
}

/**
 * Ends a connection whose listener is closed. One still opening is forgotten,
 * so that the ACK that would open it gets a RST (S: a request socket of Linux,
 * a syncache entry of FreeBSD, without its listener); others are reset.
 */
export function abandon(connection: Connection, now: Nanos): void {
  connection.listener?.remove(connection);
  if (connection.state === State.SynReceived) {
    connection.forget(now, EndReason.Aborted, "the listener was closed");
  } else {
    connection.abort(now, EndReason.Aborted, "reset: the listener was closed");
  }
}
