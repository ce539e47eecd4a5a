import { minutes, ms, NEVER, seconds } from "../../base/time.ts";
import { OptionKind } from "../../wire/tcp_options.ts";
import { fact } from "./evidence.ts";
import type { ProfileTable } from "./profile.ts";

/** Linux 6.18 with its default settings. */
export const linuxTable: ProfileTable = {
  rtoInitial: fact(seconds(1), "S", "TCP_TIMEOUT_INIT"),
  rtoAfterSynLoss: fact(seconds(3), "S", "TCP_TIMEOUT_FALLBACK"),
  synRetries: fact(6, "V", "ip-sysctl tcp_syn_retries"),
  synLinearRetries: fact(4, "V", "ip-sysctl tcp_syn_linear_timeouts"),
  synTimeoutTotal: fact(NEVER, "S", "the number of retries decides"),
  synRetryOnReset: fact(0, "S", "tcp_reset: ECONNREFUSED at once"),
  synRetryOnResetDelay: fact(0, "S", "not used: synRetryOnReset is 0"),
  synAckRetries: fact(5, "V", "ip-sysctl tcp_synack_retries"),
  backlogOverflow: fact("drop", "V", "ip-sysctl tcp_abort_on_overflow = 0"),
  synAckOnRepeatedSyn: fact(true, "S", "tcp_check_req: the SYN-ACK is sent again"),
  icmpInSynSent: fact("abort", "S", "tcp_v4_err"),

  rtoMin: fact(ms(200), "S", "TCP_RTO_MIN"),
  rtoMax: fact(seconds(120), "S", "TCP_RTO_MAX"),
  rtoFormula: fact("linux", "S", "tcp_rtt_estimator: the minimum bounds the variance"),
  r1Retries: fact(3, "V", "ip-sysctl tcp_retries1"),
  dataRetries: fact(15, "V", "ip-sysctl tcp_retries2"),
  r2Time: fact(NEVER, "S", "the number of retries decides"),
  userTimeoutDefault: fact(NEVER, "V", "tcp(7) TCP_USER_TIMEOUT = 0"),
  orphanRetries: fact(8, "V", "ip-sysctl tcp_orphan_retries = 0 means 8"),
  resetOnTimeout: fact(false, "S", "tcp_write_err"),
  icmpWhenEstablished: fact("soft", "S", "tcp_v4_err: sk_err_soft"),
  timerWheel: fact(
    false,
    "C",
    "the kernel's wheel of 250 Hz (T) is an artefact: here timers are exact",
  ),
  lossRecovery: fact("rack", "S", "tcp_recovery.c"),

  resetCarriesAck: fact(true, "S", "tcp_send_active_reset; seen"),
  msl: fact(seconds(30), "S", "half of TCP_TIMEWAIT_LEN"),
  timeWait: fact(seconds(60), "S", "TCP_TIMEWAIT_LEN"),
  timeWaitReuse: fact(true, "S", "tcp_timewait_state_process"),
  resetInTimeWait: fact("kill", "S", "tcp_timewait_state_process; tcp_rfc1337 = 0"),
  finWait2Timeout: fact(seconds(60), "V", "ip-sysctl tcp_fin_timeout"),
  closeWithUnreadData: fact("reset", "S", "__tcp_close"),
  dataAfterClose: fact("reset", "S", "tcp_rcv_state_process"),
  closeWhileRecvPending: fact("defer", "T", "seen: close has no effect until recv returns"),
  shutdownReceiveQueued: fact("keep", "T", "seen: queued data stays readable"),
  shutdownReceiveData: fact("accept", "T", "seen: acknowledged, still readable"),
  shutdownBothData: fact("reset", "S", "tcp_rcv_state_process; seen"),
  receiveQueueOnReset: fact("deliver", "S", "tcp_recvmsg reads the queue before sk_err"),
  ackOnFin: fact("delayed", "S", "tcp_fin enters ping-pong mode; seen: 40 ms"),

  challengeAckInterval: fact(ms(500), "S", "ip-sysctl tcp_invalid_ratelimit"),
  resetBelowReceiveNext: fact(true, "S", "tcp_reset_check"),
  linkDown: fact("keep", "S", "sockets do not hear of the carrier; seen"),
  linkDownGrace: fact(0, "S", "not used: linkDown is keep"),

  delayedAck: fact(ms(40), "S", "TCP_DELACK_MIN"),
  delayedAckMax: fact(ms(200), "S", "TCP_DELACK_MAX"),
  delayedAckEvery: fact(2, "S", "__tcp_ack_snd_check"),
  quickAcks: fact(16, "S", "TCP_MAX_QUICKACKS"),

  nagle: fact(true, "S", "tcp_nagle_check"),
  nagleRule: fact("minshall", "S", "tcp_minshall_check"),
  initialWindow: fact("rfc6928", "S", "TCP_INIT_CWND = 10"),
  congestion: fact("cubic", "S", "CONFIG_DEFAULT_TCP_CONG"),
  slowStartAfterIdle: fact(true, "S", "tcp_slow_start_after_idle"),
  urgentPointer: fact("bsd", "V", "ip-sysctl tcp_stdurg = 0"),

  timestamps: fact(true, "S", "tcp_timestamps = 1"),
  sack: fact(true, "S", "tcp_sack = 1"),
  ecn: fact(true, "S", "tcp_ecn = 2: only when the peer asks"),
  windowScaling: fact(true, "S", "tcp_window_scaling = 1"),
  windowScale: fact(10, "T", "seen; tcp_select_initial_window with tcp_rmem[2] = 32 MiB"),
  synOptionsOrder: fact(
    [
      OptionKind.MaximumSegmentSize,
      OptionKind.SackPermitted,
      OptionKind.Timestamps,
      OptionKind.NoOperation,
      OptionKind.WindowScale,
    ],
    "S",
    "tcp_options_write",
  ),

  receiveBuffer: fact(65536, "V", "half of ip-sysctl tcp_rmem[1] = 131072, the rest is overhead"),
  maxReceiveBuffer: fact(16 * 2 ** 20, "m", "half of tcp_rmem[2] = 32 MiB, which memory decides"),
  sendBuffer: fact(65536, "m", "tcp_wmem[1] = 16384, raised with the window as it opens"),
  maxSendBuffer: fact(4 * 2 ** 20, "m", "tcp_wmem[2] = 4 MiB, which memory decides"),
  wholeSends: fact(false, "S", "tcp_sendmsg waits for room"),

  keepaliveDefault: fact(false, "S", "SO_KEEPALIVE is off"),
  keepaliveIdle: fact(minutes(120), "S", "TCP_KEEPALIVE_TIME"),
  keepaliveInterval: fact(seconds(75), "S", "TCP_KEEPALIVE_INTVL"),
  keepaliveProbes: fact(9, "S", "TCP_KEEPALIVE_PROBES"),
  resetOnKeepaliveTimeout: fact(true, "S", "tcp_keepalive_timer; seen"),

  persistMin: fact(0, "S", "tcp_probe0_base: the RTO"),
  persistMax: fact(seconds(120), "S", "TCP_RTO_MAX"),
  persistMaxRetries: fact(15, "S", "tcp_probe_timer: tcp_retries2, if unanswered"),
  windowProbe: fact("empty", "S", "tcp_xmit_probe_skb; seen"),

  ephemeralFirst: fact(32768, "V", "ip-sysctl ip_local_port_range"),
  ephemeralLast: fact(60999, "V", "ip-sysctl ip_local_port_range"),
  ttl: fact(64, "M", "ip_default_ttl"),
  pathMtuDiscovery: fact(true, "M", "ip_no_pmtu_disc = 0"),
};
