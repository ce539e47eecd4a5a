import { invariant } from "../../base/invariant.ts";
import type { Evidence } from "./evidence.ts";
import type { Knob } from "./knob.ts";
import { type KnobName, knobNames, knobs } from "./knobs.ts";

/** The values of all knobs. */
export type KnobValues = {
  readonly [N in KnobName]: (typeof knobs)[N] extends Knob<infer T> ? T : never;
};

/**
 * How one system's TCP behaves: flat and immutable, read where a decision
 * falls. What each field means stands in {@linkcode knobs}; times are in
 * nanoseconds, sizes in bytes.
 */
export interface Profile extends KnobValues {
  /** The system's name as a topology gives it: "linux". */
  readonly name: string;
}

/** A system's values, each with where it comes from and how sure it is. */
export type ProfileTable = {
  readonly [N in KnobName]: Evidence<KnobValues[N]>;
};

/**
 * The flat profile that a table describes. All profiles have their fields in
 * one order, so that reading one costs the same whichever system it is.
 */
export function profileOf(name: string, table: ProfileTable): Profile {
  for (const knob of knobNames) {
    invariant(knobs[knob].accepts(table[knob].value), `profile ${name} has a valid ${knob}`);
  }
  return build(name, (knob) => table[knob].value);
}

/** A profile in which some knobs have other values, which must have been checked. */
export function profileWith(profile: Profile, values: Partial<KnobValues>): Profile {
  if (Object.keys(values).length === 0) return profile; // it never changes, so all may share it
  return build(
    profile.name,
    (knob) => Object.hasOwn(values, knob) ? values[knob] : profile[knob],
  );
}

function build(name: string, valueOf: (knob: KnobName) => unknown): Profile {
  const fields: [string, unknown][] = [["name", name]];
  for (const knob of knobNames) fields.push([knob, valueOf(knob)]);
  return Object.freeze(Object.fromEntries(fields)) as unknown as Profile;
}
