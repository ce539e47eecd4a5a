import { match, ok, strictEqual, throws } from "node:assert/strict";
import { findCall, jsonChunks, storyLines, timelineSchema } from "../../../mod.ts";
import { matchesGolden } from "../../support/golden.ts";
import { runScenario } from "../../support/scenarios.ts";

/** The story of a call of a scenario as one text. */
function storyOf(scenario: string, call: string, nth: number | null = null): string {
  const { timeline } = runScenario(scenario);
  return `${storyLines(timeline, findCall(timeline, call, nth)).join("\n")}\n`;
}

/** Holds if the text has all of these, each behind the one before. */
function tellsInOrder(text: string, parts: readonly (string | RegExp)[]): void {
  let at = 0;
  for (const part of parts) {
    const rest = text.slice(at);
    const found = typeof part === "string" ? rest.indexOf(part) : rest.search(part);
    ok(found >= 0, `"${part}" is not told, or not in its place:\n${text}`);
    at += found + 1;
  }
}

/** Resets and time-outs by what they come from, and the steps that must be told. */
const STORIES: readonly [
  name: string,
  scenario: string,
  call: string,
  steps: readonly (string | RegExp)[],
][] = [
  ["a NIC that was disabled, at its own host", "faults/nic-disabled-windows.yaml", "client.recv", [
    "a fault of the topology: disable client.eth0",
    "client.eth0: disabled",
    "client.eth0: address removed",
    "client.conn goes from ESTABLISHED to CLOSED: the interface of its address went down",
    "returns -1 WSAECONNABORTED",
    "In short: client lost the address of the connection with its interface",
    "it began with the fault: disable client.eth0",
  ]],
  ["a NIC that was disabled, at its peer", "faults/nic-disabled-windows.yaml", "server.web.recv", [
    "a fault of the topology: disable client.eth0",
    "client.conn goes from ESTABLISHED to CLOSED: the interface of its address went down",
    "server.web calls send(",
    "server sends PSH,ACK",
    /client answers #\d+ with RST .*: client.conn ended 9.06 s before/,
    "server receives RST",
    "returns -1 ECONNRESET",
    "In short: client no longer knew the connection",
  ]],
  ["data that nobody had read", "closing/unread-linux.yaml", "client.app.recv", [
    "client.app calls send(conn, length=1000)",
    /server receives PSH,ACK .* len=1000/,
    "server.web calls close(conn)",
    "reset: closed with unread data",
    "server sends RST",
    "client receives RST",
    "returns -1 ECONNRESET",
    "In short: server closed with data that nobody had read",
  ]],
  ["SO_LINGER with a time of 0", "closing/linger-zero.yaml", "server.recv", [
    /client.app calls setsockopt\(.*SO_LINGER.*linger=0/,
    "client.app calls close(conn)",
    "client sends RST",
    "returns -1 ECONNRESET",
    "In short: client closed with an SO_LINGER time of 0",
  ]],
  ["a closed port", "closing/refused.yaml", "client.connect", [
    "client.app calls connect(",
    "client sends SYN",
    "server receives SYN",
    /server answers #\d+ with RST,ACK .*: nobody listens on port 80/,
    "returns -1 ECONNREFUSED",
    "In short: nobody listened on port 80",
  ]],
  ["a peer that crashed and is up again", "faults/crash-and-boot.yaml", "client.recv", [
    "a fault of the topology: crash server",
    "host server crashed",
    "server.conn goes from ESTABLISHED to CLOSED: the host crashed",
    "client.app calls send(",
    /server answers #\d+ with RST .*: server.conn ended 50.06 s before \(#\d+\)/,
    "returns -1 ECONNRESET",
    /In short: server no longer knew the connection \(#\d+: the host crashed\)/,
  ]],
  ["data after SD_RECEIVE on Windows", "closing/shutdown-receive-windows.yaml", "client.recv", [
    "server.web calls shutdown(conn, how=SD_RECEIVE)",
    "client.app calls send(",
    "server receives PSH,ACK",
    "reset: data after shutdown of receiving",
    "returns -1 ECONNRESET",
    "In short: data came to server after its program had shut down receiving",
  ]],
  ["closesocket while recv waits", "closing/close-in-recv-windows.yaml", "server.recv", [
    "client.app/reader calls recv(",
    "client.app calls closesocket(conn)",
    "client sends RST",
    "returns -1 ECONNRESET",
    "In short: client closed while its own recv was waiting",
  ]],
  ["retransmissions without an answer", "faults/cable-pulled-for-good.yaml", "client.recv", [
    "a fault of the topology: pull cable",
    "client.eth0: carrier lost",
    "client.eth0: neighbour failed (10.0.0.2)",
    /PSH,ACK .* is lost at client: no neighbour answers/,
    "the retransmission timer of client.conn fires",
    /R2 is reached, as \d+ segments were lost/,
    "returns -1 EHOSTUNREACH",
    /In short: client sent again and again and got no answer .*: pull cable/,
  ]],
  ["keep-alive probes without an answer", "faults/keep-alive.yaml", "client.recv", [
    "client.app calls setsockopt(conn, option=SO_KEEPALIVE",
    "a fault of the topology: pull cable",
    "client.eth0: carrier lost",
    "is lost at client: no neighbour answers (keep-alive probe)",
    "no answer to keep-alive probes",
    "returns -1 ETIMEDOUT",
    "In short: client got no answer to its keep-alive probes",
  ]],
  ["a full backlog", "faults/backlog-full-windows.yaml", "client.third.connect", [
    "listen(door, backlog=1)",
    "client.third calls connect(",
    /server answers #\d+ with RST,ACK .*: the backlog is full: 2 connections wait/,
    "returns -1 ECONNREFUSED",
    "In short: the backlog of port 80 was full",
  ]],
  ["a listener that closed first", "faults/backlog-full-windows.yaml", "client.first.recv", [
    "process web exits",
    "reset: the listener was closed",
    "returns -1 ECONNRESET",
    "In short: server stopped listening before it accepted the connection",
  ]],
  ["a process that was killed", "faults/killed-unread.yaml", "client.recv", [
    "a fault of the topology: kill server.web",
    "process web is killed (SIGKILL)",
    "reset: closed with unread data",
    "returns -1 ECONNRESET",
    "it began with the fault: kill server.web",
  ]],
  ["a firewall that forgot the connection", "faults/firewall-resets.yaml", "client.recv", [
    "gate receives ACK seq=101 ack=101 len=0",
    "client.app calls send(conn, length=100)",
    "gate receives PSH,ACK",
    /gate sends RST .*\(reset: the firewall does not know the connection: forgotten/,
    "client receives RST",
    "returns -1 WSAECONNRESET",
    /In short: the firewall of gate did not know the connection: forgotten, last seen 399.960s ago/,
  ]],
  ["a rule of a firewall", "faults/firewall-rejects.yaml", "client.recv", [
    "client.app calls send(conn, length=100)",
    "gate receives PSH,ACK",
    "a fault of the topology: reject gate (match 2)",
    "gate sends RST seq=1 len=0 (reset: rejected by the firewall)",
    "returns -1 ECONNRESET",
    /In short: a rule of the firewall of gate refused a segment .*: reject gate/,
  ]],
  ["half a connection behind a firewall", "faults/firewall-rejects.yaml", "server.recv", [
    "a fault of the topology: reject gate (match 2)",
    "client.conn goes from ESTABLISHED to CLOSED",
    "the keepalive timer of server.conn fires",
    /client answers #\d+ with RST .*: client.conn ended 599.02 s before/,
    "returns -1 ECONNRESET",
    /In short: client no longer knew the connection .*: reject gate/,
  ]],
  ["segments that a firewall swallows", "faults/firewall-forgets.yaml", "server.recv", [
    "server.web/conn calls send(conn, length=100)",
    /PSH,ACK .* is lost at gate: the firewall does not know the connection: forgotten/,
    "the retransmission timer of server.conn fires",
    "returns -1 ETIMEDOUT",
    /In short: server sent again and again and got no answer \(the firewall does not know/,
  ]],
  ["an interface that was disabled", "faults/nic-disabled-windows.yaml", "client.recv", [
    "a fault of the topology: disable client.eth0",
    "client.eth0: disabled",
    "client.eth0: address removed",
    "client.conn goes from ESTABLISHED to CLOSED: the interface of its address went down",
    "returns -1 WSAECONNABORTED",
    /In short: client lost the address of the connection with its interface; .*: disable client/,
  ]],
  ["data after close", "closing/send-after-close-linux.yaml", "client.send", [
    "server.web calls close(conn)",
    "server receives PSH,ACK",
    "reset: data after close",
    "client receives RST",
    "returns -1 EPIPE",
    "In short: data came to server after its program had closed",
  ]],
];

for (const [name, scenario, call, steps] of STORIES) {
  Deno.test(`why tells of ${name}, and in order`, () => {
    const text = storyOf(scenario, call);
    tellsInOrder(text, steps);
    for (const line of text.split("\n").slice(2).filter((line) => line.startsWith("  "))) {
      match(line, /^ +(\S+ \w+)? +#\d+ {2}\S/); // each step names its record
    }
  });
}

Deno.test("an error that comes later has the reason of the connection's end", () => {
  const text = storyOf("closing/unread-linux.yaml", "client.send", 2);
  tellsInOrder(text, ["server.web calls close(conn)", "receives RST", "returns -1 EPIPE"]);
});

Deno.test("an error that a program's own shutdown makes has that reason", () => {
  const text = storyOf("closing/shutdown-receive-windows.yaml", "server.recv");
  tellsInOrder(text, ["calls shutdown(conn, how=SD_RECEIVE)", "returns -1 WSAESHUTDOWN"]);
});

Deno.test("a story reads as in its golden file", () => {
  matchesGolden(
    "tests/golden/why/half_open.txt",
    storyOf("faults/crash-and-boot.yaml", "client.recv"),
  );
  matchesGolden(
    "tests/golden/why/cable_pulled.txt",
    storyOf("faults/cable-pulled-for-good.yaml", "client.recv"),
  );
});

Deno.test("a story of an export is that of the timeline in memory", () => {
  const { timeline, info, verdicts } = runScenario("faults/crash-and-boot.yaml");
  const text = Array.from(jsonChunks(timeline, info, verdicts)).join("");
  const exported = timelineSchema.parse(JSON.parse(text));
  for (let id = 1; id <= timeline.size; id++) {
    strictEqual(storyLines(exported, id).join("\n"), storyLines(timeline, id).join("\n"));
  }
});

Deno.test("what is not there is told", () => {
  const { timeline } = runScenario("closing/refused.yaml");
  throws(() => storyLines(timeline, timeline.size + 1), {
    name: "RangeError",
    message: /^Cannot find record: its number must be a whole number from 1 to \d+: it is \d+$/,
  });
  throws(() => findCall(timeline, "client.recv"), {
    message: 'Cannot find call "client.recv": it must have returned: it never did; ' +
      "these did: client.socket, client.connect",
  });
  throws(() => findCall(timeline, "client.app.connect", 2), {
    message: 'Cannot find call "client.app.connect": its number must be from 1 to 1: it is 2',
  });
});
