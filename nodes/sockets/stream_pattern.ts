/** After so many bytes the pattern starts again: a prime, so that no usual size divides it. */
export const PATTERN_PERIOD = 65_521;

const PERIODS = 16;
let buffer: Uint8Array | null = null;

/**
 * The byte that a program sends at place `index` of a connection's stream. Both
 * bytes of the place within the period count, so that a segment in the wrong
 * place is noticed.
 */
export function patternByte(index: number): number {
  const place = index % PATTERN_PERIOD;
  return (place ^ (place >> 8)) & 0xff;
}

/**
 * One buffer for all connections: some periods of the pattern, never to be
 * changed. A view of it is data to send, without a copy.
 */
export function patternBuffer(): Uint8Array {
  if (buffer === null) {
    const bytes = new Uint8Array(PERIODS * PATTERN_PERIOD);
    for (let i = 0; i < bytes.length; i++) bytes[i] = patternByte(i);
    buffer = bytes;
  }
  return buffer;
}

/**
 * Where in {@linkcode patternBuffer} the bytes from that place of a stream on
 * begin: in its first half, so that the other one is there to go on with.
 */
export function patternStart(streamOffset: number): number {
  return streamOffset % (PERIODS / 2 * PATTERN_PERIOD);
}
