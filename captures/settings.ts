import { ms, seconds } from "../engine/base/time.ts";
import { type Profile, profiles, withOverrides } from "../engine/tcp/mod.ts";
import type { Capture, Side } from "./capture.ts";

/** What a host of a capture is like: its profile, and the settings that have no knob. */
export interface HostSetup {
  readonly profile: Profile;
  readonly unknown: readonly string[];
}

type Overrides = Readonly<Record<string, unknown>>;

const isOn = (value: unknown): boolean => Number(value) !== 0;

/** Linux's sysctls as knobs of the profile. */
const SYSCTLS: Readonly<Record<string, (value: unknown) => Overrides>> = {
  "tcp_syn_retries": (value) => ({ synRetries: Number(value) }),
  "tcp_syn_linear_timeouts": (value) => ({ synLinearRetries: Number(value) }),
  "tcp_synack_retries": (value) => ({ synAckRetries: Number(value) }),
  "tcp_retries1": (value) => ({ r1Retries: Number(value) }),
  "tcp_retries2": (value) => ({ dataRetries: Number(value), persistMaxRetries: Number(value) }),
  "tcp_orphan_retries": (value) => ({ orphanRetries: Number(value) === 0 ? 8 : Number(value) }),
  "tcp_fin_timeout": (value) => ({ finWait2Timeout: seconds(Number(value)) }),
  "tcp_timestamps": (value) => ({ timestamps: isOn(value) }),
  "tcp_sack": (value) => ({ sack: isOn(value) }),
  "tcp_window_scaling": (value) => ({ windowScaling: isOn(value) }),
  "tcp_rfc1337": (value) => ({ resetInTimeWait: isOn(value) ? "ignore" : "kill" }),
  "tcp_tw_reuse": (value) => ({
    timeWaitConnect: ["never", "timestamps", "loopback"][Number(value)],
  }),
  "tcp_abort_on_overflow": (value) => ({ lastAckOverflow: isOn(value) ? "reset" : "drop" }),
  "tcp_syncookies": (value) => ({ synCookies: ["never", "when-full", "always"][Number(value)] }),
  "tcp_slow_start_after_idle": (value) => ({ slowStartAfterIdle: isOn(value) }),
  "tcp_congestion_control": (value) => ({ congestion: String(value) }),
  "tcp_invalid_ratelimit": (value) => ({ challengeAckInterval: ms(Number(value)) }),
  "ip_local_port_range": (value) => {
    const [first, last] = String(value).split(/\s+/).map(Number);
    return { ephemeralFirst: first, ephemeralLast: last };
  },
};

/**
 * The Linux profile with what a capture sets for one side. Timers run on the
 * wheel, as they did on the kernel that was recorded.
 */
export function setupOf(capture: Capture, side: Side): HostSetup {
  const { system } = capture;
  const overrides: Record<string, unknown> = { timerWheel: true, congestion: system.congestion };
  const unknown: string[] = [];
  for (const [name, value] of Object.entries(system.sysctl[side] ?? {})) {
    const known = SYSCTLS[name];
    if (known === undefined) unknown.push(`${side} ${name} = ${value}`);
    else Object.assign(overrides, known(value));
  }
  const initialWindow = String(system.initialWindow);
  if (!initialWindow.startsWith("default")) {
    overrides["initialWindowSegments"] = Number(initialWindow);
  }
  return { profile: withOverrides(profiles.linux, overrides), unknown };
}
