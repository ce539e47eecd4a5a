import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import type { Ipv4 } from "../engine/wire/mod.ts";
import type { CableEnd } from "./cable_end.ts";
import { enterCause, leaveCause } from "./cause.ts";
import type { Gate } from "./gate.ts";
import { Line, type LineSettings, PLAIN_LINE } from "./line.ts";
import type { ActiveRule } from "./link_rules.ts";
import type { Network } from "./network.ts";
import type { LinkRecord } from "./records.ts";

/** What a cable is like, in both directions. */
export interface CableSettings {
  /** From the first end to the second. */
  readonly forward: LineSettings;
  /** From the second end to the first. */
  readonly backward: LineSettings;
}

/** The settings of a cable that is alike in both directions; what is left out is plain. */
export function symmetric(settings: Partial<LineSettings>): CableSettings {
  const line = { ...PLAIN_LINE, ...settings };
  return { forward: line, backward: line };
}

/**
 * A full-duplex cable between two NICs or ports.
 *
 * There is a carrier while it is plugged in and both ends are enabled: a NIC
 * that is disabled takes the carrier from its peer, as a pulled cable does from
 * both. Without carrier nothing is on the cable: what was queued or under way
 * when it went is lost.
 */
export class Cable {
  readonly name: string;
  readonly first: CableEnd;
  readonly second: CableEnd;
  readonly forward: Line;
  readonly backward: Line;
  #network: Network;
  #plugged = true;
  #firstEnabled = true;
  #secondEnabled = true;
  #carrier = true;

  /**
   * Plugs a cable into both ends, and registers it with the network.
   *
   * @throws {RangeError} if there is one of that name, or a setting is out of range.
   */
  constructor(
    network: Network,
    name: string,
    first: CableEnd,
    second: CableEnd,
    settings: CableSettings,
  ) {
    const rng = network.rng.fork(`link ${name}`);
    this.name = name;
    this.first = first;
    this.second = second;
    this.forward = new Line(network, name, first, second, settings.forward, rng.fork("forward"));
    this.backward = new Line(network, name, second, first, settings.backward, rng.fork("backward"));
    this.#network = network;
    network.addCable(this);
    first.attach(this);
    second.attach(this);
  }

  /** Whether it is plugged in and both ends are enabled. */
  get carrier(): boolean {
    return this.#carrier;
  }

  /** Whether it is plugged in, at both ends. */
  get plugged(): boolean {
    return this.#plugged;
  }

  /** The line on which that end sends. */
  lineFrom(end: CableEnd): Line {
    invariant(end === this.first || end === this.second, "a line starts at an end of its cable");
    return end === this.first ? this.forward : this.backward;
  }

  /** What an end's request for an address meets (see {@linkcode CableEnd.whoHas}). */
  whoHas(end: CableEnd, address: Ipv4, asker: Ipv4): Nanos {
    if (!this.#carrier || this.forward.losesAll || this.backward.losesAll) return -1;
    const time = (end === this.first ? this.second : this.first).whoHas(address, asker);
    if (time < 0) return -1;
    return time + this.forward.settings.latency + this.backward.settings.latency;
  }

  /** Has both directions apply a rule; its matches count together. */
  addRule(rule: ActiveRule): void {
    this.forward.addRule(rule);
    this.backward.addRule(rule);
  }

  /** Pulls it out. Everything queued for it or under way is lost; both ends lose the carrier. */
  pull(now: Nanos): void {
    if (!this.#plugged) return;
    this.#plugged = false;
    const lost = this.forward.inFlight + this.backward.inFlight;
    const cause = enterCause(this.#network, this.#recordOf("pulled", lost), now);
    this.forward.loseAll("cable pulled", now);
    this.backward.loseAll("cable pulled", now);
    this.#settle(now);
    leaveCause(this.#network, cause);
  }

  /** Plugs it in again. */
  plug(now: Nanos): void {
    if (this.#plugged) return;
    this.#plugged = true;
    const cause = enterCause(this.#network, this.#recordOf("plugged", 0), now);
    this.#settle(now);
    leaveCause(this.#network, cause);
  }

  /** Sets the gate of what that host or switch sends; of both directions where it is "". */
  setGate(gate: Gate, from: string, now: Nanos): void {
    if (from === "" || from === this.first.host) this.forward.setGate(gate, now);
    if (from === "" || from === this.second.host) this.backward.setGate(gate, now);
  }

  /**
   * Takes note that an end was disabled, and loses what is on the cable.
   * `letOut` lets those arrive that this end had already sent: a last RST.
   */
  disableEnd(end: CableEnd, letOut: boolean, now: Nanos): void {
    this.#setEnabled(end, false);
    const out = this.lineFrom(end);
    const back = out === this.forward ? this.backward : this.forward;
    if (!letOut) out.loseAll("NIC disabled", now);
    back.loseAll("NIC disabled", now);
    this.#settle(now);
  }

  /** Takes note that an end was enabled again. */
  enableEnd(end: CableEnd, now: Nanos): void {
    this.#setEnabled(end, true);
    this.#settle(now);
  }

  #setEnabled(end: CableEnd, enabled: boolean): void {
    if (end === this.first) this.#firstEnabled = enabled;
    else this.#secondEnabled = enabled;
  }

  /** Tells the ends where the carrier came or went. One that is disabled knows without. */
  #settle(now: Nanos): void {
    const carrier = this.#plugged && this.#firstEnabled && this.#secondEnabled;
    if (carrier === this.#carrier) return;
    this.#carrier = carrier;
    if (this.#firstEnabled) this.first.onCarrier(carrier, now);
    if (this.#secondEnabled) this.second.onCarrier(carrier, now);
  }

  #recordOf(event: LinkRecord["event"], lost: number): LinkRecord {
    return { kind: "link", event, link: this.name, lost };
  }
}
