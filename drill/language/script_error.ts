/** A place in a script: lines and columns count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/**
 * What is wrong with a script, with its place. The message is the whole text
 * that a user sees: `file:line:column: action: rule: found`.
 */
export class ScriptError extends SyntaxError {
  override name = "ScriptError";
  readonly place: Place;

  constructor(path: string, place: Place, problem: string) {
    super(`${path}:${place.line}:${place.column}: ${problem}`);
    this.place = place;
  }
}
