import { deepStrictEqual, notDeepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { formatMistakes, type LoadOptions, loadTopology, Run } from "../../topologies/mod.ts";
import type { SegmentRecord, TcpRecord } from "../../nodes/records.ts";
import type { Timeline } from "../../timeline/mod.ts";

const MS = 1_000_000;
const MSS = 1448;

/** 100 kB from a client to a server 20 ms away. */
function upload(extra: string): string {
  return `title: An upload
hosts:
  client: { os: linux, address: 10.0.0.1/24, tcp: { congestion: reno } }
  server: { os: linux, address: 10.0.0.2/24 }
links:
  cable: { between: [client, server], latency: 20ms }
programs:
  server:
    sink: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } },
      { recv: { on: conn, until: eof } }, { close: conn }]
  client:
    source: [{ connect: { to: "server:80", as: conn } },
      { send: { on: conn, bytes: 100kB } }, { close: conn }]
${extra}`;
}

function timelineOf(text: string, options: LoadOptions = {}): Timeline {
  const loaded = loadTopology(text, "upload.yaml", options);
  if (loaded.mistakes !== null) throw new Error(formatMistakes(loaded.mistakes));
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  return run.finish().timeline;
}

interface Found {
  id: number;
  at: number;
  body: TcpRecord;
}

function tcpRecords(timeline: Timeline): Found[] {
  const found: Found[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind === "tcp") found.push({ id, at: timeline.atOf(id), body });
  }
  return found;
}

/** What the client's end tells, in order. */
function ofClient(extra: string): TcpRecord[] {
  const records = tcpRecords(timelineOf(upload(`record: { tcp: [client] }\n${extra}`)));
  return records.map((it) => it.body);
}

Deno.test("windows and round-trip times are recorded only where a topology asks for them", () => {
  deepStrictEqual(tcpRecords(timelineOf(upload(""))), []);
  deepStrictEqual(tcpRecords(timelineOf(upload("record: { tcp: false }\n"))), []);
  const hosts = (text: string, options?: LoadOptions): Set<string> =>
    new Set(tcpRecords(timelineOf(text, options)).map((it) => it.body.host));
  deepStrictEqual(hosts(upload("record: { tcp: [server] }\n")), new Set(["server"]));
  deepStrictEqual(hosts(upload("record: { tcp: true }\n")), new Set(["client", "server"]));
  deepStrictEqual(hosts(upload(""), { tcp: true }), new Set(["client", "server"]));
});

Deno.test("a recorded run is the run that is not recorded, with these records between", () => {
  const others = (timeline: Timeline): unknown[] => {
    const bodies: unknown[] = [];
    for (let id = 1; id <= timeline.size; id++) {
      const body = timeline.bodyOf(id);
      if (body.kind === "tcp") continue;
      const sent = body.kind === "segment" ? (body as SegmentRecord).event : "";
      bodies.push([timeline.atOf(id), body.kind, sent, "host" in body ? body.host : ""]);
    }
    return bodies;
  };
  const plain = timelineOf(upload(""));
  deepStrictEqual(others(timelineOf(upload("record: { tcp: true }\n"))), others(plain));
});

Deno.test("a record comes whenever a value has changed, and never without", () => {
  const records = ofClient("");
  ok(records.length > 20);
  for (let i = 1; i < records.length; i++) notDeepStrictEqual(records[i], records[i - 1]);
});

Deno.test("the first sample sets srtt to R and rttvar to R/2, and ten segments are the first window [RFC 6298 2.2] [RFC 6928 2]", () => {
  const first = ofClient("").find((it) => it.srtt > 0);
  ok(first !== undefined);
  deepStrictEqual([first.srtt, first.rttvar, first.rto], [40 * MS, 20 * MS, 240 * MS]);
  deepStrictEqual([first.cwnd, first.ssthresh, first.pipe], [10 * MSS, 2 ** 31 - 1, 0]);
  strictEqual(first.congestionState, "Open");
});

Deno.test("pipe is what is in flight after an event, and never more than cwnd and a last FIN", () => {
  const timeline = timelineOf(upload("record: { tcp: [client] }\n"));
  const established = tcpRecords(timeline).filter((it) => it.body.cwnd > 0);
  ok(established.some((it) => it.body.pipe === it.body.cwnd));
  for (const { body } of established) ok(body.pipe <= body.cwnd + MSS);
  ok(established.filter(({ body }) => body.pipe > body.cwnd).length <= 1);
  strictEqual(established.at(-1)?.body.pipe, 0);
});

Deno.test("an ACK that changes the window is the cause of the record about it", () => {
  const timeline = timelineOf(upload("record: { tcp: [client] }\n"));
  const grown = tcpRecords(timeline).find((it) => it.body.cwnd > 10 * MSS);
  ok(grown !== undefined);
  const cause = timeline.bodyOf(timeline.causeOf(grown.id));
  ok(cause.kind === "segment" && cause.event === "received" && cause.host === "client");
  strictEqual(timeline.atOf(timeline.causeOf(grown.id)), grown.at);
});

Deno.test("a lost segment: Disorder, Recovery with a lower threshold, then Open again", () => {
  const records = ofClient(
    "faults:\n  - { drop: { on: cable, from: client, data: true, nth: 20 } }\n",
  );
  const states = records.map((it) => it.congestionState);
  const path = states.filter((state, i) => state !== states[i - 1]);
  deepStrictEqual(path, ["Open", "Disorder", "Recovery", "Open"]);
  const recovery = records.find((it) => it.congestionState === "Recovery");
  ok(recovery !== undefined && recovery.ssthresh < 2 ** 31 - 1);
});

Deno.test("a timeout: Loss, one segment of window, and twice the RTO [RFC 5681 3.1] [RFC 6298 5.5]", () => {
  const records = ofClient("faults:\n  - { at: 150ms, pull: cable, for: 2s }\n");
  const index = records.findIndex((it) => it.congestionState === "Loss");
  const loss = records[index];
  const before = records[index - 1];
  ok(loss !== undefined && before !== undefined);
  strictEqual(loss.cwnd, MSS);
  strictEqual(loss.rto, 2 * before.rto);
  strictEqual(records.at(-1)?.congestionState, "Open");
});

Deno.test("the timeout of a SYN lowers no threshold, and Loss ends with the handshake (Linux tcp_init_metrics)", () => {
  for (const os of ["linux", "windows", "freebsd", "rfc9293"]) {
    const records = tcpRecords(timelineOf(
      upload("record: { tcp: [client] }\nfaults:\n  - { drop: { on: cable, flags: SYN } }\n")
        .replace("os: linux", `os: ${os}`),
    )).map((it) => it.body);
    const path = records.map((it) => it.congestionState);
    deepStrictEqual(path.filter((state, i) => state !== path[i - 1]), ["Open", "Loss", "Open"]);
    strictEqual(records.find((it) => it.cwnd > 0)?.congestionState, "Open");
    for (const { ssthresh } of records) ok(ssthresh >= 2 * MSS); // Windows ends slow start by HyStart++
  }
});

Deno.test("a host that is not there is refused with its place and what was meant", () => {
  const loaded = loadTopology(upload("record: { tcp: [clinet] }\n"), "upload.yaml");
  strictEqual(
    formatMistakes(loaded.mistakes ?? []),
    'upload.yaml:14:17: record.tcp[0] names no host, "clinet": there are client and server' +
      '; did you mean "client"?',
  );
});
