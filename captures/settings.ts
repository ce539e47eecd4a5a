import { linuxSysctls, type Profile, profiles, withOverrides } from "../engine/tcp/mod.ts";
import type { Capture, Side } from "./capture.ts";

/** What a host of a capture is like: its profile, and the settings that have no knob. */
export interface HostSetup {
  readonly profile: Profile;
  readonly unknown: readonly string[];
}

/**
 * The Linux profile with what a capture sets for one side. Timers run on the
 * wheel, as they did on the kernel that was recorded.
 */
export function setupOf(capture: Capture, side: Side): HostSetup {
  const { system } = capture;
  const overrides: Record<string, unknown> = { timerWheel: true, congestion: system.congestion };
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(system.sysctl[side] ?? {})) {
    const known = linuxSysctls[name];
    if (known === undefined) unknown.push(`${side} ${name} = ${value}`);
    else Object.assign(overrides, known(String(value)));
  }
  const initialWindow = String(system.initialWindow);
  if (!initialWindow.startsWith("default")) {
    overrides["initialWindowSegments"] = Number(initialWindow);
  }
  return { profile: withOverrides(profiles.linux, overrides), unknown };
}
