import { seqAdd, seqDiff, seqGT, seqLEQ, seqLT } from "./seq.ts";
import type { Tcb } from "./tcb.ts";

/** Blocks that fit into 40 bytes of options, without and with timestamps (RFC 2018 3). */
const MOST_BLOCKS = 4;
const MOST_WITH_TIMESTAMPS = 3;

/** Bytes of the option, padded, without its blocks; and of each block. */
const OPTION_BYTES = 4;
const BLOCK_BYTES = 8;

/**
 * The SACK blocks of an ACK that leaves now, as pairs of edges, or null: first
 * a duplicate that has just arrived (D-SACK, RFC 2883 4), then the blocks held,
 * the most recent first (RFC 2018 4). As many as fit into `room` bytes, which
 * a full segment does not leave (MUST-16: options count).
 */
export function sackBlocks(tcb: Tcb, room: number): Int32Array | null {
  if (!tcb.sack) return null;
  const { rcv, reassembly } = tcb;
  const hasDuplicate = rcv.duplicateStart !== rcv.duplicateEnd;
  if (!hasDuplicate && reassembly.count === 0 && !showsFin(tcb)) return null;
  const fitting = Math.floor((room - OPTION_BYTES) / BLOCK_BYTES);
  const most = Math.min(fitting, tcb.timestamps ? MOST_WITH_TIMESTAMPS : MOST_BLOCKS);
  const hasLoneFin = showsFin(tcb) && !isBehindBlock(tcb);
  const held = reassembly.count + (hasDuplicate ? 1 : 0) + (hasLoneFin ? 1 : 0);
  const count = Math.min(most, held);
  if (count <= 0) return null;
  const blocks = new Int32Array(count * 2);
  let at = 0;
  if (hasDuplicate) {
    blocks[at++] = rcv.duplicateStart;
    blocks[at++] = rcv.duplicateEnd;
    rcv.duplicateStart = rcv.duplicateEnd;
  }
  if (hasLoneFin && at < blocks.length) {
    blocks[at++] = rcv.finSeq;
    blocks[at++] = seqAdd(rcv.finSeq, 1);
  }
  addRecent(tcb, blocks, at);
  return blocks;
}

/** Whether a FIN that waits for missing text is told of. */
function showsFin({ rcv, profile }: Tcb): boolean {
  return rcv.finAhead && profile.sackCoversControls;
}

/** Whether the FIN that waits for missing text stands right behind text that is held. */
function isBehindBlock(tcb: Tcb): boolean {
  const last = tcb.reassembly.blockAt(tcb.reassembly.count - 1);
  return last !== undefined && last.end === tcb.rcv.finSeq;
}

/** Fills `blocks` from `at` with the blocks held, the most recently changed first. */
function addRecent(tcb: Tcb, blocks: Int32Array, at: number): void {
  let before = Infinity;
  while (at < blocks.length) {
    let best = -1;
    let bestOrder = -1;
    for (let i = 0; i < tcb.reassembly.count; i++) {
      const { order } = tcb.reassembly.blockAt(i)!;
      if (order < before && order > bestOrder) {
        best = i;
        bestOrder = order;
      }
    }
    const block = tcb.reassembly.blockAt(best)!;
    const holdsFin = showsFin(tcb) && tcb.rcv.finSeq === block.end;
    blocks[at++] = block.start;
    blocks[at++] = holdsFin ? seqAdd(block.end, 1) : block.end;
    before = bestOrder;
  }
}

/** Of text that arrives from `start` to `end`, remembers the first part that is held already. */
export function noteHeld(tcb: Tcb, start: number, end: number): void {
  const { reassembly } = tcb;
  for (let i = 0; i < reassembly.count; i++) {
    const block = reassembly.blockAt(i)!;
    if (!seqLT(start, block.end) || !seqLT(block.start, end)) continue;
    const from = seqLT(block.start, start) ? start : block.start;
    const to = seqLT(block.end, end) ? block.end : end;
    return noteDuplicate(tcb, from, to);
  }
}

/** Remembers that bytes arrived a second time, for the next ACK to report (RFC 2883 4). */
export function noteDuplicate(tcb: Tcb, start: number, end: number): void {
  tcb.rcv.duplicateStart = start;
  tcb.rcv.duplicateEnd = end;
}

/**
 * Whether the first block of an ACK reports a duplicate (RFC 2883 4.1, 4.2): it
 * lies below the cumulative ACK, or within the second block.
 */
export function isDuplicateSack(sack: Int32Array, ack: number): boolean {
  const start = sack[0]!;
  const end = sack[1]!;
  if (seqLEQ(end, ack)) return true;
  if (sack.length < 4) return false;
  return !seqLT(start, sack[2]!) && !seqGT(end, sack[3]!);
}

/** Whether a block is within what was sent and not acknowledged: others are ignored (RFC 2018 5). */
export function isPlausibleBlock(tcb: Tcb, start: number, end: number): boolean {
  const { snd } = tcb;
  return seqLT(start, end) && seqLEQ(end, snd.nxt) && seqDiff(end, snd.una) > 0;
}
