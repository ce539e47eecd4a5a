/**
 * The integer cube root: the largest whole number whose cube is at most `n`,
 * for whole numbers from 0 to 2^53.
 *
 * `Math.cbrt` may differ from machine to machine in its last bit; this does
 * not. It settles one bit of the result after the other.
 */
export function cubeRoot(n: number): number {
  let root = 0;
  for (let bit = 1 << 17; bit > 0; bit >>= 1) {
    const trial = root + bit;
    if (trial * trial * trial <= n) root = trial;
  }
  return root;
}
