import type { Nanos } from "../engine/base/time.ts";
import { groupThousands } from "../timeline/mod.ts";

/** The least, the median and the most of some numbers; with an even count the lower of the two in the middle. */
export function spreadOf(values: readonly number[]): readonly [number, number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  return [sorted[0] ?? 0, sorted[(sorted.length - 1) >> 1] ?? 0, sorted.at(-1) ?? 0];
}

/** A spread as text, with `between` between its three: "3 / 4 / 9"; "3" where all are the same. */
export function spreadText(
  values: readonly number[],
  textOf: (value: number) => string,
  between: string,
): string {
  const texts = spreadOf(values).map(textOf);
  return texts.every((text) => text === texts[0]) ? texts[0]! : texts.join(between);
}

/** How times of one column are written: all in one unit, to a thousandth of it or, of long ones, a hundredth. */
export function timeUnit(times: readonly Nanos[]): { unit: string; textOf(time: Nanos): string } {
  const most = times.reduce((most, time) => Math.max(most, time), 0);
  const [unit, size] = most >= 1e9 ? ["s", 1e9] as const : ["ms", 1e6] as const;
  const digits = most >= 100e9 ? 2 : 3;
  return {
    unit,
    textOf: (time) => {
      const [whole = "", fraction = ""] = (time / size).toFixed(digits).split(".");
      return `${groupThousands(Number(whole))}.${fraction}`;
    },
  };
}
