/** Where the writes of a stream end, to tell what lies inside of one. */
export class WriteEnds {
  #ends: number[] = [];
  #total = 0;

  add(bytes: number): void {
    this.#total += bytes;
    this.#ends.push(this.#total);
  }

  clear(): void {
    this.#ends = [];
    this.#total = 0;
  }

  /** Whether so many bytes from the start of the stream end inside of a write. */
  isInside(bytes: number): boolean {
    return bytes > 0 && bytes < this.#total && !this.#ends.includes(bytes);
  }
}
