import {
  fitsNumbers,
  hasPacketNumbers,
  keepPacket,
  type Packet,
  putPacketNumbers,
  takePacketNumbers,
} from "../engine/wire/mod.ts";

/** The number of a packet among those that were added, from 0. */
export type PacketRow = number;

/** Packets in a block; a run with few begins with a smaller one. */
const BLOCK_BITS = 12;
const BLOCK = 1 << BLOCK_BITS;
const FIRST_CAPACITY = 128;

/** A cache line each. */
const SHIFT = 4;

/**
 * Packets that were recorded. Nearly all of them, those of TCP without unusual
 * options, are kept as numbers and a reference to their payload, so that they can
 * be used again, and make nothing that outlives collections; of others, which
 * are kept as they are, it is said that somebody has them.
 */
export class PacketRows {
  #size = 0;
  #capacity = FIRST_CAPACITY;
  #numbers: Int32Array[] = [new Int32Array(FIRST_CAPACITY << SHIFT)];
  /** Of a packet that is kept as numbers its payload, else the packet. */
  #objects: (Uint8Array | Packet)[][] = [[]];

  /** Adds a packet, whoever has it. */
  add(packet: Packet): PacketRow {
    const row = this.#size++;
    const block = row >>> BLOCK_BITS;
    if (row >= this.#capacity) this.#grow(block);
    if (fitsNumbers(packet)) {
      putPacketNumbers(this.#numbers[block]!, (row & BLOCK - 1) << SHIFT, packet);
      this.#objects[block]!.push(packet.segment!.data);
    } else {
      keepPacket(packet);
      this.#objects[block]!.push(packet);
    }
    return row;
  }

  /** Whether a packet is the one of that row. */
  holds(row: PacketRow, packet: Packet): boolean {
    const block = row >>> BLOCK_BITS;
    const object = this.#objects[block]![row & BLOCK - 1]!;
    if (object === packet) return true;
    return fitsNumbers(packet) && object === packet.segment!.data &&
      hasPacketNumbers(this.#numbers[block]!, (row & BLOCK - 1) << SHIFT, packet);
  }

  /** A packet as it was: the very one where it was kept, else `into`, which must be {@linkcode blankPacket}. */
  read(row: PacketRow, into: Packet): Packet {
    const block = row >>> BLOCK_BITS;
    const object = this.#objects[block]![row & BLOCK - 1]!;
    if (!(object instanceof Uint8Array)) return object;
    takePacketNumbers(this.#numbers[block]!, (row & BLOCK - 1) << SHIFT, into);
    into.segment!.data = object;
    return into;
  }

  /** Forgets all packets. */
  clear(): void {
    this.#size = 0;
    this.#capacity = Math.min(this.#capacity, BLOCK);
    this.#numbers.length = 1;
    this.#objects = [[]];
  }

  /** Makes room in a new block, or in a larger first one. */
  #grow(block: number): void {
    if (block > 0) {
      this.#capacity += BLOCK;
      this.#numbers.push(new Int32Array(BLOCK << SHIFT));
      this.#objects.push([]);
      return;
    }
    this.#capacity *= 2;
    const longer = new Int32Array(this.#capacity << SHIFT);
    longer.set(this.#numbers[0]!);
    this.#numbers[0] = longer;
  }
}
