import { strictEqual } from "node:assert/strict";
import { ms } from "../../../engine/base/time.ts";
import { memoryOf, SegmentMemory } from "../../../engine/tcp/segment_memory.ts";
import { established, type ScriptSettings, type TcpScript } from "../../support/tcp_script.ts";

/** SO_RCVBUF of 8192 on Linux, and full segments of 1460 bytes. */
const SMALL: ScriptSettings = {
  profile: "linux",
  mss: 1460,
  options: { receiveBuffer: 8192, isReceiveBufferFixed: true },
};

/** So many full segments, from the `from`th on. */
function full(t: TcpScript, from: number, count: number): TcpScript {
  for (let i = from; i < from + count; i++) t.peer(`ACK seq=${5001 + 1460 * i} ack=1001 len=1460`);
  return t;
}

Deno.test("A full segment takes 2304 bytes of memory, a small one 832 [Linux truesize; seen, 20]", () => {
  strictEqual(memoryOf(1448), 2304);
  strictEqual(memoryOf(1460), 2304);
  strictEqual(memoryOf(1), 832);
  strictEqual(memoryOf(8960), 12_288 + 256);
});

Deno.test("What fits behind the segment before takes no memory of its own [Linux skb_try_coalesce]", () => {
  const memory = new SegmentMemory();
  memory.add(100);
  strictEqual(memory.used, 832);
  memory.add(26);
  strictEqual(memory.used, 832);
  memory.add(1);
  strictEqual(memory.used, 2 * 832);
  memory.read(125);
  strictEqual(memory.used, 2 * 832);
  memory.read(1);
  strictEqual(memory.used, 832);
  memory.read(1);
  strictEqual(memory.used, 0);
});

Deno.test("Memory of many segments is given back in the order they came, whatever is read at once", () => {
  const memory = new SegmentMemory();
  let used = 0;
  for (let i = 0; i < 5000; i++) memory.add(1460);
  for (let left = 5000 * 1460; left > 0; left -= 1000) {
    memory.read(Math.min(left, 1000));
    used = Math.ceil((left - 1000) / 1460) * 2304;
    strictEqual(memory.used, Math.max(used, 0));
  }
});

Deno.test("Windows without scale are whole segments, and follow the memory that is left [MUST-39] [SHLD-14] [seen, 20]", () => {
  const t = full(established(SMALL), 0, 3); // two quick ACKs, and one since the window grew
  t.expect("ACK ack=6461 win=8760", "ACK ack=7921 win=7300", "ACK ack=9381 win=5840");
  full(t, 3, 2).expectNothing(); // the window would have to shrink: no second segment hurries the ACK
  t.expectAt(ms(40), "ACK ack=12301 win=2920").expectNothing();
  full(t, 5, 2).expectNothingUntil(ms(80) - 1);
});

Deno.test("A segment's memory is free once its last byte was read, and then the window opens [MUST-39] [seen, 20]", () => {
  const t = full(established(SMALL), 0, 7);
  t.expect("ACK ack=6461", "ACK ack=7921", "ACK ack=9381").at(ms(40)).expect("ACK ack=15221 win=0");
  t.read(1459).expectNothing().read(1).expect("ACK ack=15221 win=1460").expectNothing();
});

Deno.test("A window that shuts is shut below a segment [MUST-39] [SHLD-14]", () => {
  const t = full(established(SMALL), 0, 6).at(ms(40));
  t.expect("ACK", "ACK", "ACK", "ACK ack=13761 win=1460");
  t.peer("PSH,ACK seq=13761 ack=1001 len=1000").expectNothing().after(ms(40))
    .expect("ACK ack=14761 win=460"); // no whole segment is free, and nothing is taken back
});

Deno.test("The first window keeps a segment back, and grows with full segments to what they show [Linux tcp_grow_window; seen, 13]", () => {
  const t = established({ profile: "linux", mss: 1460, ws: 0 });
  const windows: number[] = [];
  for (let i = 0; i < 8; i++) {
    full(t, i, 1).read(1460);
    windows.push(t.take(`ACK ack=${6461 + 1460 * i}`).window * 2 ** 10);
  }
  // 64240 and two segments for each, up to 162/256 of 128 KiB less what is unread; in KiB, rounded up.
  strictEqual(windows.map((it) => it / 1024).join(" "), "66 69 72 75 78 80 80 80");
});

Deno.test("Segments of a byte cannot push a scaled window on for ever where memory is counted [RFC 7323 2.4]", () => {
  const knobs = { receiveBuffer: 8192, receiveBufferTuning: "off", quickAcks: 0 };
  const t = established({ profile: "linux", mss: 1460, ws: 0, knobs });
  const { rcv } = t.connection.tcb;
  let edge = rcv.edge;
  for (let i = 0; i < 20_000 && rcv.edge - rcv.nxt > 0; i++) {
    t.peer(`ACK seq=${5001 + i} ack=1001 len=1`).after(ms(41));
    edge = Math.max(edge, rcv.edge);
  }
  t.holds(edge - 5001 < 16_384, "no more than the memory is worth was offered");
});
