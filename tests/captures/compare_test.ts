import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { type Capture, compare, parseCapture, play, reportLines } from "../../captures/mod.ts";

const PATH = "tests/captures/01_close_client_first_4seg.json";

/** A capture whose recording is what the engine itself did. */
async function ownRecording(): Promise<Capture> {
  const recorded = parseCapture(await Deno.readTextFile(PATH), PATH);
  const { segments, states } = play(recorded);
  return { ...recorded, segments, states: [], statePaths: pathsOf(states) };
}

function pathsOf(states: ReturnType<typeof play>["states"]): Record<string, string> {
  const paths = [...states].map(([key, path]): [string, string] => [
    key,
    path.map(({ state }) => LINUX_NAMES[state] ?? state).join(" > "),
  ]);
  return Object.fromEntries(paths);
}

const LINUX_NAMES: Readonly<Record<string, string>> = {
  "SYN-SENT": "SYN_SENT",
  "SYN-RECEIVED": "SYN_RECV",
  "FIN-WAIT-1": "FIN_WAIT1",
  "FIN-WAIT-2": "FIN_WAIT2",
  "TIME-WAIT": "TIME_WAIT",
  "CLOSE-WAIT": "CLOSE_WAIT",
  "LAST-ACK": "LAST_ACK",
};

type Segment = Capture["segments"]["client"][number];

/** The capture with one of the client's segments changed, or taken away. */
function withClientSegment(
  capture: Capture,
  index: number,
  change: (segment: Segment) => Segment[],
): Capture {
  const client = capture.segments.client.flatMap((it, i) => i === index ? change(it) : [it]);
  return { ...capture, segments: { ...capture.segments, client } };
}

/** What the first difference is, "" if there is none. */
function firstField(capture: Capture): string {
  const first = compare(capture).differences[0];
  return first === undefined ? "" : `${first.side} ${first.kind}: ${first.field}`;
}

Deno.test("a recording of the engine itself matches", async () => {
  deepStrictEqual(compare(await ownRecording()).differences, []);
});

Deno.test("a segment with other flags, numbers, length or options differs", async () => {
  const capture = await ownRecording();
  const changed = (change: Partial<Segment>, index = 3) =>
    firstField(withClientSegment(capture, index, (it) => [{ ...it, ...change }]));
  strictEqual(changed({ flags: "A" }), "client segment: flags");
  strictEqual(changed({ seq: 2 }), "client segment: seq");
  strictEqual(changed({ ack: 2 }), "client segment: ack");
  strictEqual(changed({ len: 99 }), "client segment: length");
  strictEqual(changed({ opts: { mss: 536 } }, 0), "client segment: SYN options");
});

Deno.test("options of a SYN that are to be ignored do not count", async () => {
  const capture = await ownRecording();
  const { opts } = capture.segments.client[0]!;
  const other = withClientSegment(capture, 0, (it) => [{ ...it, opts: { ...opts, mss: 536 } }]);
  const options = { ignoredSynOptions: ["mss"], windowsAndSack: false };
  deepStrictEqual(compare(other, options).differences, []);
});

Deno.test("a segment that is not there, or too much, differs", async () => {
  const capture = await ownRecording();
  const without = withClientSegment(capture, 5, () => []);
  ok(firstField(without).startsWith("client segment: "));
  const twice = withClientSegment(capture, 3, (it) => [it, it]);
  ok(firstField(twice).startsWith("client segment: "));
});

Deno.test("a segment may be off by 5 ms, not by 7", async () => {
  const capture = await ownRecording();
  const moved = (by: number) =>
    firstField(withClientSegment(capture, 4, (it) => [{ ...it, atMs: it.atMs + by }]));
  strictEqual(moved(4.9), "");
  strictEqual(moved(-4.9), "");
  strictEqual(moved(7), "client segment: time");
  strictEqual(moved(-7), "client segment: time");
});

Deno.test("results, errors and returns of calls count", async () => {
  const capture = await ownRecording();
  const withCall = (name: string, change: Partial<Capture["calls"][number]>): Capture => {
    const index = capture.calls.findIndex(({ call }) => call === name);
    const calls = capture.calls.map((it, i) => i === index ? { ...it, ...change } : it);
    return { ...capture, calls };
  };
  strictEqual(firstField(withCall("recv", { result: 99 })), "server call: recv: result");
  strictEqual(firstField(withCall("recv", { error: "ECONNRESET" })), "server call: recv: error");
  strictEqual(firstField(withCall("recv", { returned: false })), "server call: recv: return");
  strictEqual(firstField(withCall("accept", { tookMs: 30 })), "server call: accept: time");
});

Deno.test("the states that a connection went through count", async () => {
  const capture = await ownRecording();
  const key = "client 40000>5000";
  const path = capture.statePaths[key]!.replace("FIN_WAIT2 > TIME_WAIT", "CLOSING > TIME_WAIT");
  const other = { ...capture, statePaths: { ...capture.statePaths, [key]: path } };
  strictEqual(firstField(other), "client states: path");
});

Deno.test("a capture whose runs part is compared up to there", async () => {
  const capture = await ownRecording();
  const other = withClientSegment(capture, 5, (it) => [{ ...it, seq: 7 }]);
  strictEqual(firstField(other), "client segment: seq");
  const stability = {
    ...capture.stability,
    segmentsIdentical: false,
    nonAckSegmentsIdentical: false,
    variants: [{ firstDifferenceAt: 5 }],
  };
  const { differences, rules } = compare({ ...other, stability });
  deepStrictEqual(differences, []);
  ok(rules.includes("varies"));
});

Deno.test("a capture plays the same each time", async () => {
  const capture = parseCapture(await Deno.readTextFile(PATH), PATH);
  deepStrictEqual(play(capture), play(capture));
});

Deno.test("the report tells both sides of the first difference", async () => {
  const capture = await ownRecording();
  strictEqual(reportLines(compare(capture))[0], `match   ${capture.name}`);
  const other = withClientSegment(capture, 3, (it) => [{ ...it, len: 99 }]);
  const lines = reportLines(compare(other));
  ok(lines[0]!.startsWith(`DIFFERS ${capture.name}: client segment: length`));
  ok(lines.some((line) => line.includes("1+99") && line.includes("1+100")));
});
