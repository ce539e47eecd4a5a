import { VERSION } from "../../topologies/mod.ts";
import type { Answer } from "../answer.ts";
import { callsText, segmentsText, statesText, timeWaitText } from "../answer_text.ts";
import { ACTIONS, DATA, LOSSES, STATES, SYSTEMS } from "../cell.ts";
import { AXIS_NAMES, type PackedCell, type PackedMatrix } from "./packed.ts";

const AXES = {
  state: STATES,
  action: ACTIONS,
  data: DATA,
  loss: LOSSES,
  local: SYSTEMS,
  peer: SYSTEMS,
} as const;

/** The answers for a page, which reads them back by {@linkcode AXIS_NAMES}. */
export function packMatrix(answers: readonly Answer[], digest: string): PackedMatrix {
  const places = new Map<string, number>();
  const place = (text: string): number => {
    let found = places.get(text);
    if (found === undefined) {
      found = places.size;
      places.set(text, found);
    }
    return found;
  };
  const cells = answers.map((answer): PackedCell => [
    AXIS_NAMES.map((axis) => (AXES[axis] as readonly string[]).indexOf(answer.cell[axis])),
    textsOf(answer).map(place),
  ]);
  return { version: VERSION, digest, axes: AXES, texts: [...places.keys()], cells };
}

function textsOf(answer: Answer): string[] {
  const { impossible, local, peer } = answer;
  if (impossible !== "") return [impossible];
  return [
    segmentsText(answer),
    statesText(local),
    statesText(peer),
    timeWaitText(answer),
    callsText(local),
    callsText(peer),
  ];
}
