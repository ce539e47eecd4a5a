import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { loadTopology, Run } from "../../topologies/mod.ts";

/** A client, a router with a smaller MTU behind it, and a server; the steps are the client's. */
function run(steps: string, client = "", faults = ""): string[] {
  const text = `
title: a
seed: 3
stop: 20m
hosts:
  client: { os: linux, address: 10.0.1.1/24, gateway: 10.0.1.254${client} }
  router:
    os: linux
    nics: { eth0: { address: 10.0.1.254/24 }, eth1: { address: 10.0.2.254/24 } }
    forward: true
  server: { os: linux, address: 10.0.2.1/24, gateway: 10.0.2.254, mtu: 1500 }
links:
  near: { between: [client, router.eth0], latency: 1ms }
  far: { between: [router.eth1, server], latency: 1ms, mtu: 1000 }
programs:
  server:
    web:
      - listen: { port: 80, as: door }
      - { serve: { on: door, as: c, steps: [{ recv: { on: c, until: eof } }, { close: c }] } }
  client:
    app:
${steps}
${faults}`;
  const loaded = loadTopology(text, "t.yaml");
  if (loaded.mistakes !== null) throw new SyntaxError(JSON.stringify(loaded.mistakes));
  const it = new Run(loaded.topology, loaded.source);
  it.advance();
  const found: string[] = [];
  const { timeline } = it.finish();
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment" || body.host === "server") continue;
    const { icmp, length, segment, dontFragment } = body.packet;
    const isData = (segment?.dataLength ?? 0) > 0 && body.host === "client" &&
      body.event === "sent";
    if (isData) found.push(`${length}${dontFragment ? "" : " may be fragmented"}`);
    if (icmp !== null && body.event === "received") found.push(`too big: ${icmp.rest}`);
    if (body.event === "dropped") found.push(`${body.host} dropped: ${body.note}`);
  }
  return found;
}

const talk = (socket: string, bytes: number): string => `
      - connect: { to: "server:80", as: ${socket} }
      - send: { on: ${socket}, bytes: ${bytes} }
      - close: ${socket}`;

Deno.test("A host remembers the path MTU for later connections, and forgets it after ten minutes [RFC 1191 6.1] [RFC 1191 6.3, .2]", () => {
  const wait = (time: string) => `\n      - sleep: ${time}`;
  const steps = talk("a", 948) + wait("1s") + talk("b", 1200);
  deepStrictEqual(run(steps), ["1000", "1252", "too big: 1000", "1000", "304"]);
  const again = talk("a", 1200) + wait("1s") + talk("b", 1200);
  const first = ["1252", "too big: 1000", "1000", "304"];
  deepStrictEqual(run(again), [...first, "1000", "304"]);
  deepStrictEqual(run(talk("a", 1200) + wait("601s") + talk("b", 1200)), [...first, ...first]);
});

Deno.test("Without path MTU discovery packets over routers have 576 bytes and no DF [RFC 1191 2]", () => {
  deepStrictEqual(run(talk("a", 800), ", tcp: { pathMtuDiscovery: false }"), [
    "576 may be fragmented",
    "328 may be fragmented",
  ]);
});

Deno.test("A fault that matches ICMP drops ICMP alone", () => {
  const faults = "faults:\n  - { drop: { on: near, icmp: true } }\n";
  const found = run(talk("a", 1200), "", faults);
  strictEqual(found.filter((it) => it === "router dropped: fault: drop").length, 1);
  strictEqual(found.filter((it) => it.startsWith("too big")).length, 1, "the next one passes");
});
