import type { RecordId } from "../../nodes/records.ts";
import type { RecordJson } from "../schema_records.ts";
import type { ExportedRecords } from "../exported_records.ts";

/** Every record of one kind, as exported. */
export type RecordOf<Kind extends RecordJson["kind"]> = Extract<RecordJson, { kind: Kind }>;

/** The addresses and ports of a connection, as one of its hosts sees them. */
export interface Tuple {
  readonly host: string;
  readonly local: string;
  readonly remote: string;
}

/** Looks back from a record to what had happened before it. */
export class Past {
  readonly #source: ExportedRecords;

  constructor(source: ExportedRecords) {
    this.#source = source;
  }

  recordOf(id: RecordId): RecordJson {
    return this.#source.recordOf(id);
  }

  /** The record that made this one happen, or null. */
  causeOf(record: RecordJson): RecordJson | null {
    return record.cause === null ? null : this.recordOf(record.cause);
  }

  /** The last record of that kind before `before` and after `after` that fits, or null. */
  last<Kind extends RecordJson["kind"]>(
    kind: Kind,
    before: RecordId,
    fits: (record: RecordOf<Kind>) => boolean,
    after: RecordId = 0,
  ): RecordOf<Kind> | null {
    for (let id = before - 1; id > after; id--) {
      const record = this.recordOf(id);
      if (isKind(record, kind) && fits(record)) return record;
    }
    return null;
  }

  /** All of them, in order. */
  all<Kind extends RecordJson["kind"]>(
    kind: Kind,
    before: RecordId,
    fits: (record: RecordOf<Kind>) => boolean,
    after: RecordId = 0,
  ): RecordOf<Kind>[] {
    const found: RecordOf<Kind>[] = [];
    for (let id = after + 1; id < before; id++) {
      const record = this.recordOf(id);
      if (isKind(record, kind) && fits(record)) found.push(record);
    }
    return found;
  }

  /** Who a connection's end is, or null. */
  tupleOf(connection: string | null): Tuple | null {
    const found = this.#source.connections.find(({ name }) => name === connection);
    if (found === undefined) return null;
    const local = `${found.localAddress}:${found.localPort}`;
    return { host: found.host, local, remote: `${found.remoteAddress}:${found.remotePort}` };
  }

  /** The names of a host's connections between these two, of all times. */
  connectionsOf(tuple: Tuple): string[] {
    return this.#source.connections
      .map(({ name }) => name)
      .filter((name) => {
        const other = this.tupleOf(name);
        return other !== null && other.host === tuple.host && other.local === tuple.local &&
          other.remote === tuple.remote;
      });
  }

  /** The names of a host's connections at a local port, of all times. */
  connectionsAt(host: string, port: number): string[] {
    return this.#source.connections
      .filter((info) => info.host === host && info.localPort === port)
      .map(({ name }) => name);
  }
}

function isKind<Kind extends RecordJson["kind"]>(
  record: RecordJson,
  kind: Kind,
): record is RecordOf<Kind> {
  return record.kind === kind;
}

/** The connection that a segment goes out on, as its sender sees it; null for what is no TCP. */
export function outwardTuple(record: RecordOf<"segment">): Tuple | null {
  const { ip, tcp, host } = record;
  if (tcp === null) return null;
  const local = `${ip.source}:${tcp.sourcePort}`;
  return { host, local, remote: `${ip.destination}:${tcp.destinationPort}` };
}

/** Whether a segment travels on that connection, in either direction. */
export function travelsOn(record: RecordOf<"segment">, tuple: Tuple): boolean {
  return leavesOn(record, tuple) || arrivesOn(record, tuple);
}

/** Whether a segment travels on that connection, away from the host that sees it so. */
export function leavesOn(record: RecordOf<"segment">, tuple: Tuple): boolean {
  const out = outwardTuple(record);
  return out !== null && out.local === tuple.local && out.remote === tuple.remote;
}

function arrivesOn(record: RecordOf<"segment">, tuple: Tuple): boolean {
  const out = outwardTuple(record);
  return out !== null && out.local === tuple.remote && out.remote === tuple.local;
}
