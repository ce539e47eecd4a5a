import type { Place } from "../language/mod.ts";

/** How a script came out. */
export interface Verdict {
  /** The script, as messages name it. */
  readonly path: string;
  readonly status: "passed" | "failed" | "unsupported";
  /** The event where it failed, or that is not supported; null where it passed. */
  readonly place: Place | null;
  /** What went wrong in one line, "" where it passed. */
  readonly message: string;
  /** The packet or result that the script expects, as a script writes it; "" where that says nothing. */
  readonly expected: string;
  /** What came instead, as a script would write it. */
  readonly seen: string;
  /** What happened before, newest last, as lines of a script. */
  readonly timeline: readonly string[];
  /** What the script's code printed. */
  readonly printed: readonly string[];
}

/** The script fails: what it expects does not happen. */
export class Failure extends Error {
  override name = "Failure";
  readonly place: Place;
  readonly expected: string;
  readonly seen: string;

  constructor(place: Place, message: string, expected = "", seen = "") {
    super(message);
    this.place = place;
    this.expected = expected;
    this.seen = seen;
  }
}

/** The script asks for something that is not here, and has no verdict for that. */
export class NotSupported extends Error {
  override name = "NotSupported";
  readonly place: Place;

  constructor(place: Place, what: string) {
    super(what);
    this.place = place;
  }
}
