import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { Packet } from "../../engine/wire/mod.ts";
import type { SegmentRecord, TimerRecord } from "../../nodes/records.ts";
import { RecordWindow } from "../../timeline/ndjson/record_window.ts";
import { Timeline } from "../../timeline/timeline.ts";

const packet = new Packet();

function segment(note: string, sent: number): SegmentRecord {
  return {
    ...{ kind: "segment", event: "received", host: "server", nic: "eth0", link: "cable" } as const,
    ...{ connection: 3, sent, packet, corrupted: true, note },
  };
}

const timer: TimerRecord = {
  ...{ kind: "timer", event: "set", host: "client", connection: 2 } as const,
  ...{ timer: "retransmission", deadline: 123.5e9 },
};

function record(to: Timeline | RecordWindow, at: number, note: string, sent: number): void {
  const { event, host, nic, link, connection, corrupted } = segment(note, sent);
  to.recordSegment(at, event, host, nic, link, connection, sent, packet, corrupted, note);
  to.recordTimer(at, timer.event, timer.host, timer.connection, timer.timer, timer.deadline);
}

Deno.test("segments and timers without a body are read as those with one", () => {
  const timeline = new Timeline();
  record(timeline, 5, "cable pulled", 0);
  timeline.record(6, segment("cable pulled", 1));
  timeline.record(6, timer);
  deepStrictEqual(timeline.bodyOf(1), segment("cable pulled", 0));
  deepStrictEqual(timeline.bodyOf(2), timer);
  deepStrictEqual(timeline.bodyOf(3), segment("cable pulled", 1));
  deepStrictEqual(timeline.bodyOf(4), timer);
});

Deno.test("a timeline keeps as many records and as many notes as there are", () => {
  const timeline = new Timeline();
  for (let i = 0; i < 20_000; i++) {
    timeline.cause = i;
    record(timeline, i * 1e6, `the ${i}th`, i);
  }
  strictEqual(timeline.size, 40_000);
  for (const i of [0, 31, 32, 4095, 4096, 8191, 8192, 16_383, 16_384, 19_999]) {
    deepStrictEqual(timeline.bodyOf(2 * i + 1), segment(`the ${i}th`, i));
    deepStrictEqual(timeline.bodyOf(2 * i + 2), timer);
    strictEqual(timeline.atOf(2 * i + 2), i * 1e6);
    strictEqual(timeline.causeOf(2 * i + 1), i);
  }
});

Deno.test("a window keeps the numbers of records that it has dropped, and who sent them", () => {
  const window = new RecordWindow();
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 10_000; i++) record(window, round, "", 0);
    const last = window.size - 1;
    deepStrictEqual(window.bodyOf(last), segment("", 0));
    window.drop();
    strictEqual(window.kept, 0);
    throws(() => window.bodyOf(last), { name: "InvariantError" });
    strictEqual(window.senderOf(last), 3);
    strictEqual(window.senderOf(last + 1), 0);
  }
  strictEqual(window.size, 60_000);
});
