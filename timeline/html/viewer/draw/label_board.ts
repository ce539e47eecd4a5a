/// <reference lib="dom" />
/** The size of a cell in pixels: no two labels share one. */
const CELL = { width: 10, height: 6 };

/** So many widths of texts are kept. */
const MOST_WIDTHS = 20_000;

/** A text that is to be drawn, if there is room. */
export interface Label {
  /** The least is placed first. */
  readonly rank: number;
  readonly text: string;
  /** What stands in its place where it has no room; "" where it is cut. */
  readonly short: string;
  readonly x: number;
  /** The middle of its height. */
  readonly y: number;
  readonly align: "left" | "right" | "center";
  /** Turned about its anchor, in radians. */
  readonly angle: number;
  readonly color: string;
  readonly font: string;
  /** The most pixels that it may be wide. */
  readonly room: number;
  /** Whether it is drawn in any case. */
  readonly isForced: boolean;
}

/** A ground under a level label, so that arrows do not run through its words. */
function drawGround(
  context: CanvasRenderingContext2D,
  { align }: Label,
  width: number,
  color: string,
): void {
  const from = align === "left" ? 0 : align === "right" ? -width : -width / 2;
  context.globalAlpha = 0.8;
  context.fillStyle = color;
  context.fillRect(from - 2, -8, width + 4, 16);
  context.globalAlpha = 1;
}

/** Places labels so that none covers another, the more important ones first. */
export class LabelBoard {
  readonly #labels: Label[] = [];
  readonly #widths = new Map<string, number>();
  #cells = new Uint8Array();
  #columns = 0;
  #rows = 0;

  add(label: Label): void {
    this.#labels.push(label);
  }

  get count(): number {
    return this.#labels.length;
  }

  /** Draws what has room and forgets all. `halo` is the color of the ground. */
  draw(context: CanvasRenderingContext2D, width: number, height: number, halo: string): void {
    this.#clear(width, height);
    context.textBaseline = "middle";
    context.lineJoin = "round";
    this.#labels.sort((one, other) => one.rank - other.rank);
    for (const label of this.#labels) this.#place(context, label, halo);
    this.#labels.length = 0;
  }

  #clear(width: number, height: number): void {
    this.#columns = Math.ceil(width / CELL.width) + 1;
    this.#rows = Math.ceil(height / CELL.height) + 1;
    const size = this.#columns * this.#rows;
    if (this.#cells.length < size) this.#cells = new Uint8Array(size);
    else this.#cells.fill(0);
  }

  #place(context: CanvasRenderingContext2D, label: Label, halo: string): void {
    context.font = label.font;
    const text = this.#fit(context, label);
    if (text === "") return;
    const width = this.#width(context, text);
    if (!this.#take(label, width) && !label.isForced) return;
    context.textAlign = label.align;
    context.save();
    context.translate(label.x, label.y);
    if (label.angle !== 0) context.rotate(label.angle);
    if (label.angle === 0) drawGround(context, label, width, halo);
    context.strokeStyle = halo;
    context.lineWidth = 3.5;
    context.strokeText(text, 0, 0);
    context.fillStyle = label.color;
    context.fillText(text, 0, 0);
    context.restore();
  }

  /** Takes the cells that a label covers, if all are free. */
  #take({ x, y, align, angle }: Label, width: number): boolean {
    const from = align === "left" ? 0 : align === "right" ? -width : -width / 2;
    const cos = Math.cos(angle);
    const sin = Math.sin(angle);
    const cells: number[] = [];
    for (let along = 0; along <= width; along += CELL.width / 2) {
      const px = x + (from + along) * cos;
      const py = y + (from + along) * sin;
      for (let dy = -6; dy <= 6; dy += 6) {
        const column = Math.floor(px / CELL.width);
        const row = Math.floor((py + dy) / CELL.height);
        if (column < 0 || row < 0 || column >= this.#columns || row >= this.#rows) continue;
        const cell = row * this.#columns + column;
        if (this.#cells[cell] === 1) return false;
        cells.push(cell);
      }
    }
    for (const cell of cells) this.#cells[cell] = 1;
    return cells.length > 0;
  }

  /** The text, cut to its room. */
  #fit(context: CanvasRenderingContext2D, { text: whole, short, room }: Label): string {
    if (this.#width(context, whole) <= room) return whole;
    const text = short === "" ? whole : short;
    if (this.#width(context, text) <= room) return text;
    const share = room / this.#width(context, text);
    let kept = Math.floor(text.length * share);
    while (kept > 3 && this.#width(context, `${text.slice(0, kept)}\u2026`) > room) kept--;
    return kept <= 3 ? "" : `${text.slice(0, kept).trimEnd()}\u2026`;
  }

  #width(context: CanvasRenderingContext2D, text: string): number {
    const key = context.font + text;
    let width = this.#widths.get(key);
    if (width === undefined) {
      if (this.#widths.size > MOST_WIDTHS) this.#widths.clear();
      width = context.measureText(text).width;
      this.#widths.set(key, width);
    }
    return width;
  }
}
