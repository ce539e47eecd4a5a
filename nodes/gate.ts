/** Whether one direction of a cable lets frames through. */
export const Gate = {
  Open: 0,
  /** A partition: what enters is lost, and nobody learns of it. */
  Cut: 1,
  /** What arrives is held at the far end until the gate opens, and then arrives in its order. */
  Held: 2,
} as const;
export type Gate = typeof Gate[keyof typeof Gate];
