/**
 * HalfSipHash-2-4 with a 32-bit result: a keyed pseudo-random function made of
 * 32-bit additions, rotations and exclusive ors (J.-P. Aumasson and
 * D. J. Bernstein, "SipHash: a fast short-input PRF", 2012, and the 32-bit
 * variant of its reference implementation).
 *
 * Hashes three little-endian words, 12 bytes, as int32; the key is two words.
 */
export function halfSipHash(
  key0: number,
  key1: number,
  word0: number,
  word1: number,
  word2: number,
): number {
  state[0] = key0;
  state[1] = key1;
  state[2] = key0 ^ 0x6c796765;
  state[3] = key1 ^ 0x74656462;
  absorb(word0);
  absorb(word1);
  absorb(word2);
  absorb(12 << 24); // the last word: no bytes are left over, and the length
  state[2]! ^= 0xff;
  round();
  round();
  round();
  round();
  return state[1]! ^ state[3]!;
}

/** v0 to v3 of the hash in progress. */
const state = new Int32Array(4);

function absorb(word: number): void {
  state[3]! ^= word;
  round();
  round();
  state[0]! ^= word;
}

function round(): void {
  let v0 = state[0]!;
  let v1 = state[1]!;
  let v2 = state[2]!;
  let v3 = state[3]!;
  v0 = (v0 + v1) | 0;
  v1 = rotl(v1, 5) ^ v0;
  v0 = rotl(v0, 16);
  v2 = (v2 + v3) | 0;
  v3 = rotl(v3, 8) ^ v2;
  v0 = (v0 + v3) | 0;
  v3 = rotl(v3, 7) ^ v0;
  v2 = (v2 + v1) | 0;
  v1 = rotl(v1, 13) ^ v2;
  v2 = rotl(v2, 16);
  state[0] = v0;
  state[1] = v1;
  state[2] = v2;
  state[3] = v3;
}

function rotl(x: number, bits: number): number {
  return (x << bits) | (x >>> (32 - bits));
}
