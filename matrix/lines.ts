import type { Answer } from "./answer.ts";
import { callsText, segmentsText, statesText, timeWaitText } from "./answer_text.ts";
import { cellText } from "./cell.ts";

/** An answer as lines of text, for a terminal. */
export function answerLines(answer: Answer): string[] {
  const { cell, local, peer } = answer;
  if (answer.impossible !== "") return [cellText(cell), `  impossible: ${answer.impossible}`];
  return [
    cellText(cell),
    `  segments    ${segmentsText(answer)}`,
    `  local       ${statesText(local)}`,
    `  peer        ${statesText(peer)}`,
    `  TIME-WAIT   ${timeWaitText(answer)}`,
    `  local calls ${callsText(local)}`,
    `  peer calls  ${callsText(peer)}`,
  ];
}
