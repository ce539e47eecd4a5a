import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../engine/base/time.ts";
import {
  DEFAULT_TIMES,
  type Notice,
  notice,
  noticeLines,
  type Question,
  questions,
  SYSTEMS,
} from "../../peer_death/mod.ts";
import { callCli } from "../support/cli.ts";

const PLAIN: Question = {
  activity: "idle",
  guard: "no option",
  pull: "peer's cable",
  system: "linux",
};

function ask(question: Partial<Question>): Notice {
  return notice({ ...PLAIN, ...question }, DEFAULT_TIMES);
}

Deno.test("every side notices when its rules say", () => {
  const all = [...questions(SYSTEMS)].map((it) => notice(it, DEFAULT_TIMES));
  strictEqual(all.length, 54);
  deepStrictEqual(all.filter((it) => !it.holds).map((it) => it.question), []);
});

Deno.test("who only waits and asks for nothing never notices [RFC 9293 3.8.4]", () => {
  deepStrictEqual([ask({}).after, ask({ system: "windows" }).after], [null, null]);
});

Deno.test("FreeBSD notices without being asked: keepalive is always on, 2 h + 8 x 75 s", () => {
  const { after, error } = ask({ system: "freebsd" });
  // Since the last segment that arrived, 4 s less one way before the pull.
  strictEqual(after, seconds(7_800) - (seconds(4) - ms(20)));
  // Its neighbour does not answer either: the soft error is the reason (in_pcb, arpresolve).
  match(error, /^EHOSTDOWN/);
});

Deno.test("keepalive ends it after idle and all probes: 10 s + 3 x 5 s [RFC 9293 3.8.4]", () => {
  const expected = seconds(25) - (seconds(4) - ms(20));
  for (const system of SYSTEMS) strictEqual(ask({ system, guard: "keepalive" }).after, expected);
  match(ask({ system: "windows", guard: "keepalive" }).error, /^WSAENETRESET \(10052\)/);
});

Deno.test("Linux sends for 924.6 s at least, and one timeout of 120 s more at most", () => {
  const { after } = ask({ activity: "sending" });
  ok(after !== null && after >= ms(924_600) && after <= ms(924_600) + seconds(120), `${after}`);
});

Deno.test("a user timeout takes the place of R2, be it shorter or longer [MUST-21]", () => {
  for (const [system, userTimeout] of [["linux", 30], ["windows", 30], ["linux", 1_500]] as const) {
    const times = { ...DEFAULT_TIMES, userTimeout: seconds(userTimeout) };
    const question: Question = { ...PLAIN, system, activity: "sending", guard: "user timeout" };
    const { after } = notice(question, times);
    const off = Math.abs((after ?? 0) - times.userTimeout);
    ok(off <= seconds(1), `${system}: ${after}`);
  }
});

Deno.test("Windows ends what goes through its own dead interface at once, others do not", () => {
  strictEqual(ask({ system: "windows", pull: "own cable" }).after, 0);
  strictEqual(ask({ system: "linux", pull: "own cable" }).after, null);
});

Deno.test("the table says what does not hold", () => {
  const found = ask({});
  const lines = [...noticeLines([found, { ...found, after: 5, holds: false }])].join("\n");
  match(lines, /never .*nothing is sent, so nothing is missed/);
  match(lines, /5 ns .*NOT AS THE RULE SAYS/);
});

Deno.test("peer-death takes times as sockets do, and refuses others", async () => {
  const args = ["peer-death", "--os", "linux", "--keepidle", "60s", "--keepcnt", "2"];
  const { status, stdout } = await callCli(args, "");
  strictEqual(status, 0);
  match(stdout, /keepalive: 60 s \+ 2 x 5 s/);
  const bad = await callCli(["peer-death", "--keepidle", "1500ms"], "");
  deepStrictEqual([bad.status, bad.stdout], [2, ""]);
  match(
    bad.stderr,
    /--keepidle must be a time of whole seconds, such as 10s or 2m: it is "1500ms"/,
  );
});
