import { congestionNames } from "../congestion/mod.ts";
import { count, oneOf, onOff, optionKinds, time, timeOrNever, whole } from "./knob.ts";

/** The largest buffer: a window of 2^30 bytes (RFC 7323 2.3). */
const MOST = 2 ** 30;

/**
 * Every constant and switch that makes one system's TCP differ from another's.
 * The names, types and meanings stand only here; {@linkcode Profile} and the
 * checks of overrides follow from it.
 */
export const knobs = {
  // Opening
  rtoInitial: time("the retransmission timeout before the first sample"),
  rtoAfterSynLoss: time("the RTO at the start of data if a SYN was sent again without a sample"),
  synRetries: count("how often a SYN is sent again, without those of synLinearRetries"),
  synLinearRetries: count("how many retransmissions of a SYN come before the RTO doubles"),
  synTimeoutTotal: timeOrNever("after that time a connection that is not established is given up"),
  synRetryOnReset: count("how often a SYN is sent again although a RST answered it"),
  synRetryOnResetDelay: time("how long after such a RST the SYN is sent again"),
  synRetryOnBadAckDelay: timeOrNever(
    "how long after an unacceptable ACK, as half-open peers send, the first SYN is sent again",
  ),
  synAckRetries: count("how often a SYN-ACK is sent again"),
  backlogHolds: oneOf(
    ["n", "n+1", "3n/2+1"],
    "how many connections wait to be accepted where the program asked for n",
  ),
  backlogMax: count("the largest n that counts"),
  backlogOverflow: oneOf(["reset", "drop"], "what a SYN gets while as many wait"),
  lastAckOverflow: oneOf(
    ["drop", "reset"],
    "what the ACK that ends a handshake gets while as many wait",
  ),
  synQueue: oneOf(
    ["backlog", "unlimited"],
    "how many connections of a listener may be opening: n + 1, or any number",
  ),
  synCookies: oneOf(
    ["never", "when-full", "always"],
    "which SYNs are answered by a SYN,ACK that nothing is kept for: none, those that find too " +
      "many opening, all",
  ),
  synAckOnRepeatedSyn: onOff("whether a repeated SYN gets the SYN-ACK again, or only an ACK"),
  icmpInSynSent: oneOf(
    ["ignore", "hard", "abort"],
    "which ICMP error ends a connection attempt: none; port, protocol, prohibited and TTL; all",
  ),
  icmpSoftLimit: count(
    "a soft ICMP error ends an opening if there was one before and more retransmissions than that",
  ),

  synPlainAfter: count(
    "after so many retransmissions a SYN has no option but its MSS; 0: it keeps all",
  ),
  synWithFin: oneOf(
    ["accept", "drop-in-listen", "drop"],
    "what becomes of a segment with both SYN and FIN: taken, not by listeners, never",
  ),
  synAckToListener: oneOf(["reset", "ignore"], "what a SYN,ACK gets that comes to a listener"),

  // Retransmission
  rtoMin: time("the lower bound that rtoFormula applies"),
  rtoMax: time("the largest RTO, backed off or not"),
  rtoFormula: oneOf(["rfc6298", "linux", "freebsd"], "how the RTO follows from SRTT and RTTVAR"),
  r1Retries: count("R1: after so many retransmissions IP hears of it and the application may"),
  r1Advice: oneOf(
    ["route", "neighbour"],
    "what IP does when it hears of R1: it looks the route up anew, as it does here for each packet, " +
      "or it does not rely on the next hop any more and asks for it",
  ),
  retryLimit: oneOf(
    ["count", "time"],
    "what R2 limits: the number of retransmissions, or the time that so many take from the least RTO",
  ),
  dataRetries: count("R2: after so many retransmissions the next timeout ends the connection"),
  r2Time: timeOrNever("R2: data unacknowledged for so long ends the connection"),
  userTimeoutFrom: oneOf(
    ["progress", "retransmission"],
    "what the user timeout counts from: the last progress, or the first RTO after it",
  ),
  userTimeoutDefault: timeOrNever("the user timeout where the application sets none"),
  orphanRetries: count("R2 of a connection that no process owns any more"),
  resetOnTimeout: onOff("whether a RST is sent when R2 or the user timeout ends a connection"),
  timeoutError: oneOf(
    ["ETIMEDOUT", "ECONNABORTED"],
    "what calls report after R2 or the user timeout (WSAETIMEDOUT or WSAECONNABORTED on Windows)",
  ),
  icmpWhenEstablished: oneOf(
    ["ignore", "soft", "hard-as-soft", "abort-on-hard"],
    "what ICMP unreachable does once synchronized: nothing, all are remembered as the reason of a " +
      "later timeout, only hard ones are, hard ones abort",
  ),
  rtoRevert: onOff("whether ICMP net or host unreachable takes one back-off back (RFC 6069)"),
  timerWheel: onOff(
    "whether timers go off on a wheel of ticks, coarser for longer ones, and so late",
  ),
  lossRecovery: oneOf(["newreno", "sack", "rack"], "how losses are found and repaired"),

  frto: oneOf(
    ["off", "second-ack", "any-ack"],
    "what shows that a timeout was spurious (F-RTO): the second ACK, for new data (RFC 5682), or " +
      "any for data sent once",
  ),
  undoByTimestamps: oneOf(
    ["never", "first-timeout", "always"],
    "when timestamps tell that what was sent again was only late (Eifel, RFC 3522, 4015)",
  ),
  undoByDuplicateSacks: onOff(
    "whether D-SACKs for all that was sent again take the reduction back (RFC 3708)",
  ),
  rttFromSack: onOff("whether newly SACKed data gives samples of the round-trip time too"),
  lossProbeSlack: time("how much longer than two round trips a loss probe waits"),

  // Closing
  resetCarriesAck: onOff("whether the RST of an abort carries an ACK too"),
  msl: time("the maximum segment lifetime"),
  timeWait: time("how long TIME-WAIT lasts"),
  timeWaitReuse: onOff("whether a SYN above the last sequence number reopens from TIME-WAIT"),
  timeWaitReuseByTime: onOff(
    "whether a SYN with a newer timestamp reopens from TIME-WAIT too (RFC 6191)",
  ),
  timeWaitConnectBound: onOff(
    "whether connect from a port chosen by bind takes over from TIME-WAIT with timestamps",
  ),
  timeWaitConnect: oneOf(
    ["never", "loopback", "timestamps"],
    "whether connect from a port that the system looks for does: never, from 127.0.0.0/8, always",
  ),
  timeWaitConnectDelay: time("how long TIME-WAIT has lasted at least by then"),
  timeWaitSegments: oneOf(
    ["check", "acknowledge"],
    "what TIME-WAIT does with segments: the checks of all states, or it drops those without ACK and " +
      "acknowledges all but duplicate ACKs",
  ),
  finInAcks: onOff("whether ACKs carry our FIN again while it is not acknowledged"),
  resetWhileClosing: oneOf(
    ["closed", "reset"],
    "what a RST in CLOSING or LAST-ACK is to the user: the end, or a reset",
  ),
  resetInTimeWait: oneOf(["kill", "ignore"], "what a RST does to TIME-WAIT"),
  abortInTimeWait: oneOf(["delete", "keep"], "what close with SO_LINGER 0 does to TIME-WAIT"),
  finWait2Timeout: timeOrNever("how long FIN-WAIT-2 lasts once no process owns the connection"),
  closeWithUnreadData: oneOf(["reset", "fin"], "what close sends while received data is unread"),
  dataAfterClose: oneOf(["reset", "discard"], "what data gets that arrives after close"),
  closeWhileRecvPending: oneOf(
    ["reset", "defer"],
    "what close does while another thread waits in recv: reset, or wait for that call",
  ),
  shutdownReceiveQueued: oneOf(
    ["reset", "keep", "flush"],
    "what shutdown(receive) does with data that is queued",
  ),
  shutdownReceiveData: oneOf(
    ["reset", "accept", "discard"],
    "what data gets that arrives after shutdown(receive)",
  ),
  shutdownBothData: oneOf(
    ["reset", "accept", "discard"],
    "what data gets that arrives after both directions were shut down",
  ),
  callsAfterAbort: oneOf(
    ["same", "ECONNRESET"],
    "what calls report that begin after this side itself aborted the connection: what those do " +
      "that were waiting, or ECONNRESET",
  ),
  receiveQueueOnReset: oneOf(
    ["deliver", "discard"],
    "what becomes of received data when the peer resets the connection",
  ),
  ackOnFin: oneOf(
    ["immediate", "delayed", "delayed-after-data"],
    "whether a FIN is acknowledged at once, with a delay, or with one if data came before",
  ),

  // Attacks and links
  challengeAckInterval: time("the least time between two challenge ACKs of a connection"),
  resetInWindow: oneOf(
    ["challenge", "kill"],
    "what a RST in the window gets that is not at RCV.NXT: a challenge ACK (RFC 5961 3), or its way",
  ),
  synInWindow: oneOf(
    ["challenge", "kill"],
    "what a SYN in the window gets: a challenge ACK (RFC 5961 4), or it ends the connection",
  ),
  resetBelowReceiveNext: onOff("whether a RST at RCV.NXT - 1 counts once the peer's FIN arrived"),
  linkDown: oneOf(["keep", "abort"], "what an interface without carrier does to its connections"),
  linkDownGrace: time("how long after the loss of carrier they are aborted"),
  resetOnDisable: onOff(
    "whether connections that end because their interface is disabled send a RST before it is",
  ),

  // Acknowledging
  delayedAck: time("how long an ACK may wait for a second segment or for data to ride on"),
  delayedAckMax: time("the longest delay where the system adapts it"),
  ackPolicy: oneOf(
    ["count", "segments", "adapt"],
    "whether delays and quick ACKs are fixed, by bytes or for every second segment of any size, or " +
      "follow the peer's pace, its segments and the window",
  ),
  delayedAckEvery: whole("count", 1, 1000, "after so many full segments an ACK does not wait"),
  ackWhenRead: onOff("whether an ACK leaves once the program has read all that was pushed"),
  quickAcks: count("how many segments at the start of a stream are acknowledged at once"),

  // Sending
  pushEachWrite: onOff("whether the end of each write has PSH, or only the end of what is queued"),
  pushEachHalfWindow: onOff("whether PSH is set too once half the largest window went without"),
  nagle: onOff("whether small segments wait while data is outstanding (RFC 9293 3.7.4)"),
  nagleRule: oneOf(
    ["rfc896", "minshall"],
    "what they wait for: all outstanding data, or only a small segment",
  ),
  initialWindowSegments: count("the initial window in segments; 0: as initialWindow says"),
  initialWindow: oneOf(["rfc5681", "rfc6928"], "which rule gives the initial congestion window"),
  congestion: oneOf(congestionNames, "the algorithm of congestion control"),
  cwndInSegments: onOff("whether the congestion window counts segments of any size, or bytes"),
  slowStartLimit: count("by how many segments one ACK opens it at most in slow start (RFC 3465)"),
  avoidanceCounts: oneOf(
    ["bytes", "acks"],
    "what opens Reno's window above ssthresh: the bytes acknowledged, or each ACK by formula 3 of RFC 5681",
  ),
  slowStartExit: oneOf(
    ["loss", "hystart", "hystart++"],
    "what ends slow start: a loss, or before it CUBIC's HyStart or, the first one, HyStart++ " +
      "(RFC 9406)",
  ),
  reductionFrom: oneOf(
    ["flight", "cwnd"],
    "what a loss takes its share of: the bytes in flight (RFC 5681 3.1), or the window",
  ),
  windowUsage: oneOf(
    ["now", "recent"],
    "when the window may grow: while it is full, or if it was since the last round trip, or half " +
      "full in slow start",
  ),
  synLossesBorne: count("so many retransmissions of the SYN leave the initial window as it is"),
  synAckLossesBorne: count("so many retransmissions of the SYN-ACK do"),
  idleDecay: onOff(
    "whether an idle window halves for each RTO, and one that is not used up falls (RFC 2861)",
  ),
  slowStartAfterIdle: onOff("whether the window restarts after an idle RTO (RFC 5681 4.1)"),

  // Urgent data
  urgentPointer: oneOf(
    ["behind", "last"],
    "which octet the pointer means: the one behind urgent data, or the last one (RFC 1122)",
  ),
  urgentInline: onOff("whether SO_OOBINLINE is on where the application says nothing"),
  urgentOverrun: oneOf(
    ["inline", "drop"],
    "what becomes of an out-of-band octet when another is announced before it is read past",
  ),

  // Options
  sackCompression: onOff("whether a burst behind a gap shares ACKs, all but its first segments"),
  timestamps: onOff("whether timestamps are offered (RFC 7323)"),
  timestampsIfAsked: onOff("whether they are used where the peer offers them"),
  missingTimestamps: oneOf(
    ["drop", "accept"],
    "what a segment without timestamps gets where they are in use (RFC 7323 3.2)",
  ),
  sack: onOff("whether SACK is offered, and used where the peer offers it (RFC 2018)"),
  ecn: oneOf(
    ["off", "passive", "active"],
    "when ECN is used (RFC 3168): never, when the peer asks for it, or asked for too",
  ),
  ecnSynRetries: count("how many retransmissions of a SYN still ask for ECN"),
  ecnReduction: oneOf(
    ["at-once", "prr"],
    "how the window shrinks for ECE: at once, or ACK by ACK in one round trip",
  ),
  ecnHoldsOneSegment: onOff(
    "whether ECE stops new data until the RTO where the window is one segment (RFC 3168 6.1.2)",
  ),
  ackOnCongestionMark: onOff(
    "whether data with the first CE, or with CWR, is acknowledged at once",
  ),
  sackCoversControls: onOff("whether SACK blocks and D-SACKs cover SYNs and FINs too"),
  sackPermittedPadded: onOff(
    "whether no-operations lead a SACK-permitted without timestamps, or padding follows the last",
  ),
  windowScaling: onOff("whether window scaling is offered (RFC 7323)"),
  windowInSegments: onOff("whether windows of SYNs are whole segments"),
  windowScale: whole("count", 0, 14, "the shift that is offered then"),
  synOptionsOrder: optionKinds("the order of a SYN's options where all are offered"),

  // Buffers
  windowOffer: oneOf(
    ["edge", "space"],
    "what a segment offers: an edge that moves by whole segments, or all room that there is now",
  ),
  receiveBufferInSegments: onOff(
    "whether the receive buffer is rounded up to whole segments once the peer's MSS is known",
  ),
  receiveBuffer: whole("bytes", 1, MOST, "received data held for the application, at the start"),
  receiveAccounting: oneOf(
    ["payload", "memory"],
    "what fills the receive buffer: payload, or the memory of segments, of which it has twice as much",
  ),
  receiveBufferTuning: oneOf(
    ["off", "copied", "arrived"],
    "what raises receiveBuffer: nothing, what the program took in a round trip, or what arrived",
  ),
  maxReceiveBuffer: whole("bytes", 1, MOST, "to how much tuning may raise receiveBuffer"),
  sendBuffer: whole("bytes", 1, MOST, "unacknowledged and unsent data held, at the start"),
  maxSendBuffer: whole("bytes", 1, MOST, "to how much tuning may raise sendBuffer"),
  sendAccounting: oneOf(["bytes", "memory"], "what a send buffer's size counts"),
  writableWhen: oneOf(["any", "third"], "how much room in the send buffer wakes who waits for it"),
  notSentLimit: count("unsent bytes from which on a send waits, whatever room there is"),
  sendBufferTuning: onOff("whether the send buffer grows with the congestion window"),
  wholeSends: onOff("whether one send of any size is taken while the send buffer is not full"),

  // Keep-alive
  keepaliveDefault: onOff("whether it is on where the application says nothing"),
  keepaliveIdle: time("how long nothing was received before the first probe"),
  keepaliveInterval: time("the time between unanswered probes"),
  keepaliveProbes: count("so many unanswered probes end the connection"),
  resetOnKeepaliveTimeout: onOff("whether a RST is sent then"),

  // Zero window
  persistMin: time("the least time before a window probe; the RTO decides above it"),
  persistMax: time("the largest time between two window probes"),
  persistFromAck: onOff("whether the answer to a window probe starts the time to the next anew"),
  persistMaxRetries: count("so many unanswered window probes end the connection"),
  persistIdleRtos: count("they do so only once nothing was received for so many RTOs"),
  persistIdleMax: timeOrNever("or for so long"),
  persistOrphanIdle: timeOrNever("after such a silence a connection without owner ends anyhow"),
  windowProbe: oneOf(["byte", "empty"], "a probe: the next byte, or no byte below SND.UNA"),

  // Neighbours
  neighbourReachable: timeOrNever(
    "how long a neighbour that was heard of counts as there; never: all neighbours are known",
  ),
  neighbourProbeDelay: time("how long one not heard of for longer is used before it is asked for"),
  neighbourRequests: count("how often a neighbour is asked for before it is given up"),
  neighbourRetry: time("how long each of these requests is waited for"),
  neighbourQueue: count("how many packets wait for a neighbour's answer"),
  localSendFailure: oneOf(
    ["count", "keep"],
    "new data without a route counts as sent, or stays unsent until there is one",
  ),
  neighbourFailure: oneOf(
    ["ignore", "soft", "icmp"],
    "what a connection makes of a neighbour that is given up: nothing, the reason of a later " +
      "timeout, as of ICMP host unreachable",
  ),
  neighbourForgottenWithCarrier: onOff("whether the loss of carrier forgets the neighbours"),

  // IP
  ephemeralFirst: whole("count", 1, 65535, "the first port that is chosen for a socket"),
  ephemeralLast: whole("count", 1, 65535, "the last such port"),
  ttl: whole("count", 1, 255, "the time to live of packets sent"),
  tosByUser: onOff("whether the DS field that the application sets (IP_TOS) gets into packets"),
  receivedTos: oneOf(
    ["latest", "opening"],
    "which packet's TOS byte the application can read: the last one's, or the one's that ended a " +
      "passive opening",
  ),
  pathMtuDiscovery: onOff(
    "whether packets say do not fragment, and routers are believed that they are too long (RFC 1191)",
  ),
  pathMtuLeast: whole("bytes", 68, 65535, "the least path MTU that is believed"),
  pathMtuExpires: time("how long a path MTU is believed"),
  pathMtuClaims: oneOf(
    ["at-once", "after-timeout"],
    "when an MTU counts that is below what has passed: at once, or after a timeout (RFC 5927 7.2)",
  ),
  tooBigRetransmits: oneOf(
    ["one", "window"],
    "what is sent again at once when packets were too long: one segment, or a window",
  ),
  mtuProbing: oneOf(
    ["off", "black-hole", "always"],
    "when long segments are doubted: never, after timeouts, from the start (RFC 4821)",
  ),
  mtuProbeAfter: count("after so many retransmissions the next timeout makes segments small"),
  mtuProbeBase: whole("bytes", 48, 65535, "their payload then; halved again at each timeout"),
  mtuProbeSearch: onOff("whether longer segments are probed for afterwards (RFC 4821 7)"),
} as const;

/** The name of a knob. */
export type KnobName = keyof typeof knobs;

/** All of them, in the order of the table. */
export const knobNames: readonly KnobName[] = Object.keys(knobs) as KnobName[];
