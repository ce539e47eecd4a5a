import type { CompanionRule } from "./rules.ts";

/** A test with the rules that its name carries. */
export interface NamedTest {
  /** Its file, from the project's folder. */
  readonly path: string;
  /** Its name as the source has it; "..." where a loop fills something in. */
  readonly name: string;
}

const TEST = /Deno\.test\(\s*(["`])((?:\\.|(?!\1)[^\\])*)\1/g;

/** The tests of a source that carry their names with them. */
export function testsOf(path: string, source: string): NamedTest[] {
  return [...source.matchAll(TEST)].map((match) => {
    const name = match[2]!.replace(/\$\{[^}]*\}/g, "...").replace(/\\(.)/g, "$1");
    return { path, name };
  });
}

/** The identifiers of RFC 9293 in a test's name: [MUST-39], U-7. */
export function identifiersIn(name: string): string[] {
  return name.match(/\b(?:MUST|SHLD|MAY|REC|U)-\d+\b/g) ?? [];
}

/**
 * Whether a test's name carries a rule of another RFC: [RFC 5681 3.1, .3] names
 * its third rule. Without such a number a section names the rule that it is
 * about: [RFC 6298 2.4].
 */
export function carries(name: string, rule: CompanionRule): boolean {
  if (identifiersIn(name).some((id) => rule.places.includes(id))) return true;
  const brackets = name.match(/\[[^\]]*\]/g) ?? [];
  return brackets.some((bracket) => bracket.includes(`RFC ${rule.rfc}`) && names(bracket, rule));
}

/** Whether what stands behind the RFC in a bracket names the rule; the place "*" takes anything. */
function names(bracket: string, rule: CompanionRule): boolean {
  if (rule.places.includes("*")) return true;
  const own = bracket.slice(bracket.indexOf(`RFC ${rule.rfc}`) + `RFC ${rule.rfc}`.length);
  const numbers: readonly string[] = own.match(/(?<!\d)\.\d+\b/g) ?? [];
  if (numbers.length > 0) return numbers.includes(rule.number);
  return (own.match(/\b\d+(?:\.\d+)*\b/g) ?? []).some((section) => rule.places.includes(section));
}
