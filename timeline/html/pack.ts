import { digest } from "../digest.ts";
import type { Verdict } from "../expectations/verdict.ts";
import { exportedRecords } from "../exported_records.ts";
import type { TimelineJson } from "../schema.ts";
import type { RecordJson } from "../schema_records.ts";
import { Timeline } from "../timeline.ts";
import type { RecordOf } from "../why/past.ts";
import { TablePacker } from "./column_packer.ts";
import type { PackedTimeline, PageHead } from "./packed.ts";

/** Brings the records of a timeline into columns. */
export function packTimeline(
  timeline: Timeline | TimelineJson,
  { title, version, seed, partial, hosts, links }: PageHead,
  expectations: readonly Verdict[],
): PackedTimeline {
  const source = exportedRecords(timeline);
  const packer = new RecordPacker();
  for (let id = 1; id <= source.size; id++) packer.push(source.recordOf(id));
  return {
    title,
    version,
    seed,
    partial,
    hosts,
    links,
    digest: timeline instanceof Timeline ? digest(timeline) : timeline.digest,
    endedAt: timeline.endedAt,
    connections: source.connections,
    expectations,
    ...packer.pack(),
  };
}

/** What a packed timeline has of its records. */
type PackedRecords = Pick<
  PackedTimeline,
  "steps" | "causes" | "kindOf" | "kinds" | "tables" | "packets"
>;

class RecordPacker {
  readonly #steps: number[] = [];
  readonly #causes: number[] = [];
  readonly #kindOf: number[] = [];
  readonly #kinds: string[] = [];
  readonly #tables: TablePacker[] = [];
  readonly #packets = new TablePacker();
  /** The packet of each sending, by the id of its record. */
  readonly #packetOf = new Map<number, number>();
  #at = 0;

  push(record: RecordJson): void {
    const { id, at, cause, kind, ...rest } = record;
    this.#steps.push(at - this.#at);
    this.#at = at;
    this.#causes.push(cause === null ? 0 : id - cause);
    let number = this.#kinds.indexOf(kind);
    if (number < 0) {
      number = this.#kinds.push(kind) - 1;
      this.#tables.push(new TablePacker());
    }
    this.#kindOf.push(number);
    this.#tables[number]?.push(record.kind === "segment" ? this.#segmentRow(record) : rest);
  }

  /** A segment's fields, with the number of its packet in place of the packet. */
  #segmentRow(record: RecordOf<"segment">): Record<string, unknown> {
    const { id, at: _at, cause: _cause, kind: _kind, ip, tcp, icmp, ...rest } = record;
    const row = packetRow({ ip, tcp, icmp });
    let packet = rest.sent === null ? undefined : this.#packetOf.get(rest.sent);
    if (packet === undefined || !this.#packets.holds(packet, row)) {
      packet = this.#packets.size;
      this.#packets.push(row);
    }
    if (rest.sent === null) this.#packetOf.set(id, packet);
    return { ...rest, packet };
  }

  pack(): PackedRecords {
    return {
      steps: this.#steps,
      causes: this.#causes,
      kindOf: this.#kindOf,
      kinds: this.#kinds,
      tables: this.#tables.map((table) => table.pack()),
      packets: this.#packets.pack(),
    };
  }
}

/** A packet without its nesting; timestamps stand apart from the options, as they always change. */
function packetRow(
  { ip, tcp, icmp }: Pick<RecordOf<"segment">, "ip" | "tcp" | "icmp">,
): Record<string, unknown> {
  const { timestamps = null, ...options } = tcp?.options ?? {};
  return {
    ...ip,
    isTcp: tcp !== null,
    sourcePort: tcp?.sourcePort ?? 0,
    destinationPort: tcp?.destinationPort ?? 0,
    seq: tcp?.seq ?? 0,
    ack: tcp?.ack ?? 0,
    relativeSeq: tcp?.relativeSeq ?? null,
    relativeAck: tcp?.relativeAck ?? null,
    flags: tcp?.flags ?? [],
    window: tcp?.window ?? 0,
    urgentPointer: tcp?.urgentPointer ?? 0,
    dataLength: tcp?.dataLength ?? 0,
    options,
    timestampValue: timestamps?.value ?? null,
    timestampEcho: timestamps?.echo ?? null,
    icmp,
  };
}
