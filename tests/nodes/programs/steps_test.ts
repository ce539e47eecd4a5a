import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { Step } from "../../../nodes/programs/step.ts";
import { said, SocketLab } from "../../support/socket_lab.ts";

const LISTEN: Step = { do: "listen", on: "", as: "door", address: "", port: 80, backlog: 10 };
const ACCEPT: Step = { do: "accept", on: "door", as: "conn" };
const EOF: Step = { do: "recv", on: "conn", amount: { kind: "eof" } };
const CLOSE: Step = { do: "close", on: "conn" };

const connect = (host: string, more: Partial<Step & { do: "connect" }> = {}): Step => ({
  do: "connect",
  on: "",
  as: "conn",
  host,
  port: 80,
  from: 0,
  nonblocking: false,
  ...more,
});
const send = (bytes: number): Step => ({ do: "send", on: "conn", bytes, text: "" });

/** The result of the last call of that name. */
function result(lab: SocketLab, host: "client" | "server", call: string) {
  const record = lab.lastCall(lab[host], call);
  return record.kind === "call" ? record.result : null;
}

Deno.test("an upload of 2 MB: recv until eof is one call whose value is 0 and whose bytes are all", () => {
  const lab = new SocketLab("windows", "linux");
  lab.steps(lab.server, [LISTEN, ACCEPT, EOF, CLOSE]);
  lab.steps(lab.client, [
    connect("server"),
    { do: "thread", as: "reader", steps: [EOF] },
    send(2_000_000),
    { do: "shutdown", on: "conn", how: "send" },
  ]);
  lab.run(seconds(60));
  deepStrictEqual(result(lab, "client", "send"), {
    value: 2_000_000,
    error: "",
    code: 0,
    bytes: 2_000_000,
  });
  deepStrictEqual(result(lab, "server", "recv"), {
    value: 0,
    error: "",
    code: 0,
    bytes: 2_000_000,
  });
  strictEqual(lab.returns(lab.server, "recv").length, 1);
  strictEqual(lab.resets(lab.client) + lab.resets(lab.server), 0);
});

Deno.test("recv exactly waits for all its bytes, or the end of the stream", () => {
  const lab = new SocketLab("linux");
  const exactly: Step = { do: "recv", on: "conn", amount: { kind: "exactly", bytes: 10 } };
  lab.steps(lab.server, [LISTEN, ACCEPT, exactly, exactly]);
  lab.steps(lab.client, [
    connect("10.0.0.2"),
    send(4),
    { do: "sleep", time: ms(100) },
    { do: "send", on: "conn", bytes: 0, text: "12345678" },
    CLOSE,
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.server, "recv"), ["recv 10", "recv 2"]);
});

Deno.test("serve gives each connection a thread and a name of its own", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, { do: "serve", on: "door", as: "conn", steps: [EOF, CLOSE] }]);
  for (const name of ["one", "two"]) {
    lab.steps(lab.client, [connect("server"), send(name.length), CLOSE], name);
  }
  lab.run();
  const calls = lab.recorder.records.flatMap((record) =>
    record.kind === "call" && record.host === "server" && record.call === "recv" &&
      record.result !== null
      ? [`${record.thread} ${record.socket} ${record.result.bytes}`]
      : []
  );
  deepStrictEqual(calls.sort(), ["conn conn 3", "conn#2 conn#2 3"]);
});

Deno.test("a program goes on after a call that fails; a name that was not made gives EBADF", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.client, [
    connect("server"),
    { do: "recv", on: "conn", amount: { kind: "once", max: 1 } },
    { do: "accept", on: "conn", as: "never" },
    { do: "recv", on: "never", amount: { kind: "once", max: 1 } },
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.client).slice(1), [
    "connect -1 ECONNREFUSED 111",
    "recv -1 ENOTCONN 107",
    "accept -1 EINVAL 22",
    "recv -1 EBADF 9",
  ]);
});

Deno.test("a loop ends early where a call within fails, if it says so", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.client, [
    {
      do: "loop",
      times: Infinity,
      untilError: true,
      steps: [{ do: "sleep", time: ms(1) }, connect("server"), send(1)],
    },
    { do: "exit", code: 7 },
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.client).slice(1), ["connect -1 ECONNREFUSED 111"]);
});

Deno.test("a loop without untilError tries again until the server is there", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [{ do: "sleep", time: ms(90) }, LISTEN, ACCEPT, EOF]);
  lab.steps(lab.client, [
    { do: "loop", times: 6, untilError: false, steps: [connect("server"), CLOSE] },
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.client, "connect").slice(0, 5), [
    "connect -1 ECONNREFUSED 111",
    "connect -1 ECONNREFUSED 111",
    "connect -1 ECONNREFUSED 111",
    "connect -1 ECONNREFUSED 111",
    "connect 0",
  ]);
});

Deno.test("a loop for ever that never waits is refused", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.client, [{ do: "loop", times: Infinity, untilError: false, steps: [] }]);
  throws(() => lab.run(), {
    name: "RangeError",
    message: "Cannot run loop: it must wait in some step: it ran 1000000 times at 0 ns",
  });
});

Deno.test("connect from a given port, without blocking, then poll and SO_ERROR", () => {
  const lab = new SocketLab("freebsd");
  lab.steps(lab.server, [LISTEN, ACCEPT, EOF]);
  lab.steps(lab.client, [
    connect("server", { from: 4000, nonblocking: true }),
    { do: "poll", on: "conn", events: ["out"], timeout: seconds(1) },
    { do: "getsockopt", on: "conn", option: "SO_ERROR" },
    { do: "sleep-until", at: seconds(5) },
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.client), [
    "socket 3",
    "fcntl 0",
    "bind 0",
    "connect -1 EINPROGRESS 36",
    "poll 1",
    "getsockopt 0",
  ]);
  strictEqual(lab.client.endpoint.connections()[0]?.localPort, 4000);
});

Deno.test("windows records the names of its own calls: closesocket, ioctlsocket, select, SD_SEND", () => {
  const lab = new SocketLab("windows");
  lab.steps(lab.server, [LISTEN, ACCEPT, EOF]);
  lab.steps(lab.client, [
    connect("server", { nonblocking: true }),
    { do: "poll", on: "conn", events: ["out"], timeout: seconds(1) },
    { do: "shutdown", on: "conn", how: "send" },
    CLOSE,
  ]);
  lab.run();
  deepStrictEqual(lab.returns(lab.client), [
    "socket 256",
    "ioctlsocket 0",
    "connect -1 WSAEWOULDBLOCK 10035",
    "select 1",
    "shutdown 0",
    "closesocket 0",
  ]);
  const record = lab.lastCall(lab.client, "shutdown");
  strictEqual(record.kind === "call" && record.args.how, "SD_SEND");
});

Deno.test("a send that is larger than the buffer waits on linux, and is taken whole on windows [os-profiles 3.2, T]", () => {
  const sizes = [["linux", false], ["windows", true]] as const;
  for (const [system, isWhole] of sizes) {
    const lab = new SocketLab(system);
    let took = -1;
    lab.steps(lab.server, [LISTEN, ACCEPT, EOF]);
    lab.program(lab.client, function* (os) {
      const handle = yield* os.socket("conn");
      yield* os.connect(handle, "server", 80);
      const start = os.now;
      strictEqual(said(yield* os.sendPattern(handle, 50_000_000)), "50000000");
      took = os.now - start;
      yield* os.exit(0);
    });
    lab.run(seconds(100));
    strictEqual(took === 0, isWhole, system);
  }
});

Deno.test("join within serve waits for the thread that serves the same connection", () => {
  const lab = new SocketLab("linux");
  lab.steps(lab.server, [LISTEN, {
    do: "serve",
    on: "door",
    as: "conn",
    steps: [
      { do: "thread", as: "reader", steps: [EOF] },
      { do: "join", thread: "reader" },
      CLOSE,
    ],
  }]);
  const talk = (name: string): Step[] => [connect("server", { as: name })];
  lab.steps(lab.client, [
    ...talk("first"),
    ...talk("second"),
    { do: "close", on: "first" },
    { do: "sleep", time: seconds(1) },
    { do: "send", on: "second", bytes: 100, text: "" },
    { do: "close", on: "second" },
  ]);
  lab.run(seconds(10));
  deepStrictEqual(lab.returns(lab.server, "recv"), ["recv 0", "recv 0"]);
  strictEqual(lab.resets(lab.client) + lab.resets(lab.server), 0);
});
