import { type Nanos, NEVER } from "../base/time.ts";
import { seqDiff } from "./seq.ts";
import type { Tcb } from "./tcb.ts";
import type { TcpInfo } from "./tcp_info.ts";

/**
 * What `WSAIoctl(SIO_TCP_INFO)` of Windows tells: TCP_INFO_v0 (V: mstcpip.h),
 * without BytesReordered, and TCP_INFO_v1's times for which the peer's window,
 * the network or the program held the sender back. `State` counts as the
 * enumeration TCPSTATE, which is our order. What v1 calls Snd, the time in
 * which nothing was to be sent, is what is left.
 */
export function windowsTcpInfo(tcb: Tcb, now: Nanos): TcpInfo {
  const { congestion, counters, limits, rack, rcv, rtt, scoreboard, snd } = tcb;
  const connected = tcb.synAcked ? now - counters.establishedAt : 0;
  const window = limits.windowTime(now);
  const busy = limits.busyTime(now);
  const buffer = limits.bufferTime(now);
  return {
    State: tcb.state,
    Mss: snd.mss,
    ConnectionTimeMs: Math.floor(connected / 1e6),
    TimestampsEnabled: tcb.timestamps ? 1 : 0,
    RttUs: Math.floor(rtt.srtt / 1000),
    MinRttUs: rack.minRtt === NEVER ? 0 : Math.floor(rack.minRtt / 1000),
    BytesInFlight: scoreboard.inFlight,
    Cwnd: congestion.cwnd,
    SndWnd: snd.wnd,
    RcvWnd: Math.max(seqDiff(rcv.edge, rcv.nxt), 0),
    RcvBuf: tcb.space.size,
    BytesOut: counters.bytesSent,
    BytesIn: counters.received,
    BytesRetrans: counters.bytesSentAgain,
    FastRetrans: counters.fastRetransmits,
    DupAcksIn: counters.duplicateAcks,
    TimeoutEpisodes: counters.timeoutSeries,
    SynRetrans: Math.max(counters.synsOut - 1, 0),
    SndLimTimeRwin: Math.floor(window / 1e6),
    SndLimTimeCwnd: Math.floor((busy - window - buffer) / 1e6),
    SndLimTimeSnd: Math.floor((connected - busy + buffer) / 1e6),
  };
}
