import { z } from "../../third_party/z.ts";
import { knobs } from "../../engine/tcp/mod.ts";
import { either, flag, key, mustBe, strict, word } from "./forms.ts";
import { meantTime, size, time } from "./units.ts";

type Knob = (typeof knobs)[keyof typeof knobs];

/** A setting's value, as profiles have it. */
export type Setting = string | number | boolean;

/** How a file says that there is no limit. */
const NO_LIMIT = { time: "never", count: "unlimited" } as const;

/**
 * The settings of TCP that a host may change: all knobs of the profiles but
 * lists, each with its meaning and what it takes.
 */
export const tcpSettings: z.ZodType<Record<string, Setting | undefined>> = strict(
  "settings of TCP",
  () => (Object.fromEntries(
    Object.entries(knobs)
      .filter(([, knob]) => knob.unit !== "list")
      .map(([name, knob]) => [name, settingOf(knob)]),
  )),
);

function settingOf(knob: Knob): z.ZodType<Setting | undefined> {
  const about = `${knob.about.charAt(0).toUpperCase()}${knob.about.slice(1)}.`;
  switch (knob.unit) {
    case "time":
      return key(timeSetting(knob), about, "300ms").optional();
    case "bytes":
      return key(size.refine(knob.accepts, { error: mustBe(knob.allowed) }), about, "64KiB")
        .optional();
    case "switch":
      return key(flag(), about, true).optional();
    case "word": {
      const words = wordsOf(knob);
      return key(word(words), about, ...words).optional();
    }
    default:
      return key(countSetting(knob), about, 3).optional();
  }
}

function timeSetting(knob: Knob): z.ZodType<Setting> {
  if (!accepts(knob, Infinity)) return time;
  const what = `a time such as 300ms, or "${NO_LIMIT.time}"`;
  return either(what, [time, endless(NO_LIMIT.time)], meantTime);
}

function countSetting(knob: Knob): z.ZodType<Setting> {
  const isEndless = accepts(knob, Infinity);
  const what = isEndless ? `a whole number from 0, or "${NO_LIMIT.count}"` : knob.allowed;
  const error = mustBe(what);
  const whole = z.number({ error }).refine(knob.accepts, { error });
  return isEndless ? either(what, [whole, endless(NO_LIMIT.count)]) : whole;
}

function endless(name: string): z.ZodType<number> {
  return z.literal(name, { error: mustBe(`"${name}"`) }).transform(() => Infinity);
}

/** The words of a knob stand, each in quotes, in the text that says what it allows. */
function wordsOf(knob: Knob): string[] {
  return [...knob.allowed.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function accepts(knob: Knob, value: unknown): boolean {
  return knob.accepts(value);
}
