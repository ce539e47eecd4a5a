import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** What a client says whose server becomes silent for good at 100 ms. */
function silent(
  system: string,
  overrides: Record<string, unknown>,
  main: (os: SocketCalls, connection: number, say: (text: string) => void) => Program,
): string[] {
  const lab = new SocketLab(system, system, {
    linkDown: "keep",
    neighbourReachable: Infinity, // as if a router stood between them
    ...overrides,
  });
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(10_000));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      lab.cable.pull(os.now);
      yield* main(os, connection, (text) => seen.push(text));
    }),
  );
  lab.run(seconds(10_000));
  return seen;
}

const DATA: Record<string, [string[], string]> = {
  windows: [
    ["-1 WSAECONNABORTED 10053", "-1 WSAECONNABORTED 10053", "-1 WSAECONNABORTED 10053"],
    "V: the documents' answer, 10060 is the other one",
  ],
  linux: [["-1 ETIMEDOUT 110", "0", "-1 EPIPE 32"], "S; measured"],
  freebsd: [["-1 ETIMEDOUT 60", "0", "-1 EPIPE 32"], "S"],
};

for (const [system, [expected, source]] of Object.entries(DATA)) {
  Deno.test(`${system}: data that is never acknowledged ends the connection [os-profiles 3.5, ${source}]`, () => {
    const seen = silent(system, { dataRetries: 3 }, function* (os, connection, say) {
      yield* os.send(connection, bytes("x"));
      for (let i = 0; i < 2; i++) say(said(yield* os.recv(connection, 1)));
      say(said(yield* os.send(connection, bytes("x"))));
    });
    deepStrictEqual(seen, expected);
  });
}

const KEEPALIVE: Record<string, [string[], string]> = {
  windows: [["-1 WSAENETRESET 10052", "-1 WSAECONNRESET 10054"], "V"],
  linux: [["-1 ETIMEDOUT 110", "0"], "S; measured"],
  freebsd: [["-1 ETIMEDOUT 60", "0"], "S"],
};

for (const [system, [expected, source]] of Object.entries(KEEPALIVE)) {
  Deno.test(`${system}: keep-alive probes without an answer: the blocked recv, then the next [os-profiles 3.5, ${source}]`, () => {
    const seen = silent(system, {}, function* (os, connection, say) {
      yield* os.setsockopt(connection, "SO_KEEPALIVE", true);
      yield* os.setsockopt(connection, "TCP_KEEPIDLE", 2);
      yield* os.setsockopt(connection, "TCP_KEEPINTVL", 1);
      yield* os.setsockopt(connection, "TCP_KEEPCNT", 3);
      for (let i = 0; i < 2; i++) say(said(yield* os.recv(connection, 1)));
    });
    deepStrictEqual(seen, expected);
  });
}

Deno.test("linux: a receiver without keep-alive never notices that its peer is gone [measured, 12]", () => {
  const seen = silent("linux", {}, function* (os, connection, say) {
    say(said(yield* os.recv(connection, 1)));
  });
  deepStrictEqual(seen, []);
});

Deno.test("windows: a pulled cable aborts the connection locally: recv and send 10053 [os-profiles 3.5, V PuTTY]", () => {
  const seen = silent("windows", { linkDown: "abort" }, function* (os, connection, say) {
    say(said(yield* os.recv(connection, 1)));
    say(said(yield* os.send(connection, bytes("x"))));
  });
  deepStrictEqual(seen, ["-1 WSAECONNABORTED 10053", "-1 WSAECONNABORTED 10053"]);
});

Deno.test("poll gives 0 after its time, and takes exactly that", () => {
  let took = 0;
  const seen = silent("linux", {}, function* (os, connection, say) {
    const start = os.now;
    say(said(yield* os.poll(connection, ["in"], ms(250))));
    took = os.now - start;
  });
  deepStrictEqual(seen, ["0"]);
  strictEqual(took, ms(250));
});

Deno.test("linux: TCP_USER_TIMEOUT is known, TCP_MAXRT gives ENOPROTOOPT; windows: the other way round [os-profiles 3.1] [RFC 5482 .3]", () => {
  const answers = (system: string): string[] =>
    silent(system, {}, function* (os, connection, say) {
      say(said(yield* os.setsockopt(connection, "TCP_USER_TIMEOUT", 3000)));
      say(said(yield* os.setsockopt(connection, "TCP_MAXRT", 3)));
      yield* os.close(connection);
    });
  deepStrictEqual(answers("linux"), ["0", "-1 ENOPROTOOPT 92"]);
  deepStrictEqual(answers("windows"), ["-1 WSAENOPROTOOPT 10042", "0"]);
  deepStrictEqual(answers("freebsd"), ["-1 ENOPROTOOPT 42", "-1 ENOPROTOOPT 42"]);
});

Deno.test("linux: SO_RCVBUF is given back doubled, elsewhere as it was set [socket(7)]", () => {
  const answers = (system: string): string[] =>
    silent(system, {}, function* (os, connection, say) {
      yield* os.setsockopt(connection, "SO_RCVBUF", 10_000);
      say(said(yield* os.getsockopt(connection, "SO_RCVBUF")));
      yield* os.close(connection);
    });
  deepStrictEqual(answers("linux"), ["20000"]);
  deepStrictEqual(answers("windows"), ["10000"]);
});

Deno.test("poll reports of in and out only what was asked for, and no timeout where there is none", () => {
  for (const [system, call, text] of [["linux", "poll", "POLLIN"], ["windows", "select", "read"]]) {
    const lab = new SocketLab(system!);
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.send(connection, bytes("x"));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.poll(connection, ["in"]);
      }),
    );
    lab.run();
    const record = lab.lastCall(lab.client, call!);
    deepStrictEqual(record.kind === "call" && record.args, { events: "in", revents: text! });
  }
});

Deno.test("a call on a handle that was closed records the handle", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.server, serving(function* () {}));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.close(connection);
      yield* os.recv(connection, 9);
    }),
  );
  lab.run();
  const record = lab.lastCall(lab.client, "recv");
  deepStrictEqual(record.kind === "call" && record.args, { handle: 3, max: 9 });
});
