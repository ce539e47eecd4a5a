import type { Action, Data, Loss, State, System } from "../../cell.ts";

/** What the page shows right now; "" stands for all. */
export interface Choice {
  readonly state: State;
  readonly action: Action | "";
  readonly data: Data | "";
  readonly loss: Loss;
  /** The peer's system, "" for the same as the local one. */
  readonly peer: System | "";
}

export const FIRST_CHOICE: Choice = {
  state: "ESTABLISHED",
  action: "",
  data: "",
  loss: "none",
  peer: "",
};

/** The choice that an address's fragment tells: "state=LISTEN&loss=the+FIN". */
export function readChoice(
  fragment: string,
  allowed: Readonly<Record<keyof Choice, readonly string[]>>,
): Choice {
  const told = new URLSearchParams(fragment.replace(/^#/, ""));
  const entries = Object.entries(FIRST_CHOICE).map(([key, first]) => {
    const value = told.get(key) ?? first;
    return [key, allowed[key as keyof Choice].includes(value) ? value : first];
  });
  return Object.fromEntries(entries);
}

/** Its fragment, without what is as at first. */
export function writeChoice(choice: Choice): string {
  const told = Object.entries(choice).filter(([key, value]) =>
    value !== FIRST_CHOICE[key as keyof Choice]
  );
  return new URLSearchParams(told).toString();
}
