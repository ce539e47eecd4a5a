import type { CallEvent, Expression } from "../language/mod.ts";
import type { Symbols } from "./arguments.ts";
import type { Outcome } from "./calls.ts";
import { errnoKey } from "./symbols.ts";
import { NotSupported } from "./verdict.ts";

/**
 * What a call gave otherwise than its script says, "" for nothing. An error is
 * compared only where it is written; of a descriptor it is enough that there is one.
 */
export function resultDifference(event: CallEvent, outcome: Outcome, symbols: Symbols): string {
  const expected = numberOf(event.result, symbols);
  const isDescriptor = outcome.handle !== undefined || outcome.epoll !== undefined;
  const isRight = expected === null || expected === outcome.value ||
    (isDescriptor && expected >= 0);
  if (!isRight) return `${event.name} must return ${expected}: it returns ${valueText(outcome)}`;
  const { errno } = event;
  if (errno !== null && errnoKey(errno) !== errnoKey(outcome.errno)) {
    const seen = outcome.errno === "" ? "it succeeds" : `it gives ${outcome.errno}`;
    return `${event.name} must give ${errno}: ${seen}`;
  }
  return outcome.difference ?? "";
}

function numberOf(it: Expression, symbols: Symbols): number | null {
  switch (it.kind) {
    case "ellipsis":
      return null;
    case "number":
      return it.value;
    case "word":
      if (Object.hasOwn(symbols, it.name)) return symbols[it.name]!;
      throw new NotSupported(it.place, `the constant ${it.name}`);
    case "or":
      return it.items.reduce((bits, item) => bits | (numberOf(item, symbols) ?? 0), 0);
    default:
      throw new NotSupported(it.place, "a result in this form");
  }
}

const valueText = ({ value, errno }: Outcome): string =>
  errno === "" ? `${value}` : `${value} ${errno}`;

/** A call with what it came to, as a script writes it. */
export function outcomeText(event: CallEvent, outcome: Outcome): string {
  const call = event.text.replace(/^\S+\s+/, "").replace(/\s*=[^=()\][{}]*(?:\([^()]*\))?$/, "");
  return `${call} = ${valueText(outcome)}`;
}
