import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, type Nanos, NEVER } from "../../../engine/base/time.ts";
import type { CallResult } from "../../../nodes/records.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** Sends pieces of one byte, each so long after the one before, and waits then. */
function* drip(os: SocketCalls, connection: number, count: number, gap: Nanos): Program {
  for (let i = 0; i < count; i++) {
    yield* os.sleep(gap);
    yield* os.send(connection, bytes("x"));
  }
  yield* os.sleepUntil(ms(5000));
}

/** Makes a call and counts how often its program is resumed until it is over. */
function* counting(call: Program<CallResult>, onResume: () => void): Program<CallResult> {
  let step = call.next();
  while (step.done !== true) {
    yield step.value;
    onResume();
    step = call.next();
  }
  return step.value;
}

Deno.test("recv until the end of the stream is woken by every segment, its program only at the end", () => {
  const lab = new SocketLab("linux");
  let resumed = 0;
  let got = 0;
  lab.program(lab.server, serving((os, connection) => drip(os, connection, 5, ms(50))));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const call = os.skip(connection, { kind: "eof" });
      got = (yield* counting(call, () => resumed++)).bytes;
    }),
  );
  lab.run(ms(400));
  strictEqual(resumed, 0);
  strictEqual(lab.client.endpoint.connections()[0]!.readable, 0); // all was taken meanwhile
  lab.run(ms(6000));
  deepStrictEqual([resumed, got], [1, 5]);
});

Deno.test("send is woken whenever there is room, its program only once all bytes are taken", () => {
  const lab = new SocketLab("linux", "linux", { sendBuffer: 10_000, receiveBuffer: 10_000 });
  let resumed = 0;
  const results: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      results.push(`got ${(yield* os.skip(connection, { kind: "eof" })).bytes}`);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const call = os.sendPattern(connection, 200_000);
      results.push(`sent ${said(yield* counting(call, () => resumed++))}`);
      yield* os.close(connection);
    }),
  );
  lab.run(ms(9000));
  deepStrictEqual(results, ["sent 200000", "got 200000"]);
  strictEqual(resumed, 1);
});

/** When a recv with SO_RCVTIMEO of 100 ms gave up beside three bytes, one every 70 ms, and its result. */
function inVain(amount: { kind: "eof" } | { kind: "exactly"; bytes: number }): string[] {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, serving((os, connection) => drip(os, connection, 3, ms(70))));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "SO_RCVTIMEO", 100);
      const start = os.now;
      const result = yield* os.skip(connection, amount);
      seen.push(`${said(result)}, ${result.bytes} bytes, ${(os.now - start) / ms(1)} ms`);
    }),
  );
  lab.run(ms(2000));
  return seen;
}

Deno.test("linux: each recv of a program that calls again has the whole time of SO_RCVTIMEO [V: socket(7)]", () => {
  // The server starts 10 ms after connect, and each piece is 10 ms on its way: the last comes at 230.
  deepStrictEqual(inVain({ kind: "eof" }), ["-1 EAGAIN 11, 3 bytes, 330 ms"]);
});

Deno.test("linux: MSG_WAITALL has the time of SO_RCVTIMEO once, and gives what came in it [S: tcp_recvmsg]", () => {
  deepStrictEqual(inVain({ kind: "exactly", bytes: 3 }), ["1, 1 bytes, 100 ms"]);
});

Deno.test("linux: a socket that is closed while recv until eof goes on: the next data is taken, then EBADF", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, serving((os, connection) => drip(os, connection, 4, ms(100))));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.thread("closer", function* (own) {
        yield* own.sleep(ms(250));
        yield* own.close(connection);
      });
      const result = yield* os.skip(connection, { kind: "eof" });
      seen.push(`${said(result)}, ${result.bytes} bytes`);
    }),
  );
  lab.run(ms(1000));
  deepStrictEqual(seen, ["-1 EBADF 9, 3 bytes"]);
});

Deno.test("windows: closesocket ends a recv that had data before with 10004, and resets [closing-claims d]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(lab.server, serving((os, connection) => drip(os, connection, 4, ms(100))));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.thread("closer", function* (own) {
        yield* own.sleep(ms(250));
        yield* own.close(connection);
      });
      const result = yield* os.skip(connection, { kind: "eof" });
      seen.push(`${said(result)}, ${result.bytes} bytes, ${os.now / ms(1)} ms`);
    }),
  );
  lab.run(ms(1000));
  deepStrictEqual(seen, ["-1 WSAEINTR 10004, 2 bytes, 270 ms"]);
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("a process killed in a recv that had data before: the call never returns, and a FIN leaves", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.server, serving((os, connection) => drip(os, connection, 2, ms(100))));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
    }),
  );
  lab.run(ms(300));
  lab.client.processes.kill("app", ms(300));
  lab.run(ms(600));
  deepStrictEqual(lab.returns(lab.client, "recv"), []);
  deepStrictEqual(lab.sent(lab.client).filter((it) => it.includes("F")), ["FA"]);
});

Deno.test("SIGPIPE kills a process in the send that another thread's shutdown wakes: send never returns", () => {
  const lab = new SocketLab("linux", "linux", { sendBuffer: 10_000, receiveBuffer: 10_000 });
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(NEVER);
    }),
  );
  const main = connecting(function* (os, connection) {
    yield* os.thread("other", function* (own) {
      yield* own.sleep(ms(200));
      yield* own.shutdown(connection, "send");
      yield* own.sleep(ms(1000));
      yield* own.exit(0);
    });
    yield* os.sendPattern(connection, 200_000);
  });
  lab.program(lab.client, main, "app", "kill");
  lab.run(ms(900));
  deepStrictEqual(lab.returns(lab.client, "send"), []);
  strictEqual(lab.client.processes.find("app"), null);
});

Deno.test("a recv that blocks again while its host is paused goes on when the host does", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      for (let i = 0; i < 3; i++) {
        yield* os.sleep(ms(100));
        yield* os.send(connection, bytes("x"));
      }
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const result = yield* os.skip(connection, { kind: "eof" });
      seen.push(`${said(result)}, ${result.bytes} bytes, ${os.now / ms(1)} ms`);
    }),
  );
  lab.run(ms(150));
  lab.client.pause(ms(150));
  lab.run(ms(700));
  lab.client.resume(ms(700));
  lab.run(ms(900));
  deepStrictEqual(seen, ["0, 3 bytes, 700 ms"]);
});
