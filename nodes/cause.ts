import type { Nanos } from "../engine/base/time.ts";
import type { Network } from "./network.ts";
import type { RecordBody, RecordId } from "./records.ts";

/**
 * Records something as the cause of all that is recorded until
 * {@linkcode leaveCause}. Returns the cause until now, to be handed back there.
 */
export function enterCause(network: Network, body: RecordBody, now: Nanos): RecordId {
  const recorder = network.recorder;
  if (recorder === null) return 0;
  const cause = recorder.cause;
  recorder.cause = recorder.record(now, body);
  return cause;
}

/** Puts the cause back that {@linkcode enterCause} returned. */
export function leaveCause(network: Network, cause: RecordId): void {
  if (network.recorder !== null) network.recorder.cause = cause;
}
