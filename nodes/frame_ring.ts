import { Frame } from "./frame.ts";

const FIRST_CAPACITY = 4;

/**
 * Frames, first in, first out, each in a place of its own that is used again:
 * whoever adds one fills the frame that already stands there.
 */
export class FrameRing {
  /** How many there are. */
  count = 0;
  #frames: Frame[] = blankFrames(FIRST_CAPACITY);
  #first = 0;
  /**
   * The number of places is a power of two: this is one less. Two are always free,
   * that of the blank frame and that of the frame which was taken last.
   */
  #mask: number = FIRST_CAPACITY - 1;

  /** The frame that the next {@linkcode add} takes in. */
  get blank(): Frame {
    return this.#frames[(this.#first + this.count) & this.#mask]!;
  }

  /** Takes in the blank frame, which was filled. */
  add(): void {
    if (++this.count >= this.#mask) this.#grow();
  }

  /** Takes the first frame out; there must be one. It stays as it is until another one is taken. */
  shift(): Frame {
    const frame = this.#frames[this.#first]!;
    this.#first = (this.#first + 1) & this.#mask;
    this.count--;
    return frame;
  }

  /** Doubles the places; the first frame then stands in the first of them. */
  #grow(): void {
    const frames = this.#frames;
    const first = this.#first;
    this.#frames = [
      ...frames.slice(first),
      ...frames.slice(0, first),
      ...blankFrames(frames.length),
    ];
    this.#first = 0;
    this.#mask = this.#frames.length - 1;
  }
}

function blankFrames(count: number): Frame[] {
  return Array.from({ length: count }, () => new Frame());
}
