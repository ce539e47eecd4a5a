import type { CallHandler } from "./calls.ts";
import { dataCalls } from "./data_calls.ts";
import { openCalls } from "./open_calls.ts";
import { optionCalls } from "./option_calls.ts";
import { pollCalls } from "./poll_calls.ts";

const CALLS: Readonly<Record<string, CallHandler>> = {
  ...openCalls,
  ...dataCalls,
  ...optionCalls,
  ...pollCalls,
};

/** The call of that name, null where it is not here. */
export function callNamed(name: string): CallHandler | null {
  return Object.hasOwn(CALLS, name) ? CALLS[name]! : null;
}
