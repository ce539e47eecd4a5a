import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

const SYSTEMS = ["linux", "freebsd", "windows", "rfc9293"];

for (const os of SYSTEMS) {
  Deno.test(`${os}: after the peer's orderly close recv gives the data, then 0 again and again, and send succeeds [MUST-12]`, () => {
    const lab = new SocketLab(os);
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.send(connection, bytes("hello"));
        yield* os.shutdown(connection, "send");
        yield* os.sleep(seconds(10));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.sleep(ms(100));
        for (let i = 0; i < 3; i++) seen.push(said(yield* os.recv(connection, 100)));
        seen.push(said(yield* os.send(connection, bytes("bye"))));
        yield* os.sleep(seconds(10));
      }),
    );
    lab.run();
    deepStrictEqual(seen, ["5", "0", "0", "3"]);
    strictEqual(lab.resets(lab.client) + lab.resets(lab.server), 0);
  });
}
