/** How sure a value of a profile is. */
export const sureness = {
  V: "read in the original text: an RFC or the vendor's documentation",
  S: "read in the system's source",
  T: "what a conformance test of the real system expects, or seen on one",
  M: "from memory, sure",
  m: "from memory, fairly sure: a guess",
  "?": "uncertain: a guess",
  C: "our choice where the source leaves one",
} as const;
export type Sureness = keyof typeof sureness;

/** One value with where it comes from. */
export interface Evidence<T> {
  readonly value: T;
  readonly sure: Sureness;
  readonly source: string;
}

/** Writes an {@linkcode Evidence} in one line of a profile's table. */
export function fact<T>(value: T, sure: Sureness, source: string): Evidence<T> {
  return { value, sure, source };
}

/** Whether a value must not be presented as a fact. */
export function isGuess(evidence: Evidence<unknown>): boolean {
  return evidence.sure === "m" || evidence.sure === "?";
}
