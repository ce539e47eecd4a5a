import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import fc from "fast-check";
import { type Nanos, seconds } from "../../../engine/base/time.ts";
import { type Connection, profileNames, State } from "../../../engine/tcp/mod.ts";
import { TimeWaitCommons } from "../../../engine/tcp/time_wait_common.ts";
import { mayRest } from "../../../engine/tcp/may_rest.ts";
import { TimeWaitRecords } from "../../../engine/tcp/time_wait_records.ts";
import type { Tcb } from "../../../engine/tcp/tcb.ts";
import { Timer } from "../../../engine/tcp/timers.ts";
import { timestampNow } from "../../../engine/tcp/timestamps.ts";
import { Ecn, Flag, Segment, tcpOptions } from "../../../engine/wire/mod.ts";
import { finWait1, type ScriptSettings, timeWait } from "../../support/tcp_script.ts";

/** A segment of the peer: its place is told from RCV.NXT, what it acknowledges from SND.NXT. */
interface Step {
  after: number;
  flags: number;
  seq: number;
  ack: number;
  length: number;
  /** TSval from TS.Recent, and whether the segment has one. */
  ts: number;
  hasTs: boolean;
}

const step: fc.Arbitrary<Step> = fc.record({
  after: fc.oneof(fc.nat(seconds(1)), fc.nat(seconds(70))),
  flags: fc.constantFrom(
    Flag.Ack,
    Flag.Ack | Flag.Fin,
    Flag.Ack | Flag.Psh,
    Flag.Syn,
    Flag.Syn | Flag.Ack,
    Flag.Rst,
    Flag.Rst | Flag.Ack,
    Flag.Ack | Flag.Urg,
    Flag.Ack | Flag.Cwr,
    Flag.Fin,
  ),
  seq: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -3000, max: 100_000 })),
  ack: fc.oneof(fc.integer({ min: -3, max: 1 }), fc.integer({ min: -100_000, max: 5 })),
  length: fc.oneof(fc.constant(0), fc.nat(1400)),
  ts: fc.integer({ min: -2, max: 50 }),
  hasTs: fc.boolean(),
});

const start: fc.Arbitrary<ScriptSettings> = fc.record({
  profile: fc.constantFrom(...profileNames),
  iss: fc.constantFrom(1000, 0x7ffffffe, -2),
  irs: fc.constantFrom(5000, 0x7ffffffe, -2),
  sack: fc.boolean(),
  ws: fc.constantFrom(-1, 7),
  orphan: fc.constant(true),
  withTs: fc.boolean(),
}).map(({ withTs, ...settings }) => withTs ? { ...settings, ts: 100 } : settings);

function inTimeWait(settings: ScriptSettings): Connection {
  const stamp = settings.ts === undefined ? "" : ` ts=${settings.ts + 1}/0`;
  const { connection } = finWait1(settings).peer(`FIN,ACK seq=+1 ack=+2${stamp}`);
  connection.trace = null; // the checks of scripts watch it
  return connection;
}

function segmentFor(connection: Connection, it: Step): Segment {
  const { tcb } = connection;
  const seg = new Segment();
  seg.sourcePort = connection.remotePort;
  seg.destinationPort = connection.localPort;
  seg.flags = it.flags;
  seg.seq = (tcb.rcv.nxt + it.seq) | 0;
  seg.ack = (tcb.snd.nxt + it.ack) | 0;
  seg.window = 1000;
  seg.urgentPointer = 1;
  seg.data = new Uint8Array(it.length);
  seg.dataLength = it.length;
  if (it.hasTs) {
    seg.options = tcpOptions({
      timestamps: { value: (tcb.tsRecent + it.ts) | 0, echo: timestampNow(tcb, 0) },
    });
  }
  return seg;
}

/** What leaves, with the state and the next deadline. */
function pump(connection: Connection, now: Nanos): unknown[] {
  const seen: unknown[] = [];
  for (let seg = connection.pollSegment(now); seg !== null; seg = connection.pollSegment(now)) {
    seen.push({ ...seg }, connection.note, connection.tos);
  }
  seen.push(connection.state, connection.nextDeadline());
  return seen;
}

Deno.test("A connection that rests in TIME-WAIT answers like one that does not", () => {
  fc.assert(fc.property(start, fc.array(step, { maxLength: 12 }), (settings, steps) => {
    const records = new TimeWaitRecords();
    const plain = inTimeWait(settings);
    let rested = inTimeWait(settings);
    let now = plain.tcb.timeWaitAt;
    for (const it of steps) {
      if (rested.state === State.Closed) break;
      ok(mayRest(rested));
      const resting = records.add(rested);
      rested = records.wake(resting);
      records.free(resting);
      now += it.after;
      if (plain.nextDeadline() <= now) {
        for (const connection of [plain, rested]) connection.onDeadline(now);
      } else {
        const seg = segmentFor(plain, it);
        deepStrictEqual({ ...segmentFor(rested, it) }, { ...seg });
        for (const connection of [plain, rested]) connection.onSegment(seg, now, Ecn.Ce);
      }
      deepStrictEqual(pump(rested, now), pump(plain, now));
      strictEqual(rested.endReason, plain.endReason);
    }
  }));
});

Deno.test("Records share what their connections have in common, and nothing else", () => {
  const commons = new TimeWaitCommons();
  const settings: ScriptSettings = { orphan: true, iss: 1000, irs: 5000 };
  const { tcb } = inTimeWait(settings);
  const common = commons.of(tcb);
  strictEqual(commons.of(inTimeWait({ ...settings, iss: 77, irs: -2 }).tcb), common);
  const others: ((it: Tcb) => void)[] = [
    ({ timers }) => timers.setExactly(Timer.TimeWait, timers.timeWait + 1, 0, null),
    (it) => it.tsRecentAt--,
    (it) => it.challengeAt = 0,
    (it) => it.sack = !it.sack,
    (it) => it.timestamps = !it.timestamps,
    (it) => it.ecn.isOn = !it.ecn.isOn,
    (it) => it.ecn.echoes = !it.ecn.echoes,
    (it) => it.options.tos++,
    (it) => it.options.mtu++,
    (it) => it.localAddress++,
    (it) => it.snd.maxWnd++,
    (it) => it.snd.mss++,
    (it) => it.rcv.edge++,
    (it) => it.rcv.offered++,
    (it) => it.rcv.lastAckSent++,
    (it) => it.rcv.scale++,
    (it) => it.rcv.mss++,
    (it) => it.rcv.window++,
    (it) => it.rcv.segmentSize++,
    (it) => it.space.size++,
    (it) => it.space.share++,
    (it) => it.space.clamp++,
    (it) => it.space.threshold++,
  ];
  for (const change of others) {
    const other = inTimeWait(settings);
    change(other.tcb);
    strictEqual(common.isOf(other.tcb), false, String(change));
  }
});

Deno.test("A connection that somebody holds or watches does not rest", () => {
  const held = inTimeWait({ orphan: true });
  ok(mayRest(held));
  held.owner = { onSignals: () => {} };
  ok(!mayRest(held));
  ok(!mayRest(timeWait({ orphan: true }).connection), "its trace wants every change of state");
  ok(!mayRest(inTimeWait({ orphan: false })), "its user may still read");
});
