/**
 * A stream of which everyone knows each byte: the one at place `i` is always
 * the same, neighbours differ, and it repeats only after 251 * 256 bytes.
 */
const PERIOD = 251 * 256;
const BYTES = Uint8Array.from({ length: 2 * PERIOD }, (_, i) => (i + Math.floor(i / 251)) & 0xff);

/** The `length` bytes of the stream from `place`, without a copy where that can be. */
export function streamBytes(place: number, length: number): Uint8Array {
  const start = ((place % PERIOD) + PERIOD) % PERIOD;
  if (start + length <= BYTES.length) return BYTES.subarray(start, start + length);
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i++) bytes[i] = BYTES[(start + i) % PERIOD]!;
  return bytes;
}

/** The place of the first byte of `bytes` that is not the stream's from `place`, or -1. */
export function firstDifference(bytes: Uint8Array, place: number): number {
  const expected = streamBytes(place, bytes.length);
  const isSame = bytes.buffer === expected.buffer && bytes.byteOffset === expected.byteOffset;
  if (isSame) return -1; // the very bytes, which nobody has copied
  for (let i = 0; i < bytes.length; i++) if (bytes[i] !== expected[i]) return place + i;
  return -1;
}
