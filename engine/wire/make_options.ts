import { checkLayout, checkLength, layoutInOrder } from "./option_layout.ts";
import { type OtherOption, TcpOptions } from "./tcp_options.ts";

/** The options to make; what is left out is absent. */
export interface OptionFields {
  /** 1 to 65535 bytes. */
  mss?: number;
  /** A shift from 0 to 255; senders use at most 14 (RFC 7323 2.3). */
  windowScale?: number;
  sackPermitted?: boolean;
  /** Pairs of edges, at least one. */
  sack?: readonly number[];
  timestamps?: { readonly value: number; readonly echo: number };
  /** Seconds; above 32,767 whole minutes up to 32,767 (RFC 5482 3). */
  userTimeout?: number;
  others?: readonly OtherOption[];
  /** As in {@linkcode TcpOptions}; empty for the plain order. */
  layout?: readonly number[];
  /** Instead of `layout`: the order of kinds, laid out by `layoutInOrder`. */
  order?: readonly number[];
  /** With `order`: whether no-operations lead a SACK-permitted without timestamps; true. */
  padSackPermitted?: boolean;
}

/**
 * Makes the options of a segment and checks each value. For SYNs and tests;
 * per segment see {@linkcode timestampOptions}, {@linkcode sackOptions}, {@linkcode ackOptions}.
 *
 * @throws {RangeError} if a value does not fit its field, if all of them do not
 * fit into 40 bytes, or if the layout does not name exactly what is there.
 *
 * @example The options of a Windows SYN
 * ```ts
 * import { tcpOptions } from "./make_options.ts";
 * import { OptionOrder } from "./option_layout.ts";
 * import { optionsLength } from "./tcp_options.ts";
 * import { deepStrictEqual, strictEqual } from "node:assert/strict";
 *
 * const order = OptionOrder.ScaleFirst;
 * const options = tcpOptions({ mss: 1460, windowScale: 8, sackPermitted: true, order });
 * deepStrictEqual(options.layout, [2, 1, 3, 1, 1, 4]);
 * strictEqual(optionsLength(options), 12);
 * ```
 */
export function tcpOptions(fields: OptionFields): TcpOptions {
  const options = new TcpOptions();
  options.mss = inRange("mss", fields.mss ?? 0, fields.mss === undefined ? 0 : 1, 0xffff);
  options.windowScale = inRange("windowScale", fields.windowScale ?? -1, -1, 255);
  options.sackPermitted = fields.sackPermitted ?? false;
  if (fields.sack !== undefined) options.sack = sackBlocks(fields.sack);
  if (fields.timestamps !== undefined) {
    options.hasTimestamps = true;
    options.timestampValue = fields.timestamps.value | 0;
    options.timestampEcho = fields.timestamps.echo | 0;
  }
  options.userTimeout = userTimeout(fields.userTimeout ?? -1);
  if (fields.others !== undefined && fields.others.length > 0) {
    for (const other of fields.others) inRange("kind of an option", other.kind, 2, 255);
    options.others = fields.others;
  }
  if (fields.order !== undefined) {
    options.layout = layoutInOrder(options, fields.order, fields.padSackPermitted ?? true);
    checkLength(options);
  } else {
    if (fields.layout !== undefined) options.layout = fields.layout;
    checkLayout(options);
  }
  return options;
}

/** The options of a segment with timestamps and nothing else; both are int32. Cheap. */
export function timestampOptions(value: number, echo: number): TcpOptions {
  const options = new TcpOptions();
  options.hasTimestamps = true;
  options.timestampValue = value;
  options.timestampEcho = echo;
  return options;
}

/**
 * The options of an ACK with SACK blocks: at most 4 pairs of edges, 3 beside
 * timestamps (RFC 2018 3). Cheap; the array is kept, not copied.
 */
export function sackOptions(sack: Int32Array): TcpOptions {
  const options = new TcpOptions();
  options.sack = sack;
  return options;
}

/** The options of an ACK with timestamps and SACK blocks. Cheap, as {@linkcode sackOptions}. */
export function ackOptions(value: number, echo: number, sack: Int32Array): TcpOptions {
  const options = timestampOptions(value, echo);
  options.sack = sack;
  return options;
}

function inRange(name: string, value: number, least: number, most: number): number {
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw new RangeError(
    `Cannot make options: ${name} must be from ${least} to ${most}: it is ${value}`,
  );
}

function sackBlocks(edges: readonly number[]): Int32Array {
  if (edges.length > 0 && edges.length % 2 === 0) return Int32Array.from(edges, (edge) => edge | 0);
  throw new RangeError(
    `Cannot make options: sack must be pairs of edges: it has ${edges.length} numbers`,
  );
}

function userTimeout(value: number): number {
  inRange("userTimeout", value, -1, 0x7fff * 60);
  if (value <= 0x7fff || value % 60 === 0) return value;
  throw new RangeError(
    `Cannot make options: userTimeout above 32767 must be whole minutes: it is ${value}`,
  );
}
