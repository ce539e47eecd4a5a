import { ms } from "../../base/time.ts";
import type { Sysctl } from "./sysctl.ts";

const isOn = (value: string): boolean => Number(value) !== 0;

/** A setting that has no knob, but the value that the profile has anyhow. */
const fixed = (only: string): Sysctl => (value) => value === only ? {} : null;

/** The largest window without scaling. */
const MOST = 65_535;

/** The least shift with which the largest socket buffer can be offered (tcp_syncache.c, V_sb_max). */
function shiftFor(bytes: number): number {
  let shift = 0;
  while (shift < 14 && MOST * 2 ** shift < bytes) shift++;
  return shift;
}

/** FreeBSD's sysctls as knobs of the profile (tcp(4)); values as sysctl(8) writes them. */
export const freebsdSysctls: Readonly<Record<string, Sysctl>> = {
  "kern.ipc.maxsockbuf": (value) => ({ windowScale: shiftFor(Number(value)) }),
  "net.inet.tcp.always_keepalive": (value) => ({ keepaliveDefault: isOn(value) }),
  "net.inet.tcp.blackhole": fixed("0"),
  "net.inet.tcp.cc.algorithm": (value) => ({ congestion: value === "newreno" ? "reno" : value }),
  "net.inet.tcp.delacktime": (value) => ({
    delayedAck: ms(Number(value)),
    delayedAckMax: ms(Number(value)),
  }),
  "net.inet.tcp.delayed_ack": fixed("1"),
  "net.inet.tcp.drop_synfin": (value) => ({ synWithFin: isOn(value) ? "drop" : "accept" }),
  "net.inet.tcp.ecn.enable": (value) =>
    ({ "0": { ecn: "off" }, "1": { ecn: "active" }, "2": { ecn: "passive" } })[value] ?? null,
  "net.inet.tcp.ecn.maxretries": (value) => ({ ecnSynRetries: Number(value) }),
  "net.inet.tcp.fast_finwait2_recycle": fixed("0"),
  // There is no cache of what was learned of other hosts.
  "net.inet.tcp.hostcache.purgenow": () => ({}),
  "net.inet.tcp.icmp_may_rst": (value) => ({ icmpInSynSent: isOn(value) ? "hard" : "ignore" }),
  "net.inet.tcp.initcwnd_segments": (value) => ({ initialWindowSegments: Number(value) }),
  "net.inet.tcp.insecure_rst": (value) => ({ resetInWindow: isOn(value) ? "kill" : "challenge" }),
  "net.inet.tcp.insecure_syn": (value) => ({ synInWindow: isOn(value) ? "kill" : "challenge" }),
  "net.inet.tcp.keepcnt": (value) => ({ keepaliveProbes: Number(value) }),
  "net.inet.tcp.keepidle": (value) => ({ keepaliveIdle: ms(Number(value)) }),
  "net.inet.tcp.keepinit": (value) => ({ synTimeoutTotal: ms(Number(value)) }),
  "net.inet.tcp.keepintvl": (value) => ({ keepaliveInterval: ms(Number(value)) }),
  "net.inet.tcp.msl": (value) => ({ msl: ms(Number(value)), timeWait: 2 * ms(Number(value)) }),
  "net.inet.tcp.recvspace": (value) => ({ receiveBuffer: Number(value) }),
  // tcp_timer_rexmt: t_rxtshift == 3.
  "net.inet.tcp.rexmit_drop_options": (value) => ({ synPlainAfter: isOn(value) ? 3 : 0 }),
  "net.inet.tcp.rexmit_initial": (value) => ({ rtoInitial: ms(Number(value)) }),
  "net.inet.tcp.rexmit_min": (value) => ({ rtoMin: ms(Number(value)) }),
  "net.inet.tcp.rexmit_slop": fixed("200"),
  "net.inet.tcp.rfc1323": (value) => ({
    timestamps: isOn(value),
    timestampsIfAsked: isOn(value),
    windowScaling: isOn(value),
  }),
  "net.inet.tcp.sack.enable": (value) => ({ sack: isOn(value) }),
  "net.inet.tcp.sendspace": (value) => ({ sendBuffer: Number(value) }),
  "net.inet.tcp.syncookies": (value) => ({ synCookies: isOn(value) ? "when-full" : "never" }),
  "net.inet.tcp.syncookies_only": fixed("0"),
  "net.inet.tcp.tolerate_missing_ts": (value) => ({
    missingTimestamps: isOn(value) ? "accept" : "drop",
  }),
};
