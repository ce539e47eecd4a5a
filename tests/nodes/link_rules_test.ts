import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { Ecn, Flag } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import type { LinkRule } from "../../nodes/faults.ts";
import { addLinkRule } from "../../nodes/link_rules.ts";
import { Switch } from "../../nodes/switch.ts";
import { type LabHost, labPacket, LinkLab, matching, pair } from "../support/link_lab.ts";

function rule(change: Partial<LinkRule> = {}): LinkRule {
  return { action: "drop", match: matching(), nth: 1, count: 1, delay: 0, ...change };
}

const ids = (host: LabHost) => host.arrivals.map((line) => Number(line.split("#")[1]));

Deno.test("a rule drops the n-th matching segment and as many as it counts", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule({ nth: 2, count: 3 }));
  for (let id = 1; id <= 6; id++) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(ids(b), [1, 5, 6]);
});

Deno.test("a rule without an end drops all from the n-th on", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule({ nth: 3, count: Infinity }));
  for (let id = 1; id <= 6; id++) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(ids(b), [1, 2]);
});

Deno.test("a rule matches by sender, flags set and clear, and payload", () => {
  const { lab, a, b } = pair();
  const match = matching({ from: "a", flags: "F", without: "S", data: false });
  addLinkRule(lab.network, rule({ match, count: Infinity }));
  lab.send(a, b, 1, 40, Flag.Fin | Flag.Ack);
  lab.send(a, b, 2, 40, Flag.Ack);
  lab.send(a, b, 3, 40, Flag.Fin | Flag.Syn);
  lab.send(a, b, 4, 41, Flag.Fin);
  lab.send(b, a, 5, 40, Flag.Fin);
  lab.sim.run();
  deepStrictEqual([ids(a), ids(b)], [[5], [2, 3, 4]]);
});

Deno.test("the segment, the fault and the drop are one chain of causes", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule());
  lab.send(a, b, 1);
  const dropped = lab.recorder.records.at(-1)!;
  deepStrictEqual(lab.why(dropped), [
    "0 dropped a #1 fault: drop",
    "0 fault drop cable match 1",
    "0 sent a #1",
  ]);
});

for (const action of ["drop", "delay", "duplicate", "corrupt"] as const) {
  Deno.test(`what "${action}" meets names its sending beside the fault`, () => {
    const { lab, a, b } = pair();
    addLinkRule(lab.network, rule({ action, nth: 2 }));
    lab.send(a, b, 1);
    lab.send(a, b, 2);
    lab.sim.run();
    const { records } = lab.recorder;
    const sending = records.find((it) =>
      it.kind === "segment" && it.event === "sent" && it.packet.id === 2
    );
    const fault = records.find((it) => it.kind === "fault");
    const met = records.filter((it) => it.cause === fault!.id);
    strictEqual(met.length, action === "duplicate" ? 2 : 1);
    for (const it of met) strictEqual(it.kind === "segment" && it.sent, sending!.id);
  });
}

Deno.test("a rule delays a segment, which others overtake", () => {
  const { lab, a, b } = pair({ latency: 10 });
  addLinkRule(lab.network, rule({ action: "delay", delay: 100 }));
  lab.send(a, b, 1);
  lab.send(a, b, 2);
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["10 #2", "110 #1"]);
  const received = lab.recorder.records.at(-1)!;
  deepStrictEqual(lab.why(received), [
    "110 received b #1",
    "0 fault delay cable match 1",
    "0 sent a #1",
  ]);
});

Deno.test("a rule duplicates a segment; the copy is no further match", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule({ action: "duplicate", count: 2 }));
  for (const id of [1, 2, 3]) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(ids(b), [1, 1, 2, 2, 3]);
});

Deno.test("a rule corrupts a segment", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule({ action: "corrupt", nth: 2 }));
  for (const id of [1, 2, 3]) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(ids(b), [1, 3]);
  ok(lab.recorder.records.some((record) => record.kind === "segment" && record.corrupted));
});

Deno.test("several rules count the same segment, and a drop wins", () => {
  const { lab, a, b } = pair();
  addLinkRule(lab.network, rule({ action: "duplicate", count: Infinity }));
  addLinkRule(lab.network, rule({ nth: 2 }));
  for (const id of [1, 2, 3]) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(ids(b), [1, 1, 3, 3]);
});

Deno.test("the sender is known behind a switch, and a rule holds for its link only", () => {
  const lab = new LinkLab();
  const [a, b, c] = [lab.host("a"), lab.host("b"), lab.host("c")];
  const node = new Switch(lab.network, "switch");
  for (const host of [a, b, c]) {
    new Cable(lab.network, `link-${host.name}`, node.addPort(), host.nic, symmetric({}));
  }
  addLinkRule(
    lab.network,
    rule({ match: matching({ link: "link-c", from: "a" }), count: Infinity }),
  );
  lab.send(a, c, 1);
  lab.send(b, c, 2);
  lab.send(a, b, 3);
  lab.sim.run();
  deepStrictEqual([ids(b), ids(c)], [[3], [2]]);
});

Deno.test("a rule names a link that exists, counts from 1, and flags", () => {
  const { lab } = pair();
  const add = (change: Partial<LinkRule>) => () => addLinkRule(lab.network, rule(change));
  throws(add({ match: matching({ link: "rope" }) }), {
    name: "RangeError",
    message: 'Cannot add rule: its link must exist: there is no "rope"',
  });
  throws(add({ nth: 0 }), {
    name: "RangeError",
    message: "Cannot add rule: nth must be a whole number from 1: it is 0",
  });
  throws(add({ count: 0 }), RangeError);
  throws(add({ delay: -1 }), RangeError);
  throws(add({ match: matching({ flags: "X" }) }), SyntaxError);
});

/** Sends a packet with that ECN field from a to b; the fields of those that arrive at b. */
function sendEcn({ lab, a, b }: ReturnType<typeof pair>, fields: readonly number[]): number[] {
  fields.forEach((tos, i) => {
    const packet = labPacket(a.nic.address, b.nic.address, i + 1, 1500, Flag.Ack);
    packet.tos = 0xb8 | tos;
    a.nic.send(packet, b.nic.address, 0, "", lab.sim.now);
  });
  lab.sim.run();
  return b.packets.map((packet) => packet.tos);
}

Deno.test("a rule marks the n-th ECN-capable packet with CE, and leaves the DS field [RFC 3168 5]", () => {
  const two = pair();
  addLinkRule(two.lab.network, rule({ action: "mark", nth: 2 }));
  const fields = sendEcn(two, [Ecn.NotEct, Ecn.Ect0, Ecn.NotEct, Ecn.Ect1, Ecn.Ect0]);
  deepStrictEqual(fields, [0xb8, 0xba, 0xb8, 0xbb, 0xba]);
});

Deno.test("a queue marks what it would drop, and drops what is not ECN-capable [RFC 3168 5]", () => {
  const red = { min: 0, max: 1000, probability: 1, weight: 0, ecn: true };
  const two = pair({ rateBps: 1e6, red });
  const fields = sendEcn(two, [Ecn.Ect0, Ecn.Ect0, Ecn.Ect0, Ecn.NotEct, Ecn.Ect0]);
  deepStrictEqual(fields.slice(2), [0xbb, 0xbb]);
  deepStrictEqual(two.lab.segments("dropped"), ["0 a #4 RED"]);
});

Deno.test("a link loses what is longer than its MTU without a word", () => {
  const { lab, a, b } = pair({ mtu: 1400 });
  lab.send(a, b, 1, 1400);
  lab.send(a, b, 2, 1401);
  lab.sim.run();
  deepStrictEqual(ids(b), [1]);
  deepStrictEqual(lab.segments("dropped"), ["0 a #2 longer than the link's MTU"]);
});
