import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** What a recv that waits, a later recv and a later send give when the interface is gone. */
function afterDisabling(overrides: Record<string, unknown>): SocketLab & { seen: string[] } {
  const lab = Object.assign(new SocketLab("windows", "linux", overrides), { seen: [] as string[] });
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      lab.seen.push(`peer ${said(yield* os.recv(connection, 1))}`);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.thread("reader", function* (own) {
        lab.seen.push(`waiting ${said(yield* own.recv(connection, 1))}`);
      });
      yield* os.sleep(ms(100));
      lab.client.interfaces.nics[0]!.disable(os.now);
      yield* os.sleep(ms(100));
      lab.seen.push(`later ${said(yield* os.recv(connection, 1))}`);
      lab.seen.push(`later ${said(yield* os.send(connection, bytes("x")))}`);
      yield* os.sleep(seconds(9));
    }),
  );
  lab.run(seconds(1));
  return lab;
}

Deno.test("windows: after a local abort calls that waited and later ones give 10053 [os-profiles 3.5]", () => {
  const { seen } = afterDisabling({});
  deepStrictEqual(seen, [
    "waiting -1 WSAECONNABORTED 10053",
    "later -1 WSAECONNABORTED 10053",
    "later -1 WSAECONNABORTED 10053",
  ]);
});

Deno.test("callsAfterAbort ECONNRESET: calls that waited give 10053, later ones 10054 [closing-claims c: nim issue 4098]", () => {
  const { seen } = afterDisabling({ callsAfterAbort: "ECONNRESET" });
  deepStrictEqual(seen, [
    "waiting -1 WSAECONNABORTED 10053",
    "later -1 WSAECONNRESET 10054",
    "later -1 WSAECONNRESET 10054",
  ]);
});

Deno.test("A disabled interface lets no RST out: the peer waits on [closing-claims g]", () => {
  const lab = afterDisabling({});
  strictEqual(lab.resets(lab.client), 0);
  strictEqual(lab.state(lab.server), "ESTABLISHED");
});

Deno.test("resetOnDisable: a RST leaves before the interface goes down, and arrives [closing-claims g]", () => {
  const lab = afterDisabling({ resetOnDisable: true });
  strictEqual(lab.resets(lab.client), 1);
  deepStrictEqual(lab.seen, [
    "waiting -1 WSAECONNABORTED 10053",
    "peer -1 ECONNRESET 104",
    "later -1 WSAECONNABORTED 10053",
    "later -1 WSAECONNABORTED 10053",
  ]);
});

for (const [error, code] of [["ECONNABORTED", 10053], ["ETIMEDOUT", 10060]] as const) {
  Deno.test(`windows: data that is never acknowledged gives ${code} where timeoutError is ${error} [os-profiles 3.5]`, () => {
    const lab = new SocketLab("windows", "windows", { timeoutError: error, linkDown: "keep" });
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os) {
        yield* os.sleep(seconds(1000));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        lab.cable.pull(os.now);
        yield* os.send(connection, bytes("x"));
        seen.push(said(yield* os.recv(connection, 1)));
        seen.push(said(yield* os.send(connection, bytes("x"))));
      }),
    );
    lab.run(seconds(500));
    deepStrictEqual(seen, Array(2).fill(`-1 WSA${error} ${code}`));
  });
}
