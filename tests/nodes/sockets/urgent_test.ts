import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

type Receiver = (os: SocketCalls, connection: number, seen: string[]) => Program;

/** What a receiver sees of "abc" with an urgent "!" behind it and "de" behind that, 1 s later. */
function received(system: string, receiver: Receiver, isLate = true): string[] {
  const lab = new SocketLab(system);
  const seen: string[] = [];
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.send(connection, bytes("abc"));
      yield* os.sendUrgent(connection, bytes("!"));
      yield* os.send(connection, bytes("de"));
      yield* os.sleep(seconds(60));
    }),
  );
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      if (isLate) yield* os.sleep(seconds(1));
      yield* receiver(os, connection, seen);
      yield* os.sleep(seconds(60));
    }),
  );
  lab.run(seconds(10));
  return seen;
}

const text = (data: Uint8Array): string => new TextDecoder().decode(data);

function* readAll(os: SocketCalls, connection: number, seen: string[]): Program {
  yield* os.setsockopt(connection, "O_NONBLOCK", true);
  while (true) {
    const mark = (yield* os.ioctl(connection, "SIOCATMARK")).value;
    const { data, error } = yield* os.recv(connection, 100);
    if (error !== "") return;
    seen.push(`${mark} ${text(data)}`);
  }
}

for (const system of ["linux", "freebsd"]) {
  Deno.test(`${system}: recv stops before the octet out of band, and goes on behind it [MUST-30] [MUST-33] [RFC 6093 3.2]`, () => {
    deepStrictEqual(received(system, readAll), ["0 abc", "1 de"]);
  });

  Deno.test(`${system}: with SO_OOBINLINE the octet stays in the stream, and SIOCATMARK tells where [MUST-33] [RFC 6093 6]`, () => {
    const seen = received(system, function* (os, connection, seen) {
      yield* os.setsockopt(connection, "SO_OOBINLINE", true);
      seen.push(said(yield* os.recvUrgent(connection)));
      yield* readAll(os, connection, seen);
    });
    deepStrictEqual(seen, ["-1 EINVAL 22", "0 abc", "1 !de"]);
  });

  Deno.test(`${system}: recv with MSG_OOB takes the octet once, before what precedes it [MUST-30] [S: tcp_recv_urg, tcp_usr_rcvoob]`, () => {
    const seen = received(system, function* (os, connection, seen) {
      seen.push(text((yield* os.recvUrgent(connection)).data));
      seen.push(said(yield* os.recvUrgent(connection)));
      yield* readAll(os, connection, seen);
      seen.push(said(yield* os.recvUrgent(connection)));
    });
    deepStrictEqual(seen, ["!", "-1 EINVAL 22", "0 abc", "1 de", "-1 EINVAL 22"]);
  });
}

Deno.test("rfc9293: urgent data is part of the stream [MUST-30] [RFC 9293 3.8.5]", () => {
  deepStrictEqual(received("rfc9293", readAll), ["0 abc", "1 !de"]);
});

Deno.test("linux: a recv that waits at the mark goes past it, and the octet is lost; freebsd keeps it [S: tcp_recvmsg_locked, soreceive]", () => {
  const receiver: Receiver = function* (os, connection, seen) {
    yield* os.recv(connection, 100);
    yield* os.thread("reader", function* (own) {
      seen.push(text((yield* own.recv(connection, 100)).data));
    });
    yield* os.sleep(ms(1));
    seen.push(said(yield* os.recvUrgent(connection)));
  };
  const lateRest = (system: string): string[] => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.send(connection, bytes("abc"));
        yield* os.sendUrgent(connection, bytes("!"));
        yield* os.sleep(seconds(5));
        yield* os.send(connection, bytes("de"));
        yield* os.sleep(seconds(60));
      }),
    );
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.sleep(seconds(1));
        yield* receiver(os, connection, seen);
      }),
    );
    lab.run(seconds(10));
    return seen;
  };
  deepStrictEqual(lateRest("linux"), ["-1 EINVAL 22", "de"]);
  deepStrictEqual(lateRest("freebsd"), ["1", "de"]);
});

const POLLED: [string, string, string][] = [
  ["linux", "poll", "POLLPRI"],
  ["freebsd", "poll", "POLLPRI"],
  ["windows", "select", "except"],
];

for (const [system, call, revents] of POLLED) {
  Deno.test(`${system}: ${call} that waits for urgent data hears of it at once [MUST-32] [RFC 9293 3.8.5]`, () => {
    const lab = new SocketLab(system);
    let heard = 0;
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        strictEqual((yield* os.poll(connection, ["urgent"])).value, 1);
        heard = os.now;
        strictEqual(text((yield* os.recvUrgent(connection)).data), "!");
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.send(connection, bytes("abc"));
        yield* os.sleep(seconds(1));
        yield* os.sendUrgent(connection, bytes("!"));
        yield* os.sleep(seconds(60));
      }),
    );
    lab.run(seconds(3));
    strictEqual(heard, seconds(1) + ms(30), "10 ms after it was sent, 20 ms after the SYN");
    const record = lab.lastCall(lab.server, call);
    strictEqual(record.kind === "call" ? record.args["revents"] : "", revents);
  });
}

Deno.test("windows: recv with MSG_OOB on a socket with SO_OOBINLINE gives WSAEINVAL [V: sdk-api recv]", () => {
  const seen = received("windows", function* (os, connection, seen) {
    yield* os.setsockopt(connection, "SO_OOBINLINE", true);
    seen.push(said(yield* os.recvUrgent(connection)));
  });
  deepStrictEqual(seen, ["-1 WSAEINVAL 10022"]);
});

Deno.test("windows: SIOCATMARK is true unless ordinary data precedes urgent data [MUST-33] [V: sdk-api ioctlsocket]", () => {
  const seen = received("windows", function* (os, connection, seen) {
    yield* os.setsockopt(connection, "SO_OOBINLINE", true);
    yield* readAll(os, connection, seen);
    seen.push(said(yield* os.ioctl(connection, "SIOCATMARK")));
  });
  deepStrictEqual(seen, ["0 abc", "1 !de", "1"]);
});

Deno.test("MSG_WAITALL ends at the mark [S: tcp_recvmsg_locked, soreceive_generic]", () => {
  for (const system of ["linux", "freebsd"]) {
    const seen = received(system, function* (os, connection, seen) {
      seen.push(said(yield* os.skip(connection, { kind: "exactly", bytes: 5 })));
    });
    deepStrictEqual(seen, ["3"], system);
  }
});

Deno.test("FIONREAD counts up to the mark on Linux, and all but the octet out of band on FreeBSD [S: tcp_inq, soo_ioctl]", () => {
  for (const [system, counts] of [["linux", "3 0"], ["freebsd", "5 2"]] as const) {
    const seen = received(system, function* (os, connection, seen) {
      const before = (yield* os.ioctl(connection, "FIONREAD")).value;
      yield* os.recv(connection, 100);
      seen.push(`${before} ${(yield* os.ioctl(connection, "FIONREAD")).value}`);
    });
    deepStrictEqual(seen, [counts], system);
  }
});

Deno.test("SIGURG goes to the process that F_SETOWN names, once for each announcement [MUST-32] [S: sk_send_sigurg, sohasoutofband]", () => {
  for (const isOwner of [true, false]) {
    const lab = new SocketLab("linux");
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        if (isOwner) yield* os.setsockopt(connection, "F_SETOWN", true);
        yield* os.sleep(seconds(60));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.sleep(ms(100));
        yield* os.sendUrgent(connection, bytes("!"));
        yield* os.send(connection, bytes("abc"));
        yield* os.sendUrgent(connection, bytes("?"));
        yield* os.sleep(seconds(60));
      }),
    );
    lab.run(seconds(1));
    const signals = lab.recorder.records.filter((it) =>
      it.kind === "process" && it.event === "signal" && it.note === "SIGURG"
    );
    strictEqual(signals.length, isOwner ? 2 : 0);
    ok(signals.every((it) => it.kind === "process" && it.process === "web"));
  }
});

Deno.test("After a reset the octet out of band is no more [S: tcp_recv_urg, tcp_usr_rcvoob]", () => {
  const results: [string, string][] = [
    ["linux", "-1 ENOTCONN 107"],
    ["freebsd", "-1 ECONNRESET 54"],
  ];
  for (const [system, expected] of results) {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.sleep(seconds(1));
        seen.push(said(yield* os.recvUrgent(connection)));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.sendUrgent(connection, bytes("!"));
        yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
        yield* os.sleep(ms(100));
        yield* os.close(connection);
      }),
    );
    lab.run(seconds(3));
    deepStrictEqual(seen, [expected], system);
  }
});
