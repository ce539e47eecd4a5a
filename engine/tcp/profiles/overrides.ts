import { type KnobName, knobNames, knobs } from "./knobs.ts";
import { type KnobValues, type Profile, profileWith } from "./profile.ts";

/**
 * A profile with other values for some knobs than the given one, as a topology's `tcp:`
 * gives them; times are in nanoseconds.
 *
 * @throws {RangeError} if there is no such knob, or its value is not allowed.
 * @throws {TypeError} if a value is of the wrong type.
 *
 * @example
 * ```ts
 * import { profiles, withOverrides } from "./mod.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const patient = withOverrides(profiles.linux, { dataRetries: 30 });
 * strictEqual(patient.dataRetries, 30);
 * strictEqual(patient.timeWait, profiles.linux.timeWait);
 * ```
 */
export function withOverrides(
  profile: Profile,
  overrides: Readonly<Record<string, unknown>>,
): Profile {
  for (const [name, value] of Object.entries(overrides)) checkOverride(profile, name, value);
  const changed = profileWith(profile, overrides as Partial<KnobValues>);
  if (changed.ephemeralFirst > changed.ephemeralLast) {
    throw new RangeError(
      `Cannot change profile "${profile.name}": ephemeralFirst must be <= ephemeralLast: ` +
        `they are ${changed.ephemeralFirst} and ${changed.ephemeralLast}`,
    );
  }
  return changed;
}

function checkOverride(profile: Profile, name: string, value: unknown): void {
  if (!Object.hasOwn(knobs, name)) {
    throw new RangeError(
      `Cannot change profile "${profile.name}": a knob must be one of ` +
        `${knobNames.join(", ")}: it is "${name}"`,
    );
  }
  const knob = knobs[name as KnobName];
  if (knob.accepts(value)) return;
  const message = `Cannot change ${name} of profile "${profile.name}": ` +
    `it must be ${knob.allowed}: it is ${show(value)}`;
  const type: string = typeof value;
  throw type === knob.type ? new RangeError(message) : new TypeError(message);
}

function show(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
}
