import { NO_OPTIONS, Packet, Segment, type TcpOptions } from "../engine/wire/mod.ts";

/** Stands in a frame for a packet that is packed. */
export const PACKED: Packet = Object.freeze(new Packet());

// What stands where in `numbers`, from `slot << SHIFT` on: a cache line for each packet.
const SHIFT = 4;
const SOURCE = 0;
const DESTINATION = 1;
const TTL = 2;
const ID = 3;
const TOS = 4;
const DONT_FRAGMENT = 5;
const LENGTH = 6;
const PORTS = 7;
const SEQ = 8;
const ACK = 9;
const FLAGS = 10;
const WINDOW = 11;
const URGENT_POINTER = 12;
const DATA_START = 13;
const DATA_LENGTH = 14;

/**
 * TCP packets as numbers in one array, by slot. Tens of thousands of packets that
 * wait in a queue outlive the collections of the youngest garbage: as objects each
 * is copied twice and then left behind in the old heap, as numbers none is.
 *
 * What comes out is a new packet that equals the one that went in; the payload
 * and the options are the very same.
 */
export class PackedPackets {
  #numbers: Int32Array = new Int32Array(0);
  readonly #data: Uint8Array[] = [];
  readonly #options: TcpOptions[] = [];

  /** Keeps a packet with a segment in a slot. */
  put(slot: number, packet: Packet, seg: Segment): void {
    const base = slot << SHIFT;
    if (base >= this.#numbers.length) this.#grow(base);
    const numbers = this.#numbers;
    numbers[base + SOURCE] = packet.source;
    numbers[base + DESTINATION] = packet.destination;
    numbers[base + TTL] = packet.ttl;
    numbers[base + ID] = packet.id;
    numbers[base + TOS] = packet.tos;
    numbers[base + DONT_FRAGMENT] = packet.dontFragment ? 1 : 0;
    numbers[base + LENGTH] = packet.length;
    numbers[base + PORTS] = seg.sourcePort << 16 | seg.destinationPort;
    numbers[base + SEQ] = seg.seq;
    numbers[base + ACK] = seg.ack;
    numbers[base + FLAGS] = seg.flags;
    numbers[base + WINDOW] = seg.window;
    numbers[base + URGENT_POINTER] = seg.urgentPointer;
    numbers[base + DATA_START] = seg.dataStart;
    numbers[base + DATA_LENGTH] = seg.dataLength;
    this.#data[slot] = seg.data;
    this.#options[slot] = seg.options;
  }

  /** The packet of a slot; the slot keeps it until another one is put there. */
  take(slot: number): Packet {
    const numbers = this.#numbers;
    const base = slot << SHIFT;
    const packet = new Packet();
    packet.source = numbers[base + SOURCE]! >>> 0;
    packet.destination = numbers[base + DESTINATION]! >>> 0;
    packet.ttl = numbers[base + TTL]!;
    packet.id = numbers[base + ID]!;
    packet.tos = numbers[base + TOS]!;
    packet.dontFragment = numbers[base + DONT_FRAGMENT] === 1;
    packet.length = numbers[base + LENGTH]!;
    packet.segment = this.#segment(slot, base);
    this.#options[slot] = NO_OPTIONS;
    return packet;
  }

  #segment(slot: number, base: number): Segment {
    const numbers = this.#numbers;
    const seg = new Segment();
    const ports = numbers[base + PORTS]!;
    seg.sourcePort = ports >>> 16;
    seg.destinationPort = ports & 0xffff;
    seg.seq = numbers[base + SEQ]!;
    seg.ack = numbers[base + ACK]!;
    seg.flags = numbers[base + FLAGS]!;
    seg.window = numbers[base + WINDOW]!;
    seg.urgentPointer = numbers[base + URGENT_POINTER]!;
    seg.options = this.#options[slot]!;
    seg.data = this.#data[slot]!;
    seg.dataStart = numbers[base + DATA_START]!;
    seg.dataLength = numbers[base + DATA_LENGTH]!;
    return seg;
  }

  #grow(base: number): void {
    const longer = new Int32Array(Math.max(1024 << SHIFT, 2 * base));
    longer.set(this.#numbers);
    this.#numbers = longer;
  }
}
