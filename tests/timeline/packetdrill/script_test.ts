import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { runScript } from "../../../drill/mod.ts";
import { packetdrillLines, type RunResult } from "../../../mod.ts";
import { callCli } from "../../support/cli.ts";
import { runScenario, scenarioText } from "../../support/scenarios.ts";

function scriptOf({ timeline, info }: RunResult, connection: number): string {
  return [...packetdrillLines(timeline, info, connection)].map((line) => `${line}\n`).join("");
}

/** The verdict on an end of a scenario, exported and run again by itself. */
function verdictOf(scenario: string, connection: number): string {
  const result = runScenario(scenario);
  const { status, message } = runScript(scriptOf(result, connection), "exported.pkt");
  return message === "" ? status : `${status}: ${message}`;
}

/** Ends that do nothing of which packetdrill has no notion, as a NIC that is disabled. */
const ENDS = [
  ["closing/client-first.yaml", 1],
  ["closing/client-first.yaml", 2],
  ["closing/client-first-freebsd.yaml", 1],
  ["closing/client-first-freebsd.yaml", 2],
  ["closing/linger-zero.yaml", 1],
  ["closing/linger-zero.yaml", 2],
  ["closing/orphan.yaml", 1],
  ["closing/readiness.yaml", 1],
  ["closing/refused.yaml", 1],
  ["closing/refused-windows.yaml", 1],
  ["closing/send-after-close-linux.yaml", 2],
  ["closing/send-after-close-windows.yaml", 1],
  ["closing/simultaneous-close.yaml", 1],
  ["closing/simultaneous-open.yaml", 1],
  ["closing/time-wait.yaml", 1],
  ["closing/unread-linux.yaml", 1],
  ["path/ecn-mark.yaml", 1],
  ["path/mtu-icmp.yaml", 1],
] as const;

for (const [scenario, connection] of ENDS) {
  Deno.test(`end ${connection} of ${scenario} passes as a packetdrill script`, () => {
    strictEqual(verdictOf(scenario, connection), "passed");
  });
}

Deno.test("shutdown on Windows stands in a script with packetdrill's word", () => {
  const text = scriptOf(runScenario("closing/shutdown-receive-windows.yaml"), 2);
  match(text, /\n\+[\d.]+ shutdown\(4, SHUT_RD\) = 0\n/);
});

Deno.test("urgent data is sent with its flag in a script", () => {
  const text = scriptOf(runScenario("data/urgent.yaml"), 1);
  match(text, /\n\+0 send\(3, \.\.\., 1, MSG_OOB\) = 1\n/);
});

Deno.test("an exported script fails where what it expects is changed", () => {
  const text = scriptOf(runScenario("closing/client-first.yaml"), 1);
  const changed = text.replace("> F. 14:14(0)", "> R. 14:14(0)");
  ok(changed !== text);
  strictEqual(runScript(changed, "changed.pkt").status, "failed");
});

Deno.test("an exported script tells whose it is, and faults as comments", () => {
  const text = scriptOf(runScenario("faults/keep-alive.yaml"), 1);
  match(
    text,
    /^\/\/ profile: linux\n\/\/ .*\n\/\/ client\.conn, which is linux, in a run of cablepull/,
  );
  match(text, /\n\/\/ .* s: fault: pull cable\n/);
});

Deno.test("a host's answer after the end is gone stands in its script", () => {
  const text = scriptOf(runScenario("closing/send-after-close-linux.yaml"), 2);
  match(text, /> R 2:2\(0\)/);
});

Deno.test("run writes a script of the connection that is asked for", async () => {
  const topology = scenarioText("closing/client-first.yaml");
  const args = ["run", "-", "--packetdrill", "-"];
  match(
    (await callCli(args, topology)).stdout,
    /\nconnect|\+0\.\.\.0\.04 connect\(3, \.\.\., \.\.\.\) = 0\n/,
  );
  match((await callCli([...args, "--connection", "server.conn"], topology)).stdout, /accept\(3/);
  const wrong = await callCli([...args, "--connection", "server.com"], topology);
  deepStrictEqual([wrong.status, wrong.stdout], [2, ""]);
  match(
    wrong.stderr,
    /--connection must be one of client\.conn, server\.conn: it is "server\.com"/,
  );
  strictEqual((await callCli(["run", "-", "--connection", "a.b"], topology)).status, 2);
});
