import { z } from "zod";
import { either, flag, key, mustBe, strict, whole, word } from "./forms.ts";
import { size, time } from "./units.ts";

/** What kind of value a socket option has. */
export type OptionKind = "switch" | "bytes" | "seconds" | "milliseconds" | "count" | "linger";

/** The options that `setsockopt` knows, over all systems. */
export const OPTION_KINDS: Readonly<Record<string, OptionKind>> = {
  SO_LINGER: "linger",
  SO_REUSEADDR: "switch",
  SO_EXCLUSIVEADDRUSE: "switch",
  SO_RCVBUF: "bytes",
  SO_SNDBUF: "bytes",
  SO_KEEPALIVE: "switch",
  TCP_KEEPIDLE: "seconds",
  TCP_KEEPINTVL: "seconds",
  TCP_KEEPCNT: "count",
  TCP_NODELAY: "switch",
  TCP_USER_TIMEOUT: "milliseconds",
  TCP_MAXRT: "seconds",
  O_NONBLOCK: "switch",
};

/** Options that can be read but not set. */
const READ_ONLY = ["SO_ERROR"];

/** The name of an option that can be set. */
export const settable: z.ZodType<string> = word(Object.keys(OPTION_KINDS));

/** The name of an option that can be read. */
export const readable: z.ZodType<string> = word([...Object.keys(OPTION_KINDS), ...READ_ONLY]);

const linger = strict("the value of SO_LINGER", {
  onoff: key(
    flag(),
    "Whether close waits or resets, rather than going on in the background.",
    true,
  ),
  linger: key(whole(0, 65_535), "How many seconds close waits; 0 resets the connection.", 0, 5),
});

const anyValue = "true or false, a number, a time, a size, or { onoff, linger } of SO_LINGER";

/** The value of any option, as the schema sees it before it knows which option it is. */
export const optionValue = either(anyValue, [
  z.boolean(),
  z.number(),
  z.string({ error: mustBe(anyValue) }),
  linger,
]);

/** An option's value as the file has it. */
export type OptionValueForm = z.output<typeof optionValue>;

/** What a value of that kind is: the schema that reads it into what the call takes. */
export const VALUE_SCHEMAS: Readonly<Record<OptionKind, z.ZodType<number | boolean | LingerForm>>> =
  {
    switch: flag(),
    bytes: size,
    count: whole(0, 255),
    seconds: either("a whole number of seconds or a time such as 30s", [whole(0), unitOf(1e9)]),
    milliseconds: either("a whole number of milliseconds or a time such as 500ms", [
      whole(0),
      unitOf(1e6),
    ]),
    linger,
  };

/** The pair of SO_LINGER. */
export interface LingerForm {
  onoff: boolean;
  linger: number;
}

/** A time as a whole number of a larger unit. */
function unitOf(nanos: number): z.ZodType<number> {
  return time.refine((value) => value % nanos === 0, {
    error: `must be a whole number of ${nanos === 1e9 ? "seconds" : "milliseconds"}`,
  }).transform((value) => value / nanos);
}
