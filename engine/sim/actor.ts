import type { Nanos } from "../base/time.ts";

/** What events happen to. Its `kind`s and `arg`s are its own: the simulator only keeps them. */
export interface Actor {
  /** An event that was scheduled for `now` happens. */
  onEvent(kind: number, arg: number, now: Nanos): void;
}
