import type { Nanos } from "../engine/base/time.ts";
import { profileByName } from "../engine/tcp/mod.ts";
import { Run } from "../topologies/mod.ts";
import type { Timeline } from "../timeline/mod.ts";
import { type Expected, expectedNotice } from "./formula.ts";
import type { GuardTimes, Question } from "./question.ts";
import { deathTopology, PULLED_AT, WATCHER } from "./topology.ts";

/** How a side noticed that its peer is gone. */
export interface Notice {
  readonly question: Question;
  /** How long after the pull; null where it never noticed. */
  readonly after: Nanos | null;
  /** The call that told it first, and its error: "recv", "ETIMEDOUT (110)"; "" where none did. */
  readonly call: string;
  readonly error: string;
  /** What the rules say, null where the system has no such option. */
  readonly expected: Expected | null;
  /** Whether it noticed as the rules say. */
  readonly holds: boolean;
}

/** Runs a question. */
export function notice(question: Question, times: GuardTimes): Notice {
  const none = { question, after: null, call: "", error: "" };
  if (question.guard === "user timeout" && question.system === "freebsd") {
    return { ...none, expected: null, holds: true };
  }
  const run = new Run(deathTopology(question, times), null);
  run.advance();
  const { timeline } = run.finish();
  const profile = profileByName(question.system);
  const expected = expectedNotice(question, times, profile, senseOf(timeline));
  const found = firstError(timeline);
  if (found === null) return { ...none, expected, holds: expected.from === null };
  const after = found.at - PULLED_AT;
  const holds = expected.from !== null && after >= expected.from && after <= expected.to;
  return { question, after, call: found.call, error: found.error, expected, holds };
}

/** What the formulas need to know of the moment of the pull. */
export interface Sense {
  /** The retransmission timeout then. */
  readonly rto: Nanos;
  /** How long before the pull the last segment arrived. */
  readonly quietFor: Nanos;
}

function senseOf(timeline: Timeline): Sense {
  let rto = 0;
  let heardAt = 0;
  for (let id = 1; id <= timeline.size && timeline.atOf(id) < PULLED_AT; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "tcp" && body.rto > 0) rto = body.rto;
    if (body.kind === "segment" && body.event === "received" && body.host === WATCHER) {
      heardAt = timeline.atOf(id);
    }
  }
  return { rto, quietFor: PULLED_AT - heardAt };
}

function firstError(timeline: Timeline): { at: Nanos; call: string; error: string } | null {
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "call" || body.host !== WATCHER || body.event !== "returned") continue;
    const { result } = body;
    if (result === null || result.error === "") continue;
    return { at: timeline.atOf(id), call: body.call, error: `${result.error} (${result.code})` };
  }
  return null;
}
