import { ms, seconds } from "../../base/time.ts";
import type { Sysctl } from "./sysctl.ts";

const isOn = (value: string): boolean => Number(value) !== 0;

/** A setting that has no knob, but a value that the profile has anyhow. */
const fixed = (...values: readonly string[]): Sysctl => (value) =>
  values.includes(value) ? {} : null;

/**
 * Linux's sysctls as knobs of the profile (Documentation/networking/ip-sysctl),
 * by their name without `net.ipv4.`; values as they are written there.
 */
export const linuxSysctls: Readonly<Record<string, Sysctl>> = {
  "tcp_syn_retries": (value) => ({ synRetries: Number(value) }),
  "tcp_syn_linear_timeouts": (value) => ({ synLinearRetries: Number(value) }),
  "tcp_synack_retries": (value) => ({ synAckRetries: Number(value) }),
  "tcp_retries1": (value) => ({ r1Retries: Number(value) }),
  "tcp_retries2": (value) => ({ dataRetries: Number(value), persistMaxRetries: Number(value) }),
  "tcp_orphan_retries": (value) => ({ orphanRetries: Number(value) === 0 ? 8 : Number(value) }),
  "tcp_fin_timeout": (value) => ({ finWait2Timeout: seconds(Number(value)) }),
  "tcp_timestamps": (value) => ({ timestamps: isOn(value), timestampsIfAsked: isOn(value) }),
  "tcp_sack": (value) => ({ sack: isOn(value) }),
  "tcp_window_scaling": (value) => ({ windowScaling: isOn(value) }),
  "tcp_rfc1337": (value) => ({ resetInTimeWait: isOn(value) ? "ignore" : "kill" }),
  "tcp_tw_reuse": (value) => ({
    timeWaitConnect: ["never", "timestamps", "loopback"][Number(value)],
  }),
  "tcp_abort_on_overflow": (value) => ({ lastAckOverflow: isOn(value) ? "reset" : "drop" }),
  "tcp_syncookies": (value) => ({ synCookies: ["never", "when-full", "always"][Number(value)] }),
  "tcp_slow_start_after_idle": (value) => ({ slowStartAfterIdle: isOn(value) }),
  "tcp_congestion_control": (value) => ({ congestion: value }),
  "tcp_invalid_ratelimit": (value) => ({ challengeAckInterval: ms(Number(value)) }),
  "tcp_ecn": (value) =>
    ({ "0": { ecn: "off" }, "1": { ecn: "active" }, "2": { ecn: "passive" } })[value] ?? null,
  // Half of a receive buffer is overhead (tcp_adv_win_scale = 1).
  "tcp_rmem": (value) => {
    const [, initial = 0, most = 0] = value.trim().split(/\s+/).map(Number);
    const windowScale = Math.min(Math.max(Math.floor(Math.log2(most)) - 15, 0), 14);
    return { receiveBuffer: initial >> 1, maxReceiveBuffer: most >> 1, windowScale };
  },
  "tcp_wmem": (value) => {
    const [, initial, most] = value.trim().split(/\s+/).map(Number);
    return { sendBuffer: initial, maxSendBuffer: most };
  },
  "tcp_notsent_lowat": (value) => ({
    notSentLimit: Number(value) >= 2 ** 31 ? Infinity : Number(value),
  }),
  "tcp_mtu_probing": (value) => ({
    mtuProbing: ["off", "black-hole", "always"][Number(value)],
  }),
  "tcp_base_mss": (value) => ({ mtuProbeBase: Number(value) }),
  "tcp_frto": (value) => ({ frto: isOn(value) ? "any-ack" : "off" }),
  "tcp_keepalive_time": (value) => ({ keepaliveIdle: seconds(Number(value)) }),
  "tcp_keepalive_intvl": (value) => ({ keepaliveInterval: seconds(Number(value)) }),
  "tcp_keepalive_probes": (value) => ({ keepaliveProbes: Number(value) }),
  "tcp_moderate_rcvbuf": (value) => ({ receiveBufferTuning: isOn(value) ? "copied" : "off" }),
  "tcp_stdurg": (value) => ({ urgentPointer: isOn(value) ? "last" : "behind" }),
  "tcp_recovery": (value) =>
    (Number(value) & 1) === 1 ? { lossRecovery: "rack" } : { lossRecovery: "sack" },
  // What has one value here, or none that a segment would show.
  "tcp_dsack": fixed("1"),
  "tcp_fack": fixed("0"),
  "tcp_reordering": fixed("3"),
  "tcp_early_retrans": fixed("3", "4"),
  "tcp_fastopen": (_value) => ({}), // without a cookie or a socket option it changes nothing
  "tcp_min_tso_segs": (_value) => ({}), // segments are joined again before they are compared
  "tcp_tso_win_divisor": (_value) => ({}),
  "tcp_autocorking": (_value) => ({}), // a queue of the interface that holds segments is not there
  "tcp_limit_output_bytes": (_value) => ({}),
  "tcp_no_metrics_save": (_value) => ({}), // no metrics are ever saved
  "tcp_pacing_ss_ratio": (_value) => ({}), // without fq nothing is paced
  "tcp_pacing_ca_ratio": (_value) => ({}),
  "tcp_comp_sack_nr": (value) => Number(value) === 0 ? { sackCompression: false } : {},
  "ip_local_port_range": (value) => {
    const [first, last] = value.split(/\s+/).map(Number);
    return { ephemeralFirst: first, ephemeralLast: last };
  },
};
