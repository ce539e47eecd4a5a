import { ms, type Nanos, us } from "../engine/base/time.ts";
import { Transmitter } from "../engine/link/mod.ts";
import type { Actor } from "../engine/sim/mod.ts";
import type { Ipv4, Packet } from "../engine/wire/mod.ts";
import { Cable, symmetric } from "../nodes/cable.ts";
import type { CableEnd } from "../nodes/cable_end.ts";
import { Frame } from "../nodes/frame.ts";
import type { Line } from "../nodes/line.ts";
import type { Network } from "../nodes/network.ts";
import type { Nic } from "../nodes/nic.ts";
import type { Bottleneck } from "./bottleneck.ts";
import { type Direction, DIRECTION_FROM, type Side, SIDES } from "./capture.ts";
import type { FrameRules } from "./frame_rules.ts";

/** Ethernet's header, which the recorded link sends too. */
const HEADER_BYTES = 14;

/** What the recording machine itself adds on each way (median over all captures). */
const MACHINE_TIME: Nanos = us(270);

const OTHER: Readonly<Record<Side, Side>> = { client: "server", server: "client" };

/** A frame on its way through the box. */
interface Held {
  readonly frame: Frame;
  readonly to: Side;
}

/**
 * The box between the two hosts of a capture: a serialising link and a fixed
 * delay for each direction. It alone loses, delays and forges frames, so both
 * hosts see the same cable all the time: one each, without latency.
 */
export class MiddleBox implements Actor {
  readonly cables: Readonly<Record<Side, Cable>>;
  readonly #network: Network;
  readonly #delay: Nanos;
  readonly #rules: FrameRules;
  readonly #ports: Readonly<Record<Side, Port>>;
  readonly #transmitters: Readonly<Record<Side, Transmitter>>;
  /** How long a frame may wait for its turn at most. */
  readonly #queue: Nanos;
  readonly #held: (Held | null)[] = [];
  /** Whether requests for a neighbour find nobody. */
  losesRequests = false;
  readonly #isClosed: Record<Direction, boolean> = { "to-server": false, "to-client": false };

  constructor(
    network: Network,
    nics: Readonly<Record<Side, Nic>>,
    delay: Nanos,
    bottleneck: Bottleneck,
    rules: FrameRules,
  ) {
    this.#network = network;
    this.#delay = delay;
    this.#rules = rules;
    this.#queue = bottleneck.queueMs * ms(1);
    const transmitter = (): Transmitter => new Transmitter(bottleneck.rateBps, HEADER_BYTES);
    this.#transmitters = { client: transmitter(), server: transmitter() };
    this.#ports = { client: new Port(this, "client"), server: new Port(this, "server") };
    const cable = (side: Side): Cable =>
      new Cable(network, side, nics[side], this.#ports[side], symmetric({}));
    this.cables = { client: cable("client"), server: cable("server") };
  }

  /** Forwards nothing that way, or does again; what is inside is lost as it comes to leave. */
  close(direction: Direction | "both", isClosed: boolean): void {
    for (const side of SIDES) {
      const way = DIRECTION_FROM[side];
      if (direction === "both" || direction === way) this.#isClosed[way] = isClosed;
    }
  }

  /** Takes a frame from a side. */
  take(frame: Frame, from: Side, now: Nanos): void {
    const direction = DIRECTION_FROM[from];
    if (this.#isClosed[direction]) return;
    const extra = this.#rules.judge(frame.packet, direction);
    if (extra === Infinity) return;
    if (this.#transmitters[from].startsAt(now) - now > this.#queue) return; // the queue is full
    const leavesAt = this.#transmitters[from].transmit(frame.packet.length, now);
    const kept = new Frame();
    kept.copy(frame);
    this.#held.push({ frame: kept, to: OTHER[from] });
    const at = leavesAt + this.#delay + MACHINE_TIME + ms(extra);
    this.#network.sim.schedule(at, this, 0, this.#held.length - 1);
  }

  onEvent(_kind: number, index: number, now: Nanos): void {
    const held = this.#held[index];
    if (held === null || held === undefined) return;
    this.#held[index] = null;
    if (this.#isClosed[DIRECTION_FROM[OTHER[held.to]]]) return;
    this.#ports[held.to].send(held.frame, now);
  }

  /**
   * What a request for an address meets that comes from a side. The hosts of
   * most captures knew each other for ever, so a closed box loses only segments.
   */
  whoHas(address: Ipv4, asker: Ipv4, from: Side): Nanos {
    if (this.losesRequests) return -1;
    const other = OTHER[from];
    const time = this.cables[other].whoHas(this.#ports[other], address, asker);
    return time < 0 ? -1 : time + 2 * (this.#delay + MACHINE_TIME);
  }

  /** Hands a packet of nobody's to a side at once. */
  forge(packet: Packet, to: Side, now: Nanos): void {
    const frame = new Frame();
    frame.packet = packet;
    frame.from = packet.source;
    frame.to = packet.destination;
    this.#ports[to].send(frame, now);
  }
}

/** Where a side's cable is plugged into the box. */
class Port implements CableEnd {
  readonly host = "box";
  readonly name: string;
  link = "";
  readonly #box: MiddleBox;
  readonly #side: Side;
  #line: Line | null = null;
  #carrier = false;

  constructor(box: MiddleBox, side: Side) {
    this.#box = box;
    this.#side = side;
    this.name = side;
  }

  attach(cable: Cable): void {
    this.#line = cable.lineFrom(this);
    this.link = cable.name;
    this.#carrier = cable.carrier;
  }

  receive(frame: Frame, now: Nanos): void {
    this.#box.take(frame, this.#side, now);
  }

  whoHas(address: Ipv4, asker: Ipv4): Nanos {
    return this.#box.whoHas(address, asker, this.#side);
  }

  onCarrier(up: boolean, _now: Nanos): void {
    this.#carrier = up;
  }

  /** Sends a frame to the side; without carrier it is lost. */
  send(frame: Frame, now: Nanos): void {
    if (this.#carrier && this.#line !== null) this.#line.enter(frame, now);
  }
}
