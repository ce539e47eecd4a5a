/** A slice that has begun and not ended: its track, and whose end would end it too. */
export interface OpenSlice {
  readonly track: number;
  /** The host that takes it away when it crashes, "" where none does. */
  readonly host: string;
  /** The process that takes it away when it ends, "" where none does. */
  readonly process: string;
}

/** Which tracks have an open slice: at most one each. */
export class OpenSlices {
  readonly #slices = new Map<number, OpenSlice>();

  begin(slice: OpenSlice): void {
    this.#slices.set(slice.track, slice);
  }

  isOpen(track: number): boolean {
    return this.#slices.has(track);
  }

  /** Whether there was a slice to end on that track. */
  end(track: number): boolean {
    return this.#slices.delete(track);
  }

  /** Ends all that are meant; their tracks, in the order in which they began. */
  endAll(which: (slice: OpenSlice) => boolean): number[] {
    const ended = [...this.#slices.values()].filter(which).map(({ track }) => track);
    for (const track of ended) this.#slices.delete(track);
    return ended;
  }
}
