import { deepStrictEqual } from "node:assert/strict";
import { ms } from "../../../engine/base/time.ts";
import { runScenario } from "../../support/scenarios.ts";
import { connecting, said, SocketLab } from "../../support/socket_lab.ts";

/** What poll or select reported on a host, call by call: the words, "" where time ran out. */
function reports(host: string): string[] {
  const { timeline } = runScenario("closing/readiness.yaml");
  const words: string[] = [];
  for (let id = 1; id <= timeline.size; id++) {
    const body = timeline.bodyOf(id);
    if (body.kind !== "call" || body.host !== host || body.event !== "returned") continue;
    if (body.call === "poll" || body.call === "select") words.push(String(body.args["revents"]));
  }
  return words;
}

/** Connecting, connected, quiet, data, the end, both ends, reset, refused. */
const REPORTS: Record<string, string[]> = {
  linux: [
    "",
    "POLLOUT",
    "",
    "POLLIN",
    "POLLIN",
    "POLLIN POLLOUT POLLHUP",
    "POLLIN POLLERR POLLHUP",
    "POLLOUT POLLERR POLLHUP",
  ],
  freebsd: [
    "",
    "POLLOUT",
    "",
    "POLLIN",
    "POLLIN",
    "POLLIN POLLOUT POLLHUP",
    "POLLIN POLLHUP",
    "POLLOUT POLLHUP",
  ],
  windows: ["", "write", "", "read", "read", "read write", "read", "except"],
};

const SOURCES: Record<string, string> = {
  linux: "S: tcp_poll; measured, 05, 06",
  freebsd: "S: sopoll_generic",
  windows: "V: sdk-api select; os-profiles 3.5, T",
};

for (const [system, expected] of Object.entries(REPORTS)) {
  Deno.test(`${system}: readiness from connecting to a reset [${SOURCES[system]}]`, () => {
    deepStrictEqual(reports(system), expected);
  });
}

Deno.test("poll of a socket that was never connected: POLLOUT and POLLHUP on Linux, nothing on FreeBSD [S: tcp_poll, sopoll_generic]", () => {
  for (const [system, value] of [["linux", "1"], ["freebsd", "0"]] as const) {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.client, function* (os) {
      const handle = yield* os.socket();
      seen.push(said(yield* os.poll(handle, ["in", "out"], ms(10))));
    });
    lab.run();
    deepStrictEqual(seen, [value]);
  }
});

Deno.test("a listener is readable once a connection waits to be accepted [POSIX poll; sdk-api select]", () => {
  for (const system of ["linux", "freebsd", "windows"]) {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(lab.server, function* (os) {
      const door = yield* os.socket();
      yield* os.bind(door, 0, 80);
      yield* os.listen(door);
      seen.push(said(yield* os.poll(door, ["in"], ms(1))));
      seen.push(said(yield* os.poll(door, ["in"], ms(500))));
    });
    lab.program(
      lab.client,
      connecting(function* (os) {
        yield* os.sleep(ms(100));
      }),
    );
    lab.run();
    deepStrictEqual(seen, ["0", "1"]);
  }
});
