import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { Host } from "../../../nodes/host.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** The TOS bytes of the packets that a host sent, each once, in their order. */
function tosOf(lab: SocketLab, host: Host): number[] {
  const found = lab.recorder.records.flatMap((it) =>
    it.kind === "segment" && it.event === "sent" && it.host === host.name ? [it.packet.tos] : []
  );
  return found.filter((tos, i) => tos !== found[i - 1]);
}

for (const system of ["rfc9293", "linux", "freebsd"]) {
  Deno.test(`${system}: the DS field is set before connect, changed meanwhile, and goes to IP as it is [MUST-48] [SHLD-21] [SHLD-22] [RFC 9293 3.9.1.9]`, () => {
    const lab = new SocketLab(system);
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.skip(connection, { kind: "eof" });
      }),
    );
    lab.program(lab.client, function* (os) {
      const connection = yield* os.socket("conn");
      yield* os.setsockopt(connection, "IP_TOS", 0xb8); // EF
      yield* os.connect(connection, "server", 80);
      yield* os.send(connection, bytes("a"));
      yield* os.sleep(ms(500));
      yield* os.setsockopt(connection, "IP_TOS", 0x28); // AF11
      yield* os.send(connection, bytes("b"));
      yield* os.sleep(ms(500));
      strictEqual((yield* os.getsockopt(connection, "IP_TOS")).value, 0x28);
    });
    lab.run(seconds(3));
    deepStrictEqual(tosOf(lab, lab.client), [0xb8, 0x28]);
    deepStrictEqual(tosOf(lab, lab.server), [0], "and is one side's own");
  });
}

Deno.test("A retransmission has the DS field that is set when it leaves [SHLD-21] [RFC 9293 3.9.1.9]", () => {
  const lab = new SocketLab("rfc9293");
  lab.program(lab.server, serving(function* () {}));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "IP_TOS", 0x20);
      lab.server.crash(os.now);
      yield* os.send(connection, bytes("a"));
      yield* os.setsockopt(connection, "IP_TOS", 0x40);
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run(seconds(5));
  deepStrictEqual(tosOf(lab, lab.client), [0, 0x20, 0x40]);
});

Deno.test("Connections of a listener begin with its DS field, SYN,ACK included [MUST-48]", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.setsockopt(door, "IP_TOS", 0x20);
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    yield* os.accept(door, "conn");
  });
  lab.program(lab.client, connecting(function* () {}));
  lab.run();
  deepStrictEqual(tosOf(lab, lab.server), [0x20]);
});

Deno.test("The two low bits belong to ECN: IP_TOS leaves them alone [RFC 3168 5] [SHLD-22]", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.server, serving(function* () {}));
  const seen: string[] = [];
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "IP_TOS", 0xff);
      seen.push(said(yield* os.getsockopt(connection, "IP_TOS")));
      yield* os.send(connection, bytes("a"));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["252"]);
  deepStrictEqual(tosOf(lab, lab.client), [0, 0xfc]);
});

Deno.test("windows: IP_TOS is taken and has no effect [m: KB248611, which is of older systems]", () => {
  const lab = new SocketLab("windows", "linux");
  lab.program(lab.server, serving(function* () {}));
  const seen: string[] = [];
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      seen.push(said(yield* os.setsockopt(connection, "IP_TOS", 0xb8)));
      yield* os.send(connection, bytes("a"));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["0"]);
  deepStrictEqual(tosOf(lab, lab.client), [0]);
});

const RECEIVED: [string, string, string][] = [
  ["rfc9293", "184 40", "the last packet's"],
  ["linux", "184 184", "that of the opening's end, S: tcp_v4_syn_recv_sock"],
  ["freebsd", "-1 ENOPROTOOPT 42 -1 ENOPROTOOPT 42", "no call shows it"],
];

for (const [system, expected, what] of RECEIVED) {
  Deno.test(`${system}: the DS field received: ${what} [MAY-9] [RFC 9293 3.9.1.9]`, () => {
    const lab = new SocketLab("linux", system);
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        seen.push(said(yield* os.getsockopt(connection, "IP_PKTOPTIONS")));
        yield* os.recv(connection, 100);
        seen.push(said(yield* os.getsockopt(connection, "IP_PKTOPTIONS")));
        yield* os.sleep(seconds(10));
      }),
    );
    lab.program(lab.client, function* (os) {
      const connection = yield* os.socket("conn");
      yield* os.setsockopt(connection, "IP_TOS", 0xb8);
      yield* os.connect(connection, "server", 80);
      yield* os.sleep(ms(100));
      yield* os.setsockopt(connection, "IP_TOS", 0x28);
      yield* os.send(connection, bytes("a"));
      yield* os.sleep(seconds(10));
    });
    lab.run(seconds(3));
    strictEqual(seen.join(" "), expected);
  });
}
