import { z } from "../../third_party/z.ts";
import { listed, show } from "../show.ts";
import { didYouMean } from "../suggestions.ts";
import { either, mustBe } from "./forms.ts";

/** The control bits of TCP by name, and the letter that faults know each by. */
export const FLAG_LETTERS: Readonly<Record<string, string>> = {
  SYN: "S",
  FIN: "F",
  RST: "R",
  PSH: "P",
  ACK: "A",
  URG: "U",
  ECE: "E",
  CWR: "C",
};

const NAMES = Object.keys(FLAG_LETTERS);

/** Flags as a list of names: `FIN`, `SYN,ACK` or `[SYN, ACK]`. */
export const flags: z.ZodType<string[], string | string[]> = either(
  "flags, such as FIN, SYN,ACK or [SYN, ACK]",
  [z.string(), z.array(z.string({ error: mustBe("the name of a flag") }))],
).transform((input, context) => {
  const names = typeof input === "string" ? input.split(/[\s,+|]+/) : input;
  for (const found of names) {
    if (Object.hasOwn(FLAG_LETTERS, found)) continue;
    const message = `must be of the flags ${listed(NAMES)}: it has ${show(found)}` +
      didYouMean(found, NAMES);
    context.issues.push({ code: "custom", input, message });
  }
  return [...new Set(names)];
});
