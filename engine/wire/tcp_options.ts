/** The kinds of TCP options (IANA's "TCP Option Kind Numbers"). */
export const OptionKind = {
  EndOfList: 0,
  NoOperation: 1,
  MaximumSegmentSize: 2,
  WindowScale: 3,
  SackPermitted: 4,
  Sack: 5,
  Timestamps: 8,
  UserTimeout: 28,
  FastOpen: 34,
} as const;
export type OptionKind = (typeof OptionKind)[keyof typeof OptionKind];

/** Options fill at most 40 bytes: a data offset of 15 words, less 20 bytes (RFC 9293 3.1). */
export const MAX_OPTIONS_LENGTH = 40;

/** An option that the engine carries but does not act upon. */
export interface OtherOption {
  readonly kind: number;
  /** What follows the length byte. */
  readonly data: Uint8Array;
}

const NO_LAYOUT: readonly number[] = [];

/**
 * The options of one segment. Immutable once the segment is sent.
 *
 * `layout` is the order of the kinds on the wire, padding included: one number
 * for each option, each no-operation and each byte of padding behind the end of
 * the list. It names exactly the options that are there. An empty layout stands
 * for that of {@linkcode layoutOf}: MSS, SACK-permitted, timestamps, window
 * scale, user timeout, SACK, each led by the no-operations that make it end on a
 * multiple of four bytes.
 *
 * A kind that stands twice on the wire, and an MSS of 0, are kept in `others`
 * from their second (first) time on, so that nothing of the wire is lost.
 */
export class TcpOptions {
  /** Maximum segment size (kind 2), or 0 where the option is absent. */
  mss = 0;
  /** Window scale shift (kind 3, RFC 7323 2), or -1 where absent. */
  windowScale = -1;
  /** Whether SACK-permitted (kind 4, RFC 2018 2) is present. */
  sackPermitted = false;
  /** SACK blocks (kind 5, RFC 2018 3) as pairs of edges, or null where absent. */
  sack: Int32Array | null = null;
  /** Whether timestamps (kind 8, RFC 7323 3) are present. */
  hasTimestamps = false;
  /** TSval, int32. */
  timestampValue = 0;
  /** TSecr, int32. */
  timestampEcho = 0;
  /** User timeout (kind 28, RFC 5482) in seconds, or -1 where absent. */
  userTimeout = -1;
  /** Every other option with a length, in the order of the wire, or null. */
  others: readonly OtherOption[] | null = null;
  layout: readonly number[] = NO_LAYOUT;
}

/** A segment without options shares this one. */
export const NO_OPTIONS: TcpOptions = Object.freeze(new TcpOptions());

/**
 * The bytes that these options take in a header, padding included: a multiple
 * of 4. Known without encoding, and cheap, for the engine asks it of every
 * segment.
 */
export function optionsLength(options: TcpOptions): number {
  if (options === NO_OPTIONS) return 0;
  return options.layout.length === 0 ? plainLength(options) : laidOutLength(options);
}

/** Without a layout every option has its own multiple of 4, but SACK-permitted shares one. */
function plainLength(options: TcpOptions): number {
  let length = options.hasTimestamps ? 12 : options.sackPermitted ? 4 : 0;
  if (options.sack !== null) length += 4 + 4 * options.sack.length;
  if (options.mss !== 0) length += 4;
  if (options.windowScale >= 0) length += 4;
  if (options.userTimeout >= 0) length += 4;
  if (options.others !== null) length += othersLength(options.others) + 3 & ~3;
  return length;
}

/** With one, every option has its own bytes, and each no-operation and padding byte one. */
function laidOutLength(options: TcpOptions): number {
  let length = options.hasTimestamps ? 10 : 0;
  if (options.sackPermitted) length += 2;
  if (options.sack !== null) length += 2 + 4 * options.sack.length;
  if (options.mss !== 0) length += 4;
  if (options.windowScale >= 0) length += 3;
  if (options.userTimeout >= 0) length += 4;
  if (options.others !== null) length += othersLength(options.others);
  const layout = options.layout;
  for (let i = 0; i < layout.length; i++) if (layout[i]! <= OptionKind.NoOperation) length++;
  return length + 3 & ~3;
}

function othersLength(others: readonly OtherOption[]): number {
  let length = 0;
  for (let i = 0; i < others.length; i++) length += 2 + others[i]!.data.length;
  return length;
}
