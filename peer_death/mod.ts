/** How long it takes a side to notice that its peer is gone, by activity, options and system. */
export { type Notice, notice } from "./notice.ts";
export {
  type Activity,
  DEFAULT_TIMES,
  type Guard,
  type GuardTimes,
  type Pull,
  type Question,
  questions,
  type System,
  SYSTEMS,
} from "./question.ts";
export { noticeLines } from "./table.ts";
export type { Expected } from "./formula.ts";
