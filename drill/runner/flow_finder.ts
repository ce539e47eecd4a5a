import type { Listener } from "../../engine/tcp/mod.ts";
import { Flag, type Packet } from "../../engine/wire/mod.ts";
import { Flow } from "./flow.ts";
import type { Lab } from "./lab.ts";
import type { Settings } from "./settings.ts";

/** The first of the ports that peers call from: fixed, so that every run is the same. */
const FIRST_PEER_PORT = 49_152;

/**
 * Finds the connection that a script is about: that of its last connect, or of
 * the first packet to a listener.
 */
export class FlowFinder {
  readonly #lab: Lab;
  readonly #settings: Settings;
  #flow: Flow | null = null;
  #listener: Listener | null = null;
  #peers = 0;

  constructor(lab: Lab, settings: Settings) {
    this.#lab = lab;
    this.#settings = settings;
  }

  /** The connection under test, null before there is one. */
  get flow(): Flow | null {
    return this.#flow;
  }

  /** The connection that a packet of the host's begins, if it does: an active open. */
  openedBy(packet: Packet): Flow | null {
    const seg = packet.segment;
    if (seg === null || (seg.flags & (Flag.Syn | Flag.Ack)) !== Flag.Syn) return null;
    const { source, destination } = packet;
    const is = this.#flow;
    if (is !== null && is.localPort === seg.sourcePort && is.remotePort === seg.destinationPort) {
      return null;
    }
    this.#flow = new Flow(source, seg.sourcePort, destination, seg.destinationPort);
    return this.#flow;
  }

  /** The connection that a packet of the script is for: a new one where a listener waits for its first. */
  forInbound(): Flow {
    const listener = this.#lab.host.endpoint.listeners().at(-1) ?? null;
    const isNewListener = listener !== null && listener !== this.#listener;
    if (this.#flow !== null && !isNewListener) return this.#flow;
    this.#listener = listener;
    const { localAddress, remoteAddress, bindPort } = this.#settings;
    const port = listener === null ? bindPort : listener.port;
    this.#flow = new Flow(localAddress, port, remoteAddress, FIRST_PEER_PORT + this.#peers++);
    return this.#flow;
  }
}
