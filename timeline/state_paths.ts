import type { Nanos } from "../engine/base/time.ts";
import type { ConnectionId, RecordId } from "../nodes/records.ts";
import type { Timeline } from "./timeline.ts";

/** One state that a connection was in, and from when to when. */
export interface Stay {
  /** The RFC's name of the state. */
  readonly state: string;
  readonly from: Nanos;
  /** When it was left, or null where it was still in it when the run ended. */
  readonly until: Nanos | null;
  /** The record of the change that led into it; of the initial state, of the change out of it. */
  readonly entered: RecordId;
  /** The record of the change out of it, or 0. */
  readonly left: RecordId;
}

/** The states of a connection in their order, the initial one too; empty where it never had any. */
export function statePath(timeline: Timeline, connection: ConnectionId): Stay[] {
  const stays: Stay[] = [];
  let state = "";
  let from = 0;
  let entered = 0;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "state" || body.connection !== connection) continue;
    const at = timeline.atOf(id);
    const first = entered === 0;
    stays.push({
      state: first ? body.from : state,
      from: first ? at : from,
      until: at,
      entered: first ? id : entered,
      left: id,
    });
    state = body.to;
    from = at;
    entered = id;
  }
  if (entered !== 0) stays.push({ state, from, until: null, entered, left: 0 });
  return stays;
}

/** The state that each connection was in when the run ended: connection `n` at `n - 1`. */
export function finalStates(timeline: Timeline): string[] {
  const states = timeline.connections.map(() => "CLOSED");
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "state" && body.connection > 0) states[body.connection - 1] = body.to;
  }
  return states;
}
