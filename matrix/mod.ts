/** The truth table of how connections end: every action, state, loss and pair of systems. */
export { type Answer, Answers, type Side } from "./answer.ts";
export {
  type Action,
  ACTIONS,
  type Cell,
  cellsOf,
  DATA,
  type Data,
  type Loss,
  LOSSES,
  type State,
  STATES,
  type System,
  SYSTEMS,
} from "./cell.ts";
export type { CallAnswer } from "./call_results.ts";
export { matrixHtmlChunks } from "./html/matrix_html.ts";
export { matrixJsonChunks } from "./json.ts";
export { answerLines } from "./lines.ts";
export { pageLines } from "./page.ts";
