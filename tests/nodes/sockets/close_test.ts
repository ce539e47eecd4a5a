import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

const CLOSED: Record<string, string> = {
  windows: "-1 WSAENOTSOCK 10038",
  linux: "-1 EBADF 9",
  freebsd: "-1 EBADF 9",
};

for (const [system, error] of Object.entries(CLOSED)) {
  Deno.test(`${system}: every call on a closed handle fails [os-profiles 3.5]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.client, function* (os) {
      const handle = yield* os.socket();
      seen.push(said(yield* os.close(handle)));
      seen.push(said(yield* os.recv(handle, 1)));
      seen.push(said(yield* os.send(handle, bytes("x"))));
      seen.push(said(yield* os.connect(handle, "server", 80)));
      seen.push(said(yield* os.shutdown(handle, "both")));
      seen.push(said(yield* os.close(handle)));
    });
    lab.run();
    deepStrictEqual(seen, ["0", error, error, error, error, error]);
  });
}

Deno.test("linux: close while another thread is blocked in recv is deferred: recv returns the next data, then the FIN leaves [closing-claims d; measured, 07]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.send(connection, bytes("next"));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const reader = yield* os.thread("reader", function* (own) {
        seen.push(`recv ${said(yield* own.recv(connection, 100))}`);
        seen.push(`again ${said(yield* own.recv(connection, 100))}`);
      });
      yield* os.sleep(ms(20));
      seen.push(`close ${said(yield* os.close(connection))}`);
      yield* os.sleep(ms(30));
      seen.push(lab.state(lab.client));
      yield* os.join(reader);
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["close 0", "ESTABLISHED", "recv 4", "again -1 EBADF 9"]);
  strictEqual(lab.resets(lab.client), 0);
  ok(lab.sent(lab.client).some((line) => line.includes("F")));
});

Deno.test("windows: closesocket while another thread is blocked in recv resets, and that recv gives 10004 [closing-claims d, V libuv 3034]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      seen.push(`peer ${said(yield* os.recv(connection, 1))}`);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const reader = yield* os.thread("reader", function* (own) {
        seen.push(`recv ${said(yield* own.recv(connection, 100))}`);
      });
      yield* os.sleep(ms(50));
      seen.push(`close ${said(yield* os.close(connection))}`);
      yield* os.join(reader);
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["close 0", "recv -1 WSAEINTR 10004", "peer -1 WSAECONNRESET 10054"]);
  strictEqual(lab.resets(lab.client), 1);
  deepStrictEqual(lab.returns(lab.client, "closesocket"), ["closesocket 0"]);
});

Deno.test("windows: closesocket without a pending recv ends with a FIN [closing-claims d, V]", () => {
  const lab = new SocketLab("windows");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.recv(connection, 1);
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(50));
      yield* os.close(connection);
    }),
  );
  lab.run();
  strictEqual(lab.resets(lab.client) + lab.resets(lab.server), 0);
  strictEqual(lab.state(lab.client), "TIME-WAIT");
});

Deno.test("windows: closing a listener ends a blocked accept with 10004", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    const waiting = yield* os.thread("waiting", function* (own) {
      seen.push(said(yield* own.accept(door)));
    });
    yield* os.sleep(ms(10));
    yield* os.close(door);
    yield* os.join(waiting);
  });
  lab.run();
  deepStrictEqual(seen, ["-1 WSAEINTR 10004"]);
});

/** Both systems reset, FreeBSD does not. */
const UNREAD: Record<string, [boolean, string]> = {
  windows: [true, "m"],
  linux: [true, "S; measured, 05"],
  freebsd: [false, "S"],
};

for (const [system, [resets, source]] of Object.entries(UNREAD)) {
  Deno.test(`${system}: close with unread data ${resets ? "resets" : "sends a FIN"} [os-profiles 3.2, ${source}]`, () => {
    const lab = new SocketLab(system);
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.send(connection, bytes("unread"));
        yield* os.sleep(seconds(10));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.sleep(ms(100));
        yield* os.close(connection);
        yield* os.sleep(seconds(10));
      }),
    );
    lab.run();
    strictEqual(lab.resets(lab.client), resets ? 1 : 0);
  });
}

Deno.test("SO_LINGER with 0 s: close resets and returns at once, without TIME-WAIT [os-profiles 3.3, V]", () => {
  for (const system of ["linux", "windows", "freebsd"]) {
    const lab = new SocketLab(system);
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.recv(connection, 1);
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
        yield* os.close(connection);
        yield* os.sleep(seconds(10));
      }),
    );
    lab.run();
    strictEqual(lab.resets(lab.client), 1, system);
    strictEqual(lab.state(lab.client), "CLOSED", system);
  }
});

/** The state that a client's connection is left in by a close with SO_LINGER of 0 s in TIME-WAIT. */
function hardCloseInTimeWait(system: string): string {
  const lab = new SocketLab(system);
  let state = "";
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.recv(connection, 1);
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
      yield* os.shutdown(connection, "send");
      yield* os.recv(connection, 1);
      strictEqual(lab.state(lab.client), "TIME-WAIT", system);
      yield* os.close(connection);
      state = lab.state(lab.client);
    }),
  );
  lab.run();
  strictEqual(lab.resets(lab.client), 0, system);
  return state;
}

Deno.test("rfc9293: SO_LINGER with 0 s ends TIME-WAIT, as ABORT does [RFC 9293 3.10.5]", () => {
  strictEqual(hardCloseInTimeWait("rfc9293"), "CLOSED");
});

Deno.test("SO_LINGER with 0 s leaves TIME-WAIT as it is, which is no socket's any more [S: Linux __tcp_close, FreeBSD tcp_usr_close]", () => {
  for (const system of ["linux", "freebsd"]) {
    strictEqual(hardCloseInTimeWait(system), "TIME-WAIT", system);
  }
});

/** How long a lingering close takes while the cable is in, or out. */
function lingerFor(system: string, lingerSeconds: number, pull: boolean) {
  const lab = new SocketLab(system);
  let took = -1;
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
      yield* os.sleep(seconds(60));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: lingerSeconds });
      if (pull) lab.cable.pull(os.now);
      yield* os.send(connection, bytes("last words"));
      const start = os.now;
      yield* os.close(connection);
      took = os.now - start;
      yield* os.sleep(seconds(60));
    }),
  );
  lab.run(seconds(30));
  return { lab, took };
}

Deno.test("linux: a close that lingers returns when the FIN is acknowledged [measured, 06: 41 ms at a round trip of 40]", () => {
  const { took } = lingerFor("linux", 2, false);
  ok(took >= ms(20) && took <= ms(20) + ms(45), `${took}`);
});

Deno.test("linux: a close that lingers returns after its time, and the connection goes on in the background [measured, 06: 2.00 s]", () => {
  const { lab, took } = lingerFor("linux", 2, true);
  strictEqual(took, seconds(2));
  strictEqual(lab.resets(lab.client), 0);
  strictEqual(lab.state(lab.client), "FIN-WAIT-1");
});

Deno.test("windows: a close that lingers in vain is hard after its time [os-profiles 3.3, V]", () => {
  // An interface without carrier would end the connection first: the profile keeps it here.
  const lab = new SocketLab("windows", "windows", { linkDown: "keep" });
  let took = -1;
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(60));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 2 });
      lab.cable.pull(os.now);
      yield* os.send(connection, bytes("last words"));
      const start = os.now;
      yield* os.close(connection);
      took = os.now - start;
    }),
  );
  lab.run(seconds(30));
  strictEqual(took, seconds(2));
  strictEqual(lab.state(lab.client), "CLOSED");
});

Deno.test("windows: a close that lingers on a non-blocking socket gives 10035 and changes nothing [os-profiles 3.3, V]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(60));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 2 });
      yield* os.setsockopt(connection, "O_NONBLOCK", true);
      seen.push(said(yield* os.close(connection)));
      seen.push(said(yield* os.send(connection, bytes("x"))));
      yield* os.sleep(seconds(60));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["-1 WSAEWOULDBLOCK 10035", "1"]);
});

Deno.test("linux: close while another thread is blocked in send is deferred: the call takes all its bytes, then the FIN leaves [measured, 07]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.sleep(ms(200));
      seen.push(
        `server ${said(yield* os.skip(connection, { kind: "exactly", bytes: 1_000_000 }))}`,
      );
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const writer = yield* os.thread("writer", function* (own) {
        seen.push(`send ${said(yield* own.sendPattern(connection, 1_000_000))}`);
      });
      yield* os.sleep(ms(100));
      seen.push(`close ${said(yield* os.close(connection))}`);
      yield* os.join(writer);
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["close 0", "send 1000000", "server 1000000"]);
});
