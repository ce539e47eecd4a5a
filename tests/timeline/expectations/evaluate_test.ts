import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import { evaluate, type Expectation, type Pattern, type Verdict } from "../../../timeline/mod.ts";
import { close, handshake, meet } from "../close_story.ts";
import { runOf, Story } from "../story.ts";

const RUN = runOf("", "client", "server");
const SECOND = 1_000_000_000;

function closeStory(): Story {
  const story = new Story();
  const { client, server } = meet(story);
  handshake(story, client, server);
  close(story, client, server);
  return story;
}

const STORY = closeStory();

function judge(expectation: Expectation, story = STORY): Verdict {
  const [verdict] = evaluate([expectation], story.timeline, RUN.hosts);
  ok(verdict !== undefined);
  return verdict;
}

const holds = (expectation: Expectation, story = STORY) => {
  const verdict = judge(expectation, story);
  ok(verdict.holds, `${verdict.expectation}: found ${verdict.found}`);
};

function fails(expectation: Expectation, found: RegExp, story = STORY): Verdict {
  const verdict = judge(expectation, story);
  ok(!verdict.holds, verdict.expectation);
  match(verdict.found, found);
  return verdict;
}

const passes = (states: string): Expectation => ({
  type: "passes",
  connection: "client.conn",
  states: states.split(" "),
});

Deno.test("passes holds where the states stand in the path with none between", () => {
  holds(passes("SYN-SENT ESTABLISHED FIN-WAIT-1 FIN-WAIT-2 TIME-WAIT CLOSED"));
  holds(passes("CLOSED SYN-SENT"));
  holds(passes("FIN-WAIT-1 FIN-WAIT-2"));
  holds({ type: "passes", connection: "client.conn#1", states: ["ESTABLISHED"] });
});

Deno.test("passes fails where a state is left out, and says what came instead", () => {
  const verdict = fails(
    passes("ESTABLISHED FIN-WAIT-1 TIME-WAIT"),
    /after FIN-WAIT-1 came FIN-WAIT-2, not TIME-WAIT$/,
  );
  const kinds = verdict.records.map((id) => STORY.timeline.bodyOf(id).kind);
  ok(kinds.includes("state") && kinds.includes("segment"), String(kinds));
  deepStrictEqual([...verdict.records], [...verdict.records].sort((a, b) => a - b));
  fails(passes("CLOSED LISTEN"), /after CLOSED came (SYN-SENT|nothing more), not LISTEN/);
  fails(passes("CLOSING"), /^CLOSED, SYN-SENT, /);
  fails(passes("TIME-WAIT CLOSED LISTEN"), /after CLOSED came nothing more, not LISTEN/);
});

Deno.test("a connection that never was fails its expectation and names those that were", () => {
  const unknown = /no connection "client\.con": the run had client\.conn, server\.peer/;
  fails({ type: "passes", connection: "client.con", states: ["CLOSED"] }, unknown);
  fails({ type: "end", connection: "client.con", state: "CLOSED" }, unknown);
  const pattern = { state: { connection: "client.con", enters: "CLOSED" } };
  fails({ type: "never", pattern }, unknown);
  fails({ type: "eventually", pattern: { timer: {} }, after: pattern }, unknown);
});

Deno.test("stays is exact to the nanosecond, unless it has a tolerance", () => {
  const stays = (time: number, tolerance?: number): Expectation => ({
    type: "stays",
    connection: "client.conn",
    state: "TIME-WAIT",
    for: time,
    tolerance,
  });
  holds(stays(120 * SECOND));
  fails(stays(120 * SECOND + 1), /^120 s, from 0\.420000000 to 120\.420000000$/);
  fails(stays(120 * SECOND - 1), /^120 s/);
  holds(stays(120 * SECOND + 5, 5));
  fails(stays(120 * SECOND + 6, 5), /^120 s/);
});

Deno.test("stays fails where the state was never reached, or not left when the run ended", () => {
  const stays = (state: string): Expectation => ({
    type: "stays",
    connection: "client.conn",
    state,
    for: SECOND,
  });
  fails(stays("CLOSING"), /^it was never in CLOSING: CLOSED, SYN-SENT/);
  const story = new Story();
  const { client } = meet(story);
  story.enter(client, "SYN-SENT");
  story.timeline.end(SECOND);
  fails(stays("SYN-SENT"), /still in it when the run ended, 1 s after/, story);
});

Deno.test("call holds for a value or an error that one of its returns had", () => {
  const call = (returns: number | string, nth?: number): Expectation => ({
    type: "call",
    call: "server.web.recv",
    returns,
    nth,
  });
  holds(call(100));
  holds(call(0));
  holds(call(0, 2));
  holds({ ...call(0), call: "server.web.main.recv" } as Expectation);
  fails(call(0, 1), /^100 at 0\.060000000$/);
  fails(call(0, 3), /^it returned only 2 times$/);
  fails(call("ECONNRESET"), /^100 at 0\.060000000; 0 at 0\.400000000$/);
});

Deno.test("call fails with the calls there were, or with the one that never returned", () => {
  const verdict = { type: "call", call: "server.web.read", returns: 0 } as const;
  fails(verdict, /^server\.web\.read was never called: the run had these calls: client\.browser/);
  const story = new Story();
  story.call("server.web.recv(peer)");
  const waiting: Expectation = { type: "call", call: "server.web.recv", returns: 0 };
  fails(waiting, /called at 0\.000000000 and had not returned when the run ended/, story);
});

Deno.test("call takes the bytes that a repeated call moved for its return too", () => {
  const story = new Story();
  story.record({
    kind: "call",
    event: "returned",
    host: "server",
    process: "web",
    thread: "main",
    call: "recv",
    socket: "peer",
    connection: 0,
    args: {},
    result: { value: 0, error: "", code: 0, bytes: 2_000_000 },
  });
  holds({ type: "call", call: "server.web.recv", returns: 2_000_000 }, story);
  holds({ type: "call", call: "server.web.recv", returns: 0 }, story);
  fails(
    { type: "call", call: "server.web.recv", returns: 1 },
    /^0 \(2000000 bytes in all\) at/,
    story,
  );
});

Deno.test("end is about the state when the run ends", () => {
  holds({ type: "end", connection: "server.peer", state: "CLOSED" });
  fails({ type: "end", connection: "client.conn", state: "TIME-WAIT" }, /^CLOSED since 120\.42/);
});

Deno.test("never holds where nothing matches, and else shows the first matches", () => {
  holds({ type: "never", pattern: { segment: { flags: "RST" } } });
  const fin: Expectation = { type: "never", pattern: { segment: { flags: "FIN" } } };
  const verdict = fails(fin, /^3, first at 0\.080000000$/);
  ok(verdict.records.length > 3);
});

const count = (pattern: Pattern, equals: number): Expectation => ({
  type: "count",
  pattern,
  equals,
});

Deno.test("a segment counts once, when it is sent, unless another event is asked for", () => {
  holds(count({ segment: { flags: "FIN" } }, 3));
  holds(count({ segment: { flags: "FIN", event: "received" } }, 2));
  holds(count({ segment: { flags: "FIN", event: "dropped" } }, 1));
});

Deno.test("a segment pattern tells by flags, hosts, data and note", () => {
  holds(count({ segment: { flags: "SYN", without: "ACK" } }, 1));
  holds(count({ segment: { flags: "SYN,ACK" } }, 1));
  holds(count({ segment: { flags: "FIN", from: "server" } }, 1));
  holds(count({ segment: { flags: "FIN", to: "server" } }, 2));
  holds(count({ segment: { data: true } }, 1));
  holds(count({ segment: { data: false, from: "client", flags: "SYN" } }, 1));
  holds(count({ segment: { note: "retransmission" } }, 1));
});

Deno.test("states, calls, timers and processes can be counted", () => {
  holds(count({ state: { enters: "CLOSED" } }, 2));
  holds(count({ state: { connection: "client.conn", enters: "CLOSED" } }, 1));
  holds(count({ call: { call: "server.web.recv" } }, 2));
  holds(count({ call: { returns: 0 } }, 4));
  holds(count({ timer: { timer: "2 MSL" } }, 1));
  holds(count({ timer: { timer: "2 MSL", event: "set", connection: "server.peer" } }, 0));
  holds(count({ process: { process: "client.browser", event: "started" } }, 1));
  holds(count({ process: { process: "client.browser", event: "killed" } }, 0));
});

Deno.test("count holds between its limits", () => {
  const pattern: Pattern = { segment: { flags: "FIN" } };
  holds({ type: "count", pattern, atLeast: 3, atMost: 3 });
  fails({ type: "count", pattern, atLeast: 4 }, /^3$/);
  fails({ type: "count", pattern, atMost: 2 }, /^3$/);
  fails({ type: "count", pattern, equals: 2 }, /^3$/);
});

Deno.test("eventually looks from the start, or from what it comes after, within its time", () => {
  const pattern: Pattern = { state: { connection: "client.conn", enters: "CLOSED" } };
  const after: Pattern = { state: { connection: "client.conn", enters: "TIME-WAIT" } };
  holds({ type: "eventually", pattern });
  holds({ type: "eventually", pattern, within: 120 * SECOND, after });
  fails({ type: "eventually", pattern, within: 120 * SECOND }, /420 ms late$/);
  fails({ type: "eventually", pattern: { segment: { flags: "RST" } } }, /^none$/);
  fails({ type: "eventually", pattern: after, after: pattern }, /^none$/);
  fails(
    { type: "eventually", pattern, after: { segment: { flags: "RST" } } },
    /^what it comes after never happened: segment with RST sent$/,
  );
});

Deno.test("a host that a pattern misspells fails the expectation", () => {
  const pattern = { segment: { from: "servr" } };
  fails({ type: "never", pattern }, /^there is no host "servr": the run had client, server$/);
});

Deno.test("a flag that TCP does not have is refused", () => {
  throws(() => judge({ type: "never", pattern: { segment: { flags: "FIN,XYZ" } } }), SyntaxError);
});

Deno.test("verdicts come in the order of the expectations and say them in words", () => {
  const verdicts = evaluate(
    [
      { type: "stays", connection: "client.conn", state: "TIME-WAIT", for: 60 * SECOND },
      { type: "never", pattern: { segment: { flags: "RST", from: "client" } } },
      { type: "count", pattern: { call: { call: "server.web.recv", returns: 0 } }, equals: 1 },
    ],
    STORY.timeline,
    RUN.hosts,
  );
  deepStrictEqual(verdicts.map((verdict) => verdict.expectation), [
    "client.conn stays in TIME-WAIT for 60 s",
    "never segment with RST from client sent",
    "exactly 1 times server.web.recv returns 0",
  ]);
  strictEqual(verdicts[1]?.found, "none");
});
