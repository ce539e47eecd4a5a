import { formatNanos, type Nanos } from "../../engine/base/time.ts";

/**
 * A program's loop goes round without ever waiting, so that time stands still:
 * each call in it fails at once, say. Only running it shows that.
 */
export class EndlessLoop extends RangeError {
  override name = "EndlessLoop";

  /** `program` is "client.app". */
  constructor(program: string, rounds: number, now: Nanos) {
    super(
      `Cannot run loop of program "${program}": it must wait in some step: ` +
        `it ran ${rounds} times at ${formatNanos(now)}`,
    );
  }
}
