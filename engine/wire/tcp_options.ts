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

/** An option that the engine carries but does not act upon. */
export interface OtherOption {
  readonly kind: number;
  /** What follows the length byte. */
  readonly data: Uint8Array;
}

/**
 * The options of one segment. Immutable once the segment is sent.
 *
 * `layout` is the order of the kinds on the wire, padding included, as each
 * system has its own; an empty layout stands for the order of RFC 9293's
 * examples (MSS, SACK-permitted, timestamps, NOP, window scale), padded.
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
  layout: readonly number[] = [];
}

/** A segment without options shares this one. */
export const NO_OPTIONS: TcpOptions = Object.freeze(new TcpOptions());
