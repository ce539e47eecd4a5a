import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { us } from "../../engine/base/time.ts";
import { BROADCAST, Flag, parseIpv4 } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { Intake } from "../../nodes/intake.ts";
import { labPacket, LinkLab, pair } from "../support/link_lab.ts";

Deno.test("a NIC takes what is for it or for all, and ignores the rest without a record", () => {
  const { lab, a, b } = pair();
  lab.send(a, b, 1);
  lab.send(a, BROADCAST, 2);
  lab.send(a, parseIpv4("10.0.0.99"), 3);
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["0 #1", "0 #2"]);
  deepStrictEqual(lab.segments("dropped"), []);
  deepStrictEqual([a.nic.sent, b.nic.received, b.nic.dropped], [3, 2, 0]);
});

Deno.test("a disabled NIC loses what is under way both ways and takes the peer's carrier", () => {
  const { lab, a, b } = pair({ latency: us(20), rateBps: 1_000_000_000 });
  lab.send(a, b, 1);
  lab.send(a, b, 2);
  lab.send(b, a, 3);
  lab.at(us(33), () => a.nic.disable(lab.sim.now));
  lab.at(us(50), () => a.nic.enable(lab.sim.now));
  lab.sim.run();
  deepStrictEqual([a.arrivals, b.arrivals], [["32000 #3"], ["32000 #1"]]);
  deepStrictEqual(lab.segments("dropped"), ["33000 a #2 NIC disabled"]);
  deepStrictEqual(a.events, ["33000 disabled", "50000 enabled", "50000 carrier found"]);
  deepStrictEqual(b.events, ["33000 carrier lost", "50000 carrier found"]);
  deepStrictEqual(lab.happenings(), [
    "33000 a.eth0 disabled",
    "33000 b.eth0 carrier lost",
    "50000 a.eth0 enabled",
    "50000 a.eth0 carrier found",
    "50000 b.eth0 carrier found",
  ]);
});

Deno.test("frames towards a NIC that is disabled are lost too", () => {
  const { lab, a, b } = pair({ latency: 100 });
  lab.send(b, a, 1);
  lab.at(50, () => a.nic.disable(50));
  lab.sim.run();
  deepStrictEqual(a.arrivals, []);
  deepStrictEqual(lab.segments("dropped"), ["50 b #1 NIC disabled"]);
});

Deno.test("a NIC that lets out what it sent loses only what comes to it", () => {
  const { lab, a, b } = pair({ latency: 100 });
  lab.send(a, b, 1);
  lab.send(b, a, 2);
  a.letsOut = true;
  lab.at(50, () => a.nic.disable(50));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["100 #1"]);
  deepStrictEqual(lab.segments("dropped"), ["50 b #2 NIC disabled"]);
});

Deno.test("without a carrier a packet is dropped, and was never sent", () => {
  const { lab, a, b, cable } = pair();
  cable.pull(0);
  const id = lab.recorder.records.length + 1;
  const packet = labPacket(a.nic.address, b.nic.address, 9, 40, Flag.Syn);
  strictEqual(a.nic.send(packet, b.nic.address, 0, "SYN", 0), id);
  b.nic.disable(0);
  lab.send(b, a, 2);
  lab.sim.run();
  deepStrictEqual(lab.segments("sent"), []);
  deepStrictEqual(lab.segments("dropped"), ["0 a #9 no carrier (SYN)", "0 b #2 NIC disabled"]);
  strictEqual(a.nic.dropped, 1);
});

Deno.test("a packet that is longer than the MTU is dropped", () => {
  const { lab, a, b } = pair();
  lab.send(a, b, 1, 1501);
  lab.send(a, b, 2, 1500);
  lab.sim.run();
  deepStrictEqual(lab.segments("dropped"), ["0 a #1 longer than the MTU"]);
  deepStrictEqual(b.arrivals, ["0 #2"]);
});

Deno.test("the carrier is there only while the cable is in and both NICs are on", () => {
  const { a, b, cable } = pair();
  const carriers = () => [a.nic.carrier, b.nic.carrier, cable.carrier];
  deepStrictEqual(carriers(), [true, true, true]);
  a.nic.disable(1);
  b.nic.disable(2);
  cable.pull(3);
  a.nic.enable(4);
  deepStrictEqual(carriers(), [false, false, false]);
  cable.plug(5);
  deepStrictEqual(carriers(), [false, false, false]);
  b.nic.enable(6);
  deepStrictEqual(carriers(), [true, true, true]);
  deepStrictEqual(a.events, ["1 disabled", "4 enabled", "6 carrier found"]);
  deepStrictEqual(b.events, ["1 carrier lost", "2 disabled", "6 enabled", "6 carrier found"]);
});

Deno.test("a NIC keeps frames for a paused host up to a limit, and hands them up in order", () => {
  const lab = new LinkLab();
  const a = lab.host("a");
  const b = lab.host("b", 2);
  new Cable(lab.network, "cable", a.nic, b.nic, symmetric({ latency: 10 }));
  b.nic.setIntake(Intake.Held, 0);
  for (const id of [1, 2, 3]) lab.send(a, b, id);
  lab.at(50, () => b.nic.setIntake(Intake.Open, 50));
  lab.at(60, () => lab.send(a, b, 4));
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["50 #1", "50 #2", "70 #4"]);
  deepStrictEqual(lab.segments("received"), ["50 b #1", "50 b #2", "70 b #4"]);
  deepStrictEqual(lab.segments("dropped"), ["10 b #3 receive buffer full"]);
  const received = lab.recorder.records.find((r) => r.kind === "segment" && r.event === "received");
  deepStrictEqual(lab.why(received!), ["50 received b #1", "0 sent a #1"]);
});

Deno.test("a host that goes down loses what its NIC kept and what arrives", () => {
  const { lab, a, b } = pair({ latency: 10 });
  b.nic.setIntake(Intake.Held, 0);
  lab.send(a, b, 1);
  lab.at(20, () => b.nic.setIntake(Intake.Closed, 20));
  lab.at(30, () => lab.send(a, b, 2));
  lab.sim.run();
  deepStrictEqual(b.arrivals, []);
  deepStrictEqual(lab.segments("dropped"), ["20 b #1 host down", "40 b #2 host down"]);
});

Deno.test("the observer sees what NICs send and receive, with the records", () => {
  const { lab, a, b } = pair({ latency: 10 });
  const seen: string[] = [];
  lab.network.segmentObserver = (event, host, link, packet, record) => {
    seen.push(`${lab.sim.now} ${event} ${host} ${link} #${packet.id} record ${record}`);
  };
  lab.send(a, b, 1);
  lab.sim.run();
  deepStrictEqual(seen, ["0 sent a cable #1 record 1", "10 received b cable #1 record 2"]);
});

Deno.test("a cable that is pulled when a segment is seen sent loses that segment", () => {
  const { lab, a, b, cable } = pair({ latency: 10 });
  lab.network.segmentObserver = () => cable.pull(lab.sim.now);
  lab.send(a, b, 1);
  lab.sim.run();
  deepStrictEqual(b.arrivals, []);
  deepStrictEqual(lab.segments("dropped"), ["0 a #1 cable pulled"]);
});

Deno.test("a host's NICs have names of their own", () => {
  const lab = new LinkLab();
  lab.host("a");
  throws(() => lab.host("a"), {
    message: 'Cannot add NIC "a.eth0": names must be unique: there is one',
  });
  strictEqual(lab.network.hostOf(parseIpv4("10.0.0.1")), "a");
  strictEqual(lab.network.hostOf(parseIpv4("10.0.0.2")), "");
  ok(lab.network.nics.has("a.eth0"));
});
