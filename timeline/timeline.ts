import { ColumnRecorder } from "./column_recorder.ts";

/**
 * Everything that happened in one run, in order: the recorder that nodes write
 * to, and what digest, exports, views and expectations read from.
 *
 * Records stand in columns ({@linkcode RecordColumns}), so that a run of several
 * 100,000 stays cheap. Reading with an id that is not there is a bug and throws.
 *
 * @example A call makes a state change
 * ```ts
 * import { Timeline } from "./timeline.ts";
 * import { strictEqual } from "node:assert/strict";
 *
 * const timeline = new Timeline();
 * const fault = timeline.record(5, {
 *   kind: "fault",
 *   event: "pull",
 *   target: "cable",
 *   host: "",
 *   note: "",
 * });
 * timeline.cause = fault;
 * const pulled = timeline.record(5, { kind: "link", event: "pulled", link: "cable", lost: 0 });
 * strictEqual(timeline.causeOf(pulled), fault);
 * ```
 */
export class Timeline extends ColumnRecorder {}
