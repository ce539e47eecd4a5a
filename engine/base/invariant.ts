/** What an {@linkcode invariant} throws: only a bug of cablepull can cause it. */
export class InvariantError extends Error {
  override name = "InvariantError";
}

/**
 * States what holds whatever users, programs and networks do. Always on.
 *
 * Misuse by a caller is a `TypeError` or `RangeError` instead, and what a
 * network does (a reset, a time-out) is data, not an exception.
 *
 * @throws {InvariantError} if `condition` is false.
 */
export function invariant(condition: boolean, rule: string): asserts condition {
  if (!condition) throw new InvariantError(`Internal error, please report it: ${rule}`);
}
