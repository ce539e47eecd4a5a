import type { Nanos } from "../../engine/base/time.ts";
import type { CallEvent } from "../language/mod.ts";
import type { Outcome } from "./calls.ts";

/** The call that is under way. */
export class CurrentCall {
  readonly event: CallEvent;
  readonly startedAt: Nanos;
  /** When it is to return. */
  readonly endsAt: Nanos;
  outcome: Outcome | null = null;
  returnedAt: Nanos = 0;

  constructor(event: CallEvent, startedAt: Nanos) {
    this.event = event;
    this.startedAt = startedAt;
    const from = event.time.kind === "relative" || event.time.kind === "absolute"
      ? event.time.from
      : 0;
    this.endsAt = startedAt + (event.end === null ? 0 : event.end - from);
  }
}
