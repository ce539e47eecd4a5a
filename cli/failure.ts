/** How the command line ends: what a script that calls it can tell apart. */
export const ExitStatus = {
  /** Everything asked for was done, and every expectation holds. */
  Ok: 0,
  /** An expectation does not hold. */
  ExpectationFailed: 1,
  /** The input or the command is wrong. */
  BadInput: 2,
  /** A bug of cablepull. */
  InternalError: 3,
  /** Ended by Ctrl-C (128 + SIGINT), after writing what there was. */
  Interrupted: 130,
} as const;
export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];

/** Bad input: `message` says what to do and is all that the user sees. Ends with status 2. */
export class BadInput extends Error {
  override name = "BadInput";
}
