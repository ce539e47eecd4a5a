import type { RunInfo } from "../run_info.ts";

/** What a host's `tcp` settings are as settings of Linux: only those that change what a script sees. */
const SYSCTLS: Readonly<
  Record<string, readonly [name: string, values: Readonly<Record<string, string>>]>
> = {
  ecn: ["tcp_ecn", { off: "0", active: "1", passive: "2" }],
  timestamps: ["tcp_timestamps", { true: "1", false: "0" }],
  sack: ["tcp_sack", { true: "1", false: "0" }],
  windowScaling: ["tcp_window_scaling", { true: "1", false: "0" }],
  congestion: ["tcp_congestion_control", { reno: "reno", cubic: "cubic" }],
  slowStartAfterIdle: ["tcp_slow_start_after_idle", { true: "1", false: "0" }],
};

/** Commands that give a Linux host the settings of its topology; what Linux has no words for is told. */
export function* settingLines(info: RunInfo, host: string): Generator<string> {
  for (const [name, value] of Object.entries(settingsOf(info.topology, host))) {
    const [sysctl = "", values = {}] = Object.hasOwn(SYSCTLS, name) ? SYSCTLS[name]! : [];
    const text = values[String(value)];
    if (text === undefined) yield `// tcp setting of ${host}: ${name}: ${JSON.stringify(value)}`;
    else yield `\`sysctl -q net.ipv4.${sysctl}=${text}\``;
  }
}

/** The `tcp` settings of a host in a topology as plain data; it was checked when it was loaded. */
function settingsOf(topology: unknown, host: string): Record<string, unknown> {
  const hosts = field(topology, "hosts");
  const settings = field(field(hosts, host), "tcp");
  return typeof settings === "object" && settings !== null ? { ...settings } : {};
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
