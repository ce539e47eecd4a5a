import { seqAdd, seqDiff } from "../../engine/tcp/mod.ts";

/**
 * What the timestamps of a script stand for. The first one that the host sends
 * ties both clocks; echoes of the script must be of timestamps that it has
 * named, unless they are counted on from there.
 */
export class TimestampMap {
  readonly #live: Map<number, number> = new Map();
  #first: { readonly script: number; readonly live: number } | null = null;

  /** The host sent `live` where the script says `script`. */
  learn(script: number, live: number): void {
    this.#first ??= { script, live };
    this.#live.set(script | 0, live);
  }

  /** How far a timestamp is from what the script says, in its ticks. */
  drift(script: number, live: number): number {
    if (this.#first === null) return 0;
    return seqDiff(live, this.#first.live) - seqDiff(script | 0, this.#first.script | 0);
  }

  /** The real timestamp to echo; null where the host sent none that the script calls so. */
  echo(script: number, isScaled: boolean): number | null {
    const known = this.#live.get(script | 0);
    if (known !== undefined) return known;
    if (!isScaled || this.#first === null) return null;
    return seqAdd(this.#first.live, seqDiff(script | 0, this.#first.script | 0));
  }
}
