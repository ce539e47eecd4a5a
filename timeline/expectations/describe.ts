import { formatDuration } from "../duration.ts";
import type { Expectation, Pattern, SegmentPattern } from "./expectation.ts";

/** An expectation in one line, as reports show it. */
export function describeExpectation(expectation: Expectation): string {
  switch (expectation.type) {
    case "passes":
      return `${expectation.connection} passes ${expectation.states.join(", ")}`;
    case "stays": {
      const tolerance = expectation.tolerance ?? 0;
      const give = tolerance === 0 ? "" : ` (give or take ${formatDuration(tolerance)})`;
      const time = formatDuration(expectation.for);
      return `${expectation.connection} stays in ${expectation.state} for ${time}${give}`;
    }
    case "call": {
      const nth = expectation.nth === undefined ? "" : ` (return ${expectation.nth})`;
      return `${expectation.call} returns ${expectation.returns}${nth}`;
    }
    case "never":
      return `never ${describePattern(expectation.pattern)}`;
    case "eventually":
      return `eventually ${describePattern(expectation.pattern)}${describeWindow(expectation)}`;
    case "count":
      return `${describeLimits(expectation)} ${describePattern(expectation.pattern)}`;
    case "end":
      return `${expectation.connection} ends in ${expectation.state}`;
  }
}

/** A pattern in words: "segment with RST from server". */
export function describePattern(pattern: Pattern): string {
  if ("segment" in pattern) return describeSegment(pattern.segment);
  if ("state" in pattern) {
    const { connection, enters } = pattern.state;
    return `${connection ?? "any connection"} enters ${enters ?? "any state"}`;
  }
  if ("call" in pattern) {
    const { call, returns } = pattern.call;
    return `${call ?? "any call"} returns${returns === undefined ? "" : ` ${returns}`}`;
  }
  if ("timer" in pattern) {
    const { connection, timer, event } = pattern.timer;
    const which = timer === undefined ? "any timer" : `the ${timer} timer`;
    return `${which} of ${connection ?? "any connection"} ${event ?? "fired"}`;
  }
  const { process, event, note } = pattern.process;
  const words = [
    process ?? "any process",
    event ?? "changes",
    note === undefined ? "" : `"${note}"`,
  ];
  return words.filter((word) => word !== "").join(" ");
}

function describeSegment(pattern: SegmentPattern): string {
  const words = ["segment"];
  if (pattern.flags) words.push(`with ${pattern.flags}`);
  if (pattern.without) words.push(`without ${pattern.without}`);
  if (pattern.data !== undefined) words.push(pattern.data ? "with data" : "without data");
  if (pattern.from) words.push(`from ${pattern.from}`);
  if (pattern.to) words.push(`to ${pattern.to}`);
  if (pattern.note) words.push(`noted "${pattern.note}"`);
  words.push(pattern.event ?? "sent");
  return words.join(" ");
}

function describeWindow(expectation: Expectation & { type: "eventually" }): string {
  const within = expectation.within;
  const limit = within === undefined ? "" : ` within ${formatDuration(within)}`;
  return expectation.after === undefined
    ? limit
    : `${limit} after ${describePattern(expectation.after)}`;
}

/** How many a count allows: "exactly 3 times", "at least 2, at most 4 times". */
export function describeLimits(expectation: Expectation & { type: "count" }): string {
  const { equals, atLeast, atMost } = expectation;
  const limits: string[] = [];
  if (equals !== undefined) limits.push(`exactly ${equals}`);
  if (atLeast !== undefined) limits.push(`at least ${atLeast}`);
  if (atMost !== undefined) limits.push(`at most ${atMost}`);
  return limits.length === 0 ? "any number of times" : `${limits.join(", ")} times`;
}
