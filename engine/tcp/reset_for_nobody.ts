import { Flag, Segment } from "../wire/mod.ts";
import { seqAdd } from "./seq.ts";

/** RFC 9293 3.10.7.1: the reset for a segment without a connection; none for a reset. */
export function resetForNobody(seg: Segment): Segment | null {
  if ((seg.flags & Flag.Rst) !== 0) return null;
  const reset = new Segment();
  reset.sourcePort = seg.destinationPort;
  reset.destinationPort = seg.sourcePort;
  reset.flags = Flag.Rst;
  if ((seg.flags & Flag.Ack) !== 0) {
    reset.seq = seg.ack;
  } else {
    reset.flags |= Flag.Ack;
    reset.ack = seqAdd(seg.seq, seg.length);
  }
  return reset;
}
