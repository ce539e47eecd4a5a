import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { bottleneckOf } from "../../captures/bottleneck.ts";
import { effectOf } from "../../captures/fault_effect.ts";
import { type Capture, compare, parseCapture, play } from "../../captures/mod.ts";
import { fullSegmentOf, setupOf } from "../../captures/settings.ts";
import type { CapturedFault } from "../../captures/capture.ts";

async function read(name: string): Promise<Capture> {
  const path = `tests/captures/${name}.json`;
  return parseCapture(await Deno.readTextFile(path), path);
}

/** A capture whose recording is what the engine itself does. */
async function own(name: string): Promise<Capture> {
  const capture = await read(name);
  const { segments } = play(capture);
  const stability = { ...capture.stability, maxTimeSpreadMs: 0, segmentsIdentical: true };
  return { ...capture, segments, states: [], statePaths: {}, calls: capture.calls, stability };
}

type Segment = Capture["segments"]["client"][number];

/** The capture with the times of some segments moved. */
function moved(
  capture: Capture,
  side: "client" | "server",
  by: (segment: Segment, index: number) => number,
): Capture {
  const changed = capture.segments[side].map((it, i) => ({ ...it, atMs: it.atMs + by(it, i) }));
  return { ...capture, segments: { ...capture.segments, [side]: changed } };
}

function segmentDifferences(capture: Capture): string[] {
  return compare(capture).differences.filter(({ kind }) => kind === "segment")
    .map(({ side, field }) => `${side} ${field}`);
}

Deno.test("after 252 ms a timer may be off by one notch of 32 ms, and no more", async () => {
  const capture = await own("10_connect_blackhole_classic"); // SYNs at 0, 1, 3 and 7 s
  const first = capture.segments.client[0]!;
  const second = capture.segments.client[1]!;
  ok(second.atMs - first.atMs > 1000);
  const late = (milliseconds: number) =>
    moved(capture, "client", (_, i) => i === 0 ? milliseconds : 0);
  // 5 % of a wait of 1 s is 50 ms, which is more: the notch does not come into it.
  deepStrictEqual(segmentDifferences(late(0)), []);
  const data = await own("12_cut_forever_retries2_5");
  const index = data.segments.client.findIndex((it, i, all) =>
    i > 0 && it.len > 0 && it.atMs - all[i - 1]!.atMs > 400 && it.atMs - all[i - 1]!.atMs < 600
  );
  ok(index > 0);
  const shifted = (by: number) => moved(data, "client", (_, i) => i >= index ? by : 0);
  const inNotch = compare(shifted(33));
  deepStrictEqual(segmentDifferences(shifted(33)), []);
  ok(inNotch.rules.includes("wheel-phase"));
  deepStrictEqual(segmentDifferences(shifted(45)), ["client time"]);
});

Deno.test("segments of both ways that the middle box held may come late, one alone may not", async () => {
  const capture = await own("21_nodelay_ten_writes");
  const { client, server } = capture.segments;
  // An ACK that comes to the client up to 15 ms after a segment has come to the server.
  const isData = (it: Segment): boolean => it.direction === "to-server" && it.len > 0;
  const index = server.findIndex((it) => isData(it) && answerOf(it) >= 0);
  function answerOf({ atMs }: Segment): number {
    return client.findIndex((it) =>
      it.direction === "to-client" && it.len === 0 && it.atMs > atMs && it.atMs < atMs + 15
    );
  }
  const seen = server[index]!;
  const answer = answerOf(seen);
  const heldTo = seen.atMs + 18;
  const alone = moved(capture, "server", (it, i) => i === index ? heldTo - it.atMs : 0);
  deepStrictEqual(segmentDifferences(alone), ["server time"]);
  const both = moved(alone, "client", (it, i) => i === answer ? heldTo - it.atMs : 0);
  deepStrictEqual(segmentDifferences(both), []);
  ok(compare(both).rules.includes("slow-box"));
  const sentLate = moved(both, "client", (it) => it.seq === seen.seq && isData(it) ? 12 : 0);
  deepStrictEqual(segmentDifferences(sentLate), ["client time"], "judged where it was sent");
});

Deno.test("PSH on data is compared unless offloads are on", async () => {
  const capture = await own("21_nodelay_ten_writes");
  const index = capture.segments.client.findIndex(({ len }) => len > 0);
  const client = capture.segments.client.map((it, i) => i === index ? { ...it, flags: "A" } : it);
  const changed = { ...capture, segments: { ...capture.segments, client } };
  deepStrictEqual(segmentDifferences(changed), ["client flags"]);
  const system = { ...capture.system, offloads: "on" };
  deepStrictEqual(segmentDifferences({ ...changed, system }), []);
  deepStrictEqual(compare({ ...changed, system }).rules.includes("gso-push"), true);
});

Deno.test("a title that names a bottleneck tells rate and queue", async () => {
  const capture = await read("21_nodelay_ten_writes");
  deepStrictEqual(bottleneckOf(capture), { rateBps: 20_000_000, queueMs: Infinity });
  const title = "upload through a 2.5 Mbit/s bottleneck (50 ms queue), cubic";
  deepStrictEqual(bottleneckOf({ ...capture, title }), { rateBps: 2_500_000, queueMs: 50 });
});

Deno.test("a fault takes effect when the recording shows it to, within 2 ms", async () => {
  const capture = await own("21_nodelay_ten_writes");
  const { atMs } = capture.segments.client[3]!;
  const gone: CapturedFault = { atMs: atMs - 1, kind: "nic-removed", side: "client" };
  ok(effectOf(capture, gone) > atMs);
  strictEqual(effectOf(capture, { ...gone, kind: "kill" }), atMs - 1);
  const cut: CapturedFault = { atMs: 100, kind: "black-hole", on: true, direction: "both" };
  strictEqual(effectOf(capture, cut), 100);
  const lost = [
    { atMs: 99.5, direction: "to-server", what: "cut-in-flight", segment: "" } as const,
  ];
  ok(effectOf({ ...capture, lost }, cut) < 99.5);
});

Deno.test("a full segment is what the MTU and the options of both sides leave", async () => {
  const capture = await read("21_nodelay_ten_writes");
  strictEqual(fullSegmentOf(capture), 1448);
  const client = { "tcp_timestamps": 0 };
  const system = { ...capture.system, mtu: 1400, sysctl: { ...capture.system.sysctl, client } };
  strictEqual(fullSegmentOf({ ...capture, system }), 1360);
});

Deno.test("a setting that no knob stands for is told, by name and value", async () => {
  const capture = await read("21_nodelay_ten_writes");
  const client = { "tcp_dsack": 0, "net.ipv4.tcp_retries2": 4, "tcp_nonsense": 1 };
  const system = { ...capture.system, sysctl: { ...capture.system.sysctl, client } };
  const { unknown, profile } = setupOf({ ...capture, system }, "client");
  deepStrictEqual(unknown, ["client tcp_dsack = 0", "client tcp_nonsense = 1"]);
  strictEqual(profile.dataRetries, 4);
});
