import { type Nanos, us } from "../../engine/base/time.ts";
import { type Ipv4, parseIpv4 } from "../../engine/wire/mod.ts";
import { type Script, ScriptError, type ScriptOption } from "../language/mod.ts";
import { NotSupported } from "./verdict.ts";

/** What the options of a script say. */
export interface Settings {
  /** How far from its time an event may be, at least. */
  readonly tolerance: Nanos;
  /** The same as a share of the time since the event before. */
  readonly toleranceShare: number;
  readonly localAddress: Ipv4;
  readonly remoteAddress: Ipv4;
  readonly bindPort: number;
  readonly connectPort: number;
  readonly mtu: number;
  /** Whether each segment must come as the script has it, none joined with its neighbour. */
  readonly strictSegments: boolean;
  /** Ticks of the timestamps that are checked; 0: their values are not checked. */
  readonly timestampTick: Nanos;
  /** Whether echoes of timestamps that were never sent are counted on from those that were. */
  readonly scaledEcho: boolean;
}

/** The defaults of packetdrill; FreeBSD's has no tolerance by share. */
const DEFAULTS: Settings = {
  tolerance: us(4000),
  toleranceShare: 0.125,
  localAddress: parseIpv4("192.168.0.1"),
  remoteAddress: parseIpv4("192.0.2.1"),
  bindPort: 8080,
  connectPort: 8080,
  mtu: 1500,
  strictSegments: false,
  timestampTick: 0,
  scaledEcho: false,
};

/** The least MTU of an interface (RFC 791 3.2). */
const LEAST_MTU = 68;

/** Options without effect here: about the real interface, the real shell, or output. */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  "code_command",
  "code_format",
  "code_sockopt",
  "debug",
  "dry_run",
  "gateway_ip",
  "init_scripts",
  "netmask_ip",
  "persistent_tun_dev",
  "send_omit_free",
  "speed",
  "verbose",
]);

type Changes = { -readonly [N in keyof Settings]?: Settings[N] };

/**
 * The settings of a script.
 *
 * @throws {ScriptError} for an option that nobody knows, or a wrong value.
 * @throws {NotSupported} for one that asks for what is not here.
 */
export function settingsOf(script: Script, isFreebsd: boolean): Settings {
  const changes: Changes = isFreebsd ? { toleranceShare: 0 } : {};
  for (const option of script.options) apply(script, option, changes);
  return { ...DEFAULTS, ...changes };
}

function apply(script: Script, option: ScriptOption, changes: Changes): void {
  const number = (most = 1e9, least = 0): number => numberOf(script, option, least, most);
  switch (option.name) {
    case "ip_version":
      if (option.value !== "ipv4") {
        throw new NotSupported(option.place, `IP version ${option.value}`);
      }
      return;
    case "tolerance_usecs":
      changes.tolerance = us(number());
      return;
    case "tolerance_percent":
      changes.toleranceShare = number(100) / 100;
      return;
    case "local_ip":
    case "local_ipv4":
      changes.localAddress = addressOf(script, option);
      return;
    case "remote_ip":
    case "remote_ipv4":
      changes.remoteAddress = addressOf(script, option);
      return;
    case "bind_port":
      changes.bindPort = number(65535);
      return;
    case "connect_port":
      changes.connectPort = number(65535);
      return;
    case "mtu":
      changes.mtu = number(65535, LEAST_MTU);
      return;
    case "mss":
      changes.mtu = number(65495, LEAST_MTU - 40) + 40;
      return;
    case "strict_segments":
      changes.strictSegments = true;
      return;
    case "tcp_ts_tick_usecs":
      changes.timestampTick = us(number());
      return;
    case "tcp_ts_ecr_scaled":
      changes.scaledEcho = true;
      return;
    case "udp_encapsulation":
      throw new NotSupported(option.place, "encapsulation in UDP");
    case "tcp_md5_secret":
      throw new NotSupported(option.place, "signatures of segments (RFC 2385)");
    case "non_fatal":
      throw new NotSupported(option.place, "failures that are not fatal");
    default:
      if (WITHOUT_EFFECT.has(option.name)) return;
      throw new ScriptError(
        script.path,
        option.place,
        `Cannot read the script: there is no option "--${option.name}"`,
      );
  }
}

function numberOf(script: Script, option: ScriptOption, least: number, most: number): number {
  const value = Number(option.value);
  if (/^\d+(\.\d+)?$/.test(option.value) && value >= least && value <= most) return value;
  throw new ScriptError(
    script.path,
    option.place,
    `Cannot read the script: --${option.name} must be a number from ${least} to ${most}: it is "${option.value}"`,
  );
}

function addressOf(script: Script, option: ScriptOption): Ipv4 {
  try {
    return parseIpv4(option.value);
  } catch {
    throw new ScriptError(
      script.path,
      option.place,
      `Cannot read the script: --${option.name} must be an IPv4 address: it is "${option.value}"`,
    );
  }
}
