import { invariant } from "../engine/base/invariant.ts";
import type { Nanos } from "../engine/base/time.ts";
import type { Packet } from "../engine/wire/mod.ts";
import type { ConnectionId, RecordBody, RecordId } from "../nodes/records.ts";
import { type FormId, NO_FORM, RecordForms } from "./record_forms.ts";

/** Records in a block; a run with few begins with a smaller one. */
const BLOCK_BITS = 13;
const BLOCK = 1 << BLOCK_BITS;
const FIRST_CAPACITY = 256;

/** For each record: when, the cause, and the sending of a segment or the deadline of a timer. */
const NUMBERS = 3;
/** For each record: its form and its connection. */
const INTEGERS = 2;

/**
 * Records in columns, in their order. Of segments and timers, which are nearly
 * all of them, it keeps numbers and the packet, and makes their bodies when they
 * are asked for: an object for each would cost several times as much, above all
 * in work for the collector of garbage. All other bodies are kept by reference.
 */
export class RecordColumns {
  readonly forms: RecordForms = new RecordForms();
  #numbers: Float64Array[] = [new Float64Array(FIRST_CAPACITY * NUMBERS)];
  #integers: Int32Array[] = [new Int32Array(FIRST_CAPACITY * INTEGERS)];
  /** Packets of segments, null for timers, or whole bodies. */
  #objects: (Packet | RecordBody | null)[][] = [[]];
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
    return this.put(at, cause, 0, NO_FORM, 0, body);
  }

  /**
   * Adds a record that has a form: `extra` is the sending of a segment or the
   * deadline of a timer, `object` the packet of a segment.
   */
  put(
    at: Nanos,
    cause: RecordId,
    extra: number,
    form: FormId,
    connection: ConnectionId,
    object: Packet | RecordBody | null,
  ): RecordId {
    invariant(at >= this.#endedAt, "time never runs backwards");
    invariant(
      cause >= 0 && cause <= this.#size,
      "every record names an earlier record as its cause",
    );
    this.#endedAt = at;
    const index = this.#size - this.#dropped;
    if (index >>> BLOCK_BITS !== this.#block || index === this.#capacity) this.#grow(index);
    const place = index & (BLOCK - 1);
    const numbers = this.#numbers[this.#block]!;
    numbers[place * NUMBERS] = at;
    numbers[place * NUMBERS + 1] = cause;
    numbers[place * NUMBERS + 2] = extra;
    const integers = this.#integers[this.#block]!;
    integers[place * INTEGERS] = form;
    integers[place * INTEGERS + 1] = connection;
    this.#objects[this.#block]!.push(object);
    return ++this.#size;
  }

  /** Drops all records that are at hand; their numbers stay taken. */
  drop(): void {
    this.#dropped = this.#size;
    this.#block = 0;
    this.#numbers.length = 1;
    this.#integers.length = 1;
    this.#objects = [[]];
  }

  /** When a record happened. */
  atOf(id: RecordId): Nanos {
    const index = this.#indexOf(id);
    return this.#numbers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * NUMBERS]!;
  }

  /** The record that made this one happen, or 0. */
  causeOf(id: RecordId): RecordId {
    const index = this.#indexOf(id);
    return this.#numbers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * NUMBERS + 1]!;
  }

  /** The sending of a segment, the deadline of a timer; 0 where {@linkcode formOf} is none. */
  extraOf(id: RecordId): number {
    const index = this.#indexOf(id);
    return this.#numbers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * NUMBERS + 2]!;
  }

  /** The form of a segment or timer, {@linkcode NO_FORM} of a record that is kept whole. */
  formOf(id: RecordId): FormId {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS]!;
  }

  /** The connection of a record that has a form. */
  connectionOf(id: RecordId): ConnectionId {
    const index = this.#indexOf(id);
    return this.#integers[index >>> BLOCK_BITS]![(index & (BLOCK - 1)) * INTEGERS + 1]!;
  }

  /** The packet of a segment that has a form, null of a timer. */
  packetOf(id: RecordId): Packet | null {
    const index = this.#indexOf(id);
    return this.#objects[index >>> BLOCK_BITS]![index & (BLOCK - 1)] as Packet | null;
  }

  /** What happened: a new object each time for segments and timers. */
  bodyOf(id: RecordId): RecordBody {
    const formId = this.formOf(id);
    const index = this.#indexOf(id);
    const object = this.#objects[index >>> BLOCK_BITS]![index & (BLOCK - 1)]!;
    if (formId === NO_FORM) return object as RecordBody;
    const connection = this.connectionOf(id);
    const form = this.forms.of(formId);
    if (form.kind === "timer") {
      const { kind, event, host, timer } = form;
      return { kind, event, host, connection, timer, deadline: this.extraOf(id) };
    }
    const { kind, event, host, nic, link, corrupted, note } = form;
    const sent = this.extraOf(id);
    const packet = object as Packet;
    return { kind, event, host, nic, link, connection, sent, packet, corrupted, note };
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
      this.#objects.push([]);
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
