import type { Nanos } from "../engine/base/time.ts";
import type { Ipv4 } from "../engine/wire/mod.ts";
import type { Cable } from "./cable.ts";
import type { CableEnd } from "./cable_end.ts";
import type { Frame } from "./frame.ts";
import type { Line } from "./line.ts";
import type { Network } from "./network.ts";
import { recordDrop } from "./segment_record.ts";
import type { Switch } from "./switch.ts";

/** One port of a switch: an end of a cable that takes every frame. */
export class SwitchPort implements CableEnd {
  /** The switch's name. */
  readonly host: string;
  readonly name: string;
  #network: Network;
  #switch: Switch;
  #cable: Cable | null = null;
  #line: Line | null = null;
  #link = "";
  #carrier = false;

  constructor(network: Network, owner: Switch, name: string) {
    this.host = owner.name;
    this.name = name;
    this.#network = network;
    this.#switch = owner;
  }

  /** Whether its cable is plugged in and the NIC or port at the other end on. */
  get carrier(): boolean {
    return this.#carrier;
  }

  /** The name of its cable, "" if none. */
  get link(): string {
    return this.#link;
  }

  attach(cable: Cable): void {
    if (this.#line !== null) {
      throw new RangeError(
        `Cannot add link "${cable.name}": a port takes one cable: ` +
          `${this.host}.${this.name} has "${this.#link}"`,
      );
    }
    this.#cable = cable;
    this.#line = cable.lineFrom(this);
    this.#link = cable.name;
    this.#carrier = cable.carrier;
  }

  /** Sends a frame out of this port; without carrier it is dropped. */
  send(frame: Frame, now: Nanos): void {
    if (this.#carrier && this.#line !== null) this.#line.enter(frame, now);
    else recordDrop(this.#network, this, frame, "no carrier", now);
  }

  receive(frame: Frame, now: Nanos): void {
    this.#switch.forward(frame, this, now);
  }

  /** What a request for an address meets that arrives at another port and leaves by this one. */
  ask(address: Ipv4, asker: Ipv4): Nanos {
    return this.#cable === null ? -1 : this.#cable.whoHas(this, address, asker);
  }

  whoHas(address: Ipv4, asker: Ipv4): Nanos {
    return this.#switch.whoHas(address, asker, this);
  }

  onCarrier(up: boolean, _now: Nanos): void {
    this.#carrier = up;
  }
}
