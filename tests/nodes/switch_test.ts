import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { us } from "../../engine/base/time.ts";
import { BROADCAST, parseIpv4 } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { Frame } from "../../nodes/frame.ts";
import type { LineSettings } from "../../nodes/line.ts";
import { Switch } from "../../nodes/switch.ts";
import { type LabHost, LinkLab } from "../support/link_lab.ts";

interface Star {
  lab: LinkLab;
  hosts: LabHost[];
  cables: Cable[];
}

/** Hosts "a", "b" and so on around one switch, on cables "a-s", "b-s" and so on. */
function star(count: number, settings: Partial<LineSettings> = {}): Star {
  const lab = new LinkLab();
  const node = new Switch(lab.network, "s");
  const hosts = [..."abcdef"].slice(0, count).map((name) => lab.host(name));
  const cables = hosts.map((host) =>
    new Cable(lab.network, `${host.name}-s`, host.nic, node.addPort(), symmetric(settings))
  );
  return { lab, hosts, cables };
}

/** How many frames each cable carried from the switch to its host. */
function carried(cables: Cable[], lab: LinkLab): number[] {
  const counts = cables.map(() => 0);
  cables.forEach((cable, i) => {
    const enter = cable.backward.enter.bind(cable.backward);
    cable.backward.enter = (frame, now) => {
      counts[i]!++;
      enter(frame, now);
    };
  });
  lab.sim.run();
  return counts;
}

Deno.test("a switch stores each frame and forwards it when it is whole", () => {
  const { lab, hosts: [a, b] } = star(2, { latency: us(1), rateBps: 1_000_000_000 });
  lab.send(a!, b!, 1);
  lab.sim.run();
  deepStrictEqual(b!.arrivals, ["26000 #1"]);
});

Deno.test("a switch floods what is for an address that it has not seen", () => {
  const { lab, hosts: [a, b], cables } = star(4);
  lab.send(a!, b!, 1);
  deepStrictEqual(carried(cables, lab), [0, 1, 1, 1]);
  deepStrictEqual(b!.arrivals, ["0 #1"]);
});

Deno.test("a request for an address and its reply teach a switch, as frames of ARP would [RFC 826]", () => {
  const { lab, hosts: [a, b], cables } = star(4);
  strictEqual(a!.nic.ask(b!.nic.address), 0);
  lab.send(a!, b!, 1);
  lab.send(b!, a!, 2);
  deepStrictEqual(carried(cables, lab), [1, 1, 0, 0]);
  deepStrictEqual([a!.arrivals, b!.arrivals], [["0 #2"], ["0 #1"]]);
});

Deno.test("a switch sends what is for an address that it has seen to its port alone", () => {
  const { lab, hosts: [a, b], cables } = star(4);
  lab.send(b!, a!, 1);
  lab.sim.run();
  lab.send(a!, b!, 2);
  deepStrictEqual(carried(cables, lab), [0, 1, 0, 0]);
});

Deno.test("a switch sends a broadcast to all but the one it came from", () => {
  const { lab, hosts, cables } = star(3);
  lab.send(hosts[1]!, BROADCAST, 1);
  deepStrictEqual(carried(cables, lab), [1, 0, 1]);
});

Deno.test("only hosts record what is sent and received", () => {
  const { lab, hosts: [a, b] } = star(2);
  lab.send(a!, b!, 1);
  lab.sim.run();
  deepStrictEqual(lab.segments("sent"), ["0 a #1"]);
  deepStrictEqual(lab.segments("received"), ["0 b #1"]);
  deepStrictEqual(lab.recorder.records.map((record) => record.cause), [0, 1]);
});

Deno.test("frames wait in the queue of the port, and a drop there is recorded", () => {
  const lab = new LinkLab();
  const node = new Switch(lab.network, "s");
  const [a, b] = [lab.host("a"), lab.host("b")];
  new Cable(lab.network, "fast", a.nic, node.addPort(), symmetric({ rateBps: 1_000_000_000 }));
  const slow = symmetric({ rateBps: 100_000_000, limitPackets: 1 });
  new Cable(lab.network, "slow", node.addPort(), b.nic, slow);
  for (const id of [1, 2, 3, 4]) lab.send(a, b, id);
  lab.sim.run();
  deepStrictEqual(b.arrivals, ["132000 #1", "252000 #2"]);
  deepStrictEqual(lab.segments("dropped"), ["36000 s #3 queue full", "48000 s #4 queue full"]);
});

Deno.test("a pulled cable behind a switch is not felt by the others", () => {
  const { lab, hosts: [a, b, c], cables } = star(3, { latency: 10 });
  lab.send(b!, a!, 1); // the switch learns b
  lab.at(50, () => cables[1]!.pull(50));
  lab.at(60, () => lab.send(a!, b!, 2));
  lab.at(60, () => lab.send(a!, c!, 3));
  lab.sim.run();
  deepStrictEqual([a!.events, b!.events, c!.events], [[], ["50 carrier lost"], []]);
  deepStrictEqual(lab.segments("dropped"), ["70 s #2 no carrier"]);
  deepStrictEqual(c!.arrivals, ["80 #3"]);
});

Deno.test("an address that is seen at another port is found there", () => {
  const { lab, hosts: [a, b], cables } = star(3);
  lab.send(b!, a!, 1);
  lab.sim.run();
  const moved = new Frame();
  moved.from = b!.nic.address;
  moved.to = a!.nic.address;
  cables[2]!.second.receive(moved, lab.sim.now);
  lab.send(a!, b!, 2);
  deepStrictEqual(carried(cables, lab), [0, 0, 1]);
});

Deno.test("frames find their way through two switches", () => {
  const lab = new LinkLab();
  const node = new Switch(lab.network, "s");
  const [a, b] = [lab.host("a"), lab.host("b")];
  const other = new Switch(lab.network, "t");
  new Cable(lab.network, "a-s", a.nic, node.addPort(), symmetric({}));
  new Cable(lab.network, "s-t", node.addPort(), other.addPort(), symmetric({}));
  new Cable(lab.network, "t-b", other.addPort(), b.nic, symmetric({}));
  lab.send(a, b, 1);
  lab.sim.run();
  lab.send(b, a, 2);
  lab.sim.run();
  deepStrictEqual([a.arrivals, b.arrivals], [["0 #2"], ["0 #1"]]);
});

Deno.test("a frame that no port could take is recorded as dropped", () => {
  const { lab, hosts: [a, b], cables } = star(2);
  cables[1]!.pull(0);
  lab.send(a!, b!, 1);
  lab.sim.run();
  deepStrictEqual(lab.segments("dropped"), ["0 s #1 no other port with a carrier"]);
});

Deno.test("a frame for a host on the port it came from goes nowhere", () => {
  const { lab, hosts: [a] } = star(2);
  lab.send(a!, parseIpv4("10.0.0.1"), 1);
  lab.sim.run();
  deepStrictEqual(a!.arrivals, []);
});

Deno.test("a switch has a name of its own", () => {
  const { lab } = star(1);
  throws(() => new Switch(lab.network, "s"), {
    message: 'Cannot add switch "s": names must be unique: there is one',
  });
  strictEqual(lab.network.switches.size, 1);
});
