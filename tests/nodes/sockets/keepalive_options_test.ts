import { deepStrictEqual } from "node:assert/strict";
import { connecting, serving, SocketLab } from "../../support/socket_lab.ts";

/** Options of keep-alive with values around the limits of Linux. */
const VALUES: readonly (readonly [option: string, value: number])[] = [
  ["TCP_KEEPIDLE", 0],
  ["TCP_KEEPIDLE", 1],
  ["TCP_KEEPIDLE", 32_767],
  ["TCP_KEEPIDLE", 32_768],
  ["TCP_KEEPINTVL", 0],
  ["TCP_KEEPINTVL", 32_767],
  ["TCP_KEEPINTVL", 32_768],
  ["TCP_KEEPCNT", 0],
  ["TCP_KEEPCNT", 127],
  ["TCP_KEEPCNT", 128],
];

/** What setsockopt refuses on that system. */
function refusedOn(system: string): string[] {
  const lab = new SocketLab(system);
  const refused: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      for (const [option, value] of VALUES) {
        const { error } = yield* os.setsockopt(connection, option, value);
        if (error !== "") refused.push(`${option} ${value}: ${error}`);
      }
    }),
  );
  lab.run();
  return refused;
}

Deno.test("linux: keep-alive takes 1 to 32,767 s and 1 to 127 probes [S: MAX_TCP_KEEPIDLE]", () => {
  deepStrictEqual(refusedOn("linux"), [
    "TCP_KEEPIDLE 0: EINVAL",
    "TCP_KEEPIDLE 32768: EINVAL",
    "TCP_KEEPINTVL 0: EINVAL",
    "TCP_KEEPINTVL 32768: EINVAL",
    "TCP_KEEPCNT 0: EINVAL",
    "TCP_KEEPCNT 128: EINVAL",
  ]);
});
