import { type Nanos, NEVER } from "../base/time.ts";
import { seqDiff } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import { isScaled, type TcpInfo } from "./tcp_info.ts";

/** The number of each of our states in FreeBSD (S: netinet/tcp_fsm.h). */
const STATES: readonly number[] = [0, 1, 2, 3, 4, 6, 9, 5, 7, 8, 10];

/** Bits of tcpi_options (S: netinet/tcp.h). */
const Option = { Timestamps: 1, Sack: 2, WindowScale: 4 } as const;

/**
 * What `getsockopt(TCP_INFO)` of FreeBSD tells (S: tcp_fill_info of
 * netinet/tcp_usrreq.c, from memory), where this engine knows it: times in
 * microseconds, windows in bytes, sequence numbers as on the wire.
 */
export function freebsdTcpInfo(tcb: Tcb, now: Nanos): TcpInfo {
  const { congestion, counters, rack, rcv, rtt, snd } = tcb;
  const scale = isScaled(tcb) ? Option.WindowScale : 0;
  return {
    tcpi_state: STATES[tcb.state] ?? 0,
    tcpi_options: (tcb.timestamps ? Option.Timestamps : 0) | (tcb.sack ? Option.Sack : 0) | scale,
    tcpi_snd_wscale: snd.scale,
    tcpi_rcv_wscale: rcv.scale,
    tcpi_rto: micros(rtt.backedOff(tcb.backoff)),
    tcpi_snd_mss: snd.mss,
    tcpi_rcv_mss: snd.mss, // S: both are t_maxseg
    tcpi_last_data_recv: micros(now - Math.max(tcb.lastReceivedAt, counters.establishedAt)),
    tcpi_rtt: micros(rtt.srtt),
    tcpi_rttvar: micros(rtt.rttvar),
    tcpi_snd_ssthresh: congestion.ssthresh,
    tcpi_snd_cwnd: congestion.cwnd,
    tcpi_rcv_space: Math.max(seqDiff(rcv.edge, rcv.nxt), 0),
    tcpi_snd_wnd: snd.wnd,
    tcpi_snd_nxt: snd.nxt >>> 0,
    tcpi_rcv_nxt: rcv.nxt >>> 0,
    tcpi_snd_una: snd.una >>> 0,
    tcpi_snd_max: snd.max >>> 0,
    tcpi_snd_rexmitpack: counters.sentAgain,
    tcpi_rcv_ooopack: counters.outOfOrder,
    tcpi_snd_zerowin: counters.zeroWindowsOut,
    tcpi_dupacks: tcb.dupAcks,
    tcpi_rttmin: rack.minRtt === NEVER ? 0 : micros(rack.minRtt),
  };
}

function micros(time: Nanos): number {
  return Math.floor(time / 1000);
}
