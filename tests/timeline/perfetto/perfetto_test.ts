import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { loadTopology, perfettoChunks, Run, type RunResult } from "../../../mod.ts";
import {
  decodeTrace,
  type TraceEvent,
  traceFaults,
  type TraceItem,
} from "../../support/perfetto.ts";
import { runScenario, scenarioPaths, scenarioText } from "../../support/scenarios.ts";

function traceOf({ timeline }: RunResult): TraceItem[] {
  const pieces = [...perfettoChunks(timeline)];
  return decodeTrace(new Uint8Array(pieces.flatMap((piece) => [...piece])));
}

function trackOf(items: readonly TraceItem[], ...names: string[]): number {
  let uuid = 0;
  for (const name of names) {
    const found = items.find((it) =>
      "track" in it && it.track.name === name && it.track.parent === uuid
    );
    ok(found !== undefined && "track" in found, `no track ${name} under ${uuid}`);
    uuid = found.track.uuid;
  }
  return uuid;
}

function eventsOn(items: readonly TraceItem[], ...names: string[]): TraceEvent[] {
  const track = trackOf(items, ...names);
  return items.flatMap((it) => "event" in it && it.event.track === track ? [it.event] : []);
}

Deno.test("a trace of every scenario is one that a trace processor takes without a loss", () => {
  for (const file of scenarioPaths()) {
    deepStrictEqual(traceFaults(traceOf(runScenario(file))), [], file);
  }
});

Deno.test("a trace shows a connection's states as slices from one to the next", () => {
  const items = traceOf(runScenario("closing/client-first.yaml"));
  const states = eventsOn(items, "client", "client.conn");
  deepStrictEqual(states.filter((it) => it.type !== "end").map((it) => it.name), [
    "SYN-SENT",
    "ESTABLISHED",
    "FIN-WAIT-1",
    "FIN-WAIT-2",
    "TIME-WAIT",
    "CLOSED",
  ]);
  const begin = states.find((it) => it.name === "TIME-WAIT");
  const end = states.findLast((it) => it.type === "end");
  strictEqual((end?.at ?? 0) - (begin?.at ?? 0), 60_000_000_000);
});

Deno.test("a trace shows calls as slices of their thread, with what they returned", () => {
  const items = traceOf(runScenario("closing/client-first.yaml"));
  const calls = eventsOn(items, "client", "browser").filter((it) => it.type !== "instant");
  strictEqual(calls[0]?.type, "begin");
  const ends = calls.filter((it) => it.type === "end");
  strictEqual(ends.length, calls.length / 2);
  ok(ends.every((it) => "returns" in it.args && "returned by" in it.args));
});

Deno.test("a trace joins a segment's sending and its arrival or loss by a flow", () => {
  for (const scenario of ["closing/client-first.yaml", "faults/keep-alive.yaml"]) {
    const flows = new Map<number, string[]>();
    const result = runScenario(scenario);
    for (const item of traceOf(result)) {
      if (!("event" in item) || item.event.flow === 0) continue;
      const names = flows.get(item.event.flow) ?? [];
      flows.set(item.event.flow, [...names, item.event.name]);
    }
    let sent = 0;
    const { timeline } = result;
    for (let id = 1; id <= timeline.size; id++) {
      const body = timeline.bodyOf(id);
      if (body.kind !== "segment" || body.event !== "sent") continue;
      sent++;
      const [first = "", second = ""] = flows.get(id) ?? [];
      ok(second === `received ${first}` || second === `dropped ${first}`, `${first}: ${second}`);
    }
    strictEqual(flows.size, sent);
  }
});

Deno.test("a trace shows a timer from when it is set, and how it ended", () => {
  const items = traceOf(runScenario("faults/keep-alive.yaml"));
  const timers = items.flatMap((it) =>
    "event" in it && it.event.category === "timer" ? [it.event] : []
  );
  ok(timers.some((it) => it.type === "begin" && it.name.startsWith("keepalive ")));
  const ends = items.flatMap((it) => "event" in it && "end" in it.event.args ? [it.event] : []);
  ok(ends.some((it) => it.args.end === "fired"));
});

Deno.test("a crash ends what its host had open, and shows until the host boots", () => {
  const items = traceOf(runScenario("faults/crash-and-boot.yaml"));
  const crashed = eventsOn(items, "server", "crashed");
  deepStrictEqual(crashed.map((it) => it.type), ["begin", "end", "instant"]);
  const faults = eventsOn(items, "faults");
  ok(faults.some((it) => it.name.startsWith("crash server")));
});

Deno.test("what a connection knows of its sending is a counter for each number", () => {
  const loaded = loadTopology(scenarioText("closing/client-first.yaml"), "client-first.yaml", {
    tcp: true,
  });
  if (loaded.mistakes !== null) throw new Error(loaded.mistakes[0]?.message);
  const run = new Run(loaded.topology, loaded.source);
  run.advance();
  const result = run.finish();
  const items = traceOf(result);
  deepStrictEqual(traceFaults(items), []);
  const recorded: number[] = [];
  for (let id = 1; id <= result.timeline.size; id++) {
    const body = result.timeline.bodyOf(id);
    if (body.kind !== "tcp" || body.host !== "client" || body.cwnd === recorded.at(-1)) continue;
    recorded.push(body.cwnd);
  }
  ok(recorded.length > 1);
  const shown = eventsOn(items, "client", "client.conn", "cwnd").map((it) => it.value);
  deepStrictEqual(shown, recorded);
});
