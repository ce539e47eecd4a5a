import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import { mermaidLines } from "../../mod.ts";
import { runScenario } from "../support/scenarios.ts";

function mermaidOf(scenario: string): string[] {
  const { timeline, info } = runScenario(scenario);
  return mermaidLines(timeline, info.hosts);
}

Deno.test("Mermaid has a participant for each host, and its arrows go both ways", () => {
  const lines = mermaidOf("closing/refused.yaml");
  deepStrictEqual(lines, [
    "sequenceDiagram",
    "    participant h1 as client",
    "    participant h2 as server",
    "    Note over h1: SYN-SENT",
    "    h1->>h2: SYN seq=0 len=0, 20 ms",
    "    h2->>h1: RST,ACK seq=0 ack=1 len=0 (reset: no connection), 20 ms",
    "    Note over h1: CLOSED",
    "    Note over h1: 40 ms: connect(conn) = -1 ECONNREFUSED (111)",
  ]);
});

Deno.test("Mermaid shows a lost segment with a cross, and a fault over all hosts", () => {
  const lines = mermaidOf("faults/keep-alive.yaml");
  ok(lines.includes("    Note over h1,h2: 50 s: fault: pull cable"));
  match(
    lines.join("\n"),
    /h1-xh2: ACK seq=0 ack=1 len=0, lost: no neighbour answers \(keep-alive probe\)/,
  );
});

Deno.test("Mermaid leaves out the middle of a long run, and says how much", () => {
  const lines = mermaidOf("faults/zero-window.yaml");
  ok(lines.length < 200);
  match(lines.join("\n"), /Note over h1,h2: \d+ more/);
});

Deno.test("what means something to Mermaid is escaped in names", () => {
  const { timeline, info } = runScenario("closing/refused.yaml");
  const hosts = info.hosts.map((host) => ({ ...host }));
  strictEqual(mermaidLines(timeline, hosts).join("\n").includes("&"), false);
  const text = mermaidOf("faults/crash-and-boot.yaml").join("\n");
  match(text, /recv\(conn#35;2\) = 0/);
});
