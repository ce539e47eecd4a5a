import { MAX_OPTIONS_LENGTH, OptionKind, optionsLength, type TcpOptions } from "./tcp_options.ts";

/** Orders of kinds in which systems write the options of a SYN; see `layoutInOrder`. */
export const OptionOrder = {
  /** MSS, SACK-permitted, timestamps, window scale: also Linux. */
  Plain: [2, 4, 8, 3, 28, 5],
  /** MSS, window scale, SACK-permitted, timestamps: Windows, and FreeBSD. */
  ScaleFirst: [2, 3, 4, 8],
} as const;

/**
 * The kinds of these options as they follow on the wire: their `layout`, or,
 * where that is empty, the plain order, with no-operations in front of each
 * option so that it ends on a multiple of four bytes.
 *
 * @example
 * ```ts
 * import { layoutOf } from "./option_layout.ts";
 * import { timestampOptions } from "./make_options.ts";
 * import { deepStrictEqual } from "node:assert/strict";
 *
 * deepStrictEqual(layoutOf(timestampOptions(100, 0)), [1, 1, 8]);
 * ```
 */
export function layoutOf(options: TcpOptions): readonly number[] {
  return options.layout.length > 0 ? options.layout : layoutInOrder(options, OptionOrder.Plain);
}

/**
 * Lays options out in the given order of kinds. Kinds that are absent, stand in
 * it again, or are no-operations are passed over, so the order of a SYN with
 * everything serves all of a system's segments. Known kinds that it does not
 * name follow in the plain order, then all others.
 *
 * No-operations go in front of an option so that it ends on a multiple of four
 * bytes; SACK-permitted and timestamps behind it share 12 bytes. With
 * `padSackPermitted` false, SACK-permitted is never led by no-operations, and
 * the end of the list pads what is left (FreeBSD).
 */
export function layoutInOrder(
  options: TcpOptions,
  order: readonly number[],
  padSackPermitted = true,
): readonly number[] {
  const layout: number[] = [];
  let length = 0;
  const kinds: number[] = [];
  addPresent(kinds, options, order);
  addPresent(kinds, options, OptionOrder.Plain);
  for (let i = 0; i < kinds.length; i++) {
    const kind = kinds[i]!;
    const withTimestamps = kinds[i + 1] === OptionKind.Timestamps;
    const alone = padSackPermitted && !withTimestamps;
    const padding = kind === OptionKind.SackPermitted && !alone
      ? length & 1
      : -(length + knownLength(options, kind)) & 3;
    for (let n = 0; n < padding; n++) layout.push(OptionKind.NoOperation);
    layout.push(kind);
    length += padding + knownLength(options, kind);
  }
  for (const other of options.others ?? []) {
    layout.push(other.kind);
    length += 2 + other.data.length;
  }
  while ((length++ & 3) !== 0) layout.push(OptionKind.EndOfList);
  return layout;
}

/** Adds the kinds of an order that the options have and that are not named yet. */
function addPresent(kinds: number[], options: TcpOptions, order: readonly number[]): void {
  for (let i = 0; i < order.length; i++) {
    const kind = order[i]!;
    if (knownLength(options, kind) > 0 && !kinds.includes(kind)) kinds.push(kind);
  }
}

/**
 * The bytes that a known option takes, kind and length byte included, or 0
 * where `options` does not have it (or does not know it).
 */
export function knownLength(options: TcpOptions, kind: number): number {
  switch (kind) {
    case OptionKind.MaximumSegmentSize:
      return options.mss !== 0 ? 4 : 0;
    case OptionKind.WindowScale:
      return options.windowScale >= 0 ? 3 : 0;
    case OptionKind.SackPermitted:
      return options.sackPermitted ? 2 : 0;
    case OptionKind.Sack:
      return options.sack !== null ? 2 + 4 * options.sack.length : 0;
    case OptionKind.Timestamps:
      return options.hasTimestamps ? 10 : 0;
    case OptionKind.UserTimeout:
      return options.userTimeout >= 0 ? 4 : 0;
    default:
      return 0;
  }
}

/**
 * Checks that options can be written: at most 40 bytes, and a layout that
 * names exactly the options that are there, with nothing but padding behind
 * the end of the list (RFC 9293 3.1, MUST-69).
 *
 * @throws {RangeError} if not.
 */
export function checkLayout(options: TcpOptions): void {
  checkLength(options);
  const layout = options.layout;
  if (layout.length === 0) return;
  const plain = layoutInOrder(options, OptionOrder.Plain);
  const named = layout.filter(isOption).sort(byNumber).join(" ");
  const present = plain.filter(isOption).sort(byNumber).join(" ");
  if (named !== present) {
    fail(`their layout must name each of them once (${present}): it names ${named || "none"}`);
  }
  const end = layout.indexOf(OptionKind.EndOfList);
  if (end >= 0 && layout.slice(end).some((kind) => kind !== OptionKind.EndOfList)) {
    fail(`nothing but padding may follow the end of the list: the layout is ${layout.join(" ")}`);
  }
}

/**
 * Checks that options fit into their 40 bytes: all that may be wrong with a
 * layout of {@linkcode layoutInOrder}.
 *
 * @throws {RangeError} if not.
 */
export function checkLength(options: TcpOptions): void {
  const length = optionsLength(options);
  if (length <= MAX_OPTIONS_LENGTH) return;
  fail(`they must take at most ${MAX_OPTIONS_LENGTH} bytes: they take ${length}`);
}

function isOption(kind: number): boolean {
  return kind > OptionKind.NoOperation;
}

/** Equal numbers are the same here, so that no tie is left open. */
function byNumber(a: number, b: number): number {
  return a - b;
}

function fail(problem: string): never {
  throw new RangeError(`Cannot encode options: ${problem}`);
}
