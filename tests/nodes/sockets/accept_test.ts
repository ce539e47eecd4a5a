import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, SocketLab } from "../../support/socket_lab.ts";

/** What accept, and then recv on what it gave, say of a connection that was reset while it waited. */
function resetInQueue(system: string): string[] {
  const lab = new SocketLab("linux", system);
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    yield* os.sleep(ms(200));
    const accepted = yield* os.accept(door, "conn");
    seen.push(accepted.error === "" ? "accepted" : said(accepted));
    if (accepted.error === "") seen.push(said(yield* os.recv(accepted.value, 1)));
  });
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(50));
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
      yield* os.close(connection);
    }),
  );
  lab.run();
  return seen;
}

const RESET_IN_QUEUE: Record<string, [string[], string]> = {
  linux: [["accepted", "-1 ECONNRESET 104"], "M"],
  freebsd: [["-1 ECONNABORTED 53"], "S"],
  windows: [["-1 WSAECONNRESET 10054"], "V"],
};

for (const [system, [expected, source]] of Object.entries(RESET_IN_QUEUE)) {
  Deno.test(`${system}: a connection that is reset while it waits to be accepted [os-profiles 3.5, ${source}]`, () => {
    deepStrictEqual(resetInQueue(system), expected);
  });
}

Deno.test("linux: killing a server resets connections that were not accepted [measured, 08]", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    yield* os.sleep(ms(100));
    yield* os.exit(0);
  });
  const seen: string[] = [];
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      seen.push(said(yield* os.recv(connection, 1)));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["-1 ECONNRESET 104"]);
});

Deno.test("a non-blocking accept without a connection would block", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    seen.push(said(yield* os.accept(door)));
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    yield* os.setsockopt(door, "O_NONBLOCK", 1);
    seen.push(said(yield* os.accept(door)));
  });
  lab.run();
  deepStrictEqual(seen, ["-1 EINVAL 22", "-1 EAGAIN 11"]);
});

const BIND: Record<string, [string, string]> = {
  linux: ["-1 EADDRINUSE 98", "-1 EADDRNOTAVAIL 99"],
  freebsd: ["-1 EADDRINUSE 48", "-1 EADDRNOTAVAIL 49"],
  windows: ["-1 WSAEADDRINUSE 10048", "-1 WSAEADDRNOTAVAIL 10049"],
};

for (const [system, [taken, foreign]] of Object.entries(BIND)) {
  Deno.test(`${system}: bind to a port that is taken and to an address that is another host's [os-profiles 3.4]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.server, function* (os) {
      const first = yield* os.socket();
      const second = yield* os.socket();
      seen.push(said(yield* os.bind(first, 0, 80)));
      seen.push(said(yield* os.bind(second, 0, 80)));
      seen.push(said(yield* os.bind(second, 0x0a000001, 80)));
      seen.push(said(yield* os.bind(second, 0, 81)));
    });
    lab.run();
    deepStrictEqual(seen, ["0", taken, foreign, "0"]);
  });
}

Deno.test("windows: SO_REUSEADDR steals a port, unless it is held with SO_EXCLUSIVEADDRUSE: 10013 [os-profiles 3.2, V]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const plain = yield* os.socket();
    const exclusive = yield* os.socket();
    const thief = yield* os.socket();
    yield* os.bind(plain, 0, 80);
    yield* os.setsockopt(exclusive, "SO_EXCLUSIVEADDRUSE", 1);
    yield* os.bind(exclusive, 0, 81);
    yield* os.setsockopt(thief, "SO_REUSEADDR", 1);
    seen.push(said(yield* os.bind(thief, 0, 81)));
    seen.push(said(yield* os.bind(thief, 0, 80)));
  });
  lab.run();
  deepStrictEqual(seen, ["-1 WSAEACCES 10013", "0"]);
});

Deno.test("linux: a server that closed first cannot bind its port again without SO_REUSEADDR while TIME-WAIT lasts [measured, 16]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.setsockopt(door, "SO_REUSEADDR", 1);
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    const { value } = yield* os.accept(door);
    yield* os.close(value);
    yield* os.close(door);
    yield* os.sleep(seconds(1));
    const plain = yield* os.socket();
    const reusing = yield* os.socket();
    yield* os.setsockopt(reusing, "SO_REUSEADDR", 1);
    seen.push(said(yield* os.bind(plain, 0, 80)));
    seen.push(said(yield* os.bind(reusing, 0, 80)));
  });
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.recv(connection, 1);
      yield* os.close(connection);
    }),
  );
  lab.run(seconds(10));
  deepStrictEqual(seen, ["-1 EADDRINUSE 98", "0"]);
});

Deno.test("each accepted socket of a listener is named after the first: conn, conn#2", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [
    { do: "listen", on: "", as: "door", address: "", port: 80, backlog: 5 },
    { do: "accept", on: "door", as: "conn" },
    { do: "accept", on: "door", as: "conn" },
    { do: "sleep", time: seconds(60) },
  ]);
  for (const name of ["one", "two"]) {
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.send(connection, bytes("x"));
        yield* os.sleep(seconds(60));
      }),
      name,
    );
  }
  lab.run();
  deepStrictEqual(lab.server.endpoint.connections().map((it) => it.name), ["conn", "conn#2"]);
  strictEqual(lab.returns(lab.server, "accept").length, 2);
});
