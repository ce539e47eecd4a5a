import { formatNanos, type Nanos } from "../../engine/base/time.ts";

/** How many lines of it a verdict shows. */
const SHOWN = 12;

/** What happened in a run, as lines of a script. */
export class RunLog {
  readonly #lines: { readonly at: Nanos; readonly line: string }[] = [];
  readonly #origin: Nanos;

  constructor(origin: Nanos) {
    this.#origin = origin;
  }

  add(at: Nanos, line: string): void {
    this.#lines.push({ at, line });
  }

  /** The newest lines by time, each with its time. */
  tail(): string[] {
    const ordered = this.#lines.map((it, i) => ({ ...it, i })).sort((a, b) =>
      a.at - b.at || a.i - b.i
    );
    return ordered.slice(-SHOWN).map(({ at, line }) =>
      `${formatNanos(at - this.#origin).padStart(12)} ${line}`
    );
  }
}
