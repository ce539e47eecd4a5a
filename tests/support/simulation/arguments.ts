/** Which seeds a test of simulations runs. */
export interface Seeds {
  first: number;
  count: number;
}

/**
 * Reads `--seed 7` (that one alone), `--seeds 10000` (so many) and `--from 5000`
 * (the first of them) from what stands behind `--` of `deno test`.
 *
 * @throws {SyntaxError} if a value is not a whole number.
 */
export function seedsOf(args: readonly string[], usual: number): Seeds {
  const seed = numberAfter(args, "--seed");
  if (seed !== null) return { first: seed, count: 1 };
  return { first: numberAfter(args, "--from") ?? 1, count: numberAfter(args, "--seeds") ?? usual };
}

function numberAfter(args: readonly string[], name: string): number | null {
  const index = args.indexOf(name);
  if (index < 0) return null;
  const value = Number(args[index + 1]);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new SyntaxError(`Cannot read ${name}: it must be a whole number: it is ${args[index + 1]}`);
}
