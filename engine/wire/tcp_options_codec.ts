import { DecodeError } from "./decode_error.ts";
import { checkLayout, knownLength, layoutOf } from "./option_layout.ts";
import {
  NO_OPTIONS,
  OptionKind,
  optionsLength,
  type OtherOption,
  TcpOptions,
} from "./tcp_options.ts";

/** Bit 15 of the user timeout option: the rest counts minutes, not seconds (RFC 5482 3). */
const MINUTES = 0x8000;

/**
 * Writes options into `bytes` from `offset`, padded with zeros to a multiple
 * of four bytes (RFC 9293 3.1, MUST-69), and returns how many bytes that took:
 * always `optionsLength(options)`.
 *
 * @throws {RangeError} if they do not fit into 40 bytes, or their layout does
 * not name exactly what is there.
 */
export function encodeOptions(options: TcpOptions, bytes: Uint8Array, offset: number): number {
  if (options === NO_OPTIONS) return 0;
  checkLayout(options);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = optionsLength(options);
  bytes.fill(0, offset, offset + length);
  const written = new Set<number>();
  let others = 0;
  let at = offset;
  for (const kind of layoutOf(options)) {
    view.setUint8(at, kind);
    if (kind <= OptionKind.NoOperation) at++;
    else if (knownLength(options, kind) > 0 && !written.has(kind)) {
      written.add(kind);
      at = writeKnown(options, kind, view, at);
    } else at = writeOther(nextOther(options, kind, others++), bytes, at);
  }
  return length;
}

/**
 * Reads the options in `bytes` from `start` to before `end`, at any alignment
 * (RFC 9293 MUST-64). Unknown kinds are skipped by their length and kept in
 * `others` (MUST-6, MUST-68).
 *
 * A length of 0 or 1, one beyond the header, or one that is wrong for a known
 * kind gives "bad option length" (MUST-7): the segment cannot be trusted.
 */
export function decodeOptions(
  bytes: Uint8Array,
  start: number,
  end: number,
): TcpOptions | DecodeError {
  if (start === end) return NO_OPTIONS;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const options = new TcpOptions();
  const layout: number[] = [];
  const others: OtherOption[] = [];
  for (let at = start; at < end;) {
    const kind = view.getUint8(at);
    if (kind === OptionKind.EndOfList) {
      while (at++ < end) layout.push(OptionKind.EndOfList);
      break;
    }
    const seen = layout.includes(kind);
    layout.push(kind);
    if (kind === OptionKind.NoOperation) {
      at++;
      continue;
    }
    const length = at + 1 < end ? view.getUint8(at + 1) : 0;
    if (length < 2 || at + length > end || !isLegal(kind, length)) {
      return new DecodeError("bad option length");
    }
    if (seen || !readKnown(options, kind, view, at, length)) {
      others.push({ kind, data: bytes.slice(at + 2, at + length) });
    }
    at += length;
  }
  if (others.length > 0) options.others = others;
  options.layout = layout;
  return options;
}

/** Writes a known option but for its kind; returns where the next one starts. */
function writeKnown(options: TcpOptions, kind: number, view: DataView, at: number): number {
  const length = knownLength(options, kind);
  view.setUint8(at + 1, length);
  switch (kind) {
    case OptionKind.MaximumSegmentSize:
      view.setUint16(at + 2, options.mss);
      break;
    case OptionKind.WindowScale:
      view.setUint8(at + 2, options.windowScale);
      break;
    case OptionKind.Sack:
      options.sack?.forEach((edge, i) => view.setInt32(at + 2 + 4 * i, edge));
      break;
    case OptionKind.Timestamps:
      view.setInt32(at + 2, options.timestampValue);
      view.setInt32(at + 6, options.timestampEcho);
      break;
    case OptionKind.UserTimeout:
      view.setUint16(at + 2, userTimeoutField(options.userTimeout));
  }
  return at + length;
}

/** Seconds where they fit, else minutes, rounded up so as not to promise less time. */
function userTimeoutField(seconds: number): number {
  return seconds < MINUTES ? seconds : MINUTES | Math.min(Math.ceil(seconds / 60), MINUTES - 1);
}

function writeOther(other: OtherOption, bytes: Uint8Array, at: number): number {
  bytes[at + 1] = 2 + other.data.length;
  bytes.set(other.data, at + 2);
  return at + 2 + other.data.length;
}

/** The next of the other options; the layout names them in their own order. */
function nextOther(options: TcpOptions, kind: number, index: number): OtherOption {
  const other = options.others?.[index];
  if (other !== undefined && other.kind === kind) return other;
  throw new RangeError(
    `Cannot encode options: the layout must name other options in their order: ` +
      `it has ${kind} where ${other?.kind ?? "nothing"} is`,
  );
}

/** Whether the length is one that this kind can have. Of unknown kinds all are. */
function isLegal(kind: number, length: number): boolean {
  switch (kind) {
    case OptionKind.MaximumSegmentSize:
    case OptionKind.UserTimeout:
      return length === 4;
    case OptionKind.WindowScale:
      return length === 3;
    case OptionKind.SackPermitted:
      return length === 2;
    case OptionKind.Sack:
      return length >= 10 && length % 8 === 2;
    case OptionKind.Timestamps:
      return length === 10;
    default:
      return true;
  }
}

/** Reads a known option; false where it is to be kept as it stands. */
function readKnown(
  options: TcpOptions,
  kind: number,
  view: DataView,
  at: number,
  length: number,
): boolean {
  switch (kind) {
    case OptionKind.MaximumSegmentSize:
      options.mss = view.getUint16(at + 2);
      return options.mss !== 0;
    case OptionKind.WindowScale:
      options.windowScale = view.getUint8(at + 2);
      return true;
    case OptionKind.SackPermitted:
      return (options.sackPermitted = true);
    case OptionKind.Sack:
      options.sack = new Int32Array((length - 2) / 4);
      for (let i = 0; i < options.sack.length; i++) options.sack[i] = view.getInt32(at + 2 + 4 * i);
      return true;
    case OptionKind.Timestamps:
      options.hasTimestamps = true;
      options.timestampValue = view.getInt32(at + 2);
      options.timestampEcho = view.getInt32(at + 6);
      return true;
    case OptionKind.UserTimeout: {
      const field = view.getUint16(at + 2);
      options.userTimeout = field & MINUTES ? (field & 0x7fff) * 60 : field;
      return true;
    }
    default:
      return false;
  }
}
