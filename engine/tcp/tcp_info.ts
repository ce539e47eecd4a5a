import { type Nanos, NEVER } from "../base/time.ts";
import { congestionState } from "./congestion_state.ts";
import { INITIAL_SSTHRESH } from "./congestion/mod.ts";
import { seqDiff } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";

/** A report about a connection: fields by their names in C. */
export type TcpInfo = Readonly<Record<string, number>>;

/** The number of each of our states in Linux (V: `enum` of net/tcp_states.h). */
const LINUX_STATES: readonly number[] = [7, 10, 2, 3, 1, 4, 5, 8, 11, 9, 6];

/** Bits of tcpi_options (V: linux/tcp.h). */
const Option = { Timestamps: 1, Sack: 2, WindowScale: 4, Ecn: 8 } as const;

/** Segments that may be overtaken before a loss is believed (V: tcp(7), tcp_reordering). */
const REORDERING = 3;

/** What a minimal round-trip time that is not known reads (S: struct minmax of tcp_init_sock). */
const UNKNOWN = 0xffffffff;

/**
 * What `getsockopt(TCP_INFO)` of Linux tells (V: `struct tcp_info` of
 * linux/tcp.h; S: tcp_get_info), in its units: microseconds, but for
 * `tcpi_last_*`, which are milliseconds; windows in segments, bytes and
 * segments as their names say. Times are rounded down.
 *
 * Left out is what this engine does not know: pacing and delivery rates, the
 * counts of accurate ECN and the fields of Fast Open. Of an accepted connection the SYN and its
 * answer are not counted: in Linux the socket is made after them.
 */
export function tcpInfo(tcb: Tcb, now: Nanos): TcpInfo {
  const { congestion, counters, options, rack, rcv, rtt, scoreboard, snd } = tcb;
  const isPassive = tcb.passive && tcb.synAcked;
  const since = (at: Nanos): number =>
    Math.floor((now - Math.max(at, counters.establishedAt)) / 1e6);
  const { limits } = tcb;
  return {
    tcpi_state: LINUX_STATES[tcb.state] ?? 0,
    tcpi_ca_state: congestionState(tcb),
    tcpi_retransmits: tcb.retries,
    tcpi_probes: tcb.probesUnanswered + tcb.keepaliveSent,
    tcpi_backoff: Math.max(tcb.backoff, tcb.probes),
    tcpi_options: optionBits(tcb),
    tcpi_snd_wscale: snd.scale,
    tcpi_rcv_wscale: rcv.scale,
    tcpi_rto: micros(rtt.backedOff(tcb.backoff)),
    tcpi_ato: micros(tcb.ackDelay),
    tcpi_snd_mss: snd.mss,
    tcpi_rcv_mss: rcv.segmentSize,
    tcpi_unacked: scoreboard.count,
    tcpi_sacked: tcb.sack ? scoreboard.sacked : Math.min(tcb.dupAcks, scoreboard.count),
    tcpi_lost: scoreboard.lostCount(),
    tcpi_retrans: scoreboard.retransmitted,
    tcpi_last_data_sent: since(tcb.dataSentAt),
    tcpi_last_data_recv: since(tcb.lastDataAt),
    tcpi_last_ack_recv: since(tcb.lastReceivedAt),
    tcpi_pmtu: Math.min(options.mtu, tcb.path.mtu),
    tcpi_rcv_ssthresh: tcb.space.threshold,
    tcpi_rtt: micros(rtt.srtt),
    tcpi_rttvar: micros(rtt.rttvar),
    tcpi_snd_ssthresh: segments(tcb, congestion.ssthresh),
    tcpi_snd_cwnd: segments(tcb, congestion.cwnd),
    tcpi_advmss: rcv.mss,
    tcpi_reordering: Math.max(REORDERING, scoreboard.delivery.reordering),
    tcpi_rcv_rtt: micros(tcb.receiveTuning.rtt8 / 8),
    tcpi_rcv_space: tcb.receiveTuning.pace,
    tcpi_total_retrans: counters.sentAgain,
    tcpi_bytes_acked: counters.acknowledged - (isPassive ? 1 : 0),
    tcpi_bytes_received: counters.received,
    tcpi_segs_out: counters.segmentsOut - (isPassive ? counters.synsOut : 0),
    tcpi_segs_in: counters.segmentsIn - (isPassive ? counters.synsIn : 0),
    tcpi_notsent_bytes: tcb.unsent,
    tcpi_min_rtt: rack.minRtt === NEVER ? UNKNOWN : micros(rack.minRtt),
    tcpi_data_segs_in: counters.dataSegmentsIn,
    tcpi_data_segs_out: counters.dataSegmentsOut,
    tcpi_busy_time: micros(limits.busyTime(now)),
    tcpi_rwnd_limited: micros(limits.windowTime(now)),
    tcpi_sndbuf_limited: micros(limits.bufferTime(now)),
    tcpi_delivered: scoreboard.delivery.total,
    tcpi_delivered_ce: counters.deliveredWithEcho,
    tcpi_bytes_sent: counters.bytesSent,
    tcpi_bytes_retrans: counters.bytesSentAgain,
    tcpi_dsack_dups: counters.duplicateSacks,
    tcpi_reord_seen: scoreboard.delivery.reorderings,
    tcpi_rcv_ooopack: counters.outOfOrder,
    tcpi_snd_wnd: snd.wnd,
    tcpi_rcv_wnd: Math.max(seqDiff(rcv.edge, rcv.nxt), 0),
  };
}

function optionBits(tcb: Tcb): number {
  const timestamps = tcb.timestamps ? Option.Timestamps : 0;
  const sack = tcb.sack ? Option.Sack : 0;
  const ecn = tcb.ecn.isOn ? Option.Ecn : 0;
  return timestamps | sack | ecn | (isScaled(tcb) ? Option.WindowScale : 0);
}

/** Whether both sides scale their windows. */
export function isScaled({ profile, snd, state }: Tcb): boolean {
  return profile.windowScaling && snd.scaleOffered && state !== State.SynSent;
}

function segments({ snd }: Tcb, bytes: number): number {
  return bytes === INITIAL_SSTHRESH ? bytes : Math.floor(bytes / snd.mss);
}

function micros(time: Nanos): number {
  return Math.floor(time / 1000);
}
