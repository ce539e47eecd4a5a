import { strictEqual, throws } from "node:assert/strict";
import { FrameRules } from "../../captures/frame_rules.ts";
import { SequenceBase } from "../../captures/sequence_base.ts";
import { judgeTime } from "../../captures/tolerance.ts";
import { parseCapture } from "../../captures/mod.ts";
import { Flag, type Packet, Segment, tcpPacket } from "../../engine/wire/mod.ts";

const BYTES = new Uint8Array(2000);

function packetOf(flags: number, seq: number, ack: number, length: number): Packet {
  const seg = new Segment();
  seg.sourcePort = 40000;
  seg.destinationPort = 5000;
  seg.flags = flags;
  seg.seq = seq | 0;
  seg.ack = ack;
  seg.data = BYTES;
  seg.dataLength = length;
  return tcpPacket(1, 2, seg);
}

/** Rules of a connection whose client has sent its SYN with that number. */
function rulesAfterSyn(iss: number): FrameRules {
  const rules = new FrameRules(new SequenceBase(), 1448);
  rules.judge(packetOf(Flag.Syn, iss, 0, 0), "to-server");
  return rules;
}

Deno.test("a time may be off by 5 ms, or by 5 % of the wait", () => {
  strictEqual(judgeTime(100, 105, 0, 0, 0, 0), "right");
  strictEqual(judgeTime(100, 105.1, 0, 0, 0, 0), "wrong");
  strictEqual(judgeTime(1000, 1049, 0, 0, 0, 0), "right");
  strictEqual(judgeTime(1000, 1049, 900, 0, 0, 0), "wrong");
});

Deno.test("what was late stays late, within 5 % of the whole", () => {
  strictEqual(judgeTime(1000, 1040, 990, 38, 0, 0), "right");
  strictEqual(judgeTime(1000, 1060, 990, 58, 0, 0), "wrong");
  strictEqual(judgeTime(40, -50, 0, -90, -3600, 0), "right");
});

Deno.test("a time within the spread of the runs is right by that rule", () => {
  strictEqual(judgeTime(100, 120, 50, 0, 0, 20), "by the runs' own spread");
});

Deno.test("a drop means the n-th frame that matches, by relative numbers across 2^32", () => {
  const iss = -50;
  const rules = rulesAfterSyn(iss);
  const match = { direction: "to-server", data: true, seq: 101 } as const;
  rules.add({ atMs: 0, kind: "drop", match, nth: [2] });
  strictEqual(rules.judge(packetOf(Flag.Ack, iss + 1, 1, 100), "to-server"), 0);
  strictEqual(rules.judge(packetOf(Flag.Ack, iss + 101, 1, 100), "to-server"), 0);
  strictEqual(rules.judge(packetOf(Flag.Ack, iss + 101, 1, 100), "to-server"), Infinity);
  strictEqual(rules.judge(packetOf(Flag.Ack, iss + 101, 1, 100), "to-server"), 0);
});

Deno.test("the n-th new data segment is counted over first transmissions", () => {
  const counted = rulesAfterSyn(1000);
  counted.add({ atMs: 0, kind: "drop", match: { newDataSegment: [2] }, nth: "every" });
  strictEqual(counted.judge(packetOf(Flag.Ack, 1001, 1, 100), "to-server"), 0);
  strictEqual(counted.judge(packetOf(Flag.Ack, 1001, 1, 100), "to-server"), 0);
  strictEqual(counted.judge(packetOf(Flag.Ack, 1101, 1, 100), "to-server"), Infinity);
  strictEqual(counted.judge(packetOf(Flag.Ack, 1101, 1, 100), "to-server"), 0);
});

Deno.test("a delay makes a frame late by its milliseconds", () => {
  const rules = rulesAfterSyn(1000);
  rules.add({ atMs: 0, kind: "delay", match: { length: 500 }, nth: [1], byMs: 30 });
  strictEqual(rules.judge(packetOf(Flag.Ack, 1001, 1, 500), "to-server"), 30);
  strictEqual(rules.judge(packetOf(Flag.Ack, 1501, 1, 500), "to-server"), 0);
});

Deno.test("text that is no capture is refused by name", () => {
  throws(() => parseCapture("{", "a.json"), /^SyntaxError: a\.json: must be JSON: /);
  throws(() => parseCapture("{}", "a.json"), /^SyntaxError: a\.json: must be a capture, with name/);
});
