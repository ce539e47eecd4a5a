import type { HostInfo } from "../run_info.ts";
import type { Expectation, Pattern } from "./expectation.ts";
import type { Subject } from "./subject.ts";

/**
 * Says which name of an expectation stands for nothing in the run, and which
 * names there are; "" where all are known. A connection that never came to be
 * can neither pass nor never enter a state: most often its name is misspelt.
 */
export function unknownNames(
  expectation: Expectation,
  subject: Subject,
  hosts: readonly HostInfo[],
): string {
  if ("connection" in expectation) return unknownConnection(expectation.connection, subject);
  if (!("pattern" in expectation)) return "";
  const own = unknownInPattern(expectation.pattern, subject, hosts);
  if (own !== "" || expectation.type !== "eventually" || expectation.after === undefined) {
    return own;
  }
  return unknownInPattern(expectation.after, subject, hosts);
}

function unknownInPattern(
  pattern: Pattern,
  subject: Subject,
  hosts: readonly HostInfo[],
): string {
  if ("state" in pattern) return unknownConnection(pattern.state.connection, subject);
  if ("timer" in pattern) return unknownConnection(pattern.timer.connection, subject);
  if (!("segment" in pattern) || hosts.length === 0) return "";
  const { from, to } = pattern.segment;
  const names = hosts.map((host) => host.name);
  const unknown = [from, to].find((name) => name !== undefined && !names.includes(name));
  if (unknown === undefined) return "";
  return `there is no host "${unknown}": the run had ${names.join(", ")}`;
}

function unknownConnection(name: string | undefined, subject: Subject): string {
  if (name === undefined || subject.idOf(name) !== 0) return "";
  const names = subject.names.length === 0 ? "none" : subject.names.join(", ");
  return `there was no connection "${name}": the run had ${names}`;
}
