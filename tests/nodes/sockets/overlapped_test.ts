import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { loadTopology } from "../../../mod.ts";
import type { OverlappedReceive } from "../../../nodes/sockets/mod.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

Deno.test("windows: closesocket in the moment after WSARecv cancels it with 995 and resets [closing-claims d, V]", () => {
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
      yield* os.sleep(ms(50)); // until it is accepted
      const start = yield* os.startRecv(connection, 100);
      seen.push(said(start));
      yield* os.close(connection); // no event in between
      seen.push(said(yield* os.overlappedResult(start.operation as OverlappedReceive)));
    }),
  );
  lab.run();
  deepStrictEqual(seen, [
    "-1 WSA_IO_PENDING 997",
    "-1 WSA_OPERATION_ABORTED 995",
    "peer -1 WSAECONNRESET 10054",
  ]);
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("windows: what is there completes at once, and later closesocket ends in order [closing-claims d, V]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.send(connection, bytes("hello"));
      yield* os.recv(connection, 1);
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(50));
      const { operation, ...result } = yield* os.startRecv(connection, 100);
      strictEqual(operation, null);
      seen.push(said(result));
      yield* os.close(connection);
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["5"]);
  strictEqual(lab.resets(lab.client), 0);
});

Deno.test("windows: a pending WSARecv takes the data that comes after SD_RECEIVE, without a reset [os-profiles 3.2, T]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.send(connection, bytes("late"));
      yield* os.sleep(seconds(9));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      const { operation } = yield* os.startRecv(connection, 100);
      yield* os.shutdown(connection, "receive");
      seen.push(said(yield* os.overlappedResult(operation as OverlappedReceive)));
      yield* os.sleep(seconds(9));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["4"]);
  strictEqual(lab.resets(lab.client), 0);
});

Deno.test("windows: a killed process with a pending WSARecv leaves a RST [closing-claims g, V]", () => {
  const lab = new SocketLab("windows");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.recv(connection, 1);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.startRecv(connection, 100);
      yield* os.sleep(ms(100));
      yield* os.exit(1);
    }),
  );
  lab.run();
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("overlapped receives are refused in programs of other systems", () => {
  const text = (os: string) => `
title: T
hosts: { a: { os: ${os}, address: 10.0.0.1/24 }, b: { os: linux, address: 10.0.0.2/24 } }
links: { c: { between: [a, b], latency: 1ms } }
programs: { a: { p: [{ connect: { to: "b:80", as: s } }, { recv: { on: s, overlapped: r } }, { join: r }] } }
`;
  strictEqual(loadTopology(text("windows"), "t.yaml").mistakes, null);
  const [mistake] = loadTopology(text("linux"), "t.yaml").mistakes ?? [];
  ok(mistake?.message.includes("only Winsock has overlapped I/O"), mistake?.message);
});
