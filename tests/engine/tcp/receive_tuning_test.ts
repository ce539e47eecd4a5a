import { ok, strictEqual } from "node:assert/strict";
import { ms } from "../../../engine/base/time.ts";
import { timestampNow } from "../../../engine/tcp/timestamps.ts";
import { established, type ScriptSettings, TcpScript } from "../../support/tcp_script.ts";

const SEGMENT = 1460;

/** Round trips of 20 ms, in each of which `count` segments come and are read; the sizes after each. */
function transfer(settings: ScriptSettings, counts: readonly number[], reads = true): number[] {
  const t = established({ mss: SEGMENT, ws: 0, ts: 1, ...settings });
  const { tcb } = t.connection;
  const sizes: number[] = [];
  let seq = 5001;
  for (const count of counts) {
    const echo = timestampNow(tcb, t.now - ms(20));
    for (let i = 0; i < count; i++) {
      t.peer(`ACK seq=${seq} ack=1001 len=1448 ts=1/${echo}`);
      if (reads) t.read(1448);
      seq += 1448;
    }
    t.after(ms(20));
    sizes.push(tcb.space.size);
  }
  return sizes;
}

/** Tuning by what the program took, without memory to confuse the numbers. */
const COPIED: ScriptSettings = {
  knobs: {
    receiveBufferTuning: "copied",
    receiveBuffer: 65_536,
    maxReceiveBuffer: 1_000_000,
    windowScaling: true,
    windowScale: 8,
    timestamps: true,
  },
};

Deno.test("A buffer that tunes itself offers the scale of the largest it may become [RFC 7323 2.3]", () => {
  const knobs = { ...COPIED.knobs, windowScale: 0, maxReceiveBuffer: 2 ** 20 };
  new TcpScript({ knobs }).open().expect("SYN win=65535 ws=5");
  const options = { receiveBuffer: 65_535, isReceiveBufferFixed: true };
  new TcpScript({ knobs, options }).open().expect("SYN win=65535 ws=0");
});

Deno.test("The receive buffer grows with what the program takes per round trip, and faster where that grows [Linux tcp_rcvbuf_grow]", () => {
  const sizes = transfer(COPIED, [10, 20, 40, 40, 40]);
  for (const [i, size] of sizes.entries()) ok(i === 0 || size >= sizes[i - 1]!, "it never shrinks");
  ok(sizes.at(-1)! >= 2 * 40 * 1448, "room for twice a round trip");
  ok(sizes.at(-1)! < 1_000_000, "but not for the most");
  strictEqual(transfer(COPIED, [10, 20, 40, 80, 160, 320, 640, 640]).at(-1), 1_000_000);
});

Deno.test("A program that does not read leaves the buffer as it is [Linux tcp_rcv_space_adjust]", () => {
  strictEqual(transfer(COPIED, [10, 20], false).at(-1), 65_536);
});

Deno.test("A size that the user chose is not tuned [os profiles: SO_RCVBUF]", () => {
  for (const profile of ["linux", "freebsd", "windows"] as const) {
    const options = { receiveBuffer: 65_536, isReceiveBufferFixed: true };
    const sizes = transfer({ profile, options }, [10, 20, 40, 40, 40, 40]);
    strictEqual(new Set(sizes).size, 1, profile);
  }
});

Deno.test("Linux, FreeBSD and Windows tune, the RFC's profile does not [os profiles]", () => {
  for (const profile of ["linux", "freebsd", "windows"] as const) {
    const sizes = transfer({ profile }, [10, 20, 40, 40, 40, 40]);
    ok(sizes.at(-1)! > sizes[0]!, profile);
  }
  strictEqual(new Set(transfer({}, [10, 20, 40, 40, 40])).size, 1);
});

Deno.test("FreeBSD adds half when three eighths of the buffer arrive within half a round trip [tcp_autorcvbuf]", () => {
  const knobs = {
    receiveBufferTuning: "arrived",
    receiveBuffer: 65_536,
    maxReceiveBuffer: 140_000,
  };
  const t = established({ mss: SEGMENT, knobs });
  t.send(1).expect("PSH,ACK len=1").at(ms(20)).peer("ACK seq=5001 ack=1002"); // the round trip: 20 ms or less
  const { space } = t.connection.tcb;
  let seq = 5001;
  const round = (count: number) => {
    for (let i = 0; i < count; i++) {
      t.peer(`ACK seq=${seq} ack=1002 len=${SEGMENT}`).read(SEGMENT);
      seq += SEGMENT;
    }
    t.after(ms(20));
  };
  round(1);
  round(16); // the first begins a new count, 15 are counted: 21,900 of 24,576
  round(1);
  strictEqual(space.size, 65_536);
  round(19);
  round(1);
  strictEqual(space.size, 98_304);
  round(40);
  round(40);
  round(1);
  strictEqual(space.size, 140_000);
});
