import { formatDuration, formatSeconds } from "../duration.ts";
import { statePath, type Stay } from "../state_paths.ts";
import type { Expectation } from "./expectation.ts";
import { fails, type Finding, holds } from "./finding.ts";
import type { Subject } from "./subject.ts";

/** Judges whether the states stand, in order and with none between, in the connection's path. */
export function judgePasses(
  expectation: Expectation & { type: "passes" },
  subject: Subject,
): Finding {
  const expected = expectation.states.join(", ");
  const path = statePath(subject.timeline, subject.idOf(expectation.connection));
  const found = path.map((stay) => stay.state).join(", ");
  let best = 0;
  let length = -1;
  for (let start = 0; start < path.length; start++) {
    const run = commonRun(path, start, expectation.states);
    if (run === expectation.states.length) {
      return holds(expected, found, recordsOf(path.slice(start, start + run)));
    }
    if (run > length) [best, length] = [start, run];
  }
  if (length < 1) return fails(expected, found, recordsOf(path.slice(0, 4)));
  const last = path[best + length - 1]?.state ?? "";
  const next = path[best + length]?.state ?? "nothing more";
  const wanted = expectation.states[length] ?? "";
  return fails(
    expected,
    `${found}: after ${last} came ${next}, not ${wanted}`,
    recordsOf(path.slice(best + length - 1, best + length + 1)),
  );
}

function commonRun(path: readonly Stay[], start: number, states: readonly string[]): number {
  let run = 0;
  while (run < states.length && path[start + run]?.state === states[run]) run++;
  return run;
}

/** Judges how long the connection stayed in a state. */
export function judgeStays(
  expectation: Expectation & { type: "stays" },
  subject: Subject,
): Finding {
  const { state, tolerance = 0 } = expectation;
  const expected = formatDuration(expectation.for);
  const path = statePath(subject.timeline, subject.idOf(expectation.connection));
  const stays = path.filter((stay) => stay.state === state);
  for (const stay of stays) {
    if (stay.until === null) continue;
    const off = stay.until - stay.from - expectation.for;
    if (Math.abs(off) <= tolerance) {
      return holds(expected, describeStay(stay, subject), recordsOf([stay]));
    }
  }
  if (stays.length === 0) {
    const states = path.map((stay) => stay.state).join(", ");
    return fails(expected, `it was never in ${state}: ${states}`, recordsOf(path.slice(-2)));
  }
  const found = stays.map((stay) => describeStay(stay, subject)).join("; ");
  return fails(expected, found, recordsOf(stays));
}

function describeStay(stay: Stay, subject: Subject): string {
  const from = formatSeconds(stay.from, 9);
  if (stay.until === null) {
    const so = formatDuration(subject.timeline.endedAt - stay.from);
    return `still in it when the run ended, ${so} after it came into it at ${from}`;
  }
  const until = formatSeconds(stay.until, 9);
  return `${formatDuration(stay.until - stay.from)}, from ${from} to ${until}`;
}

/** Judges the state that the connection is in when the run ends. */
export function judgeEnd(expectation: Expectation & { type: "end" }, subject: Subject): Finding {
  const path = statePath(subject.timeline, subject.idOf(expectation.connection));
  const last = path.at(-1);
  const state = last?.state ?? "CLOSED";
  const since = last === undefined ? "" : ` since ${formatSeconds(last.from, 9)}`;
  const verdict = state === expectation.state ? holds : fails;
  return verdict(expectation.state, state + since, last === undefined ? [] : recordsOf([last]));
}

function recordsOf(stays: readonly Stay[]): number[] {
  return stays.flatMap((stay) => stay.left === 0 ? [stay.entered] : [stay.entered, stay.left]);
}
