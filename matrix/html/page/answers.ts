import type { Cell } from "../../cell.ts";
import { AXIS_NAMES, type PackedMatrix } from "../packed.ts";

/** An answer as the page shows it. */
export interface ShownAnswer {
  /** Why there is no such cell; "" where there is, and all else is "" where not. */
  readonly impossible: string;
  readonly wire: string;
  readonly localStates: string;
  readonly peerStates: string;
  readonly timeWait: string;
  readonly localCalls: string;
  readonly peerCalls: string;
}

/** Finds the answer of a cell in a packed matrix. */
export class AnswersByCell {
  readonly #matrix: PackedMatrix;
  readonly #places = new Map<string, readonly number[]>();

  constructor(matrix: PackedMatrix) {
    this.#matrix = matrix;
    for (const [axes, texts] of matrix.cells) this.#places.set(axes.join(), texts);
  }

  /** null where the matrix was made without that cell. */
  find(cell: Cell): ShownAnswer | null {
    const { axes } = this.#matrix;
    const key = AXIS_NAMES.map((axis) => (axes[axis] as readonly string[]).indexOf(cell[axis]));
    const places = this.#places.get(key.join());
    if (places === undefined) return null;
    const texts = places.map((place) => this.#matrix.texts[place] ?? "");
    const isPossible = texts.length > 1;
    const [wire, localStates, peerStates, timeWait, localCalls, peerCalls] = isPossible
      ? texts
      : [];
    return {
      impossible: isPossible ? "" : texts[0] ?? "",
      wire: wire ?? "",
      localStates: localStates ?? "",
      peerStates: peerStates ?? "",
      timeWait: timeWait ?? "",
      localCalls: localCalls ?? "",
      peerCalls: peerCalls ?? "",
    };
  }
}
