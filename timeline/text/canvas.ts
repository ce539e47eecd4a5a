import { paint, Style } from "./style.ts";

/** One line under construction: a row of cells, each with a character and a style. */
export class Canvas {
  readonly #width: number;
  readonly #cells: string[] = [];
  readonly #styles: Style[] = [];

  constructor(width: number) {
    this.#width = width;
    this.clear();
  }

  /** Makes every cell blank. */
  clear(): void {
    for (let x = 0; x < this.#width; x++) this.cell(x, " ", Style.Plain);
  }

  /** Sets one cell; outside of the line nothing happens. */
  cell(x: number, character: string, style: Style): void {
    if (x < 0 || x >= this.#width) return;
    this.#cells[x] = character;
    this.#styles[x] = style;
  }

  /** What stands in a cell. */
  at(x: number): string {
    return this.#cells[x] ?? " ";
  }

  /** Writes text from a cell on. */
  write(x: number, text: string, style: Style): void {
    let at = x;
    for (const character of text) this.cell(at++, character, style);
  }

  /** Sets all cells from `from` to `to`, both included. */
  fill(from: number, to: number, character: string, style: Style): void {
    for (let x = from; x <= to; x++) this.cell(x, character, style);
  }

  /** The line without blanks at its end, in colours or without. */
  line(color: boolean): string {
    let end = this.#width;
    while (end > 0 && this.#cells[end - 1] === " ") end--;
    if (!color) return this.#cells.slice(0, end).join("");
    let line = "";
    let start = 0;
    for (let x = 1; x <= end; x++) {
      if (x < end && this.#styles[x] === this.#styles[start]) continue;
      line += paint(this.#cells.slice(start, x).join(""), this.#styles[start] ?? Style.Plain);
      start = x;
    }
    return line;
  }
}
