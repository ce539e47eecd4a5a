/** How each system's TCP behaves: every constant and switch, with its source and how sure it is. */
export {
  guessesOf,
  profileByName,
  type ProfileName,
  profileNames,
  profiles,
  profileTables,
} from "./by_name.ts";
export { type Evidence, isGuess, type Sureness, sureness } from "./evidence.ts";
export { freebsdSysctls } from "./freebsd_sysctls.ts";
export type { Knob } from "./knob.ts";
export { type KnobName, knobNames, knobs } from "./knobs.ts";
export { linuxSysctls } from "./linux_sysctls.ts";
export { withOverrides } from "./overrides.ts";
export type { KnobValues, Profile, ProfileTable } from "./profile.ts";
export type { Sysctl } from "./sysctl.ts";
