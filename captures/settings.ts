import { linuxSysctls, type Profile, profiles, withOverrides } from "../engine/tcp/mod.ts";
import { type Capture, type Side, SIDES } from "./capture.ts";

/** What a host of a capture is like: its profile, and the settings that have no knob. */
export interface HostSetup {
  readonly profile: Profile;
  readonly unknown: readonly string[];
}

/** Bytes of a packet besides its data: IPv4 and TCP without options, and the timestamps option. */
const HEADERS = 40;
const TIMESTAMPS = 12;

/** How long a full segment of a capture is. */
export function fullSegmentOf({ system }: Capture): number {
  const hasTimestamps = SIDES.every((side) =>
    String(system.sysctl[side]?.["tcp_timestamps"] ?? 1) !== "0"
  );
  return system.mtu - HEADERS - (hasTimestamps ? TIMESTAMPS : 0);
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
    const knobs = linuxSysctls[name.replace(/^net\.ipv4\./, "")]?.(String(value)) ?? null;
    if (knobs === null) unknown.push(`${side} ${name} = ${value}`);
    else Object.assign(overrides, knobs);
  }
  const initialWindow = String(system.initialWindow);
  if (!initialWindow.startsWith("default")) {
    overrides["initialWindowSegments"] = Number(initialWindow);
  }
  return { profile: withOverrides(profiles.linux, overrides), unknown };
}
