import { formatDuration, formatSeconds } from "../duration.ts";
import type { RecordId } from "../../nodes/records.ts";
import { describeLimits, describePattern } from "./describe.ts";
import type { Expectation } from "./expectation.ts";
import { fails, type Finding, holds } from "./finding.ts";
import { findAll, matcherOf } from "./find.ts";
import type { Subject } from "./subject.ts";

/** How many matches a report shows. */
const SHOWN = 3;

/** Judges that nothing matches. */
export function judgeNever(
  expectation: Expectation & { type: "never" },
  subject: Subject,
): Finding {
  const found = findAll(subject.timeline, matcherOf(expectation.pattern, subject));
  if (found.length === 0) return holds("none", "none", []);
  return fails(
    "none",
    `${found.length}, first at ${atOf(found[0] ?? 0, subject)}`,
    found.slice(0, SHOWN),
  );
}

/** Judges how many match. */
export function judgeCount(
  expectation: Expectation & { type: "count" },
  subject: Subject,
): Finding {
  const { equals, atLeast = 0, atMost = Infinity } = expectation;
  const found = findAll(subject.timeline, matcherOf(expectation.pattern, subject));
  const count = found.length;
  const right = (equals ?? count) === count && count >= atLeast && count <= atMost;
  const expected = describeLimits(expectation);
  return (right ? holds : fails)(expected, String(count), found.slice(0, SHOWN));
}

/** Judges that something matches, and in time. */
export function judgeEventually(
  expectation: Expectation & { type: "eventually" },
  subject: Subject,
): Finding {
  const { within = Infinity, after } = expectation;
  const timeline = subject.timeline;
  const start = after === undefined ? 0 : findAll(timeline, matcherOf(after, subject), 0, 1)[0];
  const expected = within === Infinity ? "at least one" : `within ${formatDuration(within)}`;
  if (after !== undefined && start === undefined) {
    return fails(expected, `what it comes after never happened: ${describePattern(after)}`, []);
  }
  const from = start ?? 0;
  const shown = from === 0 ? [] : [from];
  const match = findAll(timeline, matcherOf(expectation.pattern, subject), from, 1)[0];
  if (match === undefined) return fails(expected, "none", shown);
  const took = timeline.atOf(match) - (from === 0 ? 0 : timeline.atOf(from));
  const found = `after ${formatDuration(took)}, at ${atOf(match, subject)}`;
  if (took <= within) return holds(expected, found, [...shown, match]);
  return fails(expected, `${found}: ${formatDuration(took - within)} late`, [...shown, match]);
}

function atOf(id: RecordId, subject: Subject): string {
  return formatSeconds(subject.timeline.atOf(id), 9);
}
