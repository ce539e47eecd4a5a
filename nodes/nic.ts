import type { Nanos } from "../engine/base/time.ts";
import { BROADCAST, type Ipv4, keepPacket, type Packet } from "../engine/wire/mod.ts";
import type { Cable } from "./cable.ts";
import type { CableEnd } from "./cable_end.ts";
import { enterCause, leaveCause } from "./cause.ts";
import { Frame } from "./frame.ts";
import { Intake } from "./intake.ts";
import type { Line } from "./line.ts";
import type { Network } from "./network.ts";
import type { NicOwner } from "./nic_owner.ts";
import type { ConnectionId, NicRecord, RecordId } from "./records.ts";
import { blamePresent, recordArrival, recordDeparture, recordDrop } from "./segment_record.ts";

/** What a NIC is like. */
export interface NicSettings {
  /** Its name within its host: "eth0". */
  readonly name: string;
  readonly address: Ipv4;
  /** Of the network it is in: 24 for 255.255.255.0. */
  readonly prefixLength: number;
  /** The longest packet, in bytes. */
  readonly mtu: number;
  /** How many frames it keeps for a paused host. */
  readonly holdLimit: number;
}

/** Ethernet's MTU, and room for 1000 frames (Linux's `net.core.netdev_max_backlog`). */
export const NIC_DEFAULTS = { mtu: 1500, holdLimit: 1000 } as const;

/**
 * A network interface: one end of a cable, in a host.
 *
 * Its address stands for the hardware address too and stays the same; whether
 * the host goes by it right now is the host's affair. It takes what is sent to
 * this address or to all, and ignores the rest without a record.
 */
export class Nic implements CableEnd {
  declare readonly host: string;
  declare readonly name: string;
  declare readonly address: Ipv4;
  declare readonly prefixLength: number;
  declare readonly mtu: number;
  declare readonly holdLimit: number;
  /** Packets handed to the cable. */
  sent = 0;
  /** Packets handed to the host. */
  received = 0;
  /** Packets that the NIC itself dropped, on their way out or in. */
  dropped = 0;
  declare private network: Network;
  declare private owner: NicOwner;
  #cable: Cable | null = null;
  #line: Line | null = null;
  #link = "";
  #enabled = true;
  #carrier = false;
  #intake: Intake = Intake.Open;
  #held: Frame[] = [];

  /**
   * Makes a NIC, enabled and without a cable, and registers it with the network.
   *
   * @throws {RangeError} if the host has one of that name.
   */
  constructor(network: Network, owner: NicOwner, settings: NicSettings) {
    this.host = owner.name;
    this.name = settings.name;
    this.address = settings.address;
    this.prefixLength = settings.prefixLength;
    this.mtu = settings.mtu;
    this.holdLimit = settings.holdLimit;
    this.network = network;
    this.owner = owner;
    network.addNic(this);
  }

  /** Whether its host switched it on. */
  get enabled(): boolean {
    return this.#enabled;
  }

  /** Whether it is on, its cable plugged in, and the other end on too. */
  get carrier(): boolean {
    return this.#carrier;
  }

  /** The name of its cable, "" if none. */
  get link(): string {
    return this.#link;
  }

  /** The line it sends on, null without a cable. */
  get line(): Line | null {
    return this.#line;
  }

  attach(cable: Cable): void {
    if (this.#cable !== null) {
      throw new RangeError(
        `Cannot add link "${cable.name}": a NIC takes one cable: ` +
          `${this.host}.${this.name} has "${this.#link}"`,
      );
    }
    this.#cable = cable;
    this.#line = cable.lineFrom(this);
    this.#link = cable.name;
    this.#carrier = cable.carrier;
  }

  /**
   * Sends a packet to the neighbour that has the address `nextHop`, or to all
   * (255.255.255.255). `connection` and `note` are for the record. Without
   * carrier, or where the packet is longer than the MTU, it is dropped and was
   * never sent.
   *
   * Returns the record of its sending or drop, 0 where nobody records.
   */
  send(
    packet: Packet,
    nextHop: Ipv4,
    connection: ConnectionId,
    note: string,
    now: Nanos,
  ): RecordId {
    const line = this.#line;
    if (!this.#carrier || line === null || packet.length > this.mtu) {
      return this.#refuse(packet, connection, note, now);
    }
    const { recorder, segmentObserver } = this.network;
    const id = recorder === null
      ? 0
      : recordDeparture(this.network, this, "sent", packet, connection, note, now);
    const frame = line.blank;
    frame.packet = packet;
    frame.from = this.address;
    frame.to = nextHop;
    frame.connection = connection;
    frame.sent = id;
    frame.cause = id;
    frame.corrupted = false;
    frame.flaw = "";
    this.sent++;
    if (segmentObserver !== null) keepPacket(packet);
    line.enter(frame, now);
    if (segmentObserver !== null) segmentObserver("sent", this.host, this.#link, packet, id);
    return id;
  }

  /** Who has that address? How long a request and its reply take, -1 where nobody answers. */
  ask(address: Ipv4): Nanos {
    return this.#carrier && this.#cable !== null
      ? this.#cable.whoHas(this, address, this.address)
      : -1;
  }

  whoHas(address: Ipv4, asker: Ipv4): Nanos {
    if (address !== this.address || this.#intake !== Intake.Open) return -1;
    return this.owner.answersFor(this, asker) ? 0 : -1;
  }

  receive(frame: Frame, now: Nanos): void {
    if (frame.to !== this.address && frame.to !== BROADCAST) return;
    if (frame.flaw !== "") this.#drop(frame, frame.flaw, now);
    else if (this.#intake === Intake.Open) this.#handUp(frame, now);
    else this.#setAside(frame, now);
  }

  onCarrier(up: boolean, now: Nanos): void {
    this.#carrier = up;
    const cause = enterCause(
      this.network,
      this.#recordOf(up ? "carrier found" : "carrier lost"),
      now,
    );
    this.owner.onCarrier(this, up, now);
    leaveCause(this.network, cause);
  }

  /**
   * Switches it off. Frames on the cable are lost, but for those on their way
   * out where the host's system says farewell, and what it holds for a paused
   * host; the other end loses the carrier.
   */
  disable(now: Nanos): void {
    if (!this.#enabled) return;
    const letOut = this.owner.onDisabling(this, now);
    this.#enabled = false;
    this.#carrier = false;
    const cause = enterCause(this.network, this.#recordOf("disabled"), now);
    this.#dropHeld("NIC disabled", now);
    this.owner.onEnabled(this, false, now);
    if (this.#cable !== null) this.#cable.disableEnd(this, letOut, now);
    leaveCause(this.network, cause);
  }

  /** Switches it on again. Its carrier, if there is one, is found at once. */
  enable(now: Nanos): void {
    if (this.#enabled) return;
    this.#enabled = true;
    const cause = enterCause(this.network, this.#recordOf("enabled"), now);
    this.owner.onEnabled(this, true, now);
    if (this.#cable !== null) this.#cable.enableEnd(this, now);
    leaveCause(this.network, cause);
  }

  /**
   * Says what becomes of frames that arrive from now on. Opening hands up what
   * was held, in the order of its arrival; closing drops it.
   */
  setIntake(intake: Intake, now: Nanos): void {
    this.#intake = intake;
    if (intake === Intake.Closed) this.#dropHeld("host down", now);
    if (intake !== Intake.Open) return;
    const held = this.#held;
    this.#held = [];
    for (const frame of held) this.receive(frame, now);
  }

  #refuse(packet: Packet, connection: ConnectionId, note: string, now: Nanos): RecordId {
    const reason = !this.#enabled
      ? "NIC disabled"
      : this.#carrier
      ? "longer than the MTU"
      : "no carrier";
    this.dropped++;
    const text = note === "" ? reason : `${reason} (${note})`;
    return recordDeparture(this.network, this, "dropped", packet, connection, text, now);
  }

  #handUp(frame: Frame, now: Nanos): void {
    this.received++;
    this.owner.onHeard(this, frame.from, now);
    const recorder = this.network.recorder;
    const { packet } = frame;
    if (recorder === null) {
      this.#observeReceived(packet, 0);
      this.owner.onPacket(this, packet, 0, now);
      return;
    }
    const connection = this.owner.connectionOf(packet);
    const id = recordArrival(this.network, this, frame, connection, now);
    const cause = recorder.cause;
    recorder.cause = id;
    this.#observeReceived(packet, id);
    this.owner.onPacket(this, packet, id, now);
    recorder.cause = cause;
  }

  #observeReceived(packet: Packet, record: RecordId): void {
    const observer = this.network.segmentObserver;
    if (observer === null) return;
    keepPacket(packet);
    observer("received", this.host, this.#link, packet, record);
  }

  #setAside(frame: Frame, now: Nanos): void {
    if (this.#intake === Intake.Closed) return this.#drop(frame, "host down", now);
    if (this.#held.length >= this.holdLimit) return this.#drop(frame, "receive buffer full", now);
    const kept = new Frame();
    kept.copy(frame);
    this.#held.push(kept);
  }

  #dropHeld(note: string, now: Nanos): void {
    const held = this.#held;
    this.#held = [];
    for (const frame of held) {
      blamePresent(this.network, frame);
      this.#drop(frame, note, now);
    }
  }

  #drop(frame: Frame, note: string, now: Nanos): void {
    this.dropped++;
    frame.connection = this.owner.connectionOf(frame.packet);
    recordDrop(this.network, this, frame, note, now);
  }

  #recordOf(event: NicRecord["event"]): NicRecord {
    return { kind: "nic", event, host: this.host, nic: this.name, note: "" };
  }
}
