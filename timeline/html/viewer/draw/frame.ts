/// <reference lib="dom" />
import type { LanePlaces } from "../stage/lanes.ts";
import type { View } from "../stage/view.ts";
import type { LabelBoard } from "./label_board.ts";
import type { Palette } from "./palette.ts";

/** Fonts of what is drawn: labels, what stands out among them, and small print. */
export const FONT = "12px system-ui, -apple-system, 'Segoe UI', sans-serif";
export const BOLD = "600 12px system-ui, -apple-system, 'Segoe UI', sans-serif";
export const SMALL = "11px system-ui, -apple-system, 'Segoe UI', sans-serif";

/** What one picture of the stage is drawn with. */
export interface Frame {
  readonly context: CanvasRenderingContext2D;
  readonly view: View;
  readonly places: LanePlaces;
  readonly palette: Palette;
  readonly labels: LabelBoard;
  /** The records that can be on the stage. */
  readonly from: number;
  readonly to: number;
  /** The words of a record. */
  readonly wordsOf: (id: number) => string;
  /** Fewer words, for where room is short. */
  readonly shortWordsOf: (id: number) => string;
}
