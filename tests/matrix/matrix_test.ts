import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import {
  type Answer,
  Answers,
  type Cell,
  cellsOf,
  matrixJsonChunks,
  pageLines,
  type System,
  SYSTEMS,
} from "../../matrix/mod.ts";
import { matchesGolden } from "../support/golden.ts";

const PLAIN: Cell = {
  action: "close",
  state: "ESTABLISHED",
  data: "nothing",
  loss: "none",
  local: "linux",
  peer: "linux",
};

function answer(cell: Partial<Cell>): Answer {
  return new Answers().answer({ ...PLAIN, ...cell });
}

function both(system: System, cell: Partial<Cell>): Answer {
  return answer({ ...cell, local: system, peer: system });
}

const results = ({ calls }: Answer["local"], call: string): string[] =>
  calls.filter((it) => it.call === call).map((it) => it.text.replace(/ at .*/, ""));

Deno.test("the reference page is what the matrix says now", () => {
  const answers = new Answers();
  const lines = pageLines((cell) => answers.answer(cell));
  matchesGolden("docs/matrix.md", [...lines].map((line) => `${line}\n`).join(""));
});

Deno.test("every cell of Linux has an answer or a reason, and both runs one digest", () => {
  const run = (): { digest: string; count: number } => {
    const answers = new Answers();
    let count = 0;
    for (const cell of cellsOf(["linux"])) {
      const it = answers.answer(cell);
      count++;
      if (it.impossible !== "") continue;
      ok(it.local.states.length + it.local.calls.length + it.peer.calls.length > 0);
    }
    return { digest: answers.digest, count };
  };
  const first = run();
  strictEqual(first.count, 11 * 10 * 4 * 4);
  deepStrictEqual(run(), first);
});

Deno.test("who closes first waits: 60 s, or 120 s under Windows [RFC 9293 3.6.1]", () => {
  for (const [system, seconds] of [["linux", 60], ["windows", 120], ["freebsd", 60]] as const) {
    const { local, peer } = both(system, {});
    deepStrictEqual([local.timeWait, peer.timeWait], [seconds * 1e9, 0], system);
    strictEqual(peer.states.some((it) => it.startsWith("LAST-ACK")), true);
  }
});

Deno.test("who comes to LAST-ACK never waits [RFC 9293 3.10.7.4]", () => {
  const answers = new Answers();
  for (const cell of cellsOf(SYSTEMS)) {
    if (cell.state !== "LAST-ACK" && cell.state !== "CLOSE-WAIT") continue;
    if (cell.loss !== "none" || cell.local !== cell.peer) continue;
    strictEqual(answers.answer(cell).local.timeWait, 0);
  }
});

Deno.test("both wait after a simultaneous close [RFC 9293 3.6]", () => {
  const { local, peer } = answer({ state: "CLOSING" });
  ok(local.timeWait > 0 && peer.timeWait > 0);
});

Deno.test("close with unread data resets but under FreeBSD [RFC 9293 SHLD-3]", () => {
  for (
    const [system, flags] of [["linux", "RST"], ["windows", "RST"], ["freebsd", "FIN"]] as const
  ) {
    const [first] = both(system, { data: "unread data" }).segments;
    match(first ?? "", new RegExp(`^> ${flags}`), system);
  }
});

Deno.test("linger 0 resets: nobody waits, and the peer hears ECONNRESET or 10054", () => {
  const linux = both("linux", { action: "linger 0" });
  deepStrictEqual(linux.segments, ["> RST,ACK"]);
  deepStrictEqual([linux.local.timeWait, linux.peer.timeWait], [0, 0]);
  deepStrictEqual(results(linux.peer, "recv"), ["ECONNRESET (104)", "0", "0"]);
  const windows = both("windows", { action: "linger 0" });
  deepStrictEqual(results(windows.peer, "recv"), Array(3).fill("WSAECONNRESET (10054)"));
});

Deno.test("own shutdown comes before all else: 10058 under Windows, EPIPE elsewhere", () => {
  const sends = (system: System): string[] =>
    results(both(system, { action: "shutdown send" }).local, "send");
  deepStrictEqual(sends("windows"), Array(3).fill("WSAESHUTDOWN (10058)"));
  deepStrictEqual(sends("linux"), Array(3).fill("EPIPE (32)"));
  deepStrictEqual(sends("freebsd"), Array(3).fill("EPIPE (32)"));
});

Deno.test("a pulled cable tells a waiting peer nothing; sending tells it in the end", () => {
  const { segments, peer } = both("linux", { action: "cable out" });
  deepStrictEqual([segments, peer.states], [[], ["ESTABLISHED"]]);
  deepStrictEqual(results(peer, "recv"), ["EHOSTUNREACH (113)", "0", "0"]);
});

Deno.test("Windows aborts what goes through a NIC that is off, Linux keeps it", () => {
  deepStrictEqual(both("linux", { action: "NIC off" }).local.states, ["ESTABLISHED"]);
  deepStrictEqual(both("windows", { action: "NIC off" }).local.states, ["CLOSED +0 s"]);
});

Deno.test("a lost FIN is sent again, and all else comes as without the loss", () => {
  const { segments, local } = answer({ loss: "the FIN" });
  deepStrictEqual(segments.slice(0, 2), ["> FIN,ACK lost", "> FIN,ACK"]);
  strictEqual(local.timeWait, 60e9);
});

Deno.test("a lost reset leaves the peer with half a connection, until it sends", () => {
  const { segments, peer } = answer({ action: "linger 0", loss: "the RST" });
  deepStrictEqual(segments, ["> RST,ACK lost"]);
  deepStrictEqual(peer.states, ["ESTABLISHED"]);
  match(results(peer, "send").join(), /^10,/);
});

Deno.test("what cannot be says why", () => {
  strictEqual(
    answer({ action: "close", state: "SYN-RECEIVED" }).impossible,
    "the program has no handle of it before accept returns",
  );
  strictEqual(
    answer({ action: "crash", loss: "the FIN" }).impossible,
    "no FIN of the local side is sent",
  );
});

Deno.test("the JSON holds the cells with their answers", () => {
  const answers = new Answers();
  const found = [answers.answer(PLAIN), answers.answer({ ...PLAIN, loss: "the RST" })];
  const text = [...matrixJsonChunks(found, answers.digest)].join("");
  const { format, digest, cells } = JSON.parse(text);
  deepStrictEqual([format, digest, cells.length], ["cablepull-matrix", answers.digest, 2]);
  strictEqual(cells[0].local.timeWait, 60e9);
});
