import { minutes, ms, NEVER, seconds } from "../../base/time.ts";
import { OptionKind } from "../../wire/tcp_options.ts";
import { fact } from "./evidence.ts";
import type { ProfileTable } from "./profile.ts";

/** TCP as the standard's text has it: its defaults and SHOULDs, nothing optional. */
export const rfc9293Table: ProfileTable = {
  rtoInitial: fact(seconds(1), "V", "RFC 6298 2.1"),
  rtoAfterSynLoss: fact(seconds(3), "V", "RFC 6298 5.7"),
  synRetries: fact(Infinity, "C", "RFC 9293 3.8.3 gives a time, not a number: synTimeoutTotal"),
  synLinearRetries: fact(0, "V", "RFC 6298 5.5: each timeout doubles the RTO"),
  synTimeoutTotal: fact(minutes(3), "V", "RFC 9293 3.8.3, MUST-23: R2 of a SYN is at least 3 min"),
  synRetryOnReset: fact(0, "V", "RFC 9293 3.10.7.3: a RST ends the attempt"),
  synRetryOnResetDelay: fact(0, "V", "not used: synRetryOnReset is 0"),
  synAckRetries: fact(Infinity, "C", "as synRetries"),
  backlogOverflow: fact("drop", "C", "RFC 9293 knows no backlog; a lost SYN is sent again"),
  synAckOnRepeatedSyn: fact(false, "V", "RFC 9293 3.10.7.4, first: an ACK"),
  icmpInSynSent: fact("hard", "V", "RFC 9293 3.9.2.2, SHLD-26: codes 2 to 4 are hard errors"),

  rtoMin: fact(seconds(1), "V", "RFC 6298 2.4"),
  rtoMax: fact(seconds(60), "V", "RFC 6298 2.5: a maximum, if any, is at least 60 s"),
  rtoFormula: fact("rfc6298", "V", "RFC 6298 2"),
  r1Retries: fact(3, "V", "RFC 9293 3.8.3, SHLD-10"),
  dataRetries: fact(Infinity, "C", "RFC 9293 3.8.3 gives a time, not a number: r2Time"),
  r2Time: fact(seconds(100), "V", "RFC 9293 3.8.3, SHLD-11: at least 100 s"),
  userTimeoutDefault: fact(minutes(5), "V", "RFC 9293 3.9.1.1: the global default is 5 minutes"),
  orphanRetries: fact(Infinity, "C", "RFC 9293 knows no owner: as dataRetries"),
  resetOnTimeout: fact(false, "V", "RFC 9293 3.10.8: flush, report, CLOSED; no segment"),
  icmpWhenEstablished: fact("abort-on-hard", "V", "RFC 9293 3.9.2.2, SHLD-26"),
  timerWheel: fact(false, "C", "timers are exact"),
  lossRecovery: fact("newreno", "V", "RFC 5681 3.2, RFC 6582"),

  resetCarriesAck: fact(false, "V", "RFC 9293 3.10.5: SEQ=SND.NXT, CTL=RST"),
  msl: fact(minutes(2), "V", "RFC 9293 3.4.2"),
  timeWait: fact(minutes(4), "V", "RFC 9293 3.6.1, MUST-13: 2 MSL"),
  timeWaitReuse: fact(true, "V", "RFC 9293 3.6.1, MAY-2"),
  resetInTimeWait: fact("kill", "V", "RFC 9293 3.10.7.4, second: CLOSED"),
  finWait2Timeout: fact(NEVER, "V", "RFC 9293 3.10.8 has no such timer"),
  closeWithUnreadData: fact("reset", "V", "RFC 9293 3.6.1, SHLD-3"),
  dataAfterClose: fact("reset", "V", "RFC 9293 3.6.1, SHLD-3"),
  closeWhileRecvPending: fact("defer", "C", "RFC 9293 3.6: who closes may go on to RECEIVE"),
  shutdownReceiveQueued: fact("keep", "C", "RFC 9293 has no such call"),
  shutdownReceiveData: fact("accept", "C", "RFC 9293 has no such call"),
  shutdownBothData: fact("accept", "C", "RFC 9293 has no such call"),
  receiveQueueOnReset: fact("discard", "V", "RFC 9293 3.10.7.4, second: queues are flushed"),
  ackOnFin: fact("immediate", "V", "RFC 9293 3.10.7.4, eighth: send an acknowledgment"),

  challengeAckInterval: fact(ms(500), "C", "RFC 5961 7: for example 10 in 5 s"),
  resetBelowReceiveNext: fact(false, "V", "RFC 9293 3.10.7.4, second: only RCV.NXT resets"),
  linkDown: fact("keep", "V", "RFC 1122 4.2.3.9: TCP outlives a net that is unreachable"),
  linkDownGrace: fact(0, "V", "not used: linkDown is keep"),

  delayedAck: fact(ms(200), "C", "RFC 9293 3.8.6.3, MUST-40: less than 0.5 s"),
  delayedAckMax: fact(ms(200), "C", "as delayedAck: it does not adapt"),
  delayedAckEvery: fact(2, "V", "RFC 9293 3.8.6.3, SHLD-19"),
  quickAcks: fact(0, "V", "RFC 9293 knows none"),

  nagle: fact(true, "V", "RFC 9293 3.7.4, SHLD-7"),
  nagleRule: fact("rfc896", "V", "RFC 9293 3.7.4"),
  initialWindow: fact("rfc5681", "V", "RFC 5681 3.1"),
  congestion: fact("reno", "V", "RFC 9293 3.8.2, MUST-19: RFC 5681"),
  slowStartAfterIdle: fact(true, "V", "RFC 5681 4.1"),
  urgentPointer: fact("rfc", "V", "RFC 9293 3.8.5, MUST-62"),

  timestamps: fact(false, "V", "RFC 9293 3.2: optional"),
  sack: fact(false, "V", "RFC 9293 3.2: optional"),
  ecn: fact(true, "V", "RFC 9293 3.8.2, SHLD-8"),
  windowScaling: fact(false, "V", "RFC 9293 3.2: optional"),
  windowScale: fact(0, "V", "not used: windowScaling is off"),
  synOptionsOrder: fact([OptionKind.MaximumSegmentSize], "V", "RFC 9293 3.7.1, MUST-14"),

  receiveBuffer: fact(65535, "C", "the largest window without scaling"),
  maxReceiveBuffer: fact(65535, "C", "the largest window without scaling"),
  sendBuffer: fact(65535, "C", "one window of a peer without scaling"),
  maxSendBuffer: fact(65535, "C", "one window of a peer without scaling"),
  wholeSends: fact(false, "C", "RFC 9293 3.9.1.2 leaves it open"),

  keepaliveDefault: fact(false, "V", "RFC 9293 3.8.4, MUST-25"),
  keepaliveIdle: fact(minutes(120), "V", "RFC 9293 3.8.4, MUST-28: at least 2 h"),
  keepaliveInterval: fact(seconds(75), "C", "RFC 9293 3.8.4 leaves it open"),
  keepaliveProbes: fact(9, "C", "RFC 9293 3.8.4, MUST-29: more than one"),
  resetOnKeepaliveTimeout: fact(false, "C", "RFC 9293 leaves it open; as resetOnTimeout"),

  persistMin: fact(0, "V", "RFC 9293 3.8.6.1, SHLD-29: the first probe after one RTO"),
  persistMax: fact(seconds(60), "C", "as rtoMax"),
  persistMaxRetries: fact(Infinity, "C", "RFC 9293 3.8.6.1, MUST-37 and the user timeout"),
  windowProbe: fact("byte", "V", "RFC 9293 3.8.6.1: at least one octet of new data"),

  ephemeralFirst: fact(49152, "M", "RFC 6335 6: dynamic ports"),
  ephemeralLast: fact(65535, "M", "RFC 6335 6: dynamic ports"),
  ttl: fact(64, "C", "RFC 9293 3.9.2, MUST-49: configurable"),
  pathMtuDiscovery: fact(true, "C", "RFC 9293 3.7.2 recommends it"),
};
