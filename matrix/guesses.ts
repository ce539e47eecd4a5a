import { guessesOf, type Profile } from "../engine/tcp/mod.ts";
import type { System } from "./cell.ts";

/** The knobs that decide what a cell shows. */
const DECIDING = [
  "timeWait",
  "resetInTimeWait",
  "finWait2Timeout",
  "closeWithUnreadData",
  "dataAfterClose",
  "closeWhileRecvPending",
  "shutdownReceiveQueued",
  "shutdownReceiveData",
  "shutdownBothData",
  "receiveQueueOnReset",
  "ackOnFin",
  "delayedAck",
  "linkDown",
  "linkDownGrace",
  "resetCarriesAck",
  "rtoMin",
  "rtoMax",
  "dataRetries",
  "orphanRetries",
  "resetOnTimeout",
  "persistMaxRetries",
  "synRetries",
  "keepaliveDefault",
] as const satisfies readonly (keyof Profile)[];

/** Which of the knobs that decide about cells have a guessed value in that system's profile. */
export function decidingGuesses(system: System): readonly string[] {
  const guesses: readonly string[] = guessesOf(system);
  return DECIDING.filter((knob) => guesses.includes(knob));
}
