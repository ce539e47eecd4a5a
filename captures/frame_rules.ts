import { Flag, type Packet, parseFlags, type Segment } from "../engine/wire/mod.ts";
import type { CapturedFault, Direction, FrameMatch } from "./capture.ts";
import type { SequenceBase } from "./sequence_base.ts";

/** What a frame is to a rule: its segment, its way, and its numbers. */
interface Seen {
  readonly seg: Segment;
  readonly seq: number;
  readonly ack: number;
  /** The how-manieth first transmission of data it is, from 1; 0 for none. */
  readonly newData: number;
}

/** One drop or delay of a capture, and how many frames it has met. */
interface Rule {
  readonly fault: CapturedFault;
  met: number;
}

/** What the middle box does to single frames: loses or delays the n-th that match. */
export class FrameRules {
  readonly #bases: SequenceBase;
  readonly #whole: number;
  readonly #rules: Rule[] = [];
  /** Per direction: the end of the data seen so far, and how many first transmissions that were. */
  readonly #end: Record<Direction, number> = { "to-server": 1, "to-client": 1 };
  readonly #count: Record<Direction, number> = { "to-server": 0, "to-client": 0 };

  /** Full segments have `whole` bytes. */
  constructor(bases: SequenceBase, whole: number) {
    this.#bases = bases;
    this.#whole = whole;
  }

  add(fault: CapturedFault): void {
    this.#rules.push({ fault, met: 0 });
  }

  /** By how many milliseconds a frame is delayed: Infinity for one that is lost. */
  judge(packet: Packet, direction: Direction): number {
    const seen = this.#look(packet, direction);
    if (seen === null) return 0;
    let delay = 0;
    for (const rule of this.#rules) {
      const { fault } = rule;
      if (!matches(fault.match ?? {}, direction, seen, this.#whole)) continue;
      rule.met++;
      const { nth } = fault;
      if (nth !== undefined && nth !== "every" && !nth.includes(rule.met)) continue;
      delay += fault.kind === "drop" ? Infinity : fault.byMs ?? 0;
    }
    return delay;
  }

  #look(packet: Packet, direction: Direction): Seen | null {
    const seg = packet.segment;
    if (seg === null) return null;
    const { seq, ack } = this.#bases.relative(packet, seg);
    let newData = 0;
    const end = seq + seg.dataLength;
    if (seg.dataLength > 0 && end > this.#end[direction]) {
      this.#end[direction] = end;
      newData = ++this.#count[direction];
    }
    return { seg, seq, ack, newData };
  }
}

function matches(match: FrameMatch, direction: Direction, seen: Seen, whole: number): boolean {
  const { seg } = seen;
  if (match.direction !== undefined && match.direction !== direction) return false;
  if (match.flags !== undefined) {
    const flags = parseFlags(match.flags);
    if ((seg.flags & flags) !== flags) return false;
  }
  if (match.pureAck === true && !isPureAck(seg)) return false;
  if (match.data === true && seg.dataLength === 0) return false;
  if (match.length !== undefined && seg.dataLength !== match.length) return false;
  if (match.seq !== undefined && seen.seq !== match.seq) return false;
  if (match.ack !== undefined && seen.ack !== match.ack) return false;
  if (match.newData === true && seen.newData === 0) return false;
  if (match.newDataSegment !== undefined && !match.newDataSegment.includes(seen.newData)) {
    return false;
  }
  const multiple = match.ackWholeSegmentsMultipleOf;
  if (multiple === undefined) return true;
  const segments = (seen.ack - 1) / whole;
  return segments > 0 && Number.isInteger(segments) && segments % multiple === 0;
}

/** Whether a segment does nothing but acknowledge. */
export function isPureAck(seg: Segment): boolean {
  return seg.dataLength === 0 && (seg.flags & ~(Flag.Ece | Flag.Cwr)) === Flag.Ack;
}
