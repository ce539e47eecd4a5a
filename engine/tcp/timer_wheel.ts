import { ms, type Nanos, NEVER } from "../base/time.ts";

/** One tick of a kernel with 250 Hz. */
const TICK = ms(4);

/**
 * Ticks from which on a timer stands on a coarser level of the wheel; each
 * level is eight times as coarse as the one before (Linux kernel/time/timer.c,
 * LVL_START).
 */
const LEVEL_STARTS: readonly number[] = [63, 504, 4032, 32_256, 258_048];

/**
 * When a timer that is set now for `deadline` goes off on the kernel's wheel of
 * ticks: never early, and later by up to one unit of the level that it stands
 * on (Linux kernel/time/timer.c, calc_index; seen on 6.18: 60 s take 61.9 s).
 */
export function onWheel(deadline: Nanos, now: Nanos): Nanos {
  if (deadline === NEVER) return NEVER;
  const ticks = Math.ceil((deadline - now) / TICK);
  let unit = 1;
  for (let i = 0; i < LEVEL_STARTS.length && ticks >= LEVEL_STARTS[i]!; i++) unit *= 8;
  const expires = Math.floor(now / TICK) + ticks;
  return (Math.floor(expires / unit) + 1) * unit * TICK;
}
