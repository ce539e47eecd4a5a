/** Where in a topology a value stands: keys of maps and indexes of lists, from the top. */
export type Path = readonly (string | number)[];

/** A place in a text, both counted from 1. */
export interface Place {
  line: number;
  column: number;
}

/** Where a value stands in the text, and where its key does (of the item of a list: the same). */
interface Entry {
  key: Place;
  value: Place;
}

const TOP: Place = { line: 1, column: 1 };

/** Remembers where each value of a document was written. */
export class Places {
  #entries = new Map<string, Entry>();
  #labels = new Map<string, string>();

  /** The same places, to relabel some of them. */
  copy(): Places {
    const copy = new Places();
    copy.#entries = this.#entries;
    copy.#labels = new Map(this.#labels);
    return copy;
  }

  /** Notes where a value and its key stand. */
  add(path: Path, key: Place, value: Place): void {
    this.#entries.set(path.join("\0"), { key, value });
  }

  /** Notes that a value does not come from the file but from there: `--set seed=3`. */
  relabel(path: Path, label: string): void {
    this.#labels.set(path.join("\0"), label);
  }

  /** Where the value came from, if not from the file; else "". */
  labelOf(path: Path): string {
    for (let length = path.length; length >= 0; length--) {
      const label = this.#labels.get(path.slice(0, length).join("\0"));
      if (label !== undefined) return label;
    }
    return "";
  }

  /** Where a value stands; of one that is not there, where the key of what should have it does. */
  ofValue(path: Path): Place {
    const entry = this.#entries.get(path.join("\0"));
    return entry === undefined ? this.ofKey(path.slice(0, -1)) : entry.value;
  }

  /** Where a value's key stands; of one that is not there, that of the nearest one around it. */
  ofKey(path: Path): Place {
    for (let length = path.length; length > 0; length--) {
      const entry = this.#entries.get(path.slice(0, length).join("\0"));
      if (entry !== undefined) return entry.key;
    }
    return TOP;
  }
}
