import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { bytes, connecting, serving, SocketLab } from "../../support/socket_lab.ts";

/** The lengths of the data segments that the client sends in 3 s, and when. */
function segmentsOf(
  system: string,
  calls: (os: SocketCalls, connection: number) => Program,
): string[] {
  const lab = new SocketLab(system);
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleepUntil(ms(100));
      yield* calls(os, connection);
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run(seconds(3));
  return lab.recorder.records.flatMap((it) => {
    if (it.kind !== "segment" || it.event !== "sent" || it.host !== "client") return [];
    const length = it.packet.segment?.dataLength ?? 0;
    return length === 0 ? [] : [`${Math.round(it.at / ms(1))} ms: ${length}`];
  });
}

Deno.test("linux: TCP_CORK holds small writes until it is taken out [V: tcp(7)]", () => {
  const found = segmentsOf("linux", function* (os, connection) {
    yield* os.setsockopt(connection, "TCP_CORK", 1);
    yield* os.send(connection, bytes("a"));
    yield* os.send(connection, bytes("bc"));
    yield* os.sleep(ms(50));
    yield* os.setsockopt(connection, "TCP_CORK", 0);
  });
  deepStrictEqual(found, ["150 ms: 3"]);
});

Deno.test("linux: what TCP_CORK holds leaves after 200 ms at the earliest [V: tcp(7); S: tcp_probe0_base]", () => {
  const found = segmentsOf("linux", function* (os, connection) {
    yield* os.setsockopt(connection, "TCP_CORK", 1);
    yield* os.send(connection, bytes("a"));
  });
  strictEqual(found.length, 1);
  const at = Number(found[0]!.split(" ")[0]);
  strictEqual(at >= 300 && at < 340, true, found[0]);
});

Deno.test("linux: TCP_NODELAY lets go what a cork holds, and no more [V: tcp(7); S: __tcp_sock_set_nodelay]", () => {
  const found = segmentsOf("linux", function* (os, connection) {
    yield* os.setsockopt(connection, "TCP_CORK", 1);
    yield* os.send(connection, bytes("a"));
    yield* os.setsockopt(connection, "TCP_NODELAY", 1);
    yield* os.send(connection, bytes("bc"));
    yield* os.sleep(ms(50));
    yield* os.setsockopt(connection, "TCP_CORK", 0);
  });
  deepStrictEqual(found, ["100 ms: 1", "150 ms: 2"]);
});

Deno.test("linux: MSG_MORE holds a write for the next one [V: send(2)]", () => {
  const found = segmentsOf("linux", function* (os, connection) {
    yield* os.sendMore(connection, bytes("a"));
    yield* os.sleep(ms(50));
    yield* os.send(connection, bytes("bc"));
  });
  deepStrictEqual(found, ["150 ms: 3"]);
});

Deno.test("freebsd: TCP_NOPUSH is its cork [V: tcp(4)]", () => {
  const found = segmentsOf("freebsd", function* (os, connection) {
    yield* os.setsockopt(connection, "TCP_NOPUSH", 1);
    yield* os.send(connection, bytes("a"));
    yield* os.sleep(ms(50));
    yield* os.setsockopt(connection, "TCP_NOPUSH", 0);
  });
  deepStrictEqual(found, ["150 ms: 1"]);
});

for (const system of ["freebsd", "windows"]) {
  Deno.test(`${system}: neither TCP_CORK nor MSG_MORE is known`, () => {
    const found = segmentsOf(system, function* (os, connection) {
      const cork = yield* os.setsockopt(connection, "TCP_CORK", 1);
      const more = yield* os.sendMore(connection, bytes("a"));
      const prefix = system === "windows" ? "WSA" : "";
      deepStrictEqual([cork.error, more.error], [`${prefix}ENOPROTOOPT`, `${prefix}EINVAL`]);
    });
    deepStrictEqual(found, []);
  });
}
