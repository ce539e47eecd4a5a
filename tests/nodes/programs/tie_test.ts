import { deepStrictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, serving, SocketLab } from "../../support/socket_lab.ts";

Deno.test("what a program does at the time at which a delayed ACK is due comes first: the ACK rides on its data [closing-claims h]", () => {
  const lab = new SocketLab("windows");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.recv(connection, 10);
      yield* os.sleep(lab.server.profile.delayedAck);
      yield* os.send(connection, bytes("answer"));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* os.send(connection, bytes("ask"));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run(ms(200));
  deepStrictEqual(lab.sent(lab.server), ["SA", "PA 6"]);
});
