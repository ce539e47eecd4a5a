import { type Nanos, NEVER } from "../engine/base/time.ts";
import type { Actor } from "../engine/sim/mod.ts";
import { onWheel, type Profile } from "../engine/tcp/mod.ts";
import { formatIpv4, type Ipv4, type Packet } from "../engine/wire/mod.ts";
import { isSameSegment, Neighbour, NeighbourState } from "./neighbour.ts";
import type { Network } from "./network.ts";
import type { Nic } from "./nic.ts";
import type { ConnectionId, NicRecord, RecordId } from "./records.ts";
import { type Place, recordDeparture } from "./segment_record.ts";

/** What the neighbours of a NIC need of their host. */
export interface NeighbourHost {
  readonly name: string;
  readonly network: Network;
  readonly profile: Profile;
  /** Whether nothing runs on it right now. */
  readonly isPaused: boolean;
  /** Nobody answered for a packet's next hop; it had waited since then. */
  onNoNeighbour(packet: Packet, since: Nanos, now: Nanos): void;
}

/**
 * The neighbours of one NIC, as ARP finds them out (RFC 826, RFC 1122 2.3.2),
 * in the states of Linux, which are those of RFC 4861 7.3.2.
 *
 * Requests and replies are no frames: a request asks the cable who would answer
 * it now, which costs nothing and meets neither queues nor chance. A neighbour
 * that answers when it is needed for the first time counts as known already, as
 * on a network that has been up for a while. So all of this shows only where a
 * neighbour does not answer, or had been forgotten with the carrier.
 */
export class Neighbours implements Actor {
  declare private readonly host: NeighbourHost;
  declare private readonly nic: Nic;
  /** Where a packet is that never reaches the NIC. */
  declare private readonly nowhere: Place;
  declare private readonly reachable: Nanos;
  readonly #byAddress: Map<Ipv4, Neighbour> = new Map();
  /** By the argument of their event. */
  readonly #all: Neighbour[] = [];
  /** Those whose event came while the host was paused. */
  readonly #overdue: number[] = [];
  /** The one used last: packets come in runs. */
  #latest: Neighbour | null = null;

  constructor(host: NeighbourHost, nic: Nic) {
    this.host = host;
    this.nic = nic;
    this.nowhere = { host: host.name, name: "", link: "" };
    this.reachable = host.profile.neighbourReachable;
  }

  /** Sends a packet to a neighbour, or lets it wait until one answers. */
  send(packet: Packet, address: Ipv4, connection: ConnectionId, note: string, now: Nanos): void {
    const latest = this.#latest;
    const neighbour = latest !== null && latest.address === address ? latest : this.#find(address);
    const { state } = neighbour;
    if (state !== NeighbourState.Reachable || now >= neighbour.validUntil) {
      if (state === NeighbourState.Incomplete) {
        return this.#wait(neighbour, packet, connection, note, now);
      }
      if (state === NeighbourState.None) {
        if (neighbour.wasKnown || this.#ask(neighbour) < 0) {
          this.#wait(neighbour, packet, connection, note, now);
          return this.#resolve(neighbour, now);
        }
        this.#confirm(neighbour, now);
      } else if (state === NeighbourState.Reachable) this.#doubt(neighbour, now);
    }
    this.nic.send(packet, address, connection, note, now);
  }

  /** A frame of a neighbour arrived: it is there. */
  heard(address: Ipv4, now: Nanos): void {
    const latest = this.#latest;
    const neighbour = latest !== null && latest.address === address
      ? latest
      : this.#byAddress.get(address);
    if (neighbour === undefined) return;
    const { state } = neighbour;
    if (state === NeighbourState.Reachable) neighbour.validUntil = now + this.reachable;
    else if (state === NeighbourState.Probe) this.#confirm(neighbour, now);
  }

  /** A neighbour has asked for us, and so is known too, though not relied on (RFC 826; Linux: STALE). */
  learn(address: Ipv4): void {
    const neighbour = this.#byAddress.get(address);
    if (neighbour === undefined || neighbour.state !== NeighbourState.None) return;
    neighbour.state = NeighbourState.Reachable;
    neighbour.forgottenBy = 0;
    neighbour.validUntil = -NEVER;
  }

  /** What was known of a neighbour is not relied on any more: its next use is looked after. */
  makeStale(address: Ipv4): void {
    const neighbour = this.#byAddress.get(address);
    if (neighbour !== undefined) neighbour.validUntil = -NEVER;
  }

  /** The carrier is gone, and with it what was known. What waits goes on waiting. */
  forget(): void {
    for (const neighbour of this.#all) {
      if (neighbour.state === NeighbourState.Incomplete) continue;
      this.#stop(neighbour);
      neighbour.state = NeighbourState.None;
      neighbour.forgottenBy = this.host.network.recorder?.cause ?? 0;
    }
  }

  /** The host crashed: everything is gone, what waits too. */
  forgetAll(): void {
    this.forget();
    for (const neighbour of this.#all) {
      this.#stop(neighbour);
      neighbour.state = NeighbourState.None;
      neighbour.waiting = [];
    }
  }

  onEvent(_kind: number, index: number, now: Nanos): void {
    if (this.host.isPaused) this.#overdue.push(index);
    else this.#onDue(this.#all[index]!, now);
  }

  /** The host goes on after a pause: what was due meanwhile happens now. */
  resume(now: Nanos): void {
    for (const index of this.#overdue.splice(0)) {
      const neighbour = this.#all[index]!;
      if (neighbour.eventAt <= now) this.#onDue(neighbour, now);
    }
  }

  #onDue(neighbour: Neighbour, now: Nanos): void {
    neighbour.eventAt = NEVER;
    const { recorder } = this.host.network;
    if (recorder !== null) recorder.cause = neighbour.cause;
    if (neighbour.replyAt <= now) return this.#found(neighbour, now);
    const time = this.#ask(neighbour);
    if (time < 0) return this.#tryAgain(neighbour, now);
    if (neighbour.state !== NeighbourState.Incomplete) return this.#confirm(neighbour, now);
    neighbour.replyAt = now + time;
    this.#schedule(neighbour, neighbour.replyAt);
  }

  #find(address: Ipv4): Neighbour {
    let found = this.#byAddress.get(address);
    if (found === undefined) {
      found = new Neighbour(address, this.#all.length);
      this.#byAddress.set(address, found);
      this.#all.push(found);
    }
    this.#latest = found;
    return found;
  }

  /** How long a request that is sent now and its reply take; -1 where nobody answers. */
  #ask(neighbour: Neighbour): Nanos {
    return this.nic.ask(neighbour.address);
  }

  #confirm(neighbour: Neighbour, now: Nanos): void {
    if (neighbour.eventAt !== NEVER) this.#stop(neighbour);
    neighbour.state = NeighbourState.Reachable;
    neighbour.wasKnown = true;
    neighbour.forgottenBy = 0;
    neighbour.validUntil = now + this.reachable;
  }

  /** Long not heard of: if it does not answer, that is found out after a while. */
  #doubt(neighbour: Neighbour, now: Nanos): void {
    if (this.#ask(neighbour) >= 0) return this.#confirm(neighbour, now);
    neighbour.state = NeighbourState.Probe;
    neighbour.requests = 0;
    neighbour.cause = this.host.network.recorder?.cause ?? 0;
    this.#schedule(neighbour, now + this.host.profile.neighbourProbeDelay);
  }

  #resolve(neighbour: Neighbour, now: Nanos): void {
    const { profile } = this.host;
    neighbour.state = NeighbourState.Incomplete;
    neighbour.requests = 1;
    const asked = this.#record("neighbour incomplete", neighbour, now);
    neighbour.cause = neighbour.forgottenBy !== 0 ? neighbour.forgottenBy : asked;
    const time = this.#ask(neighbour);
    neighbour.replyAt = time < 0 ? NEVER : now + time;
    this.#schedule(neighbour, time < 0 ? now + profile.neighbourRetry : neighbour.replyAt);
  }

  /** A request had no answer: another one, or the neighbour is given up. */
  #tryAgain(neighbour: Neighbour, now: Nanos): void {
    const { neighbourRequests, neighbourRetry } = this.host.profile;
    if (neighbour.requests++ < neighbourRequests) {
      return this.#schedule(neighbour, now + neighbourRetry);
    }
    neighbour.state = NeighbourState.None;
    const { recorder } = this.host.network;
    const failure = this.#record("neighbour failed", neighbour, now);
    for (const { packet, connection, note, since } of neighbour.waiting.splice(0)) {
      if (recorder !== null) recorder.cause = failure;
      this.#drop(packet, connection, "no neighbour answers", note, now);
      this.host.onNoNeighbour(packet, since, now);
    }
  }

  /** The reply arrives: what waited is sent. */
  #found(neighbour: Neighbour, now: Nanos): void {
    neighbour.replyAt = NEVER;
    this.#confirm(neighbour, now);
    const { recorder } = this.host.network;
    this.#record("neighbour reachable", neighbour, now);
    for (const { packet, connection, note, cause } of neighbour.waiting.splice(0)) {
      if (recorder !== null) recorder.cause = cause;
      this.nic.send(packet, neighbour.address, connection, note, now);
    }
  }

  /**
   * Of packets that wait the oldest goes where there is no room. What waits is
   * not sent again meanwhile, and leaves no trace (S: tcp_retransmit_skb gives
   * EBUSY while the first copy is still in the host).
   */
  #wait(
    neighbour: Neighbour,
    packet: Packet,
    connection: ConnectionId,
    note: string,
    now: Nanos,
  ): void {
    const { waiting } = neighbour;
    if (waiting.some((it) => isSameSegment(it.packet, packet))) return;
    const cause = this.host.network.recorder?.cause ?? 0;
    waiting.push({ packet, connection, note, cause, since: now });
    if (waiting.length <= this.host.profile.neighbourQueue) return;
    const oldest = waiting.shift()!;
    this.#drop(oldest.packet, oldest.connection, "too many wait for a neighbour", oldest.note, now);
  }

  #drop(packet: Packet, connection: ConnectionId, why: string, note: string, now: Nanos): void {
    const text = note === "" ? why : `${why} (${note})`;
    recordDeparture(this.host.network, this.nowhere, "dropped", packet, connection, text, now);
  }

  #record(event: NicRecord["event"], { address }: Neighbour, now: Nanos): RecordId {
    const { recorder } = this.host.network;
    if (recorder === null) return 0;
    const note = formatIpv4(address);
    return recorder.record(now, {
      kind: "nic",
      event,
      host: this.host.name,
      nic: this.nic.name,
      note,
    });
  }

  /** Its event comes at that time; on a wheel of ticks later, but for a reply. */
  #schedule(neighbour: Neighbour, due: Nanos): void {
    const { profile } = this.host;
    const isTimer = profile.timerWheel && neighbour.replyAt === NEVER;
    const at = isTimer ? onWheel(due, this.host.network.sim.now) : due;
    neighbour.eventAt = at;
    neighbour.eventHandle = this.host.network.sim.schedule(at, this, 0, neighbour.index);
  }

  #stop(neighbour: Neighbour): void {
    if (neighbour.eventAt !== NEVER) this.host.network.sim.cancel(neighbour.eventHandle);
    neighbour.eventAt = NEVER;
    neighbour.replyAt = NEVER;
  }
}
