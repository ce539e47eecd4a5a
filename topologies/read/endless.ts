import type { Path } from "../places.ts";
import type { StepForm } from "../schema/steps.ts";
import { innerSteps } from "./step_names.ts";

/**
 * The paths of the loops that may go on for ever without waiting for anything
 * that others do: a run with one of them has no end.
 *
 * A loop that accepts, or that receives until an error, comes to rest when its
 * peers do. One that only sends, sleeps or connects again does not.
 */
export function endlessLoops(steps: readonly StepForm[], path: Path): Path[] {
  return steps.flatMap((step, i) => {
    const at = [...path, i];
    const [verb = ""] = Object.keys(step);
    const inner = endlessLoops(innerSteps(step), [...at, verb, "steps"]);
    return isEndless(step) ? [[...at, verb], ...inner] : inner;
  });
}

function isEndless(step: StepForm): boolean {
  const { loop } = step;
  if (loop?.times !== "forever") return false;
  const within = allSteps(loop.steps);
  if (within.some((step) => step.exit !== undefined)) return false;
  if (within.some((step) => step.connect !== undefined)) return true;
  return !within.some((step) => waits(step, loop.until === "error"));
}

/** Whether a step waits for as long as others do nothing, in every round. */
function waits(step: StepForm, untilError: boolean): boolean {
  if (step.accept !== undefined || step.serve !== undefined) return true;
  return untilError && step.recv !== undefined;
}

function allSteps(steps: readonly StepForm[]): StepForm[] {
  return steps.flatMap((step) => [step, ...allSteps(innerSteps(step))]);
}
