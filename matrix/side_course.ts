import type { Nanos } from "../engine/base/time.ts";
import { formatDuration, statePath, type Stay, type Timeline } from "../timeline/mod.ts";
import { ACTION_AT } from "./times.ts";

/** Where the connection of one side went. */
export interface SideCourse {
  /** Its state at the action, and each later one with the time since: "CLOSED +60 s". */
  readonly states: readonly string[];
  /** How long it was in TIME-WAIT, 0 where it never was. */
  readonly timeWait: Nanos;
}

/** The course of a host's connection from the action on; its states are empty where it has none. */
export function sideCourse(timeline: Timeline, host: string): SideCourse {
  const stays = staysOf(timeline, host);
  const states = stays.filter(({ until }) => until === null || until > ACTION_AT)
    .map(({ state, from }) =>
      from < ACTION_AT ? state : `${state} +${formatDuration(from - ACTION_AT)}`
    );
  return { states, timeWait: timeWaitOf(stays, timeline.endedAt) };
}

/** The state of a host's connection just before the action, "" where it has none. */
export function stateAtAction(timeline: Timeline, host: string): string {
  const stay = staysOf(timeline, host).find(({ from, until }) =>
    from < ACTION_AT && (until === null || until >= ACTION_AT)
  );
  return stay?.state ?? "";
}

/** The states of a host's only connection, or of its last. */
function staysOf(timeline: Timeline, host: string): Stay[] {
  const connection = timeline.connections.findLastIndex((info) => info.host === host) + 1;
  return connection === 0 ? [] : statePath(timeline, connection);
}

function timeWaitOf(stays: readonly Stay[], endedAt: Nanos): Nanos {
  let sum = 0;
  for (const { state, from, until } of stays) {
    if (state === "TIME-WAIT") sum += (until ?? endedAt) - from;
  }
  return sum;
}
