import { invariant } from "../engine/base/invariant.ts";
import { digest, digestOfTexts, type Timeline } from "../timeline/mod.ts";
import { Run } from "../topologies/mod.ts";
import { type CallAnswer, callResults } from "./call_results.ts";
import { type Cell, cellText, type Loss } from "./cell.ts";
import { cellTopology, type NthFrame } from "./cell_topology.ts";
import { impossible } from "./impossible.ts";
import { frameToLose, NEVER_SENT } from "./lost_frame.ts";
import { LOCAL, PEER, type Purpose } from "./programs.ts";
import { segmentsAfter } from "./segments_after.ts";
import { type SideCourse, sideCourse, stateAtAction } from "./side_course.ts";

/** What the runs of one cell showed. */
export interface Answer {
  readonly cell: Cell;
  /** Why there is no such cell; "" where there is, and all else is empty where not. */
  readonly impossible: string;
  /** The segments of the ordinary course from the action on. */
  readonly segments: readonly string[];
  readonly local: Side;
  readonly peer: Side;
}

/** What one side saw. */
export interface Side extends SideCourse {
  /** What calls returned, in a run of its own in which both sides go on reading and sending. */
  readonly calls: readonly CallAnswer[];
}

const NO_SIDE: Side = { states: [], timeWait: 0, calls: [] };

/** The runs of one question without a loss: what the runs with one are derived from. */
interface Baseline {
  readonly course: Timeline;
  readonly calls: Timeline;
}

/** Answers cells in the order in which they stand; those of one question in a row share its runs. */
export class Answers {
  #question = "";
  #baseline: Baseline | null = null;
  readonly #digests: string[] = [];

  /** One digest of all runs so far, in order. */
  get digest(): string {
    return digestOfTexts(this.#digests);
  }

  /** Runs a cell, or says why it cannot be. */
  answer(cell: Cell): Answer {
    const reason = impossible(cell);
    if (reason !== "") return without(cell, reason);
    const { course, calls } = this.#baselineOf(cell);
    if (cell.loss === "none") return answerOf(cell, course, calls);
    const lossyCourse = this.#runWithLoss(cell, "course", course, cell.loss);
    const lossyCalls = this.#runWithLoss(cell, "calls", calls, cell.loss);
    if (lossyCourse === null && lossyCalls === null) return without(cell, NEVER_SENT[cell.loss]);
    return answerOf(cell, lossyCourse ?? course, lossyCalls ?? calls);
  }

  #baselineOf(cell: Cell): Baseline {
    const question = cellText({ ...cell, loss: "none" });
    if (this.#baseline === null || question !== this.#question) {
      this.#question = question;
      this.#baseline = {
        course: this.#run(cell, "course", null),
        calls: this.#run(cell, "calls", null),
      };
    }
    return this.#baseline;
  }

  /** The run in which that segment is lost; null where it is not sent in the one without losses. */
  #runWithLoss(
    cell: Cell,
    purpose: Purpose,
    baseline: Timeline,
    loss: Exclude<Loss, "none">,
  ): Timeline | null {
    const lost = frameToLose(baseline, loss);
    return lost === null ? null : this.#run(cell, purpose, lost);
  }

  #run(cell: Cell, purpose: Purpose, lost: NthFrame | null): Timeline {
    const run = new Run(cellTopology(cell, purpose, lost), null);
    run.advance();
    const { timeline } = run.finish();
    const state = stateAtAction(timeline, LOCAL);
    const isThere = state === cell.state || (state === "" && cell.state === "LISTEN");
    invariant(
      isThere,
      `${cellText(cell)}: its connection must be in that state: it is in ${state}`,
    );
    this.#digests.push(digest(timeline));
    return timeline;
  }
}

function answerOf(cell: Cell, course: Timeline, calls: Timeline): Answer {
  const side = (host: string): Side => ({
    ...sideCourse(course, host),
    calls: callResults(calls, host),
  });
  const segments = segmentsAfter(course);
  return { cell, impossible: "", segments, local: side(LOCAL), peer: side(PEER) };
}

function without(cell: Cell, reason: string): Answer {
  return { cell, impossible: reason, segments: [], local: NO_SIDE, peer: NO_SIDE };
}
