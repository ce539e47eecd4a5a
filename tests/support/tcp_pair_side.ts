import { invariant } from "../../engine/base/invariant.ts";
import { ms, type Nanos, NEVER } from "../../engine/base/time.ts";
import {
  Connection,
  ConnectionOptions,
  EndReason,
  type ProfileName,
  profiles,
  State,
  withOverrides,
} from "../../engine/tcp/mod.ts";
import { firstDifference, streamBytes } from "./byte_stream.ts";
import { TcpInvariants } from "./tcp_invariants.ts";

/** How a program leaves its connection. */
export const leavings = [
  /** Sends all, shuts down sending, reads to the end, closes. */
  "orderly",
  /** Reads to the peer's end before it shuts down or closes. */
  "after the peer",
  /** Closes as soon as all is sent, whatever is unread. */
  "close at once",
  /** Shuts down receiving on the way, then goes on as "orderly". */
  "deaf",
  /** Aborts after half of what it meant to send. */
  "abort",
] as const;
export type Leaving = (typeof leavings)[number];

/** One side of a run: its system and what its program does. */
export interface SidePlan {
  profile: ProfileName;
  knobs: Readonly<Record<string, unknown>>;
  iss: number;
  mtu: number;
  receiveBuffer: number;
  sendBuffer: number;
  noDelay: boolean;
  keepalive: boolean;
  /** Bytes that it means to send, in pieces of that size with pauses of milliseconds between. */
  bytes: number;
  piece: number;
  pause: number;
  /** How much it reads at once, and how long it waits then. */
  gulp: number;
  readPause: number;
  leaving: Leaving;
}

/** One side of a pair: a connection with the program that uses it. */
export class PairSide {
  connection: Connection;
  invariants: TcpInvariants;
  /** When the program wants to be called again, NEVER if input will wake it. */
  wakeAt: Nanos = NEVER;
  /** Whether it has opened, actively or passively. */
  hasBegun = false;
  /** Whether a segment has reached it. */
  hasBeenCalled = false;
  sent = 0;
  received = 0;
  /** Whether the end of the peer's stream was read. */
  sawEnd = false;
  hasLeft = false;
  #sendAt: Nanos = 0;
  #readAt: Nanos = 0;
  #isOpen = false;

  constructor(readonly plan: SidePlan, readonly index: number) {
    this.connection = this.#make();
    this.invariants = new TcpInvariants(this.connection);
  }

  #make(): Connection {
    const { plan } = this;
    const profile = withOverrides(profiles[plan.profile], plan.knobs);
    const options = new ConnectionOptions(profile);
    options.mtu = plan.mtu;
    options.receiveBuffer = plan.receiveBuffer;
    options.sendBuffer = plan.sendBuffer;
    options.noDelay = plan.noDelay;
    options.keepalive = plan.keepalive;
    const connection = new Connection(profile, options);
    connection.setAddresses(this.index + 1, 1000 + this.index, 2 - this.index, 1001 - this.index);
    return connection;
  }

  open(now: Nanos): void {
    this.hasBegun = true;
    this.#isOpen = true;
    this.connection.openActive(this.plan.iss | 0, now);
  }

  /** Waits for a peer, with a fresh connection, as a listener makes one for each SYN. */
  listen(): void {
    this.hasBegun = true;
    this.connection = this.#make();
    this.invariants = new TcpInvariants(this.connection);
    this.connection.openPassive(this.plan.iss | 0);
  }

  /** Whether the program can use the connection: it opened it, or has accepted it. */
  #mayUse(): boolean {
    if (this.#isOpen) return true;
    const { state } = this.connection;
    this.#isOpen = state !== State.Listen && state !== State.SynReceived &&
      (state !== State.Closed || this.received > 0);
    return this.#isOpen;
  }

  /** Takes one step of the program; returns whether it did anything. */
  work(now: Nanos): boolean {
    this.wakeAt = NEVER;
    if (!this.#mayUse() || this.hasLeft) return false;
    this.connection.takeSignals();
    const did = this.#read(now) || this.#send(now) || this.#leave(now);
    if (!did) this.#sleep(now);
    return did;
  }

  #sleep(now: Nanos): void {
    const wantsToSend = this.sent < this.#goal() && this.connection.writable > 0 &&
      this.connection.state !== State.Closed;
    const wantsToRead = this.connection.readable > 0;
    let at = NEVER;
    if (wantsToSend && this.#sendAt > now) at = Math.min(at, this.#sendAt);
    if (wantsToRead && this.#readAt > now) at = Math.min(at, this.#readAt);
    this.wakeAt = at;
  }

  #goal(): number {
    const { bytes, leaving } = this.plan;
    return leaving === "abort" ? Math.floor(bytes / 2) : bytes;
  }

  #read(now: Nanos): boolean {
    const { connection, plan } = this;
    if (connection.readable > 0 && this.#readAt <= now) {
      const bytes = connection.receive(plan.gulp);
      const wrong = firstDifference(bytes, this.received);
      invariant(wrong < 0, `what is read is what was sent: another byte at place ${wrong}`);
      this.received += bytes.length;
      this.#readAt = now + ms(plan.readPause);
      return true;
    }
    if (connection.readable === 0 && connection.peerClosed && !this.sawEnd) {
      this.sawEnd = true;
      return true;
    }
    return false;
  }

  #send(now: Nanos): boolean {
    const { connection, plan } = this;
    const left = this.#goal() - this.sent;
    if (left <= 0 || this.#sendAt > now || connection.state === State.Closed) return false;
    const length = Math.min(left, plan.piece);
    const taken = connection.send(streamBytes(this.sent, length), 0, length);
    this.sent += taken;
    if (taken > 0) this.#sendAt = now + ms(plan.pause);
    return taken > 0;
  }

  #leave(now: Nanos): boolean {
    const { connection, plan } = this;
    const isDead = connection.state === State.Closed && connection.readable === 0;
    if (connection.state === State.Closed && !isDead) return false;
    const allSent = this.sent >= this.#goal();
    if (plan.leaving === "deaf" && !connection.receiveShut && this.sent >= plan.bytes / 2) {
      connection.shutdownReceive(now);
      return true;
    }
    if (plan.leaving === "abort" && allSent && connection.unsent === 0) {
      connection.abort(now);
      this.hasLeft = true;
      return true;
    }
    if (!isDead && !allSent) return false;
    if (!isDead && plan.leaving === "after the peer" && !this.sawEnd) return false;
    if (plan.leaving === "close at once" || isDead || this.sawEnd) {
      connection.close(now);
      this.hasLeft = true;
      return true;
    }
    if (connection.sendShut || connection.state === State.SynSent) return false;
    connection.shutdownSend(now);
    return true;
  }

  /** Whether the connection ended because its limits ran out. */
  get hasTimedOut(): boolean {
    const { endReason } = this.connection;
    return endReason === EndReason.TimedOut || endReason === EndReason.KeepaliveTimedOut;
  }
}
