import { z } from "../../third_party/z.ts";
import { suggest } from "../suggestions.ts";
import {
  PART_UNITS,
  RATE_UNITS,
  readUnit,
  SIZE_UNITS,
  suggestUnit,
  TIME_UNITS,
  unitPattern,
  type Units,
} from "../units.ts";
import { mustBe } from "./forms.ts";

/** A text in the file, a number in the topology. */
export type Measure = z.ZodType<number, string>;

/** A time, in nanoseconds: `20ms`. */
export const time: Measure = measure("a time with its unit, such as 20ms, 500us or 3s", TIME_UNITS);

/** A time that is not 0. */
export const someTime: Measure = measure(
  "a time greater than 0 with its unit, such as 20ms or 3s",
  TIME_UNITS,
  1,
);

/** A rate, in bits per second: `100Mbps`. */
export const rate: Measure = measure(
  "a rate greater than 0 with its unit, such as 100Mbps or 64kbps",
  RATE_UNITS,
  1,
);

/** A part of all, from 0 to 1: `0.1%`. */
export const part: Measure = measure(
  "a percentage from 0% to 100%, such as 0.1%",
  PART_UNITS,
  0,
  1,
);

/** A size, in bytes: `10kB`, `64KiB` or a plain number. */
export const size: z.ZodType<number, string | number> = sizeFrom(0);

/** A size that is not 0. */
export const someSize: z.ZodType<number, string | number> = sizeFrom(1);

function measure(what: string, units: Units, least = 0, most = Infinity): Measure {
  const error = mustBe(what, meant(units));
  return z.string({ error }).regex(unitPattern(units), { error }).transform((text, context) => {
    const value = readUnit(text, units);
    if (value >= least && value <= most) return value;
    context.issues.push({ code: "custom", input: text, message: error({ input: text }) });
    return z.NEVER;
  });
}

function sizeFrom(least: number): z.ZodType<number, string | number> {
  const more = least === 0 ? "" : " greater than 0";
  const error = mustBe(`a size${more} such as 10kB, 64KiB or 1460 (bytes)`, meant(SIZE_UNITS));
  return z.union([
    z.string({ error }).regex(unitPattern(SIZE_UNITS), { error }),
    z.int({ error }).min(least, { error }),
  ], { error })
    .transform((input, context) => {
      const value = typeof input === "number" ? input : readUnit(input, SIZE_UNITS);
      if (value >= least) return value;
      context.issues.push({ code: "custom", input, message: error({ input }) });
      return z.NEVER;
    });
}

/** Says which time a text with a misspelt unit probably means. */
export const meantTime: (input: unknown) => string = meant(TIME_UNITS);

/** Says what a text with a misspelt unit probably means. */
function meant(units: Units): (input: unknown) => string {
  return (input) => {
    if (typeof input !== "string") return "";
    return input.startsWith("-") ? ", which is negative" : suggest(suggestUnit(input, units));
  };
}
