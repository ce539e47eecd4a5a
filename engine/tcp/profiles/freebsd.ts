import { minutes, ms, NEVER, seconds } from "../../base/time.ts";
import { OptionKind } from "../../wire/tcp_options.ts";
import { fact } from "./evidence.ts";
import type { ProfileTable } from "./profile.ts";

/** FreeBSD 14 with its default settings. */
export const freebsdTable: ProfileTable = {
  rtoInitial: fact(seconds(1), "S", "net.inet.tcp.rexmit_initial"),
  rtoAfterSynLoss: fact(seconds(3), "?", "RFC 6298 5.7"),
  synRetries: fact(12, "S", "TCP_MAXRXTSHIFT; synTimeoutTotal comes first"),
  synLinearRetries: fact(0, "S", "tcp_syn_backoff: 1, 2, 4, 8, 16, 32 s"),
  synTimeoutTotal: fact(seconds(75), "V", "tcp(4) keepinit"),
  synRetryOnReset: fact(0, "M", "ECONNREFUSED at once"),
  synRetryOnResetDelay: fact(0, "M", "not used: synRetryOnReset is 0"),
  synAckRetries: fact(3, "S", "SYNCACHE_MAXREXMTS"),
  backlogOverflow: fact("drop", "m", "syncache_add"),
  synAckOnRepeatedSyn: fact(true, "S", "syncache_add: a repeated SYN"),
  icmpInSynSent: fact("hard", "S", "tcp_ctlinput; net and host are soft"),

  rtoMin: fact(ms(30), "S", "net.inet.tcp.rexmit_min; the slop of 200 ms comes on top"),
  rtoMax: fact(seconds(64), "S", "TCPTV_REXMTMAX"),
  rtoFormula: fact("freebsd", "S", "TCP_REXMTVAL, TCPT_RANGESET"),
  r1Retries: fact(3, "m", "tcp_timer_rexmt: the route is asked again"),
  dataRetries: fact(12, "S", "TCP_MAXRXTSHIFT"),
  r2Time: fact(NEVER, "S", "the number of retries decides"),
  userTimeoutDefault: fact(NEVER, "S", "none"),
  orphanRetries: fact(12, "S", "as dataRetries"),
  resetOnTimeout: fact(true, "S", "tcp_drop"),
  icmpWhenEstablished: fact("hard-as-soft", "S", "tcp_notify: t_softerror; net and host ignored"),
  timerWheel: fact(false, "C", "timers are exact"),
  lossRecovery: fact("sack", "S", "tcp_sack.c; the RACK stack is optional"),

  resetCarriesAck: fact(true, "S", "tcp_drop outputs from CLOSED: TH_RST | TH_ACK"),
  msl: fact(seconds(30), "S", "net.inet.tcp.msl"),
  timeWait: fact(seconds(60), "S", "tcp_twstart: 2 MSL"),
  timeWaitReuse: fact(true, "S", "tcp_twcheck: SEQ_GT"),
  resetInTimeWait: fact("ignore", "S", "tcp_twcheck"),
  finWait2Timeout: fact(seconds(600), "S", "keepcnt * keepintvl; fast_finwait2_recycle = 0"),
  closeWithUnreadData: fact("fin", "S", "tcp_disconnect: sbflush, then FIN"),
  dataAfterClose: fact("reset", "S", "tcp_do_segment: above CLOSE-WAIT without a socket"),
  closeWhileRecvPending: fact("defer", "m", "as Linux"),
  shutdownReceiveQueued: fact("flush", "M", "sorflush"),
  shutdownReceiveData: fact("discard", "S", "SBS_CANTRCVMORE: acknowledged, thrown away"),
  shutdownBothData: fact("discard", "m", "as shutdownReceiveData"),
  receiveQueueOnReset: fact("deliver", "M", "soreceive reads before so_error"),
  ackOnFin: fact("immediate", "S", "tcp_do_segment: TF_ACKNOW"),

  challengeAckInterval: fact(0, "?", "a limit per second, not per connection"),
  resetBelowReceiveNext: fact(true, "S", "a RST at last_ack_sent - 1 or at it"),
  linkDown: fact("keep", "S", "sockets do not hear of the carrier"),
  linkDownGrace: fact(0, "S", "not used: linkDown is keep"),

  delayedAck: fact(ms(40), "S", "net.inet.tcp.delacktime; 100 ms before 13"),
  delayedAckMax: fact(ms(40), "S", "as delayedAck: it does not adapt"),
  delayedAckEvery: fact(2, "m", "DELAY_ACK"),
  quickAcks: fact(0, "m", "none"),

  nagle: fact(true, "M", "TCP_NODELAY is off"),
  nagleRule: fact("rfc896", "S", "tcp_output: idle"),
  initialWindow: fact("rfc6928", "S", "net.inet.tcp.initcwnd_segments = 10"),
  congestion: fact("cubic", "m", "since 14.0; newreno before"),
  slowStartAfterIdle: fact(true, "m", "cc_after_idle"),
  urgentPointer: fact("bsd", "M", "tcp_output"),

  timestamps: fact(true, "S", "net.inet.tcp.rfc1323 = 1"),
  sack: fact(true, "S", "net.inet.tcp.sack.enable = 1"),
  ecn: fact(true, "S", "net.inet.tcp.ecn.enable = 2: only when the peer asks"),
  windowScaling: fact(true, "S", "net.inet.tcp.rfc1323 = 1"),
  windowScale: fact(6, "M", "syncache_add: from net.inet.tcp.recvbuf_max"),
  synOptionsOrder: fact(
    [
      OptionKind.MaximumSegmentSize,
      OptionKind.NoOperation,
      OptionKind.WindowScale,
      OptionKind.SackPermitted,
      OptionKind.Timestamps,
    ],
    "M",
    "tcp_addoptions",
  ),

  receiveBuffer: fact(65536, "S", "net.inet.tcp.recvspace"),
  maxReceiveBuffer: fact(2 * 2 ** 20, "S", "net.inet.tcp.recvbuf_max"),
  sendBuffer: fact(32768, "m", "net.inet.tcp.sendspace"),
  maxSendBuffer: fact(2 * 2 ** 20, "m", "net.inet.tcp.sendbuf_max"),
  wholeSends: fact(false, "M", "sosend waits for room"),

  keepaliveDefault: fact(true, "S", "net.inet.tcp.always_keepalive = 1"),
  keepaliveIdle: fact(minutes(120), "S", "net.inet.tcp.keepidle"),
  keepaliveInterval: fact(seconds(75), "S", "net.inet.tcp.keepintvl"),
  keepaliveProbes: fact(8, "S", "net.inet.tcp.keepcnt"),
  resetOnKeepaliveTimeout: fact(true, "S", "tcp_drop"),

  persistMin: fact(seconds(5), "S", "net.inet.tcp.persmin"),
  persistMax: fact(seconds(60), "S", "net.inet.tcp.persmax"),
  persistMaxRetries: fact(12, "S", "TCP_MAXRXTSHIFT, and a limit of idle time"),
  windowProbe: fact("byte", "M", "tcp_output forces one byte"),

  ephemeralFirst: fact(10000, "S", "net.inet.ip.portrange.first"),
  ephemeralLast: fact(65535, "S", "net.inet.ip.portrange.last"),
  ttl: fact(64, "M", "net.inet.ip.ttl"),
  pathMtuDiscovery: fact(true, "S", "net.inet.tcp.path_mtu_discovery = 1"),
};
