import type { Nanos } from "../../engine/base/time.ts";

/** packetdrill counts in microseconds. */
const MICROSECOND = 1_000;

/** Gives lines their times: each is counted from the one before. */
export class ScriptTimes {
  /** When the line before happened, in whole microseconds; -1 before the first. */
  #before = -1;

  /** "+0.02 > . 1:1(0) ack 101". */
  stamped(at: Nanos, text: string): string {
    return `+${seconds(this.#gapTo(at))} ${text}`;
  }

  /** "+0.1...0.14 connect(3, ..., ...) = 0": from `since` to `until`, both after the line before. */
  stampedSpan(since: Nanos, until: Nanos, text: string): string {
    const gap = this.#gapTo(since);
    const length = Math.round(until / MICROSECOND) - Math.round(since / MICROSECOND);
    return `+${seconds(gap)}...${seconds(gap + length)} ${text}`;
  }

  #gapTo(at: Nanos): number {
    const now = Math.round(at / MICROSECOND);
    const gap = this.#before < 0 ? 0 : Math.max(0, now - this.#before);
    this.#before = Math.max(now, this.#before);
    return gap;
  }
}

/** "0.04"; at most six digits. */
function seconds(microseconds: number): string {
  return (microseconds / 1e6).toFixed(6).replace(/\.?0+$/, "");
}
