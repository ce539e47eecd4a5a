import { deepStrictEqual, ok } from "node:assert/strict";
import { loadTopology } from "../../mod.ts";
import { runText } from "../support/run_text.ts";

const HEAD = `
title: A gate
hosts:
  client: { os: linux, address: 10.0.0.1/24, gateway: 10.0.0.254 }
  gate:
    os: linux
    nics: { eth0: { address: 10.0.0.254/24 }, eth1: { address: 10.1.0.254/24 } }
`;
const REST = `
  server: { os: linux, address: 10.1.0.1/24, gateway: 10.1.0.254 }
links:
  inside: { between: [client, gate.eth0], latency: 1ms }
  outside: { between: [gate.eth1, server], latency: 1ms }
`;

function messages(gate: string, faults = ""): string[] {
  const { mistakes } = loadTopology(HEAD + gate + REST + faults, "gate.yaml");
  return (mistakes ?? []).map(({ message }) => message);
}

Deno.test("a firewall needs a host that forwards", () => {
  deepStrictEqual(messages("    forward: true\n    firewall: {}"), []);
  const [message = "", ...more] = messages("    firewall: { idle: 5m }");
  deepStrictEqual(more, []);
  ok(message.includes("must stand beside forward: true"), message);
});

Deno.test("reject needs a host that forwards, and one that is there", () => {
  const reject = (on: string) => `faults: [{ reject: { on: ${on}, flags: SYN } }]`;
  deepStrictEqual(messages("    forward: true", reject("gate")), []);
  ok(messages("    forward: true", reject("server"))[0]?.includes("must be a host that forwards"));
  ok(messages("    forward: true", reject("gaze"))[0]?.includes("gate"));
});

Deno.test("a firewall that is restarted resets what it does not know, and its host keeps its own connections", () => {
  const text = HEAD + "    forward: true\n    firewall: { unknown: reset }" + REST + `
programs:
  server: { web: [{ listen: { port: 80, as: door } }, { accept: { on: door, as: conn } }, { recv: { on: conn } }] }
  client:
    app:
      - connect: { to: "server:80", as: conn }
      - sleep: 10s
      - send: { on: conn, bytes: 1 }
      - recv: { on: conn }
faults: [{ at: 1s, crash: gate, for: 1s }]
expect:
  - { call: client.app.recv, returns: ECONNRESET }
  - { eventually: { segment: { flags: RST, note: never seen } } }
  - { connection: server.conn, end: ESTABLISHED }
`;
  const { verdicts } = runText(text);
  deepStrictEqual(verdicts.filter(({ holds }) => !holds), []);
});
