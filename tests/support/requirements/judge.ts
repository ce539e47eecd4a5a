import { breakersOf, usersOf } from "./by_profile.ts";
import { BUT, CHOICES, PARTS } from "./choices.ts";
import { carries, identifiersIn, type NamedTest } from "./named_tests.ts";
import type { CompanionRule, Requirement } from "./rules.ts";

/** How it stands with a rule. */
export type Status = "met" | "in part" | "by choice" | "not yet";

/** A rule with its tests, and what there is to say about it. */
export interface Judged<R> {
  readonly rule: R;
  readonly status: Status;
  /** Why it is not met, what of it is not, or what of it is absent by choice; else empty. */
  readonly reason: string;
  readonly tests: readonly NamedTest[];
  /** The profiles that break it, as their systems do. */
  readonly breakers: readonly string[];
  /** The profiles that use it where others do not, and the knob that decides; else empty. */
  readonly users: string;
}

/** Judges the rules of RFC 9293 by the tests that carry their identifiers. */
export function judgeRequirements(
  rules: readonly Requirement[],
  tests: readonly NamedTest[],
): Judged<Requirement>[] {
  return rules.map((rule) =>
    judged(rule, rule.id, "", tests.filter((test) => identifiersIn(test.name).includes(rule.id)))
  );
}

/** Judges the rules of other RFCs by the tests that carry their RFC and number or section. */
export function judgeCompanions(
  rules: readonly CompanionRule[],
  tests: readonly NamedTest[],
): Judged<CompanionRule>[] {
  return rules.map((rule) =>
    judged(
      rule,
      `RFC ${rule.rfc} ${rule.number}`,
      usersOf(rule.rfc),
      tests.filter((test) => carries(test.name, rule)),
    )
  );
}

function judged<R>(rule: R, key: string, users: string, tests: readonly NamedTest[]): Judged<R> {
  const chosen = CHOICES[key];
  const part = PARTS[key];
  const reason = chosen ?? (tests.length > 0 ? part ?? BUT[key] ?? "" : "");
  return {
    rule,
    status: statusOf(tests.length, chosen, part),
    reason,
    tests,
    breakers: breakersOf(key),
    users,
  };
}

function statusOf(tests: number, chosen: string | undefined, part: string | undefined): Status {
  if (chosen !== undefined) return "by choice";
  if (tests === 0) return "not yet";
  return part === undefined ? "met" : "in part";
}
