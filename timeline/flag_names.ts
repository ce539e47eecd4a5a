/** The control bits of TCP by name, at the place of their bit: bit 0 is FIN. */
const NAMES = ["FIN", "SYN", "RST", "PSH", "ACK", "URG", "ECE", "CWR"] as const;

/** The name of a control bit of TCP. */
export type FlagName = (typeof NAMES)[number];

/** In which order flags are written: what opens and ends a connection first, ACK last. */
const ORDER = [1, 0, 2, 3, 5, 6, 7, 4];

/** The names of the bits that are set: `["FIN", "ACK"]`. */
export function flagNames(flags: number): FlagName[] {
  const names: FlagName[] = [];
  for (const bit of ORDER) {
    const name = NAMES[bit];
    if (name !== undefined && ((flags >> bit) & 1) === 1) names.push(name);
  }
  return names;
}

/**
 * The bits of flags written as "FIN,ACK".
 *
 * @throws {RangeError} if one of them is no flag of TCP.
 */
export function flagBits(text: string): number {
  let bits = 0;
  for (const word of text.split(",")) {
    const name = word.trim();
    if (name === "") continue;
    const bit = (NAMES as readonly string[]).indexOf(name);
    if (bit < 0) {
      throw new RangeError(`Cannot match flags: each must be one of ${NAMES}: it is "${name}"`);
    }
    bits |= 1 << bit;
  }
  return bits;
}
