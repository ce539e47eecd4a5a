import { HEAD, TIMES, type View } from "./view.ts";

/** The widths of what stands beside a lane: a band of states, a call, a timer. */
export const BAND = 8;
export const CALL = 6;
export const TIMER = 5;

/** The room for labels beside the outer lanes: at least, at most, and as a share of the width. */
const ROOM = { least: 80, most: 270, ofTwo: 0.23, ofMore: 0.14 };

/** Where the lanes stand on the stage, from the left. */
export class LanePlaces {
  readonly #x: number[] = [];
  readonly #side: number[] = [];
  readonly #view: View;

  constructor(view: View) {
    this.#view = view;
    const { lanes, width } = view;
    const whole = width - TIMES;
    const share = whole * (lanes.length > 2 ? ROOM.ofMore : ROOM.ofTwo);
    const room = Math.max(ROOM.least, Math.min(ROOM.most, share));
    const left = room + this.#offset(lanes[0] ?? 0);
    const right = room + this.#offset(lanes.at(-1) ?? 0);
    const gap = lanes.length > 1 ? (whole - left - right) / (lanes.length - 1) : 0;
    for (const [place, lane] of lanes.entries()) {
      this.#x[lane] = lanes.length === 1 ? TIMES + whole / 2 : TIMES + left + place * gap;
      this.#side[lane] = place === 0 && lanes.length > 1 ? -1 : 1;
    }
  }

  /** The middle of a lane; NaN of one that is hidden. */
  xOf(lane: number): number {
    return this.#x[lane] ?? NaN;
  }

  /** To which side its labels and spans stand: -1 is left. */
  sideOf(lane: number): number {
    return this.#side[lane] ?? 1;
  }

  /** Of a band of states: its left edge. */
  bandX(lane: number, track: number): number {
    return this.#spanX(lane, -BAND / 2 + track * (BAND + 1), BAND);
  }

  callX(lane: number, track: number): number {
    return this.#spanX(lane, this.#bands(lane) + track * (CALL + 1), CALL);
  }

  timerX(lane: number, track: number): number {
    return this.#spanX(lane, this.#bands(lane) + this.#calls(lane) + track * (TIMER + 1), TIMER);
  }

  /** Where labels begin. */
  labelX(lane: number): number {
    return this.xOf(lane) + this.sideOf(lane) * this.#offset(lane);
  }

  /** How far from a lane its labels begin. */
  #offset(lane: number): number {
    const timers = (this.#view.timers.counts[lane] ?? 0) * (TIMER + 1);
    return this.#bands(lane) + this.#calls(lane) + timers + 8;
  }

  /** How far from a lane the label of an arrow to that side begins: behind what stands beside it. */
  arrowOffset(lane: number, sign: number): number {
    return sign === this.sideOf(lane) ? this.#offset(lane) : 14;
  }

  /** How far the next lane to that side is, less what stands beside it; Infinity where there is none. */
  arrowRoom(lane: number, sign: number): number {
    const { lanes } = this.#view;
    const next = lanes[lanes.indexOf(lane) + sign];
    if (next === undefined) return Infinity;
    const beside = this.sideOf(next) === -sign ? this.#offset(next) : 14;
    return Math.abs(this.xOf(next) - this.xOf(lane)) - beside;
  }

  /** How wide labels may be, at most up to the next lane. */
  labelRoom(lane: number): number {
    const from = this.labelX(lane);
    if (this.sideOf(lane) < 0) return from - TIMES - 4;
    const next = this.#view.lanes[this.#view.lanes.indexOf(lane) + 1];
    return next === undefined ? this.#view.width - from - 8 : this.xOf(next) - from - 14;
  }

  #bands(lane: number): number {
    return Math.max(1, this.#view.states.counts[lane] ?? 0) * (BAND + 1) - BAND / 2 + 2;
  }

  #calls(lane: number): number {
    const count = this.#view.calls.counts[lane] ?? 0;
    return count === 0 ? 0 : count * (CALL + 1) + 2;
  }

  #spanX(lane: number, from: number, width: number): number {
    return this.sideOf(lane) > 0 ? this.xOf(lane) + from : this.xOf(lane) - from - width;
  }
}

/** Whether something from `y` to `end` is on the stage. */
export function isOnStage(view: View, y: number, end: number): boolean {
  return end >= HEAD && y <= view.height;
}
