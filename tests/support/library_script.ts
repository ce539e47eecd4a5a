/**
 * A small program as a user of the library has it, run by tests without any
 * permission: it prints what it may do, and the digest of a run.
 */
import { digest, formatMistakes, jsonChunks, loadTopology, Run, textLines } from "../../mod.ts";

const TOPOLOGY = `# A comment
title: &title "Anchors and comments" # and another
description: *title
hosts:
  client: { os: linux, address: 10.0.0.1/24 }
  server: { os: windows, address: 10.0.0.2/24 }
links: { cable: { between: [client, server], latency: 10ms, loss: 5% } }
programs:
  server:
    web:
      - listen: { port: 80, as: door }
      - accept: { on: door, as: conn }
      - recv: &all { on: conn, until: eof }
      - close: conn
  client:
    app:
      - connect: { to: "server:80", as: conn }
      - send: { on: conn, bytes: 10kB }
      - shutdown: { on: conn, how: send }
      - recv: *all
      - close: conn
`;

const names = ["read", "write", "net", "env", "run", "sys", "ffi"] as const;
const granted = names.filter((name) => Deno.permissions.querySync({ name }).state === "granted");
const wrong = loadTopology("title: [*none", "wrong.yaml");
const loaded = loadTopology(TOPOLOGY, "right.yaml");
if (loaded.mistakes !== null) throw new SyntaxError(formatMistakes(loaded.mistakes));
const run = new Run(loaded.topology, loaded.source);
run.advance();
const { timeline, info, verdicts } = run.finish();
const report = {
  granted,
  mistakes: wrong.mistakes?.length ?? 0,
  digest: digest(timeline),
  lines: [...textLines(timeline, info, verdicts)].length,
  json: JSON.parse([...jsonChunks(timeline, info, verdicts)].join("")).digest,
};
await new Blob([JSON.stringify(report)]).stream().pipeTo(Deno.stdout.writable);
