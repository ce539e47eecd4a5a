import { z } from "../../third_party/z.ts";
import { optionNames, readOnlyOptions } from "../../nodes/sockets/mod.ts";
import { either, flag, key, mustBe, strict, whole, word } from "./forms.ts";
import { size, time } from "./units.ts";

/** The name of an option that can be read. */
export const readable: z.ZodType<string> = word(optionNames);

/** The name of an option that can be set. */
export const settable: z.ZodType<string> = word(
  optionNames.filter((name) => !readOnlyOptions.includes(name)),
);

/** The pair of SO_LINGER. */
export interface LingerForm {
  onoff: boolean;
  linger: number;
}

const linger = strict("the value of SO_LINGER", () => ({
  onoff: key(
    flag(),
    "Whether close waits or resets, rather than going on in the background.",
    true,
  ),
  linger: key(whole(0, 65_535), "How many seconds close waits; 0 resets the connection.", 0, 5),
}));

const anyValue = "true or false, a number, a time, a size, or { onoff, linger } of SO_LINGER";

/** The value of any option, as the schema sees it before it knows which option it is. */
export const optionValue: z.ZodType<boolean | number | string | LingerForm> = either(anyValue, [
  z.boolean(),
  z.number(),
  z.string({ error: mustBe(anyValue) }),
  linger,
]);

const milliseconds = either("a whole number of milliseconds or a time such as 500ms", [
  whole(0),
  inUnit(1e6),
]);

/** The value that an option takes, of those that are no switches. */
const VALUES: Readonly<Record<string, z.ZodType<number | LingerForm>>> = {
  IP_TOS: whole(0, 255),
  SO_LINGER: linger,
  SO_RCVBUF: size,
  SO_SNDBUF: size,
  TCP_KEEPIDLE: either("a whole number of seconds or a time such as 30s", [whole(0), inUnit(1e9)]),
  TCP_KEEPINTVL: either("a whole number of seconds or a time such as 30s", [whole(0), inUnit(1e9)]),
  TCP_KEEPCNT: whole(0, 255),
  TCP_MAXRT: either("a whole number of seconds or a time such as 30s", [whole(0), inUnit(1e9)]),
  SO_RCVTIMEO: milliseconds,
  SO_SNDTIMEO: milliseconds,
  TCP_USER_TIMEOUT: milliseconds,
};

/** What the value of that option must be. */
export function valueOf(option: string): z.ZodType<number | boolean | LingerForm> {
  return VALUES[option] ?? flag();
}

/** A time as a whole number of a larger unit, as the call takes it. */
function inUnit(nanos: number): z.ZodType<number> {
  return time.refine((value) => value % nanos === 0, {
    error: `must be whole ${nanos === 1e9 ? "seconds" : "milliseconds"}`,
  }).transform((value) => value / nanos);
}
