import type { Nanos } from "../engine/base/time.ts";
import { BROADCAST, type Ipv4, keepPacket } from "../engine/wire/mod.ts";
import type { Frame } from "./frame.ts";
import type { Network } from "./network.ts";
import { recordDrop } from "./segment_record.ts";
import { SwitchPort } from "./switch_port.ts";

/**
 * A learning switch. It takes each frame whole and sends it on at once, to the
 * port behind which it last saw the destination, or to all others while it does
 * not know. What waits for a port waits in the queue of that port's cable.
 *
 * Entries do not grow old, and one whose port lost the carrier stays: frames
 * for it are dropped there, as nobody would take them elsewhere, until its
 * owner speaks on another port. There is no spanning tree, so a loop of
 * switches sends frames round for ever.
 */
export class Switch {
  readonly name: string;
  readonly ports: SwitchPort[] = [];
  #network: Network;
  #isAsked = false;
  #portOf: Map<Ipv4, SwitchPort> = new Map();

  /**
   * Makes a switch without ports, and registers it with the network.
   *
   * @throws {RangeError} if there is one of that name.
   */
  constructor(network: Network, name: string) {
    this.name = name;
    this.#network = network;
    network.addSwitch(this);
  }

  /** Adds a port to plug a cable into: "port1", "port2" and so on. */
  addPort(): SwitchPort {
    const port = new SwitchPort(this.#network, this, `port${this.ports.length + 1}`);
    this.ports.push(port);
    return port;
  }

  /** Sends on a frame that arrived at a port. */
  forward(frame: Frame, arrival: SwitchPort, now: Nanos): void {
    this.#learn(frame.from, arrival);
    const port = frame.to === BROADCAST ? undefined : this.#portOf.get(frame.to);
    if (port === undefined) this.#flood(frame, arrival, now);
    else if (port !== arrival) port.send(frame, now);
  }

  /**
   * Who has that address, behind any port but the one that the request came by?
   * The request and its reply teach the switch, as frames of ARP would: what is
   * sent to the address next goes out of one port.
   */
  whoHas(address: Ipv4, asker: Ipv4, arrival: SwitchPort): Nanos {
    if (this.#isAsked) return -1; // round a loop of switches
    this.#isAsked = true;
    this.#learn(asker, arrival);
    let time = -1;
    for (const port of this.ports) {
      if (port === arrival || time >= 0) continue;
      time = port.ask(address, asker);
      if (time >= 0) this.#learn(address, port);
    }
    this.#isAsked = false;
    return time;
  }

  #learn(address: Ipv4, port: SwitchPort): void {
    if (this.#portOf.get(address) !== port) this.#portOf.set(address, port);
  }

  #flood(frame: Frame, arrival: SwitchPort, now: Nanos): void {
    let sent = 0;
    keepPacket(frame.packet);
    for (const port of this.ports) {
      if (port === arrival || !port.carrier) continue;
      port.send(frame, now);
      sent++;
    }
    if (sent > 0) return;
    recordDrop(this.#network, arrival, frame, "no other port with a carrier", now);
  }
}
