import { copyOf } from "./event_slots.ts";

/** A chunk: the place where the chunk before it ends, and up to seven slots. */
const CHUNK = 8;
/** Where an empty list ends: at the end of the first chunk, which is never used. */
const EMPTY = CHUNK - 1;

/**
 * Lists of slots in no order: slots are added and removed one by one, and lists
 * are emptied as a whole.
 *
 * The slots of a list stand in chunks, not in links from one event to the next.
 * So nothing but the chunk is touched to add one, and the processor can fetch all
 * events of a list into its cache at once, where with links it would have to wait
 * for each of them to know the next one.
 */
export class SlotLists {
  /** The slots of the list that was emptied last. */
  emptied: Int32Array = new Int32Array(CHUNK);
  /** By list: the place of the slot that was added last. */
  #last: Int32Array = new Int32Array(0);
  #chunks: Int32Array = new Int32Array(2 * CHUNK);
  /** The first chunk that no list has; each leads to the next one, and the last to 0. */
  #firstFree = 0;
  /** From here on, chunks have not been used since the lists were made. */
  #unused: number = CHUNK;

  /** How many lists there are. */
  get count(): number {
    return this.#last.length;
  }

  /** Makes so many empty lists in place of those before. */
  make(count: number): void {
    if (this.#last.length !== count) this.#last = new Int32Array(count);
    this.#last.fill(EMPTY);
    this.#firstFree = 0;
    this.#unused = CHUNK;
  }

  isEmpty(list: number): boolean {
    return this.#last[list] === EMPTY;
  }

  /** Adds a slot, and says at which place it stands: CHUNK or more. */
  add(list: number, slot: number): number {
    let place = this.#last[list]! + 1;
    if ((place & (CHUNK - 1)) === 0) place = this.#takeChunk(place - 1) + 1;
    this.#chunks[place] = slot;
    this.#last[list] = place;
    return place;
  }

  /** Takes the slot at `place` out of a list. The one that then stands there came from the end. */
  remove(list: number, place: number): number {
    const chunks = this.#chunks;
    const last = this.#last[list]!;
    const moved = chunks[last]!;
    chunks[place] = moved;
    if ((last & (CHUNK - 1)) === 1) {
      this.#last[list] = chunks[last - 1]!;
      this.#freeChunk(last - 1);
    } else {
      this.#last[list] = last - 1;
    }
    return moved;
  }

  /** Moves the slots of a list into `emptied`, the last one first, and says how many these are. */
  empty(list: number): number {
    let place = this.#last[list]!;
    this.#last[list] = EMPTY;
    const chunks = this.#chunks;
    let { emptied } = this;
    let count = 0;
    while (place !== EMPTY) {
      if (count + CHUNK > emptied.length) emptied = this.#growEmptied();
      const chunk = place & -CHUNK;
      while (place > chunk) emptied[count++] = chunks[place--]!;
      place = chunks[chunk]!;
      this.#freeChunk(chunk);
    }
    return count;
  }

  #freeChunk(chunk: number): void {
    this.#chunks[chunk] = this.#firstFree;
    this.#firstFree = chunk;
  }

  /** A chunk that follows the one that ends at `before`. */
  #takeChunk(before: number): number {
    let chunk = this.#firstFree;
    if (chunk !== 0) {
      this.#firstFree = this.#chunks[chunk]!;
    } else {
      chunk = this.#unused;
      this.#unused += CHUNK;
      if (this.#unused > this.#chunks.length) {
        this.#chunks = copyOf(this.#chunks, new Int32Array(2 * this.#chunks.length));
      }
    }
    this.#chunks[chunk] = before;
    return chunk;
  }

  #growEmptied(): Int32Array {
    this.emptied = copyOf(this.emptied, new Int32Array(2 * this.emptied.length));
    return this.emptied;
  }
}
