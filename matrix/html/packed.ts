import type { Cell } from "../cell.ts";

/** All answers of a matrix, with each text once. */
export interface PackedMatrix {
  readonly version: string;
  readonly digest: string;
  /** The values of each axis, in their order. */
  readonly axes: { readonly [Axis in keyof Cell]: readonly Cell[Axis][] };
  readonly texts: readonly string[];
  readonly cells: readonly PackedCell[];
}

/**
 * A cell: the places of its values on the axes in the order of the axes, and
 * the places of its texts: the reason why it cannot be, or wire, local states,
 * peer states, TIME-WAIT, local calls, peer calls.
 */
export type PackedCell = readonly [axes: readonly number[], texts: readonly number[]];

/** The order of the axes in a packed cell. */
export const AXIS_NAMES = ["state", "action", "data", "loss", "local", "peer"] as const;
