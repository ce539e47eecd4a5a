import { isGuess } from "./evidence.ts";
import { freebsdTable } from "./freebsd.ts";
import { type KnobName, knobNames } from "./knobs.ts";
import { linuxTable } from "./linux.ts";
import { type Profile, profileOf, type ProfileTable } from "./profile.ts";
import { rfc9293Table } from "./rfc9293.ts";
import { windowsTable } from "./windows.ts";

/** The names of the profiles. */
export const profileNames = ["rfc9293", "linux", "windows", "freebsd"] as const;
/** The name of a profile. */
export type ProfileName = (typeof profileNames)[number];

/** Each profile's values with where they come from and how sure they are. */
export const profileTables: Readonly<Record<ProfileName, ProfileTable>> = {
  rfc9293: rfc9293Table,
  linux: linuxTable,
  windows: windowsTable,
  freebsd: freebsdTable,
};

/** The profiles themselves. */
export const profiles: Readonly<Record<ProfileName, Profile>> = {
  rfc9293: profileOf("rfc9293", rfc9293Table),
  linux: profileOf("linux", linuxTable),
  windows: profileOf("windows", windowsTable),
  freebsd: profileOf("freebsd", freebsdTable),
};

/** The knobs of a profile whose values are guesses. */
export function guessesOf(name: ProfileName): KnobName[] {
  return knobNames.filter((knob) => isGuess(profileTables[name][knob]));
}

/**
 * The profile of that name.
 *
 * @throws {RangeError} if there is none.
 */
export function profileByName(name: string): Profile {
  if (!Object.hasOwn(profiles, name)) {
    throw new RangeError(
      `Cannot find profile: its name must be one of ${profileNames.join(", ")}: it is "${name}"`,
    );
  }
  return profiles[name as ProfileName];
}
