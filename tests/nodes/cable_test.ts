import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ms, us } from "../../engine/base/time.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { LinkLab, pair } from "../support/link_lab.ts";

const GBPS = 1_000_000_000;

Deno.test("a frame arrives one latency after its last bit has left, to the nanosecond", () => {
  const { lab, a, b } = pair({ latency: ms(20), rateBps: GBPS });
  lab.send(a, b, 1);
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["20012000 #1"]);
});

Deno.test("a line without a rate takes no time", () => {
  for (const rateBps of [0, Infinity]) {
    const { lab, a, b } = pair({ latency: 5, rateBps });
    lab.send(a, b, 1);
    lab.send(a, b, 2);
    lab.sim.run();
    deepStrictEqual(b.arrivals, ["5 #1", "5 #2"]);
  }
});

Deno.test("frames wait for their turn on the line", () => {
  const { lab, a, b } = pair({ latency: 0, rateBps: GBPS });
  for (const id of [1, 2, 3]) lab.send(a, b, id);
  lab.at(us(100), () => lab.send(a, b, 4, 40));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["12000 #1", "24000 #2", "36000 #3", "100320 #4"]);
});

Deno.test("the two directions do not wait for each other", () => {
  const { lab, a, b } = pair({ latency: 0, rateBps: GBPS });
  lab.send(a, b, 1);
  lab.send(b, a, 2);
  lab.sim.run();
  deepStrictEqual([a.arrivals, b.arrivals], [["12000 #2"], ["12000 #1"]]);
});

Deno.test("each direction has its own settings", () => {
  const lab = new LinkLab();
  const [a, b] = [lab.host("a"), lab.host("b")];
  const forward = symmetric({ latency: 100 }).forward;
  const backward = symmetric({ latency: 7 }).backward;
  new Cable(lab.network, "cable", a.nic, b.nic, { forward, backward });
  lab.send(a, b, 1);
  lab.send(b, a, 2);
  lab.sim.run();
  deepStrictEqual([a.arrivals, b.arrivals], [["7 #2"], ["100 #1"]]);
});

Deno.test("a full queue drops the frame that comes, and one is free when a turn comes", () => {
  const { lab, a, b } = pair({ rateBps: GBPS, limitPackets: 2 });
  for (const id of [1, 2, 3, 4]) lab.send(a, b, id);
  lab.at(us(12), () => {
    lab.send(a, b, 5);
    lab.send(a, b, 6);
  });
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["12000 #1", "24000 #2", "36000 #3", "48000 #5"]);
  deepStrictEqual(lab.segments("dropped"), ["0 a #4 queue full", "12000 a #6 queue full"]);
});

Deno.test("a byte limit holds for what waits", () => {
  const { lab, a, b } = pair({ rateBps: GBPS, limitBytes: 1540 });
  for (const [id, bytes] of [[1, 1500], [2, 1500], [3, 41], [4, 40]] as const) {
    lab.send(a, b, id, bytes);
  }
  lab.sim.run();
  deepStrictEqual(lab.segments("dropped"), ["0 a #3 queue full"]);
  strictEqual(b.arrivals.length, 3);
});

Deno.test("a pulled cable loses what is queued, half sent and under way, and only that", () => {
  const { lab, a, b, cable } = pair({ latency: us(20), rateBps: GBPS });
  for (const id of [1, 2, 3, 4, 5]) lab.send(a, b, id); // arrive at 32, 44, 56, 68 and 80 us
  lab.at(us(40), () => cable.pull(lab.sim.now)); // 2 and 3 under way, 4 half sent, 5 queued
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["32000 #1"]);
  deepStrictEqual(
    lab.segments("dropped"),
    [2, 3, 4, 5].map((id) => `40000 a #${id} cable pulled`),
  );
  ok(lab.happenings().includes("40000 cable pulled, 4 lost"));
  strictEqual(lab.sim.pending, 0);
});

Deno.test("a frame that arrives at the very moment of a later pull is there", () => {
  const { lab, a, b, cable } = pair({ latency: 100 });
  lab.send(a, b, 1);
  lab.at(100, () => cable.pull(100));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["100 #1"]);
});

Deno.test("a pulled cable takes the carrier from both ends, a plugged one gives it back", () => {
  const { lab, a, b, cable } = pair();
  lab.at(10, () => cable.pull(10));
  lab.at(15, () => cable.pull(15)); // nothing is left to pull
  lab.at(20, () => cable.plug(20));
  lab.at(25, () => cable.plug(25));
  lab.sim.run();
  for (const host of [a, b]) deepStrictEqual(host.events, ["10 carrier lost", "20 carrier found"]);
  deepStrictEqual(lab.happenings(), [
    "10 cable pulled, 0 lost",
    "10 a.eth0 carrier lost",
    "10 b.eth0 carrier lost",
    "20 cable plugged, 0 lost",
    "20 a.eth0 carrier found",
    "20 b.eth0 carrier found",
  ]);
  const lost = lab.recorder.records[1]!;
  deepStrictEqual(lab.why(lost), ["10 a.eth0 carrier lost", "10 cable pulled, 0 lost"]);
});

Deno.test("a cable that was plugged in again starts with a free line", () => {
  const { lab, a, b, cable } = pair({ latency: 5, rateBps: GBPS, limitPackets: 1 });
  lab.send(a, b, 1);
  lab.send(a, b, 2);
  lab.at(1000, () => {
    cable.pull(1000);
    cable.plug(1000);
    lab.send(a, b, 3);
    lab.send(a, b, 4);
  });
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["13005 #3", "25005 #4"]);
});

Deno.test("frames that a pulled cable lost name the pull as the cause, and their sending", () => {
  const { lab, a, b, cable } = pair({ latency: 100 });
  lab.send(a, b, 1);
  lab.at(50, () => cable.pull(50));
  lab.sim.run();
  const dropped = lab.recorder.records.find((r) => r.kind === "segment" && r.event === "dropped");
  deepStrictEqual(lab.why(dropped!), ["50 dropped a #1 cable pulled", "50 cable pulled, 1 lost"]);
  strictEqual(dropped!.kind === "segment" && dropped!.sent, 1);
});

Deno.test("frames that were lost by themselves name their sending as the cause", () => {
  const { lab, a, b } = pair({ rateBps: GBPS, limitPackets: 0 });
  lab.send(a, b, 1);
  lab.send(a, b, 2);
  const dropped = lab.recorder.records.at(-1)!;
  deepStrictEqual(lab.why(dropped), ["0 dropped a #2 queue full", "0 sent a #2"]);
});

Deno.test("a received frame names its sending as the cause, and the cause is put back", () => {
  const { lab, a, b } = pair({ latency: 100 });
  lab.send(a, b, 1);
  lab.sim.run();
  const [sent, received] = lab.recorder.records;
  deepStrictEqual(lab.why(received!), ["100 received b #1", "0 sent a #1"]);
  ok(sent?.kind === "segment" && sent.connection === 41 && sent.link === "cable");
  ok(received?.kind === "segment" && received.connection === 42 && received.nic === "eth0");
  strictEqual(lab.recorder.cause, 0);
});

/** Which of 500 frames arrive on a lossy cable of that name, beside others. */
function luckOf(name: string, others: string[], seed = 7, duplicate = 0): string[] {
  const lab = new LinkLab(seed);
  const [a, b] = [lab.host("a"), lab.host("b")];
  const settings = symmetric({ loss: 0.2, duplicate, latency: 1 });
  for (const other of others) {
    const [c, d] = [lab.host(`${other}1`), lab.host(`${other}2`)];
    new Cable(lab.network, other, c.nic, d.nic, settings);
    for (let id = 0; id < 10; id++) lab.send(c, d, id);
  }
  new Cable(lab.network, name, a.nic, b.nic, settings);
  for (let id = 0; id < 500; id++) lab.send(a, b, id);
  lab.sim.run();
  return b.arrivals;
}

Deno.test("random loss is the same for the same seed, and another for another", () => {
  const arrivals = luckOf("cable", []);
  ok(arrivals.length > 340 && arrivals.length < 460, `${arrivals.length} of 500`);
  deepStrictEqual(luckOf("cable", []), arrivals);
  ok(luckOf("cable", [], 8).join() !== arrivals.join());
});

Deno.test("another link changes no link's luck", () => {
  deepStrictEqual(luckOf("cable", ["first", "second"]), luckOf("cable", []));
  ok(luckOf("other", []).join() !== luckOf("cable", []).join());
});

Deno.test("duplicates do not change which frames are lost", () => {
  deepStrictEqual([...new Set(luckOf("cable", [], 7, 0.5))], luckOf("cable", []));
});

Deno.test("a randomly lost frame takes its time on the line and is recorded", () => {
  const { lab, a, b } = pair({ loss: 1, rateBps: GBPS });
  lab.send(a, b, 1);
  strictEqual(a.nic.line!.waitingAt(0), 0);
  lab.send(a, b, 2);
  strictEqual(a.nic.line!.waitingAt(0), 1);
  lab.sim.run();
  deepStrictEqual(b.arrivals, []);
  deepStrictEqual(lab.segments("dropped"), ["0 a #1 random loss", "0 a #2 random loss"]);
});

Deno.test("a duplicate follows on the line, and names the same sending", () => {
  const { lab, a, b } = pair({ duplicate: 1, rateBps: GBPS });
  lab.send(a, b, 1);
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["12000 #1", "24000 #1"]);
  deepStrictEqual(lab.recorder.records.map((record) => record.cause), [0, 1, 1]);
});

Deno.test("a corrupted frame is dropped silently by its receiver [RFC 9293 MUST-3]", () => {
  const { lab, a, b } = pair({ corrupt: 1, latency: 100 });
  for (let id = 1; id <= 50; id++) lab.send(a, b, id, 1500);
  lab.sim.run();
  deepStrictEqual(b.arrivals, []);
  strictEqual(b.nic.dropped, 50);
  const dropped = lab.segments("dropped");
  strictEqual(dropped.filter((line) => line.startsWith("100 b ")).length, 50);
  ok(dropped.filter((line) => line.endsWith(" bad checksum")).length > 40);
  const last = lab.recorder.records.at(-1)!;
  ok(last.kind === "segment" && last.corrupted && last.connection === 42);
});

Deno.test("jitter lets frames overtake each other within its bounds", () => {
  const { lab, a, b } = pair({ latency: 1000, jitter: 300 });
  for (let id = 0; id < 200; id++) lab.send(a, b, id);
  lab.sim.run();
  const ids = b.arrivals.map((line) => Number(line.split("#")[1]));
  const times = b.arrivals.map((line) => Number(line.split(" ")[0]));
  deepStrictEqual([...ids].sort((x, y) => x - y), Array.from({ length: 200 }, (_, id) => id));
  ok(ids.some((id, i) => i > 0 && id < ids[i - 1]!));
  ok(Math.min(...times) >= 700 && Math.min(...times) < 750);
  ok(Math.max(...times) <= 1300 && Math.max(...times) > 1250);
});

Deno.test("jitter never lets a frame arrive before its last bit has left", () => {
  const { lab, a, b } = pair({ latency: 10, jitter: 5000, rateBps: GBPS });
  for (let id = 0; id < 50; id++) lab.send(a, b, id);
  lab.sim.run();
  ok(
    b.arrivals.every((line) =>
      Number(line.split(" ")[0]) >= 12_000 * (parseInt(line.split("#")[1]!) + 1)
    ),
  );
});

Deno.test("a link has a name of its own, and each NIC takes one", () => {
  const { lab, a, b } = pair();
  const c = lab.host("c");
  const d = lab.host("d");
  throws(() => new Cable(lab.network, "cable", c.nic, d.nic, symmetric({})), {
    name: "RangeError",
    message: 'Cannot add link "cable": names must be unique: there is one',
  });
  throws(() => new Cable(lab.network, "second", a.nic, b.nic, symmetric({})), {
    message: 'Cannot add link "second": a NIC takes one cable: a.eth0 has "cable"',
  });
});

Deno.test("a latency must be whole nanoseconds from 0", () => {
  for (const latency of [-1, 0.5, Infinity]) throws(() => pair({ latency }), RangeError);
});
