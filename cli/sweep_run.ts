import type { Nanos } from "../engine/base/time.ts";
import { Flag } from "../engine/wire/mod.ts";
import { EndlessLoop } from "../nodes/programs/mod.ts";
import type { CallRecord, SegmentRecord } from "../nodes/records.ts";
import { digest, finalStates, type Timeline } from "../timeline/mod.ts";
import { Run, type RunResult, type Topology } from "../topologies/mod.ts";
import type { Piece, Work } from "./pool.ts";
import { workerModule } from "./worker_module.ts";

/** A run of a sweep. Runs with one combination of settings share its topology. */
export interface SweepJob {
  readonly topology: Topology;
  readonly seed: number;
  /** Ends it earlier than the topology does. */
  readonly until: Nanos;
}

/** What is kept of a run, and sent from its worker: as little as will do. Its records are not. */
export interface RunSummary {
  readonly digest: string;
  /** The expectations that do not hold, by their place from 0, and what was found instead. */
  readonly failures: readonly { expectation: number; found: string }[];
  readonly endedAt: Nanos;
  /** When the last call of a program returned: TIME-WAIT and the like may go on after it. */
  readonly lastReturnAt: Nanos;
  readonly counts: Counts;
  /** The errors that calls returned, in the order of the first of each kind. */
  readonly callErrors: readonly CallError[];
  /** How connections ended, by host and socket; those without a name by their host. */
  readonly states: readonly { connection: string; state: string; count: number }[];
}

/** What happened how often. */
export interface Counts {
  records: number;
  /** TCP segments. */
  sent: number;
  received: number;
  dropped: number;
  retransmitted: number;
  /** Segments with RST that were sent. */
  resets: number;
}

/** An error that a call returned. */
export interface CallError {
  /** "client.app.recv" */
  readonly call: string;
  readonly error: string;
  readonly code: number;
  /** Of the first one. */
  readonly at: Nanos;
  count: number;
}

/** How a run came out. */
export interface SweepResult {
  /** null where it came to no end. */
  readonly summary: RunSummary | null;
  /** Why it came to none: its topology is to blame, or we are; "" where it did. */
  readonly error: string;
  /** The stack of a fault of ours; "" for none. */
  readonly fault: string;
}

/** Events between two looks at the outside world. */
const SLICE = 20_000;
/** Each thread holds one run, and a million records take 200 MB. */
const MOST_RECORDS = 4_000_000;

/** Runs the runs of a sweep. */
export const sweepWork: Work<SweepJob, SweepResult> = {
  spawn: () => new Worker(workerModule("sweep_worker"), { type: "module" }),
  start,
  failed: (_, fault) => {
    const [what = ""] = fault.split("\n", 1);
    return { summary: null, error: `a fault of cablepull: ${what}`, fault };
  },
};

function start({ topology, seed, until }: SweepJob): Piece<SweepResult> {
  const run = new Run({ ...topology, seed }, null, until);
  return () => {
    try {
      if (run.advance(SLICE)) return { summary: summaryOf(run.finish()), error: "", fault: "" };
    } catch (error) {
      if (error instanceof EndlessLoop) return noEnd(error.message);
      throw error;
    }
    if (run.timeline.size <= MOST_RECORDS) return null;
    const most = MOST_RECORDS.toLocaleString("en");
    return noEnd(`it has more than ${most} records, which is as many as a run of a sweep may have`);
  };
}

function noEnd(error: string): SweepResult {
  return { summary: null, error, fault: "" };
}

function summaryOf({ timeline, verdicts }: RunResult): RunSummary {
  const counts = { records: 0, sent: 0, received: 0, dropped: 0, retransmitted: 0, resets: 0 };
  const errors = new Map<string, CallError>();
  let lastReturnAt = 0;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    counts.records++;
    if (body.kind === "segment") countSegment(counts, body);
    if (body.kind !== "call" || body.result === null) continue;
    lastReturnAt = timeline.atOf(id);
    if (body.result.error !== "") countError(errors, body, lastReturnAt);
  }
  return {
    digest: digest(timeline),
    failures: verdicts.flatMap(({ holds, found }, expectation) =>
      holds ? [] : [{ expectation, found }]
    ),
    endedAt: timeline.endedAt,
    lastReturnAt,
    counts,
    callErrors: [...errors.values()],
    states: statesOf(timeline),
  };
}

function countSegment(counts: Counts, { event, packet, note }: SegmentRecord): void {
  if (packet.segment === null) return;
  counts[event]++;
  if (event !== "sent") return;
  if (note.startsWith("retransmission")) counts.retransmitted++;
  if ((packet.segment.flags & Flag.Rst) !== 0) counts.resets++;
}

function countError(errors: Map<string, CallError>, record: CallRecord, at: Nanos): void {
  const { error, code } = record.result!;
  const call = `${record.host}.${record.process}.${record.call}`;
  const before = errors.get(`${call} ${error}`);
  if (before === undefined) errors.set(`${call} ${error}`, { call, error, code, at, count: 1 });
  else before.count++;
}

function statesOf(timeline: Timeline): RunSummary["states"] {
  const found = new Map<string, { connection: string; state: string; count: number }>();
  const states = finalStates(timeline);
  timeline.connections.forEach(({ host, name }, i) => {
    const connection = name === "" ? host : `${host}.${name}`;
    const state = states[i]!;
    const before = found.get(`${connection} ${state}`);
    if (before === undefined) found.set(`${connection} ${state}`, { connection, state, count: 1 });
    else before.count++;
  });
  return [...found.values()];
}
