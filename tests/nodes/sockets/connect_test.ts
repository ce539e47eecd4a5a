import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { parseIpv4 } from "../../../engine/wire/mod.ts";
import { bytes, said, serving, SocketLab } from "../../support/socket_lab.ts";

type Say = (text: string) => void;

function client(
  system: string,
  main: (os: SocketCalls, say: Say) => Program,
  options: { server?: boolean; until?: number; knobs?: Record<string, unknown> } = {},
): { lab: SocketLab; seen: string[] } {
  const lab = new SocketLab(system, system, options.knobs);
  const seen: string[] = [];
  if (options.server === true) {
    lab.program(
      lab.server,
      serving(function* (os) {
        yield* os.sleep(seconds(600));
      }),
    );
  }
  lab.program(lab.client, (os) => main(os, (text) => seen.push(text)));
  lab.run(options.until ?? seconds(10));
  return { lab, seen };
}

function* connectRecvSend(os: SocketCalls, say: Say): Program {
  const handle = yield* os.socket("conn");
  const start = os.now;
  say(said(yield* os.connect(handle, "server", 81)));
  say(`${(os.now - start) / ms(1)} ms`);
  say(said(yield* os.recv(handle, 1)));
  say(said(yield* os.send(handle, bytes("x"))));
}

Deno.test("linux: a closed port: ECONNREFUSED at once, then recv ENOTCONN and send EPIPE [os-profiles 3.5, S; measured, 10]", () => {
  const { seen } = client("linux", connectRecvSend);
  deepStrictEqual(seen, ["-1 ECONNREFUSED 111", "20 ms", "-1 ENOTCONN 107", "-1 EPIPE 32"]);
});

Deno.test("freebsd: a closed port: ECONNREFUSED at once [os-profiles 3.5]", () => {
  const { seen } = client("freebsd", connectRecvSend);
  deepStrictEqual(seen.slice(0, 2), ["-1 ECONNREFUSED 61", "20 ms"]);
});

Deno.test("windows: a closed port: 10061 only after SYNs were tried again, then 10057 [os-profiles 3.1, 3.5, V KB175523]", () => {
  const { lab, seen } = client("windows", connectRecvSend);
  strictEqual(seen[0], "-1 WSAECONNREFUSED 10061");
  deepStrictEqual(seen.slice(2), ["-1 WSAENOTCONN 10057", "-1 WSAENOTCONN 10057"]);
  const syns = lab.sent(lab.client).filter((line) => line.includes("S")).length;
  strictEqual(syns, 1 + lab.client.profile.synRetryOnReset);
});

const SILENCE: Record<string, string> = {
  linux: "-1 ETIMEDOUT 110",
  freebsd: "-1 ETIMEDOUT 60",
  windows: "-1 WSAETIMEDOUT 10060",
};

for (const [system, error] of Object.entries(SILENCE)) {
  Deno.test(`${system}: connect to where nobody answers times out [os-profiles 3.5]`, () => {
    const { seen } = client(system, function* (os, say) {
      const handle = yield* os.socket("conn");
      say(said(yield* os.connect(handle, parseIpv4("10.0.0.77"), 80)));
    }, { until: seconds(200), knobs: { neighbourReachable: Infinity } });
    deepStrictEqual(seen, [error]);
  });
}

const NO_NEIGHBOUR: Record<string, [string, number]> = {
  linux: ["-1 EHOSTUNREACH 113", 3], // measured, 10: 3.06 s on the kernel's wheel
  freebsd: ["-1 ETIMEDOUT 60", 75], // S: tcp_output keeps the error only once a SYN was received
  windows: ["-1 WSAETIMEDOUT 10060", 31], // m
};

for (const [system, [error, time]] of Object.entries(NO_NEIGHBOUR)) {
  Deno.test(`${system}: connect to an address of the network that nobody has: ${error.slice(3)} [os-profiles; linux: measured, 10]`, () => {
    const { seen } = client(system, function* (os, say) {
      const handle = yield* os.socket("conn");
      say(said(yield* os.connect(handle, parseIpv4("10.0.0.77"), 80)));
      say(`${os.now / seconds(1)} s`);
    }, { until: seconds(200) });
    deepStrictEqual(seen, [error, `${time} s`]);
  });
}

const NO_ROUTE: Record<string, string> = {
  linux: "-1 ENETUNREACH 101",
  freebsd: "-1 ENETUNREACH 51",
  windows: "-1 WSAENETUNREACH 10051",
};

for (const [system, error] of Object.entries(NO_ROUTE)) {
  Deno.test(`${system}: connect without a route fails at once [os-profiles 3.5; measured, 10]`, () => {
    const { seen } = client(system, function* (os, say) {
      const handle = yield* os.socket("conn");
      say(said(yield* os.connect(handle, parseIpv4("192.168.9.9"), 80)));
      say(`${os.now}`);
    });
    deepStrictEqual(seen, [error, "0"]);
  });
}

const NONBLOCKING: Record<string, string[]> = {
  linux: ["-1 EINPROGRESS 115", "-1 EALREADY 114", "1", "0", "0", "-1 EISCONN 106"],
  freebsd: ["-1 EINPROGRESS 36", "-1 EALREADY 37", "1", "0", "-1 EISCONN 56", "-1 EISCONN 56"],
  windows: [
    "-1 WSAEWOULDBLOCK 10035",
    "-1 WSAEALREADY 10037",
    "1",
    "0",
    "-1 WSAEISCONN 10056",
    "-1 WSAEISCONN 10056",
  ],
};

for (const [system, expected] of Object.entries(NONBLOCKING)) {
  Deno.test(`${system}: a non-blocking connect: started, again, writable, no error, done [os-profiles 3.5, V]`, () => {
    const { seen } = client(system, function* (os, say) {
      const handle = yield* os.socket("conn");
      yield* os.setsockopt(handle, "O_NONBLOCK", true);
      for (let i = 0; i < 2; i++) say(said(yield* os.connect(handle, "server", 80)));
      say(said(yield* os.poll(handle, ["out"], seconds(1))));
      say(said(yield* os.getsockopt(handle, "SO_ERROR")));
      for (let i = 0; i < 2; i++) say(said(yield* os.connect(handle, "server", 80)));
      yield* os.sleep(seconds(60));
    }, { server: true });
    deepStrictEqual(seen, expected);
  });
}

Deno.test("linux: a refused non-blocking connect is told by SO_ERROR, once [measured: IN OUT ERR HUP]", () => {
  const { lab, seen } = client("linux", function* (os, say) {
    const handle = yield* os.socket("conn");
    yield* os.setsockopt(handle, "O_NONBLOCK", true);
    say(said(yield* os.connect(handle, "server", 81)));
    say(said(yield* os.poll(handle, ["in", "out"], seconds(1))));
    for (let i = 0; i < 2; i++) say(said(yield* os.getsockopt(handle, "SO_ERROR")));
  });
  deepStrictEqual(seen, ["-1 EINPROGRESS 115", "1", "111", "0"]);
  const record = lab.lastCall(lab.client, "poll");
  strictEqual(record.kind === "call" && record.args.revents, "POLLIN POLLOUT POLLERR POLLHUP");
});

const UNCONNECTED: Record<string, string[]> = {
  windows: ["-1 WSAENOTCONN 10057", "-1 WSAENOTCONN 10057"],
  linux: ["-1 ENOTCONN 107", "-1 EPIPE 32"],
  freebsd: ["-1 ENOTCONN 57", "-1 ENOTCONN 57"],
};

for (const [system, expected] of Object.entries(UNCONNECTED)) {
  Deno.test(`${system}: recv and send on a socket that was never connected [os-profiles 3.5]`, () => {
    const { seen } = client(system, function* (os, say) {
      const handle = yield* os.socket();
      say(said(yield* os.recv(handle, 1)));
      say(said(yield* os.send(handle, bytes("x"))));
    });
    deepStrictEqual(seen, expected);
  });
}

Deno.test("a refused socket can connect again on linux", () => {
  const { seen } = client("linux", function* (os, say) {
    const handle = yield* os.socket("conn");
    say(said(yield* os.connect(handle, "server", 81)));
    say(said(yield* os.connect(handle, "server", 80)));
  }, { server: true });
  deepStrictEqual(seen, ["-1 ECONNREFUSED 111", "0"]);
});
