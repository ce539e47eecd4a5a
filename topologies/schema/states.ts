import type { z } from "../../third_party/z.ts";
import { STATE_NAMES } from "../../engine/tcp/mod.ts";
import { didYouMean, suggest } from "../suggestions.ts";
import { word } from "./forms.ts";

/** Names of states that other systems use and that look unlike the RFC's. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["SYN-RECV", "SYN-RECEIVED"],
  ["SYN-RCVD", "SYN-RECEIVED"],
  ["CLOSE", "CLOSED"],
  ["ESTAB", "ESTABLISHED"],
]);

/** One of the eleven states, by its name in RFC 9293 3.3.2. */
export const state: z.ZodType<string> = word(STATE_NAMES, (input) => {
  const other = OTHER_NAMES.get(String(input).toUpperCase().replaceAll("_", "-"));
  return other === undefined ? didYouMean(input, STATE_NAMES) : suggest(other);
});
