import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

type Say = (text: string) => void;

/** Runs a client against a server that does something; both keep the connection afterwards. */
function run(
  os: string,
  client: (os: SocketCalls, connection: number, say: Say) => Program,
  server: (os: SocketCalls, connection: number, say: Say) => Program = function* () {},
): { lab: SocketLab; client: string[]; server: string[] } {
  const lab = new SocketLab(os);
  const seen = { client: [] as string[], server: [] as string[] };
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* server(os, connection, (text) => seen.server.push(text));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* client(os, connection, (text) => seen.client.push(text));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run();
  return { lab, ...seen };
}

const AFTER_SEND_SHUT: Record<string, [string, string]> = {
  windows: ["-1 WSAESHUTDOWN 10058", "T"],
  linux: ["-1 EPIPE 32", "T; measured, 03"],
  freebsd: ["-1 EPIPE 32", "M"],
};

for (const [system, [error, source]] of Object.entries(AFTER_SEND_SHUT)) {
  Deno.test(`${system}: send after the own shutdown of sending fails without a segment [os-profiles 3.5, ${source}]`, () => {
    const { lab, client } = run(system, function* (os, connection, say) {
      say(said(yield* os.shutdown(connection, "send")));
      yield* os.sleep(ms(100));
      say(said(yield* os.send(connection, bytes("x"))));
      say(said(yield* os.shutdown(connection, "send")));
    });
    deepStrictEqual(client, ["0", error, "0"]);
    strictEqual(lab.sent(lab.client).filter((line) => line.includes("F")).length, 1);
    strictEqual(lab.resets(lab.client), 0);
  });
}

Deno.test("windows: recv after the own shutdown of receiving gives 10058 [os-profiles 3.5, T]", () => {
  const { client } = run("windows", function* (os, connection, say) {
    yield* os.shutdown(connection, "receive");
    say(said(yield* os.recv(connection, 1)));
  });
  deepStrictEqual(client, ["-1 WSAESHUTDOWN 10058"]);
});

Deno.test("linux: recv after the own shutdown of receiving gives data, queued or new, then 0 [os-profiles 3.5, T; measured, 04]", () => {
  const { lab, client } = run("linux", function* (os, connection, say) {
    yield* os.sleep(ms(50));
    yield* os.shutdown(connection, "receive");
    for (let i = 0; i < 2; i++) say(said(yield* os.recv(connection, 100)));
    yield* os.sleep(ms(100));
    for (let i = 0; i < 2; i++) say(said(yield* os.recv(connection, 100)));
  }, function* (os, connection) {
    yield* os.send(connection, bytes("queued"));
    yield* os.sleep(ms(100));
    yield* os.send(connection, bytes("new"));
  });
  deepStrictEqual(client, ["6", "0", "3", "0"]);
  strictEqual(lab.resets(lab.client), 0);
});

Deno.test("freebsd: recv after the own shutdown of receiving gives 0, and data is acknowledged and thrown away [os-profiles 3.2, S; 3.5, M]", () => {
  const { lab, client } = run("freebsd", function* (os, connection, say) {
    yield* os.shutdown(connection, "receive");
    yield* os.sleep(ms(200));
    say(said(yield* os.recv(connection, 100)));
  }, function* (os, connection) {
    yield* os.sleep(ms(50));
    yield* os.send(connection, bytes("new"));
  });
  deepStrictEqual(client, ["0"]);
  strictEqual(lab.resets(lab.client), 0);
});

Deno.test("windows: data that arrives after the own shutdown of receiving resets: the peer gets 10054, the own recv 10058 [closing-claims f, V]", () => {
  const { lab, client, server } = run("windows", function* (os, connection, say) {
    yield* os.shutdown(connection, "receive");
    yield* os.sleep(ms(200));
    say(said(yield* os.recv(connection, 1)));
    say(said(yield* os.send(connection, bytes("x"))));
  }, function* (os, connection, say) {
    yield* os.sleep(ms(50));
    yield* os.send(connection, bytes("x"));
    say(said(yield* os.recv(connection, 1)));
  });
  deepStrictEqual(client, ["-1 WSAESHUTDOWN 10058", "-1 WSAECONNABORTED 10053"]);
  deepStrictEqual(server, ["-1 WSAECONNRESET 10054"]);
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("windows: a recv that was pending before the shutdown of receiving still gets the next data, without a reset [os-profiles 3.2, T]", () => {
  const { lab, client } = run("windows", function* (os, connection, say) {
    const reader = yield* os.thread("reader", function* (own) {
      say(`recv ${said(yield* own.recv(connection, 100))}`);
      say(`again ${said(yield* own.recv(connection, 100))}`);
    });
    yield* os.sleep(ms(20));
    say(`shutdown ${said(yield* os.shutdown(connection, "receive"))}`);
    yield* os.join(reader);
  }, function* (os, connection) {
    yield* os.sleep(ms(100));
    yield* os.send(connection, bytes("x"));
  });
  deepStrictEqual(client, ["shutdown 0", "recv 1", "again -1 WSAESHUTDOWN 10058"]);
  strictEqual(lab.resets(lab.client), 0);
});

Deno.test("linux: shutdown of both directions wakes a blocked recv with 0 at once [measured, 07]", () => {
  const { client } = run("linux", function* (os, connection, say) {
    const reader = yield* os.thread("reader", function* (own) {
      say(`recv ${said(yield* own.recv(connection, 100))} at ${own.now - start}`);
    });
    yield* os.sleep(ms(50));
    const start = os.now;
    yield* os.shutdown(connection, "both");
    yield* os.join(reader);
  });
  deepStrictEqual(client, ["recv 0 at 0"]);
});

Deno.test("linux: data after the shutdown of both directions resets: own recv ECONNRESET, peer recv ECONNRESET or EPIPE [measured, 04]", () => {
  const { lab, client, server } = run("linux", function* (os, connection, say) {
    yield* os.shutdown(connection, "both");
    yield* os.sleep(ms(200));
    say(said(yield* os.recv(connection, 1)));
    say(said(yield* os.send(connection, bytes("x"))));
  }, function* (os, connection, say) {
    yield* os.sleep(ms(100));
    say(said(yield* os.send(connection, bytes("x"))));
    yield* os.sleep(ms(100));
    say(said(yield* os.send(connection, bytes("x"))));
  });
  deepStrictEqual(client, ["-1 ECONNRESET 104", "-1 EPIPE 32"]);
  deepStrictEqual(server, ["1", "-1 EPIPE 32"]);
  ok(lab.resets(lab.client) >= 1);
});

const NOT_CONNECTED: Record<string, [string, string, string]> = {
  windows: ["-1 WSAENOTCONN 10057", "-1 WSAENOTCONN 10057", "T"],
  linux: ["-1 ENOTCONN 107", "0", "S"],
  freebsd: ["-1 ENOTCONN 57", "-1 ENOTCONN 57", "M"],
};

for (const [system, [fresh, listening, source]] of Object.entries(NOT_CONNECTED)) {
  Deno.test(`${system}: shutdown of a socket that is not connected, and of one that listens [os-profiles 3.2, ${source}]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.server, function* (os) {
      const fresh = yield* os.socket();
      seen.push(said(yield* os.shutdown(fresh, "send")));
      yield* os.bind(fresh, 0, 80);
      yield* os.listen(fresh);
      seen.push(said(yield* os.shutdown(fresh, "receive")));
    });
    lab.run();
    deepStrictEqual(seen, [fresh, listening]);
  });
}
