import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import { blankPacket, keepPacket, type Packet } from "../engine/wire/mod.ts";
import type { ConnectionId, RecordBody, RecordId } from "../nodes/records.ts";
import { type PacketRow, PacketRows } from "./packet_rows.ts";
import { type FormId, NO_FORM, RecordForms } from "./record_forms.ts";
import { NO_OBJECT, RecordRow } from "./record_row.ts";

/** Records in a block; a run with few begins with a smaller one. */
const BLOCK_BITS = 13;
const BLOCK = 1 << BLOCK_BITS;
const FIRST_CAPACITY = 256;
/** So many records at most, as causes stand in a column of int32. */
const MOST = 2 ** 31 - 1;

/** For each record: when, and the sending of a segment or the deadline of a timer. */
const NUMBERS = 2;
/** For each record: its cause, its form, its connection, and the row of its packet or the place of its body. */
const INTEGERS = 4;

/**
 * Records in columns, in their order. Of segments and timers, which are nearly
 * all of them, it keeps numbers, and makes their bodies when they are asked for:
 * an object for each would cost several times as much, above all in work for the
 * collector of garbage. All other bodies are kept by reference.
 */
export class RecordColumns {
  readonly forms: RecordForms = new RecordForms();
  #numbers: Float64Array[] = [new Float64Array(FIRST_CAPACITY * NUMBERS)];
  #integers: Int32Array[] = [new Int32Array(FIRST_CAPACITY * INTEGERS)];
  /** Those of records that have no form. */
  #bodies: RecordBody[] = [];
  readonly #packets: PacketRows = new PacketRows();
  readonly #row = new RecordRow();
  #capacity = FIRST_CAPACITY;
  /** The block that is being filled. */
  #block = 0;
  /** Records that were dropped, and records that there were. */
  #dropped = 0;
  #size = 0;
  #endedAt: Nanos = 0;

  /** How many records there were, the dropped ones with them. */
  get size(): number {
    return this.#size;
  }

  /** How many of them are at hand. */
  get kept(): number {
    return this.#size - this.#dropped;
  }

  /** Up to when the run went: the time of its last record, or what {@linkcode end} was told. */
  get endedAt(): Nanos {
    return this.#endedAt;
  }

  /** Says up to when the run went, where that is later than its last record. */
  end(at: Nanos): void {
    invariant(at >= this.#endedAt, "time never runs backwards");
    this.#endedAt = at;
  }

  /** Adds a record as it is. */
  add(at: Nanos, cause: RecordId, body: RecordBody): RecordId {
    if (body.kind === "segment") keepPacket(body.packet);
    return this.#put(at, cause, 0, NO_FORM, 0, this.#bodies.push(body) - 1);
  }

  /** Adds the record of a segment that has a form: `sent` is its sending. */
  addSegment(
    at: Nanos,
    cause: RecordId,
    sent: RecordId,
    form: FormId,
    connection: ConnectionId,
    packet: Packet,
  ): RecordId {
    return this.#put(at, cause, sent, form, connection, this.#keep(packet, sent));
  }

  /** Adds the record of a timer that has a form. */
  addTimer(
    at: Nanos,
    cause: RecordId,
    deadline: Nanos,
    form: FormId,
    connection: ConnectionId,
  ): RecordId {
    return this.#put(at, cause, deadline, form, connection, NO_OBJECT);
  }

  #put(
    at: Nanos,
    cause: RecordId,
    extra: number,
    form: FormId,
    connection: ConnectionId,
    object: number,
  ): RecordId {
    invariant(at >= this.#endedAt, "time never runs backwards");
    invariant(
      cause >= 0 && cause <= this.#size,
      "every record names an earlier record as its cause",
    );
    invariant(this.#size < MOST, "the number of a record is an int32");
    this.#endedAt = at;
    const index = this.#size - this.#dropped;
    if (index >>> BLOCK_BITS !== this.#block || index === this.#capacity) this.#grow(index);
    const place = index & (BLOCK - 1);
    const numbers = this.#numbers[this.#block]!;
    numbers[place * NUMBERS] = at;
    numbers[place * NUMBERS + 1] = extra;
    const integers = this.#integers[this.#block]!;
    integers[place * INTEGERS] = cause;
    integers[place * INTEGERS + 1] = form;
    integers[place * INTEGERS + 2] = connection;
    integers[place * INTEGERS + 3] = object;
    return ++this.#size;
  }

  /** Drops all records that are at hand; their numbers stay taken. */
  drop(): void {
    this.#dropped = this.#size;
    this.#block = 0;
    this.#numbers.length = 1;
    this.#integers.length = 1;
    this.#bodies = [];
    this.#packets.clear();
  }

  /** The records at hand that have no form: their bodies, in their order. */
  get whole(): readonly RecordBody[] {
    return this.#bodies;
  }

  /** Reads all numbers of a record. */
  read(id: RecordId, into: RecordRow): void {
    const index = this.#indexOf(id);
    const block = index >>> BLOCK_BITS;
    const place = index & (BLOCK - 1);
    const numbers = this.#numbers[block]!;
    into.at = numbers[place * NUMBERS]!;
    into.extra = numbers[place * NUMBERS + 1]!;
    const integers = this.#integers[block]!;
    into.cause = integers[place * INTEGERS]!;
    into.form = integers[place * INTEGERS + 1]!;
    into.connection = integers[place * INTEGERS + 2]!;
    into.object = integers[place * INTEGERS + 3]!;
  }

  /** When a record happened. */
  atOf(id: RecordId): Nanos {
    const index = this.#indexOf(id);
    return this.#numbers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * NUMBERS]!;
  }

  /** The record that made this one happen, or 0. */
  causeOf(id: RecordId): RecordId {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS]!;
  }

  /** The form of a segment or timer, {@linkcode NO_FORM} of a record that is kept whole. */
  formOf(id: RecordId): FormId {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS + 1]!;
  }

  /** The connection of a record that has a form. */
  connectionOf(id: RecordId): ConnectionId {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS + 2]!;
  }

  /**
   * The packet of a segment that has a form: `scratch`, which must be
   * {@linkcode blankPacket}, with all that was recorded of it, or the very one.
   */
  packetOf({ object }: RecordRow, scratch: Packet): Packet {
    return this.#packets.read(object, scratch);
  }

  /** The row of a packet that was recorded before as the same, or a new one. */
  #keep(packet: Packet, sent: RecordId): PacketRow {
    const isAtHand = sent > this.#dropped && this.formOf(sent) !== NO_FORM;
    const row = isAtHand ? this.#objectOf(sent) : NO_OBJECT;
    return row !== NO_OBJECT && this.#packets.holds(row, packet) ? row : this.#packets.add(packet);
  }

  #objectOf(id: RecordId): number {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS + 3]!;
  }

  /** What happened: a new object each time for segments and timers. */
  bodyOf(id: RecordId): RecordBody {
    const row = this.#row;
    this.read(id, row);
    if (row.form === NO_FORM) return this.#bodies[row.object]!;
    const { connection, extra } = row;
    const form = this.forms.of(row.form);
    if (form.kind === "timer") {
      const { kind, event, host, timer } = form;
      return { kind, event, host, connection, timer, deadline: extra };
    }
    const { kind, event, host, nic, link, corrupted, note } = form;
    const packet = this.packetOf(row, blankPacket());
    return { kind, event, host, nic, link, connection, sent: extra, packet, corrupted, note };
  }

  #indexOf(id: RecordId): number {
    const index = id - 1 - this.#dropped;
    invariant(index >= 0 && id <= this.#size, "only records that are at hand are asked for");
    return index;
  }

  /** Makes room for the record of that index: a new block, or a larger first one. */
  #grow(index: number): void {
    if (index >= BLOCK) {
      this.#block = index >>> BLOCK_BITS;
      this.#numbers.push(new Float64Array(BLOCK * NUMBERS));
      this.#integers.push(new Int32Array(BLOCK * INTEGERS));
      return;
    }
    this.#capacity *= 2;
    const numbers = new Float64Array(this.#capacity * NUMBERS);
    numbers.set(this.#numbers[0]!);
    this.#numbers[0] = numbers;
    const integers = new Int32Array(this.#capacity * INTEGERS);
    integers.set(this.#integers[0]!);
    this.#integers[0] = integers;
  }
}
