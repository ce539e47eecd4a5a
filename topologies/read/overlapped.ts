import type { Path } from "../places.ts";
import type { StepForm } from "../schema/steps.ts";
import { innerSteps } from "./step_names.ts";

/** The paths of all steps that ask for overlapped I/O, which only Windows has. */
export function overlappedSteps(steps: readonly StepForm[], path: Path): Path[] {
  return steps.flatMap((step, i) => {
    const at = [...path, i];
    if (step.recv?.overlapped !== undefined) return [[...at, "recv", "overlapped"]];
    const [verb = ""] = Object.keys(step);
    return overlappedSteps(innerSteps(step), [...at, verb, "steps"]);
  });
}
