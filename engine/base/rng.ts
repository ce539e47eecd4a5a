import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";

const TWO_32 = 0x1_0000_0000;
const TWO_53 = 0x20_0000_0000_0000;

/** Four different words to start from: the first hexadecimal digits of pi. */
const ROOT_KEY: Key = [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344];

/** 128 bits that name a stream, and are the first state of its generator. */
type Key = readonly [number, number, number, number];

/**
 * A stream of random numbers that depends on the seed and on the path of names
 * that led to it, and on nothing else: however many numbers others drew, and in
 * which order the streams were made, it gives the same ones.
 *
 * The generator is xoroshiro128+ (of which the low half is taken).
 *
 * @example A new stream changes nobody else's luck
 * ```ts
 * import { Rng } from "./rng.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const first = new Rng(7).fork("cable").uint32();
 *
 * const root = new Rng(7);
 * root.fork("another cable").uint32();
 * strictEqual(root.fork("cable").uint32(), first);
 * ```
 */
export class Rng {
  #key: Key;
  #source: ReturnType<typeof xoroshiro128plusFromState>;

  /**
   * The stream at the root of all others.
   *
   * @throws {RangeError} if `seed` is not a whole number of at most 53 bits.
   */
  constructor(seed: number) {
    if (!Number.isSafeInteger(seed)) {
      throw new RangeError(`Cannot seed: seed must be a whole number below 2^53: it is ${seed}`);
    }
    this.#key = derive(ROOT_KEY, String(seed));
    this.#source = xoroshiro128plusFromState(this.#key);
  }

  /** The stream of that name below this one, from its beginning. */
  fork(name: string): Rng {
    const child = new Rng(0);
    child.#key = derive(this.#key, name);
    child.#source = xoroshiro128plusFromState(child.#key);
    return child;
  }

  /** A whole number from 0 to 2^32 - 1. */
  uint32(): number {
    return this.#source.next() >>> 0;
  }

  /** A number of at least 0 and below 1, a multiple of 2^-53. */
  float64(): number {
    return this.#uint53() / TWO_53;
  }

  /**
   * A whole number of at least 0 and below `limit`, all equally likely.
   *
   * @throws {RangeError} if `limit` is not a whole number from 1 to 2^53.
   */
  below(limit: number): number {
    if (!(limit >= 1 && limit <= TWO_53 && Math.floor(limit) === limit)) {
      throw new RangeError(
        `Cannot draw a number: limit must be a whole number from 1 to 2^53: it is ${limit}`,
      );
    }
    const wide = limit > TWO_32;
    // Equal buckets; a draw behind the last of them counts for nobody.
    const bucket = Math.floor((wide ? TWO_53 : TWO_32) / limit);
    let drawn: number;
    do {
      drawn = Math.floor((wide ? this.#uint53() : this.uint32()) / bucket);
    } while (drawn >= limit);
    return drawn;
  }

  /**
   * Whether something of that probability happens: never for 0, always for 1.
   *
   * It draws as many numbers for 0 and 1 as for all between, so that another
   * probability moves no later draw.
   *
   * @throws {RangeError} if `probability` is not from 0 to 1.
   */
  chance(probability: number): boolean {
    if (!(probability >= 0 && probability <= 1)) {
      throw new RangeError(
        `Cannot draw a chance: probability must be from 0 to 1: it is ${probability}`,
      );
    }
    return this.float64() < probability;
  }

  /** The upper bits of two draws: the lowest bits of this generator are its weakest. */
  #uint53(): number {
    const high = this.#source.next() >>> 5;
    const low = this.#source.next() >>> 6;
    return high * 0x400_0000 + low;
  }
}

/** The key of the stream `name` below `key`. The length at the end keeps ("a", "b") from ("ab"). */
function derive(key: Key, name: string): Key {
  let [a, b, c, d] = key;
  for (let i = 0; i <= name.length; i++) {
    const word = i < name.length ? name.charCodeAt(i) : name.length;
    a = mix(a + word);
    b = mix(b + word);
    c = mix(c + word);
    d = mix(d + word);
  }
  // Lanes that met the same words still differ, as they began with different ones.
  return [mix(a ^ b), mix(b ^ c), mix(c ^ d), mix(d + a)];
}

/** Spreads each bit over all 32: a bijection, the finalizer of MurmurHash3. */
function mix(word: number): number {
  let x = (word + 0x9e3779b9) | 0;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return x ^ (x >>> 16);
}
