import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

type Then = (os: SocketCalls, connection: number) => Program;

/** What calls of a client say after 100 ms, its server having done something at 50 ms. */
function afterwards(
  os: string,
  server: (os: SocketCalls, connection: number) => Program,
  client: (os: SocketCalls, connection: number, say: (text: string) => void) => Program,
): string[] {
  const lab = new SocketLab(os, os);
  const seen: string[] = [];
  const late: Then = function* (os, connection) {
    yield* os.sleep(ms(50));
    yield* server(os, connection);
    yield* os.sleep(seconds(10));
  };
  lab.program(lab.server, serving(late));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* client(os, connection, (text) => seen.push(text));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run();
  return seen;
}

function* resetIt(os: SocketCalls, connection: number): Program {
  yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
  yield* os.close(connection);
}

function* recvRecvSendSend(
  os: SocketCalls,
  connection: number,
  say: (text: string) => void,
): Program {
  for (let i = 0; i < 2; i++) say(said(yield* os.recv(connection, 100)));
  for (let i = 0; i < 2; i++) say(said(yield* os.send(connection, bytes("x"))));
}

function* sendSendRecv(os: SocketCalls, connection: number, say: (text: string) => void): Program {
  for (let i = 0; i < 2; i++) say(said(yield* os.send(connection, bytes("x"))));
  say(said(yield* os.recv(connection, 100)));
}

Deno.test("linux: a reset in ESTABLISHED gives ECONNRESET once, then recv 0 and send EPIPE [os-profiles 3.5, S; measured] [MUST-12]", () => {
  deepStrictEqual(afterwards("linux", resetIt, recvRecvSendSend), [
    "-1 ECONNRESET 104",
    "0",
    "-1 EPIPE 32",
    "-1 EPIPE 32",
  ]);
});

Deno.test("linux: whoever asks first takes the error: send ECONNRESET, send EPIPE, recv 0 [measured, 05]", () => {
  deepStrictEqual(afterwards("linux", resetIt, sendSendRecv), [
    "-1 ECONNRESET 104",
    "-1 EPIPE 32",
    "0",
  ]);
});

Deno.test("linux: SO_ERROR takes the error: then recv 0 and send EPIPE [measured, 06]", () => {
  const seen = afterwards("linux", resetIt, function* (os, connection, say) {
    for (let i = 0; i < 2; i++) say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    say(said(yield* os.recv(connection, 1)));
    say(said(yield* os.send(connection, bytes("x"))));
  });
  deepStrictEqual(seen, ["104", "0", "0", "-1 EPIPE 32"]);
});

Deno.test("freebsd: a reset in ESTABLISHED gives recv ECONNRESET once, then 0; send EPIPE [os-profiles 3.5, M] [MUST-12]", () => {
  deepStrictEqual(afterwards("freebsd", resetIt, recvRecvSendSend), [
    "-1 ECONNRESET 54",
    "0",
    "-1 EPIPE 32",
    "-1 EPIPE 32",
  ]);
});

Deno.test("windows: a reset in ESTABLISHED gives 10054 on every call, SO_ERROR 0, readable and writable [os-profiles 3.5, T] [MUST-12]", () => {
  const seen = afterwards("windows", resetIt, function* (os, connection, say) {
    yield* recvRecvSendSend(os, connection, say);
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    yield* os.poll(connection, ["in", "out"], 0);
  });
  deepStrictEqual(seen, [
    "-1 WSAECONNRESET 10054",
    "-1 WSAECONNRESET 10054",
    "-1 WSAECONNRESET 10054",
    "-1 WSAECONNRESET 10054",
    "0",
  ]);
});

Deno.test("windows: select says readable and writable after a reset [os-profiles 3.5, T]", () => {
  const lab = new SocketLab("windows");
  lab.program(lab.server, serving(resetIt));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.poll(connection, ["in", "out"], 0);
    }),
  );
  lab.run();
  const record = lab.lastCall(lab.client, "select");
  deepStrictEqual(record.kind === "call" && record.args.revents, "read write");
});

Deno.test("linux: data received before the reset is delivered first [os-profiles 3.2 rcvQueueOnRst, S; measured, 06]", () => {
  const seen = afterwards("linux", function* (os, connection) {
    yield* os.send(connection, bytes("last words"));
    yield* os.sleep(ms(20));
    yield* resetIt(os, connection);
  }, recvRecvSendSend);
  deepStrictEqual(seen.slice(0, 2), ["10", "-1 ECONNRESET 104"]);
});

Deno.test("windows: data received before the reset is discarded [os-profiles 3.2 rcvQueueOnRst, m]", () => {
  const seen = afterwards("windows", function* (os, connection) {
    yield* os.send(connection, bytes("last words"));
    yield* os.sleep(ms(20));
    yield* resetIt(os, connection);
  }, recvRecvSendSend);
  deepStrictEqual(seen.slice(0, 2), ["-1 WSAECONNRESET 10054", "-1 WSAECONNRESET 10054"]);
});

/** The peer has closed; what we send then is answered by a reset that arrives in CLOSE-WAIT. */
function* sendIntoClosed(
  os: SocketCalls,
  connection: number,
  say: (text: string) => void,
): Program {
  say(said(yield* os.send(connection, bytes("x"))));
  yield* os.sleep(ms(100));
  say(said(yield* os.recv(connection, 1)));
  say(said(yield* os.recv(connection, 1)));
  say(said(yield* os.send(connection, bytes("x"))));
}

function* closeIt(os: SocketCalls, connection: number): Program {
  yield* os.close(connection);
}

const IN_CLOSE_WAIT: Record<string, { source: string; seen: string[] }> = {
  linux: { source: "S; measured, 09", seen: ["1", "0", "0", "-1 EPIPE 32"] },
  windows: {
    source: "T",
    seen: ["1", "-1 WSAECONNABORTED 10053", "-1 WSAECONNABORTED 10053", "-1 WSAECONNABORTED 10053"],
  },
  freebsd: { source: "S, M", seen: ["1", "-1 ECONNRESET 54", "0", "-1 EPIPE 32"] },
};

for (const [os, { source, seen }] of Object.entries(IN_CLOSE_WAIT)) {
  Deno.test(`${os}: a reset in CLOSE-WAIT: first send succeeds, then recv and send as the system says [os-profiles 3.5, ${source}]`, () => {
    deepStrictEqual(afterwards(os, closeIt, sendIntoClosed), seen);
  });
}

Deno.test("a blocked recv returns when the reset arrives, and its cause leads back to the peer's close", () => {
  const lab = new SocketLab("linux");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.sleep(ms(50));
      yield* resetIt(os, connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.recv(connection, 1);
    }),
  );
  lab.run();
  const { records } = lab.recorder;
  const returned = lab.lastCall(lab.client, "recv");
  strictEqual(returned.kind === "call" && returned.result?.error, "ECONNRESET");
  const kinds: string[] = [];
  for (let record = returned; record.cause !== 0; record = records[record.cause - 1]!) {
    kinds.push(record.kind === "segment" ? `${record.host} ${record.event}` : record.kind);
  }
  deepStrictEqual(kinds.slice(0, 5), [
    "call", // recv returned
    "state", // client: ESTABLISHED to CLOSED
    "client received",
    "server sent",
    "state", // server: ESTABLISHED to CLOSED
  ]);
});
