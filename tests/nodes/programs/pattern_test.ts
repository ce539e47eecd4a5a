import { strictEqual } from "node:assert/strict";
import { seconds } from "../../../engine/base/time.ts";
import { PATTERN_PERIOD, patternBuffer, patternByte } from "../../../nodes/sockets/mod.ts";
import { bytes, connecting, serving, SocketLab } from "../../support/socket_lab.ts";

Deno.test("the pattern's buffer holds its bytes, period after period", () => {
  const buffer = patternBuffer();
  for (const index of [0, 1, 255, 256, 65_520, 65_521, 131_042, 999_999]) {
    strictEqual(buffer[index], patternByte(index));
    strictEqual(patternByte(index), patternByte(index + PATTERN_PERIOD));
  }
  strictEqual(buffer.length % PATTERN_PERIOD, 0);
});

Deno.test("byte i of a stream that was sent by pattern arrives as byte i, over several sends and a text", () => {
  const lab = new SocketLab("linux");
  let received = 0;
  let wrong = 0;
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      while (true) {
        const { data, value } = yield* os.recv(connection, 10_000);
        if (value <= 0) break;
        for (const byte of data) {
          const isText = received >= 70_000 && received < 70_005;
          if (!isText && byte !== patternByte(received)) wrong++;
          received++;
        }
      }
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sendPattern(connection, 70_000);
      yield* os.send(connection, bytes("hello"));
      yield* os.sendPattern(connection, 2_000_000);
      yield* os.close(connection);
    }),
  );
  lab.run(seconds(30));
  strictEqual(received, 2_070_005);
  strictEqual(wrong, 0);
});
