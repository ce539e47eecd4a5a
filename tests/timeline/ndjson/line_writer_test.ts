import { ok, strictEqual } from "node:assert/strict";
import type { RecordId } from "../../../nodes/records.ts";
import { connectionNames } from "../../../timeline/connection_names.ts";
import { RecordExporter } from "../../../timeline/json_record.ts";
import { ByteBuffer } from "../../../timeline/ndjson/byte_buffer.ts";
import { LineWriter } from "../../../timeline/ndjson/line_writer.ts";
import { RecordWindow } from "../../../timeline/ndjson/record_window.ts";
import { Course } from "../../../topologies/course.ts";
import { loadTopology } from "../../../topologies/mod.ts";
import { NEVER } from "../../../engine/base/time.ts";
import { scenarioPaths, scenarioText } from "../../support/scenarios.ts";
import { LOSSY_TEXT } from "../pcapng/lossy_text.ts";

/** What a run records, all at hand. */
function recorded(text: string): RecordWindow {
  const loaded = loadTopology(text, "test.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError(loaded.mistakes[0]!.message);
  const window = new RecordWindow();
  new Course(loaded.topology, window, NEVER).advance(Infinity);
  return window;
}

Deno.test("each line is what JSON.stringify makes of the exported record", () => {
  const texts = [
    LOSSY_TEXT,
    LOSSY_TEXT.replaceAll("linux", "windows"),
    LOSSY_TEXT.replace("seed: 3", "record: { tcp: true }"),
    ...scenarioPaths().map(scenarioText),
  ];
  for (const text of texts) {
    const window = recorded(text);
    const names = connectionNames(window.connections);
    const out = new ByteBuffer();
    const lines = new LineWriter(window, names, out);
    const exporter = new RecordExporter(window, names);
    const decoder = new TextDecoder();
    for (let id: RecordId = 1; id <= window.size; id++) {
      lines.write(id);
      strictEqual(decoder.decode(out.take()), `${JSON.stringify(exporter.export(id))}\n`);
    }
    if (text.includes("bad line")) ok(window.size > 500);
  }
});
