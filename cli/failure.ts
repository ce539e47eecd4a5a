/** How the command line ends: what a script that calls it can tell apart. */
export const ExitStatus = {
  /** Everything asked for was done, and every expectation holds. */
  Ok: 0,
  /** An expectation does not hold. */
  ExpectationFailed: 1,
  /** The input or the command is wrong, or a file cannot be read or written. */
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

/** Ctrl-C where nothing is left to write; `message` says what became of the rest. */
export class Interruption extends Error {
  override name = "Interruption";
}

/** Why the system refused, in words. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file or folder";
  if (error instanceof Deno.errors.PermissionDenied) return "permission denied";
  if (error instanceof Deno.errors.NotCapable) return "Deno was not given access to it";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotADirectory) return "a part of its path is no folder";
  if (error instanceof Deno.errors.BrokenPipe) return "nobody reads it any more";
  const text = error instanceof Error ? error.message : String(error);
  const [reason = ""] = text.split(/ \(os error \d+\)|\n/, 1);
  return reason.charAt(0).toLowerCase() + reason.slice(1);
}
