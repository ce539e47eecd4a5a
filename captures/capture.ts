/** One end of the recorded network. */
export type Side = "client" | "server";
export const SIDES = ["client", "server"] as const;

/** Which way a segment travels. */
export type Direction = "to-server" | "to-client";

/** The way of what a side sends. */
export const DIRECTION_FROM: Readonly<Record<Side, Direction>> = {
  client: "to-server",
  server: "to-client",
};

/** The options of a SYN that are compared. */
export interface SynOptions {
  readonly mss?: number;
  readonly sackOK?: boolean;
  readonly ts?: boolean;
  readonly wscale?: number;
}

/** A segment as one end's interface saw it; times are milliseconds, numbers relative to the ISNs. */
export interface CapturedSegment {
  readonly atMs: number;
  readonly direction: Direction;
  readonly flags: string;
  readonly seq: number;
  readonly ack?: number;
  readonly len: number;
  /** Scaled, in bytes; recorded where it matters. */
  readonly win?: number;
  readonly opts?: SynOptions;
  /** Pairs of edges. */
  readonly sack?: readonly (readonly [number, number])[];
  /** Which connection, counted from 0; missing for the first. */
  readonly conn?: number;
  /** The client's port where it is not that of the first connection. */
  readonly cport?: number;
}

/** Like calls of a loop in a row, or the one that ended it. */
export interface CallRun {
  readonly t: number;
  readonly n?: number;
  readonly bytes?: number;
  readonly tLast?: number;
  readonly dur?: number;
  readonly ret?: number;
  readonly err?: string;
}

/** One socket call of a program. */
export interface CapturedCall {
  readonly atMs: number;
  readonly side: Side;
  readonly call: string;
  readonly socket: string;
  readonly thread?: string;
  readonly args?: Readonly<Record<string, unknown>>;
  readonly tookMs?: number;
  readonly result?: unknown;
  readonly error?: string;
  /** false where it had not returned when the recording ended. */
  readonly returned?: boolean;
  readonly runs?: readonly CallRun[];
  readonly total?: number;
}

/** A number of a forged segment: what its receiver expects next, plus something. */
export interface ForgedNumber {
  readonly base: "nxt";
  readonly plus: number;
}

/** Which frames a drop or delay means; all that is given must hold. */
export interface FrameMatch {
  readonly direction?: Direction;
  readonly flags?: string;
  readonly pureAck?: boolean;
  readonly data?: boolean;
  readonly length?: number;
  readonly seq?: number;
  readonly ack?: number;
  readonly newData?: boolean;
  readonly newDataSegment?: readonly number[];
  readonly ackWholeSegmentsMultipleOf?: number;
}

/** What was done to the network or to a process, and when. */
export interface CapturedFault {
  readonly atMs: number;
  readonly kind: string;
  readonly side?: Side;
  readonly direction?: Direction | "both";
  readonly on?: boolean;
  readonly plugged?: boolean;
  readonly enabled?: boolean;
  readonly address?: string;
  readonly present?: boolean;
  readonly match?: FrameMatch;
  readonly nth?: "every" | readonly number[];
  readonly byMs?: number;
  readonly port?: number;
  readonly icmp?: string;
  readonly to?: Side;
  readonly flags?: string;
  readonly seq?: ForgedNumber;
  readonly ack?: ForgedNumber;
  readonly length?: number;
  readonly text?: string;
}

/** A socket that went from one state to another, by Linux's names. */
export interface CapturedState {
  readonly atMs: number;
  readonly side: Side;
  /** Local and remote port: "40000>5000". */
  readonly socket: string;
  readonly from: string;
  readonly to: string;
  /** "proc": sampled every 4 ms. */
  readonly seenBy: string;
}

/** A frame that the middle box did not pass on: "cut", "drop" ... */
export interface LostFrame {
  readonly atMs: number;
  readonly direction: Direction;
  readonly what: string;
  readonly segment: string;
}

/** In how many runs, and what was the same in all. */
export interface Stability {
  readonly runs: number;
  readonly segmentsIdentical: boolean;
  readonly nonAckSegmentsIdentical?: boolean;
  readonly appIdentical: boolean;
  readonly statesIdentical: boolean;
  readonly maxTimeSpreadMs?: number;
  /** Where another run differed: an index into the client's segments. */
  readonly variants?: readonly { readonly firstDifferenceAt: number }[];
  readonly appDifferences?: readonly string[];
}

/** What a real kernel did in one scenario. */
export interface Capture {
  readonly name: string;
  readonly title: string;
  readonly system: {
    readonly congestion: string;
    readonly mtu: number;
    /** Whether the NIC cuts up trains of segments; "off" if absent. */
    readonly offloads?: string;
    /** Segments, or "default(10)". */
    readonly initialWindow: string | number;
    readonly sysctl: Readonly<Record<Side, Readonly<Record<string, unknown>>>>;
  };
  readonly link: { readonly oneWayDelayMs: number; readonly rateBps: number };
  readonly faults: readonly CapturedFault[];
  readonly calls: readonly CapturedCall[];
  readonly segments: Readonly<Record<Side, readonly CapturedSegment[]>>;
  readonly lost: readonly LostFrame[];
  readonly states: readonly CapturedState[];
  readonly statePaths: Readonly<Record<string, string>>;
  readonly stability: Stability;
}

const PARTS = [
  "name",
  "title",
  "system",
  "link",
  "faults",
  "calls",
  "segments",
  "lost",
  "states",
  "state_paths",
  "stability",
] as const;

/**
 * Reads a capture.
 *
 * @throws {SyntaxError} if the text is no JSON, or no capture.
 */
export function parseCapture(text: string, path: string): Capture {
  let value: unknown;
  try {
    value = renamed(JSON.parse(text));
  } catch (error) {
    throw new SyntaxError(`${path}: must be JSON: ${(error as Error).message}`);
  }
  if (!isCapture(value)) {
    throw new SyntaxError(`${path}: must be a capture, with ${PARTS.join(", ")}`);
  }
  return value;
}

/** The same with its keys in our own spelling: at_ms becomes atMs. Names of sysctls stay. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, it]): [string, unknown] =>
    key === "sysctl" ? [key, it] : [camelCase(key), renamed(it)]
  );
  return Object.fromEntries(entries);
}

const camelCase = (name: string): string =>
  name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

function isCapture(value: unknown): value is Capture {
  if (typeof value !== "object" || value === null) return false;
  return PARTS.every((part) => Object.hasOwn(value, camelCase(part)));
}

/** When a call returned, in milliseconds; Infinity where it did not while it was recorded. */
export function returnTimeOf(call: CapturedCall): number {
  if (call.returned === false) return Infinity;
  if (call.tookMs !== undefined) return call.atMs + call.tookMs;
  const last = call.runs?.at(-1);
  if (last === undefined) return call.atMs;
  return last.tLast ?? last.t + (last.dur ?? 0);
}

/** When the last thing of a capture happened, in milliseconds. */
export function endOf(capture: Capture): number {
  let end = 0;
  const see = (at: number): void => {
    if (at > end && at !== Infinity) end = at;
  };
  for (const side of SIDES) for (const segment of capture.segments[side]) see(segment.atMs);
  for (const call of capture.calls) {
    see(call.atMs);
    see(returnTimeOf(call));
  }
  for (const { atMs } of capture.states) see(atMs);
  for (const { atMs } of capture.faults) see(atMs);
  for (const { atMs } of capture.lost) see(atMs);
  return end;
}

/** When the first thing of a capture happened, in milliseconds: below 0. */
export function beginningOf(capture: Capture): number {
  let beginning = 0;
  for (const { atMs } of capture.calls) beginning = Math.min(beginning, atMs);
  for (const { atMs } of capture.faults) beginning = Math.min(beginning, atMs);
  return beginning;
}
