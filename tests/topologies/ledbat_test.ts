import { ok } from "node:assert/strict";
import { formatMistakes, loadTopology, Run } from "../../topologies/mod.ts";
import type { Timeline } from "../../timeline/mod.ts";

const MS = 1_000_000;

/** Uploads from the clients over one line of 10 Mbit/s that holds 1 s of packets, for 40 s. */
function congested(...clients: string[]): Timeline {
  const hosts = clients.map((congestion, i) =>
    `  c${i}: { os: linux, address: 10.0.0.${i + 1}/24, tcp: { congestion: ${congestion} } }\n`
  );
  const links = clients.map((_, i) => `  l${i}: { between: [c${i}, office], latency: 1ms }\n`);
  const programs = clients.map((_, i) =>
    `  c${i}: { app: [{ connect: { to: "server:80", as: conn } }, { send: { on: conn, bytes: 60MB } }] }\n`
  );
  const text = `title: A congested line
stop: 40s
record: { tcp: true }
hosts:
${hosts.join("")}  server: { os: linux, address: 10.0.0.100/24, tcp: { receiveBuffer: 4MiB } }
switches: { office: {} }
links:
${
    links.join("")
  }  line: { between: [office, server], latency: 9ms, rate: 10Mbps, queue: { packets: 800 } }
programs:
  server:
    sink: [{ listen: { port: 80, as: door } },
      { serve: { on: door, as: conn, steps: [{ recv: { on: conn, until: eof } }] } }]
${programs.join("")}`;
  const loaded = loadTopology(text, "congested.yaml");
  if (loaded.mistakes !== null) throw new Error(formatMistakes(loaded.mistakes));
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  return run.finish().timeline;
}

/** The smoothed round-trip times that a host had from that time on, in milliseconds. */
function rttsOf(timeline: Timeline, host: string, from: number): number[] {
  const found: number[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "tcp" || body.host !== host || timeline.atOf(id) < from) continue;
    found.push(body.srtt / MS);
  }
  return found;
}

/** Bytes of payload that a host sent from that time on. */
function sentBy(timeline: Timeline, host: string, from: number): number {
  let sum = 0;
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "segment" || body.event !== "sent" || body.host !== host) continue;
    if (timeline.atOf(id) >= from) sum += body.packet.segment?.dataLength ?? 0;
  }
  return sum;
}

Deno.test("LEDBAT++ alone fills the line, and keeps the queue near 60 ms [LEDBAT++ 4.1]", () => {
  const timeline = congested("ledbat");
  const rtts = rttsOf(timeline, "c0", 10_000 * MS);
  const mean = rtts.reduce((sum, rtt) => sum + rtt, 0) / rtts.length;
  ok(mean > 50 && mean < 90, `a mean of ${mean} ms`); // 20 ms of path, at most about 60 of queue
  ok(Math.max(...rtts.slice(-1000)) < 110);
  const rate = sentBy(timeline, "c0", 10_000 * MS) * 8 / 30;
  ok(rate > 0.8 * 10e6, `${rate} bit/s`); // slowdowns take at most a tenth
});

Deno.test("LEDBAT++ gives way to Reno, which lets the queue grow [LEDBAT++ 1]", () => {
  const timeline = congested("ledbat", "reno");
  const background = sentBy(timeline, "c0", 15_000 * MS);
  const foreground = sentBy(timeline, "c1", 15_000 * MS);
  ok(foreground > 5 * background, `${foreground} and ${background} bytes`);
});
