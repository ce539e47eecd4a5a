import {
  Flag,
  flagsText,
  NO_OPTIONS,
  parseFlags,
  Segment,
  tcpOptions,
} from "../../engine/wire/mod.ts";

/**
 * A segment as scripts write it: `PSH,ACK seq=1001 ack=5001 win=65535 len=100`.
 *
 * First the control bits ("-" for none), then fields in any order: `seq`,
 * `ack`, `win` (the header's field), `len` (bytes of payload), `urg`, and the
 * options `mss`, `ws`, `sackok`, `ts=value/echo` and `sack=5001-6001,7001-8001`
 * ("sack=none": there is none). A number with a sign counts from the initial
 * sequence number of the side that it belongs to: `seq=+1`. What is not written
 * is null.
 */
export interface SegmentPattern {
  flags: number;
  seq: number | null;
  ack: number | null;
  win: number | null;
  len: number;
  urg: number | null;
  mss: number | null;
  ws: number | null;
  sackok: boolean;
  ts: { value: number; echo: number } | null;
  /** Edges, two for each block. */
  sack: number[] | null;
}

/** The initial sequence numbers that signed numbers count from: the sender's and the other's. */
export interface Origins {
  own: number;
  other: number;
}

/** Reads the notation. `len` is 0 where it is not written. */
export function parsePattern(text: string, origins: Origins): SegmentPattern {
  const [bits = "", ...fields] = text.trim().split(/\s+/);
  const pattern: SegmentPattern = {
    flags: bits === "-" ? 0 : parseFlags(bits),
    seq: null,
    ack: null,
    win: null,
    len: 0,
    urg: null,
    mss: null,
    ws: null,
    sackok: false,
    ts: null,
    sack: null,
  };
  for (const field of fields) {
    if (parseOption(field, pattern)) continue;
    const match = /^(seq|ack|win|len|urg|mss|ws)=([+-]?)(\d+)$/.exec(field);
    if (match === null) throw new SyntaxError(`Cannot read "${text}": unknown field "${field}"`);
    const name = match[1] as "seq" | "ack" | "win" | "len" | "urg" | "mss" | "ws";
    let value = Number(match[2] === "-" ? -Number(match[3]) : match[3]);
    if (name === "seq" && match[2] !== "") value += origins.own;
    if (name === "ack" && match[2] !== "") value += origins.other;
    pattern[name] = name === "seq" || name === "ack" ? value | 0 : value;
  }
  return pattern;
}

/** Reads `sackok`, `ts=` or `sack=`; returns whether the field is one of them. */
function parseOption(field: string, pattern: SegmentPattern): boolean {
  if (field === "sackok") {
    pattern.sackok = true;
    return true;
  }
  const stamps = /^ts=(-?\d+)\/(-?\d+)$/.exec(field);
  if (stamps !== null) {
    pattern.ts = { value: Number(stamps[1]) | 0, echo: Number(stamps[2]) | 0 };
    return true;
  }
  const blocks = /^sack=(none|(?:\d+-\d+,?)+)$/.exec(field);
  if (blocks === null) return false;
  const edges = blocks[1] === "none" ? [] : blocks[1]!.split(/[-,]/);
  pattern.sack = edges.map((edge) => Number(edge) | 0);
  return true;
}

/** The notation of a segment, with all that it has. */
export function segmentText(seg: Segment): string {
  const words = [flagsText(seg.flags) || "-", `seq=${seg.seq >>> 0}`];
  if ((seg.flags & Flag.Ack) !== 0 || seg.ack !== 0) words.push(`ack=${seg.ack >>> 0}`);
  words.push(`win=${seg.window}`);
  if (seg.dataLength > 0) words.push(`len=${seg.dataLength}`);
  if ((seg.flags & Flag.Urg) !== 0) words.push(`urg=${seg.urgentPointer}`);
  if (seg.options.mss > 0) words.push(`mss=${seg.options.mss}`);
  const { options } = seg;
  if (options.windowScale >= 0) words.push(`ws=${options.windowScale}`);
  if (options.sackPermitted) words.push("sackok");
  if (options.hasTimestamps) words.push(`ts=${options.timestampValue}/${options.timestampEcho}`);
  if (options.sack !== null) words.push(`sack=${blocksText(options.sack)}`);
  return words.join(" ");
}

function blocksText(edges: Int32Array): string {
  const blocks: string[] = [];
  for (let i = 0; i + 1 < edges.length; i += 2) {
    blocks.push(`${edges[i]! >>> 0}-${edges[i + 1]! >>> 0}`);
  }
  return blocks.join();
}

/** Whether a segment is what the pattern says; what the pattern leaves out may be anything. */
export function matches(seg: Segment, pattern: SegmentPattern): boolean {
  const { seq, ack, win, len, urg, mss, ws } = pattern;
  return seg.flags === pattern.flags && seg.dataLength === len &&
    (seq === null || seg.seq === seq) && (ack === null || seg.ack === ack) &&
    (win === null || seg.window === win) && (urg === null || seg.urgentPointer === urg) &&
    (mss === null || seg.options.mss === mss) && (ws === null || seg.options.windowScale === ws) &&
    matchesOptions(seg, pattern);
}

function matchesOptions({ options }: Segment, { sack, sackok, ts }: SegmentPattern): boolean {
  if (sackok && !options.sackPermitted) return false;
  if (sack !== null && (options.sack ?? []).join() !== sack.join()) return false;
  return ts === null ||
    (options.hasTimestamps && options.timestampValue === ts.value &&
      options.timestampEcho === ts.echo);
}

/** The segment that a pattern describes, with the payload that `bytesAt` gives. */
export function segmentOf(
  pattern: SegmentPattern,
  window: number,
  bytesAt: (seq: number, length: number) => Uint8Array,
): Segment {
  const seg = new Segment();
  seg.flags = pattern.flags;
  seg.seq = pattern.seq ?? 0;
  seg.ack = pattern.ack ?? 0;
  seg.window = pattern.win ?? window;
  seg.urgentPointer = pattern.urg ?? 0;
  if (pattern.len > 0) {
    const textStart = (seg.flags & Flag.Syn) !== 0 ? (seg.seq + 1) | 0 : seg.seq;
    seg.data = bytesAt(textStart, pattern.len);
    seg.dataLength = pattern.len;
  }
  seg.options = NO_OPTIONS;
  const { mss, ws, sackok, ts, sack } = pattern;
  if (mss !== null || ws !== null || sackok || ts !== null || sack !== null) {
    seg.options = tcpOptions({
      ...(mss === null ? {} : { mss }),
      ...(ws === null ? {} : { windowScale: ws }),
      ...(sackok ? { sackPermitted: true } : {}),
      ...(ts === null ? {} : { timestamps: ts }),
      ...(sack === null ? {} : { sack }),
    });
  }
  return seg;
}
