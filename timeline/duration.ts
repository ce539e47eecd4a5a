import { type Nanos, NEVER } from "../engine/base/time.ts";

const UNITS = [["s", 1_000_000_000], ["ms", 1_000_000], ["us", 1_000], ["ns", 1]] as const;

/**
 * A length of time, exact to the nanosecond, in the largest unit that leaves
 * a whole number before the point: "120 s", "40.5 ms", "-2 us", "0 s"; and
 * "ever" for `NEVER`.
 */
export function formatDuration(time: Nanos): string {
  if (time === NEVER) return "ever";
  const sign = time < 0 ? "-" : "";
  const length = Math.abs(time);
  const [unit, size] = UNITS.find(([, size]) => length >= size) ?? UNITS[0];
  const whole = Math.floor(length / size);
  const digits = String(size).length - 1;
  const fraction = String(length % size).padStart(digits, "0").replace(/0+$/, "");
  return `${sign}${groupThousands(whole)}${fraction === "" ? "" : `.${fraction}`} ${unit}`;
}

/** A whole number with a comma before each three digits: "33,580". */
export function groupThousands(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** A point in time in seconds, exact, with that many digits (0 to 9) after the point. */
export function formatSeconds(at: Nanos, digits: number): string {
  const whole = Math.floor(at / 1e9);
  if (digits === 0) return String(whole);
  return `${whole}.${String(at % 1e9).padStart(9, "0").slice(0, digits)}`;
}
