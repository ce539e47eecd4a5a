import { type Track, trackPacket, type TrackRole } from "./trace_packets.ts";

/** Above all pids: a thread whose tid is its pid would be taken for the main one. */
const FIRST_TID = 1_000_000;

/** The role of a track that is nothing else. */
const PLAIN: TrackRole = { is: "plain" };

/**
 * The tracks of one trace, each made when it is first asked for, by what it
 * stands for. Their descriptions wait in `described` until they are taken.
 */
export class Tracks {
  readonly #uuids = new Map<string, number>();
  readonly #pids = new Map<string, number>();
  /** Descriptions of new tracks, to be written before the next event. */
  readonly described: Uint8Array[] = [];

  /** What happens to the network as a whole: "faults", "cable". */
  network(name: string): number {
    return this.#track(`network ${name}`, name, 0, PLAIN);
  }

  /** A host, which is a process of the trace. */
  host(host: string): number {
    return this.#track(`host ${host}`, host, 0, { is: "process", pid: this.#pidOf(host) });
  }

  /** Something of a host beside threads and connections: "eth0 disabled", "segments". */
  ofHost(host: string, name: string): number {
    return this.#track(`of ${host} ${name}`, name, this.host(host), PLAIN);
  }

  /** A thread of a process of a host: "web", "web/reader". */
  thread(host: string, name: string): number {
    const parent = this.host(host);
    const role = {
      is: "thread",
      pid: this.#pidOf(host),
      tid: FIRST_TID + this.#uuids.size,
    } as const;
    return this.#track(`thread ${host} ${name}`, name, parent, role);
  }

  /** A connection's end, which shows its states. */
  connection(host: string, name: string): number {
    return this.#track(`connection ${name}`, name, this.host(host), PLAIN);
  }

  /** Something of a connection's end: "segments", "retransmission timer". */
  ofConnection(host: string, connection: string, name: string, role: TrackRole = PLAIN): number {
    const parent = this.connection(host, connection);
    return this.#track(`of connection ${connection} ${name}`, name, parent, role);
  }

  #pidOf(host: string): number {
    let pid = this.#pids.get(host);
    if (pid === undefined) {
      pid = this.#pids.size + 1;
      this.#pids.set(host, pid);
    }
    return pid;
  }

  #track(key: string, name: string, parent: number, role: TrackRole): number {
    let uuid = this.#uuids.get(key);
    if (uuid === undefined) {
      uuid = this.#uuids.size + 1;
      this.#uuids.set(key, uuid);
      const track: Track = { uuid, name, parent, role };
      this.described.push(trackPacket(track));
    }
    return uuid;
  }
}
