import type { Records } from "./records.ts";
import { searchText } from "./words.ts";

/** Finds records by words. */
export class Search {
  readonly #records: Records;
  /** What is looked through, of each record; made when first needed. */
  #texts: string[] | null = null;

  constructor(records: Records) {
    this.#records = records;
  }

  /**
   * The shown records that have all words of a query, in order. `#12` finds
   * the record of that number.
   */
  find(query: string, isShown: Uint8Array): Uint32Array {
    const words = query.toLowerCase().split(/\s+/).filter((word) => word !== "");
    if (words.length === 0) return new Uint32Array();
    const [first = ""] = words;
    if (words.length === 1 && /^#\d+$/.test(first)) {
      const id = Number(first.slice(1));
      return id >= 1 && id <= this.#records.size ? Uint32Array.of(id) : new Uint32Array();
    }
    const texts = this.#texts ??= this.#read();
    const found: number[] = [];
    for (let i = 0; i < texts.length; i++) {
      const text = texts[i] ?? "";
      if (isShown[i] === 1 && words.every((word) => text.includes(word))) found.push(i + 1);
    }
    return Uint32Array.from(found);
  }

  #read(): string[] {
    const texts = [];
    for (let id = 1; id <= this.#records.size; id++) {
      texts.push(searchText(this.#records.recordOf(id)));
    }
    return texts;
  }
}
