import type { Rng } from "../engine/base/rng.ts";
import type { Nanos } from "../engine/base/time.ts";
import {
  Admission,
  CoDel,
  type CoDelSettings,
  DropTail,
  Impairments,
  type ImpairmentSettings,
  NO_IMPAIRMENTS,
  type Queue,
  Red,
  type RedSettings,
  serialisationTime,
  Transmitter,
} from "../engine/link/mod.ts";
import type { Actor, Lane } from "../engine/sim/mod.ts";
import { isEcnCapable, keepPacket, markedPacket } from "../engine/wire/mod.ts";
import type { CableEnd } from "./cable_end.ts";
import { corruptFrame } from "./corrupt_frame.ts";
import { Frame } from "./frame.ts";
import { Gate } from "./gate.ts";
import { InFlight } from "./in_flight.ts";
import { type ActiveRule, Fate } from "./link_rules.ts";
import type { Network } from "./network.ts";
import type { RecordId } from "./records.ts";
import { blamePresent, recordDrop } from "./segment_record.ts";

/** What one direction of a cable is like. */
export interface LineSettings extends ImpairmentSettings {
  /** From the last bit sent to the last bit received. */
  readonly latency: Nanos;
  /** Bits per second; 0 and Infinity stand for a line that takes no time. */
  readonly rateBps: number;
  /** Bytes that each frame takes on the line besides its packet. */
  readonly overhead: number;
  /** How many frames may wait for the line; Infinity is no limit. */
  readonly limitPackets: number;
  /** How many bytes may wait for the line; Infinity is no limit. */
  readonly limitBytes: number;
  /** Drops or marks frames before the queue is full; at most one of the two. */
  readonly codel: CoDelSettings | null;
  readonly red: RedSettings | null;
  /** The longest packet that it carries, in bytes; longer ones are lost without a word. */
  readonly mtu: number;
}

/** The events of a line: a frame arrives behind those before it, or by itself. */
const Arrival = { InTurn: 0, Alone: 1 } as const;

/** The frame by which a RED queue counts idle time, in bytes (`avpkt 1000` of tc red). */
const TYPICAL_FRAME = 1000;

/** A line without latency, limits of rate, or harm; 1000 frames may wait, as in Linux (`txqueuelen`). */
export const PLAIN_LINE: LineSettings = Object.freeze({
  ...NO_IMPAIRMENTS,
  latency: 0,
  rateBps: Infinity,
  overhead: 0,
  limitPackets: 1000,
  limitBytes: Infinity,
  codel: null,
  red: null,
  mtu: Infinity,
});

/**
 * One direction of a cable. A frame that enters waits for the line, takes its
 * time on it, and arrives one latency after its last bit has left.
 *
 * All of this is known when the frame enters, so that one event per frame is
 * enough: its arrival.
 */
export class Line implements Actor {
  declare readonly settings: LineSettings;
  /** How many frames were lost on this line so far, for whatever reason. */
  lost = 0;
  declare private network: Network;
  declare private link: string;
  declare private source: CableEnd;
  declare private sink: CableEnd;
  declare private transmitter: Transmitter;
  declare private queue: Queue;
  declare private luck: Impairments;
  declare private bits: Rng;
  #rules: ActiveRule[] = [];
  #fate: Fate = new Fate();
  #scratch: Frame = new Frame();
  /** What the queue said of the last frame, and a copy of one that it marked. */
  #verdict: Admission = Admission.Take;
  #marked: Frame = new Frame();
  declare private readonly flying: InFlight;
  /** When frames arrive that do not overtake others. */
  declare private arrivals: Lane;
  #gate: Gate = Gate.Open;
  /** The record of the fault that set the gate, 0 for none. */
  #gateCause: RecordId = 0;
  /** The slots of frames that have arrived at a gate that holds them. */
  #held: number[] = [];

  /** @throws {RangeError} if a setting is out of its range. */
  constructor(
    network: Network,
    link: string,
    source: CableEnd,
    sink: CableEnd,
    settings: LineSettings,
    rng: Rng,
  ) {
    if (!Number.isSafeInteger(settings.latency) || settings.latency < 0) {
      throw new RangeError(
        `Cannot add link "${link}": latency must be whole nanoseconds from 0: ` +
          `it is ${settings.latency}`,
      );
    }
    this.settings = settings;
    this.network = network;
    this.flying = new InFlight(network.recorder === null ? network.pool : null);
    this.arrivals = network.sim.lane(this);
    this.link = link;
    this.source = source;
    this.sink = sink;
    this.transmitter = new Transmitter(settings.rateBps, settings.overhead);
    this.queue = queueOf(settings, rng);
    this.luck = new Impairments(settings, rng);
    this.bits = rng.fork("bits");
  }

  /** A frame to be filled for {@linkcode enter}, which need not copy it. */
  get blank(): Frame {
    return this.flying.blank;
  }

  /** Whether nothing ever arrives. */
  get losesAll(): boolean {
    return this.settings.loss >= 1;
  }

  /** How many frames wait for the line, are on it or under way. */
  get inFlight(): number {
    return this.flying.count;
  }

  /** How many frames wait for the line. */
  waitingAt(now: Nanos): number {
    return this.queue.packetsAt(now);
  }

  /** Adds a rule that each frame is held against as it enters. */
  addRule(rule: ActiveRule): void {
    this.#rules.push(rule);
  }

  /** Cuts this direction, holds what arrives, or opens it again: what was held arrives at once. */
  setGate(gate: Gate, now: Nanos): void {
    this.#gate = gate;
    this.#gateCause = this.network.recorder?.cause ?? 0;
    if (gate === Gate.Held) return;
    for (const slot of this.#held.splice(0)) {
      blamePresent(this.network, this.flying.frameOf(slot));
      this.flying.expect(slot, this.network.sim.schedule(now, this, Arrival.Alone, slot));
    }
  }

  /** Takes a frame from the source: the blank one, or a copy. The caller's own stays as it is. */
  enter(frame: Frame, now: Nanos): void {
    if (this.#gate === Gate.Cut) return this.#enterInVain(frame, now);
    const { luck } = this;
    if (luck.active) luck.draw();
    if (this.#rules.length === 0 && luck.isGood) this.#send(frame, luck.shift, now);
    else this.#enterAtRisk(frame, now);
  }

  /** A frame arrives; one that is alone has a slot. */
  onEvent(kind: number, slot: number, now: Nanos): void {
    if (this.#gate === Gate.Held) {
      this.#held.push(kind === Arrival.InTurn ? this.flying.setAside() : slot);
    } else if (kind === Arrival.InTurn) {
      const frame = this.flying.landNext();
      this.sink.receive(frame, now);
      this.flying.clear(frame);
    } else {
      this.sink.receive(this.flying.land(slot), now);
      this.flying.free(slot);
    }
  }

  /**
   * Loses everything that is in flight, because of what is the recorder's cause
   * right now; the line is free afterwards.
   */
  loseAll(note: string, now: Nanos): void {
    for (const event of this.flying.events()) this.network.sim.cancel(event);
    this.arrivals.clear();
    for (const frame of this.flying.takeAll()) {
      blamePresent(this.network, frame);
      this.#drop(frame, note, now);
    }
    this.#held.length = 0;
    this.queue.clear();
    this.transmitter.reset();
  }

  /** A frame on its way into a partition. */
  #enterInVain(frame: Frame, now: Nanos): void {
    const hit = this.#scratch;
    hit.copy(frame);
    if (this.#gateCause !== 0) hit.cause = this.#gateCause;
    this.#sendInVain(hit, "partition", now);
  }

  /** A frame that rules or bad luck may meet: what they do is done to a copy. */
  #enterAtRisk(frame: Frame, now: Nanos): void {
    const fate = this.#fateOf(frame, now);
    const hit = this.#scratch;
    hit.copy(frame);
    hit.cause = fate.cause;
    if (fate.marked) hit.packet = markedPacket(hit.packet);
    if (fate.corrupted) corruptFrame(hit, this.bits);
    if (fate.lost) return this.#sendInVain(hit, fate.note, now);
    if (fate.duplicated) keepPacket(hit.packet);
    this.#send(hit, fate.delay + this.luck.shift, now);
    if (fate.duplicated) this.#send(hit, fate.delay + this.luck.shift, now);
  }

  #fateOf(frame: Frame, now: Nanos): Fate {
    const fate = this.#fate;
    fate.reset(frame.cause);
    for (let i = 0; i < this.#rules.length; i++) {
      this.#rules[i]!.judge(this.network, frame, this.link, this.source.host, fate, now);
    }
    const { luck } = this;
    if (luck.lost && !fate.lost) {
      fate.lost = true;
      fate.note = "random loss";
    }
    fate.duplicated ||= luck.duplicated;
    fate.corrupted ||= luck.corrupted;
    return fate;
  }

  /** Sends a frame that arrives `extra` later (or, below 0, earlier) than usual. */
  #send(frame: Frame, extra: Nanos, now: Nanos): void {
    const leavesAt = this.#takeLine(frame, now);
    if (leavesAt < 0) return;
    const way = this.settings.latency + extra;
    const arrivesAt = leavesAt + (way > 0 ? way : 0);
    const kept = this.#verdict === Admission.Mark ? this.#withMark(frame) : frame;
    if (this.arrivals.add(arrivesAt, Arrival.InTurn)) return this.flying.add(kept);
    const slot = this.flying.addAlone(kept);
    const event = this.network.sim.schedule(arrivesAt, this, Arrival.Alone, slot);
    this.flying.expect(slot, event);
  }

  #withMark(frame: Frame): Frame {
    const marked = this.#marked;
    marked.copy(frame);
    marked.packet = markedPacket(frame.packet);
    return marked;
  }

  /** Sends a frame that never arrives; it takes its time on the line all the same. */
  #sendInVain(frame: Frame, note: string, now: Nanos): void {
    if (this.#takeLine(frame, now) >= 0) this.#drop(frame, note, now);
  }

  /** Queues a frame and returns when its last bit leaves, or -1 where the queue is full. */
  #takeLine(frame: Frame, now: Nanos): Nanos {
    const { packet } = frame;
    const bytes = packet.length;
    if (bytes > this.settings.mtu) {
      this.#drop(frame, "longer than the link's MTU", now);
      return -1;
    }
    const startsAt = this.transmitter.startsAt(now);
    this.#verdict = this.queue.offer(bytes, startsAt, now, isEcnCapable(packet));
    if (this.#verdict !== Admission.Drop) return this.transmitter.transmit(bytes, now);
    this.#drop(frame, this.queue.dropNote, now);
    return -1;
  }

  #drop(frame: Frame, note: string, now: Nanos): void {
    this.lost++;
    recordDrop(this.network, this.source, frame, note, now);
  }
}

/** The queue of a line: plain, or one that drops or marks before it is full. */
function queueOf(settings: LineSettings, rng: Rng): Queue {
  const plain = new DropTail(settings.limitPackets, settings.limitBytes);
  if (settings.codel !== null) return new CoDel(settings.codel, plain);
  if (settings.red === null) return plain;
  const frameTime = serialisationTime(TYPICAL_FRAME + settings.overhead, settings.rateBps);
  return new Red(settings.red, plain, frameTime, rng.fork("red"));
}
