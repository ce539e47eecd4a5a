import type { HostInfo } from "../run_info.ts";
import type { Timeline } from "../timeline.ts";
import { around } from "./around.ts";
import { judgeCall } from "./call_verdicts.ts";
import { judgeEnd, judgePasses, judgeStays } from "./connection_verdicts.ts";
import { describeExpectation } from "./describe.ts";
import type { Expectation } from "./expectation.ts";
import { fails, type Finding } from "./finding.ts";
import { judgeCount, judgeEventually, judgeNever } from "./pattern_verdicts.ts";
import { Subject } from "./subject.ts";
import { unknownNames } from "./unknown_names.ts";
import type { Verdict } from "./verdict.ts";

/**
 * Judges expectations of a finished run, in their order.
 *
 * `hosts` says whose an address is, for patterns with `from` and `to`.
 *
 * @throws {SyntaxError} if a pattern names a flag that TCP does not have.
 */
export function evaluate(
  expectations: readonly Expectation[],
  timeline: Timeline,
  hosts: readonly HostInfo[],
): Verdict[] {
  const subject = new Subject(timeline, hosts);
  return expectations.map((expectation) => {
    const unknown = unknownNames(expectation, subject, hosts);
    const finding = unknown === ""
      ? judge(expectation, subject)
      : fails("a name of this run", unknown, []);
    return {
      expectation: describeExpectation(expectation),
      holds: finding.holds,
      expected: finding.expected,
      found: finding.found,
      records: around(timeline, finding.shown),
    };
  });
}

function judge(expectation: Expectation, subject: Subject): Finding {
  switch (expectation.type) {
    case "passes":
      return judgePasses(expectation, subject);
    case "stays":
      return judgeStays(expectation, subject);
    case "call":
      return judgeCall(expectation, subject);
    case "never":
      return judgeNever(expectation, subject);
    case "eventually":
      return judgeEventually(expectation, subject);
    case "count":
      return judgeCount(expectation, subject);
    case "end":
      return judgeEnd(expectation, subject);
  }
}
