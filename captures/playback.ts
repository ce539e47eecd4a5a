import type { CapturedSegment, Side } from "./capture.ts";

/** What one call of a capture did here. */
export interface PlayedCall {
  /** Milliseconds; Infinity where it never started, or never returned. */
  readonly startedAt: number;
  readonly returnedAt: number;
  /** "" where it succeeded. */
  readonly error: string;
  /** In the form of the capture: bytes, a list, a pair. */
  readonly result: unknown;
  /** All bytes that it moved. */
  readonly total: number;
}

/** A state that a connection or listener entered. */
export interface EnteredState {
  readonly at: number;
  /** "TIME-WAIT". */
  readonly state: string;
}

/** What the engine did with what a capture's programs and faults did. */
export interface Playback {
  readonly segments: Readonly<Record<Side, readonly CapturedSegment[]>>;
  /** In the order of the capture's calls. */
  readonly calls: readonly PlayedCall[];
  /** By side and ports: "client 40000>5000". */
  readonly states: ReadonlyMap<string, readonly EnteredState[]>;
  /** Settings without a knob, and faults that cannot be played. */
  readonly unplayed: readonly string[];
}
