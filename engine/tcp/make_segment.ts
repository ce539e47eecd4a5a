import type { Nanos } from "../base/time.ts";
import { ackOptions, Flag, sackOptions, Segment } from "../wire/mod.ts";
import { ackSent } from "./ack_policy.ts";
import { synFlags } from "./ecn.ts";
import { synOptions } from "./handshake.ts";
import { offerWindow, synWindow } from "./receive_window.ts";
import { sackBlocks } from "./sack_blocks.ts";
import { BytesView } from "./send_buffer.ts";
import { seqDiff, seqGT } from "./seq.ts";
import { State } from "./state.ts";
import type { Tcb } from "./tcb.ts";
import { stampedOptions, timestampNow } from "./timestamps.ts";
import { isUrgentMode, pointOut } from "./urgent.ts";

const view = new BytesView();

/** A SYN or SYN,ACK: with what the connection offers, and what it answers. */
export function synSegment(tcb: Tcb, now: Nanos): Segment {
  tcb.counters.synsOut++;
  const seg = header(tcb, tcb.snd.iss, Flag.Syn);
  seg.options = synOptions(tcb, now);
  seg.window = synWindow(tcb);
  if (tcb.state === State.SynSent) {
    seg.flags |= synFlags(tcb);
  } else {
    seg.flags |= tcb.ecn.isOn ? Flag.Ack | Flag.Ece : Flag.Ack;
    seg.ack = tcb.rcv.nxt;
    ackSent(tcb, now);
  }
  return seg;
}

/** A segment of the send buffer's bytes from `start`. */
export function dataSegment(
  tcb: Tcb,
  start: number,
  length: number,
  withFin: boolean,
  isPushed: boolean,
  now: Nanos,
): Segment {
  const seg = ackHeader(tcb, start, now, length);
  if (withFin) seg.flags |= Flag.Fin;
  if (length > 0) {
    tcb.counters.dataSegmentsOut++;
    tcb.counters.bytesSent += length;
    const offset = seqDiff(start, tcb.snd.base);
    tcb.sendBuffer.view(offset, length, view);
    seg.data = view.data;
    seg.dataStart = view.start;
    seg.dataLength = length;
    const isLast = offset + length === tcb.sendBuffer.length; // MUST-61
    if (isPushed || isLast) seg.flags |= Flag.Psh;
  }
  ackSent(tcb, now);
  tcb.dataSentAt = now;
  return seg;
}

/** The start of every segment but SYN and RST: what is acknowledged, the window, and the options. */
export function ackHeader(tcb: Tcb, seq: number, now: Nanos, length = 0): Segment {
  const seg = header(tcb, seq, tcb.ecn.echoes ? Flag.Ack | Flag.Ece : Flag.Ack);
  seg.ack = tcb.rcv.nxt;
  seg.window = offerWindow(tcb);
  tcb.rcv.lastAckSent = seg.ack;
  if (seg.window === 0) tcb.counters.zeroWindowsOut++;
  if (isUrgentMode(tcb) && seqGT(tcb.snd.up, seq)) pointOut(tcb, seg);
  const blocks = sackBlocks(tcb, tcb.snd.mss - length);
  if (tcb.timestamps) {
    seg.options = blocks === null
      ? stampedOptions(tcb, seg, now)
      : ackOptions(timestampNow(tcb, now), tcb.tsRecent, blocks);
  } else if (blocks !== null) {
    seg.options = sackOptions(blocks);
  }
  return seg;
}

/** The start of every segment: the ports, its number and flags. */
export function header(tcb: Tcb, seq: number, flags: number): Segment {
  tcb.counters.segmentsOut++;
  const seg = tcb.pool === null ? new Segment() : tcb.pool.segment();
  seg.sourcePort = tcb.localPort;
  seg.destinationPort = tcb.remotePort;
  seg.seq = seq;
  seg.flags = flags;
  return seg;
}
