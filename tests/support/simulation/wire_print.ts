import type { Nanos } from "../../../engine/base/time.ts";
import type { Connection } from "../../../engine/tcp/mod.ts";
import { EndReason, State, stateName } from "../../../engine/tcp/mod.ts";
import type { Host } from "../../../nodes/host.ts";
import type { Network } from "../../../nodes/network.ts";
import { type Packet, payloadOf } from "../../../engine/wire/mod.ts";

/** A print of all that went over the wires of a network, when, and of how each connection ended. */
export class WirePrint {
  readonly #network: Network;
  readonly #connections: [Host, Connection][] = [];
  #print = 0;
  #count = 0;
  #lastAt: Nanos = 0;

  /**
   * Follows a network that was built and has not begun to run. It looks at packets
   * beside the network's own observer, which would keep them from being used again.
   */
  constructor(network: Network) {
    this.#network = network;
    for (const nic of network.nics.values()) {
      const { send } = nic;
      nic.send = (packet, nextHop, connection, note, now) => {
        this.#take(1, packet);
        return send.call(nic, packet, nextHop, connection, note, now);
      };
    }
    for (const host of network.hosts.values()) {
      const { onPacket } = host;
      host.onPacket = (nic, packet, record, now) => {
        this.#take(2, packet);
        onPacket.call(host, nic, packet, record, now);
      };
      const { owner } = host.endpoint;
      host.endpoint.owner = {
        onCreated: (connection, now) => {
          owner?.onCreated(connection, now);
          this.#connections.push([host, connection]);
        },
        onReplaced: (connection, now) => owner?.onReplaced(connection, now),
        onWoken: (connection) => {
          owner?.onWoken(connection);
          this.#exchange(connection);
        },
      };
    }
  }

  /** One that rested in TIME-WAIT is followed again. */
  #exchange(woken: Connection): void {
    const index = this.#connections.findLastIndex(([, it]) =>
      it.iss === woken.iss && it.irs === woken.irs && it.localPort === woken.localPort &&
      it.localAddress === woken.localAddress
    );
    this.#connections[index]![1] = woken;
  }

  #take(event: number, packet: Packet): void {
    this.#count++;
    this.#lastAt = this.#network.sim.now;
    this.#mix(event);
    this.#mix(this.#lastAt % 0x1_0000_0000);
    this.#mix(packet.id);
    this.#mix(packet.source);
    const seg = packet.segment;
    if (seg === null) return;
    this.#mix(seg.seq);
    this.#mix(seg.ack);
    this.#mix(seg.flags * 65_536 + seg.window);
    this.#mix(seg.options.timestampValue);
    this.#mix(seg.options.timestampEcho);
    for (const byte of payloadOf(seg)) this.#mix(byte);
  }

  #mix(word: number): void {
    this.#print = Math.imul(this.#print ^ (word | 0), 0x01000193) ^ (this.#print >>> 15);
  }

  toString(): string {
    const ends = this.#connections.map(([host, connection]) => {
      const { localPort } = connection;
      if (isRestOver(host, connection)) {
        return `${host.name}:${localPort} CLOSED ${EndReason.Closed}`;
      }
      return `${host.name}:${localPort} ${stateName(connection.state)} ${connection.endReason}`;
    });
    return `${this.#count} packets, ${this.#print >>> 0}, ${this.#lastAt} ns; ` +
      ends.join(", ");
  }
}

/** Whether a connection came to rest in TIME-WAIT, and its record is gone. */
function isRestOver({ endpoint }: Host, connection: Connection): boolean {
  if (connection.state !== State.TimeWait || connection.slot >= 0) return false;
  const { localAddress, localPort, remoteAddress, remotePort, iss } = connection;
  return endpoint.find(localAddress, localPort, remoteAddress, remotePort)?.iss !== iss;
}
