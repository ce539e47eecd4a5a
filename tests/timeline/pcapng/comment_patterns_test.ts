import { deepStrictEqual, ok } from "node:assert/strict";
import { blankPacket } from "../../../engine/wire/mod.ts";
import type { SegmentRecord } from "../../../nodes/records.ts";
import { NO_FORM } from "../../../timeline/record_forms.ts";
import { RecordRow } from "../../../timeline/record_row.ts";
import { BlockWriter } from "../../../timeline/pcapng/block_writer.ts";
import { writeComments } from "../../../timeline/pcapng/blocks.ts";
import { CommentPatterns } from "../../../timeline/pcapng/comment_patterns.ts";
import { Comments } from "../../../timeline/pcapng/comments.ts";
import { runText } from "../../support/run_text.ts";
import { runScenario, scenarioPaths } from "../../support/scenarios.ts";
import { LOSSY_TEXT } from "./lossy_text.ts";

/** Checks every comment that is made of an earlier one; returns how many, and of how many. */
function check({ timeline }: ReturnType<typeof runText>): [number, number] {
  const comments = new Comments(timeline);
  const patterns = new CommentPatterns(timeline, comments);
  const { columns } = timeline;
  const row = new RecordRow();
  const scratch = blankPacket();
  const counts: [number, number] = [0, 0];
  for (let id = 1; id <= timeline.size; id++) {
    columns.read(id, row);
    if (row.form === NO_FORM) continue;
    const form = columns.forms.of(row.form);
    if (form.kind === "timer") continue;
    counts[1]++;
    const found = patterns.of(id, row, form, columns.packetOf(row, scratch));
    if (found === null) continue;
    counts[0]++;
    const body = timeline.bodyOf(id) as SegmentRecord;
    const out = new BlockWriter();
    const texts = body.event === "sent"
      ? comments.ofSent(id, body, [])
      : comments.ofReceived(id, body);
    writeComments(out, texts);
    deepStrictEqual(found, out.take(), texts[0]);
  }
  return counts;
}

Deno.test("comments made of earlier ones are those that are written anew", () => {
  const [made, all] = check(runText(LOSSY_TEXT.replace("300kB", "3MB")));
  ok(made > all / 2, `${made} of ${all}`);
});

for (const path of scenarioPaths()) {
  Deno.test(`${path}: comments made of earlier ones are those that are written anew`, () => {
    check(runScenario(path));
  });
}
