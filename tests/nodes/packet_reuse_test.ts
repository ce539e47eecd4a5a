import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { Rng } from "../../engine/base/rng.ts";
import { ms } from "../../engine/base/time.ts";
import { Simulator } from "../../engine/sim/mod.ts";
import { encodePacket, type Packet, parseIpv4, tcpPacket } from "../../engine/wire/mod.ts";
import { Cable, symmetric } from "../../nodes/cable.ts";
import { MANY } from "../../nodes/in_flight.ts";
import type { LineSettings } from "../../nodes/line.ts";
import { Network } from "../../nodes/network.ts";
import { Switch } from "../../nodes/switch.ts";
import { build, Run } from "../../topologies/mod.ts";
import { LabHost } from "../support/link_lab.ts";
import { load, PROGRAMS, TWO_HOSTS } from "../topologies/support.ts";

const B = parseIpv4("10.0.0.2");

/** Two hosts and a cable, and nobody records. */
function pair(settings: Partial<LineSettings>): { network: Network; a: LabHost; b: LabHost } {
  const network = new Network(new Simulator(), new Rng(7), null);
  const a = new LabHost(network, "a", "10.0.0.1", 10);
  const b = new LabHost(network, "b", "10.0.0.2", 10);
  const line = { latency: ms(1), rateBps: 1e9, limitPackets: Infinity, ...settings };
  new Cable(network, "cable", a.nic, b.nic, symmetric(line));
  return { network, a, b };
}

/** A packet of a network's pool with a number of its own. */
function pooled({ pool }: Network, id: number): Packet {
  ok(pool !== null);
  const seg = pool.segment();
  seg.seq = id;
  return tcpPacket(1, 2, seg, 64, 0, id, pool.packet());
}

Deno.test("a packet that a link duplicates is used once", () => {
  const { network, a, b } = pair({ duplicate: 1 });
  a.nic.send(pooled(network, 1), B, 0, "", 0);
  network.sim.run();
  strictEqual(b.packets.length, 2);
  strictEqual(b.packets[0], b.packets[1]);
  ok(!b.packets[0]!.isReusable);
});

Deno.test("a packet that a switch sends to all ports is used once, any other again", () => {
  const network = new Network(new Simulator(), new Rng(7), null);
  const middle = new Switch(network, "middle");
  const hosts = ["a", "b", "c"].map((name, i) => new LabHost(network, name, `10.0.0.${i + 1}`, 10));
  for (const { name, nic } of hosts) {
    new Cable(network, `to-${name}`, nic, middle.addPort(), symmetric({ latency: ms(1) }));
  }
  const [a, b] = [hosts[0]!, hosts[1]!];
  a.nic.send(pooled(network, 1), B, 0, "", 0);
  network.sim.run();
  b.nic.send(pooled(network, 2), a.nic.address, 0, "", network.sim.now); // the switch learns b
  a.nic.send(pooled(network, 3), B, 0, "", network.sim.now);
  network.sim.run();
  deepStrictEqual(b.packets.map((packet) => packet.isReusable), [false, true]);
});

Deno.test("packets that an observer has seen stay as they are", () => {
  const { network, a, b } = pair({});
  const seen: [packet: Packet, bytes: Uint8Array][] = [];
  network.segmentObserver = (_event, _host, _link, packet) => {
    seen.push([packet, encodePacket(packet)]);
  };
  for (let id = 0; id < 2 * MANY; id++) a.nic.send(pooled(network, id), B, 0, "", 0);
  network.sim.run();
  strictEqual(b.packets.length, 2 * MANY);
  strictEqual(seen.length, 4 * MANY);
  for (const [packet, bytes] of seen) deepStrictEqual(encodePacket(packet), bytes);
});

Deno.test("hosts use the packets that arrived again, whether somebody records or not", () => {
  const topology = load(
    TWO_HOSTS +
      PROGRAMS.replace(
        '      - connect: { to: "server:80", as: conn }\n',
        '      - connect: { to: "server:80", as: conn }\n      - send: { on: conn, bytes: 1MB }\n',
      ),
  );
  const arrivals = (network: Network): [count: number, different: number] => {
    let count = 0;
    const different = new Set<Packet>();
    for (const host of network.hosts.values()) {
      const { onPacket } = host;
      host.onPacket = (nic, packet, record, now) => {
        count++;
        different.add(packet);
        onPacket.call(host, nic, packet, record, now);
      };
    }
    network.sim.run({ until: ms(100_000) });
    return [count, different.size];
  };
  const [silent, used] = arrivals(build(topology, null));
  const [recorded, kept] = arrivals(new Run(topology, {}).network);
  strictEqual(silent, recorded);
  ok(kept < recorded / 3, `${kept} packets for ${recorded} arrivals that are recorded`);
  ok(used < silent / 3, `${used} packets for ${silent} arrivals`);
});
