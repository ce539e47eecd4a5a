import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

/** The process records of a host: "started main", "killed main SIGKILL". */
function lives(lab: SocketLab, host: string): string[] {
  const lines: string[] = [];
  for (const record of lab.recorder.records) {
    if (record.kind !== "process" || record.host !== host) continue;
    lines.push(`${record.event} ${record.thread} ${record.note}`.trimEnd());
  }
  return lines;
}

const KILLED_IDLE: Record<string, [string, string]> = {
  linux: ["0", "V; measured, 08"],
  freebsd: ["0", "S"],
};

for (const [system, [expected, source]] of Object.entries(KILLED_IDLE)) {
  Deno.test(`${system}: a killed process that is blocked in recv leaves a FIN [closing-claims g, ${source}]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        seen.push(said(yield* os.recv(connection, 1)));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.recv(connection, 1);
        seen.push("never");
      }),
    );
    lab.run(ms(100));
    lab.client.processes.kill("app", lab.sim.now);
    lab.run(ms(300));
    deepStrictEqual(seen, [expected]);
    strictEqual(lab.resets(lab.client), 0);
    deepStrictEqual(lives(lab, "client"), ["started main", "killed main SIGKILL"]);
  });
}

Deno.test("windows: a killed process that is blocked in recv leaves a RST: the peer gets 10054 [closing-claims g, V]", () => {
  const lab = new SocketLab("windows");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      seen.push(said(yield* os.recv(connection, 1)));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.recv(connection, 1);
    }),
  );
  lab.run(ms(100));
  lab.client.processes.kill("app", lab.sim.now);
  lab.run(ms(300));
  deepStrictEqual(seen, ["-1 WSAECONNRESET 10054"]);
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("linux: a killed process with unread data leaves a RST [closing-claims g, S; measured, 08]", () => {
  const lab = new SocketLab("linux");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.send(connection, bytes("unread"));
      yield* os.sleep(seconds(10));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os) {
      yield* os.sleep(seconds(10));
    }),
  );
  lab.run(ms(100));
  lab.client.processes.kill("app", lab.sim.now);
  lab.run(ms(300));
  strictEqual(lab.resets(lab.client), 1);
});

Deno.test("linux: a process killed while it sends: all queued data and the FIN still arrive [measured, 08]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.sleep(seconds(1));
      const result = yield* os.skip(connection, { kind: "eof" });
      seen.push(said(result));
      ok(result.bytes > 0);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sendPattern(connection, 50_000_000);
      seen.push("never");
    }),
  );
  lab.run(ms(500));
  lab.client.processes.kill("app", lab.sim.now);
  lab.run(seconds(30));
  deepStrictEqual(seen, ["0"]);
});

Deno.test("SIGPIPE kills a process that does not ignore it: no call returns EPIPE [os-profiles 3.5]", () => {
  const lab = new SocketLab("linux");
  lab.program(
    lab.client,
    function* (os) {
      const handle = yield* os.socket();
      yield* os.send(handle, bytes("x"));
      yield* os.sleep(1);
    },
    "app",
    "kill",
  );
  lab.run();
  deepStrictEqual(lives(lab, "client"), [
    "started main",
    "signal main SIGPIPE",
    "killed main SIGPIPE",
  ]);
  deepStrictEqual(lab.returns(lab.client, "send"), []);
});

Deno.test("a process ends when its last thread has ended, and its sockets are closed then", () => {
  const lab = new SocketLab("linux");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os) {
      yield* os.thread("late", function* (own) {
        yield* own.sleep(ms(200));
      });
    }),
  );
  lab.run(ms(100));
  strictEqual(lab.state(lab.client), "ESTABLISHED");
  lab.run(ms(1000));
  deepStrictEqual(lives(lab, "client"), [
    "started main",
    "thread-started late",
    "thread-ended late",
    "exited late exit 0",
  ]);
  strictEqual(lab.state(lab.client), "TIME-WAIT");
});

Deno.test("exit ends all threads at once", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.client, function* (os) {
    yield* os.thread("other", function* (own) {
      yield* own.sleep(ms(100));
      seen.push("never");
    });
    yield* os.sleep(ms(10));
    yield* os.exit(3);
    seen.push("never");
  });
  lab.run();
  deepStrictEqual(seen, []);
  strictEqual(lives(lab, "client").at(-1), "exited main exit 3");
  strictEqual(lab.client.processes.find("app"), null);
});

Deno.test("join waits for a thread, and not for one that has ended", () => {
  const lab = new SocketLab("linux");
  const seen: number[] = [];
  lab.program(lab.client, function* (os) {
    const other = yield* os.thread("other", function* (own) {
      yield* own.sleep(ms(100));
    });
    yield* os.join(other);
    seen.push(os.now);
    yield* os.join(other);
    seen.push(os.now);
  });
  lab.run();
  deepStrictEqual(seen, [ms(100), ms(100)]);
});

Deno.test("threads that wake at one time run in the order in which they were woken", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.client, function* (os) {
    for (const name of ["a", "b", "c"]) {
      yield* os.thread(name, function* (own) {
        yield* own.sleepUntil(ms(10));
        seen.push(name);
        yield* own.sleep(ms(5));
        seen.push(name);
      });
    }
  });
  lab.run();
  deepStrictEqual(seen, ["a", "b", "c", "a", "b", "c"]);
});

Deno.test("a paused host runs no thread; when it goes on, those that were to run do, in order", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.client, function* (os) {
    for (const [name, at] of [["a", 20], ["b", 10], ["c", 90]] as const) {
      yield* os.thread(name, function* (own) {
        yield* own.sleepUntil(ms(at));
        seen.push(`${name} ${own.now / ms(1)}`);
      });
    }
  });
  lab.run(ms(5));
  lab.client.pause(lab.sim.now);
  lab.run(ms(50));
  lab.client.resume(lab.sim.now);
  lab.run(ms(100));
  deepStrictEqual(seen, ["b 50", "a 50", "c 90"]);
});

Deno.test("a crash ends processes without a word; after a boot they start anew if asked to", () => {
  const lab = new SocketLab("linux");
  const starts: number[] = [];
  lab.program(lab.server, function* (os) {
    starts.push(os.now);
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, 80);
    const { error } = yield* os.listen(door);
    strictEqual(error, "");
    yield* os.accept(door);
  });
  lab.run(ms(100));
  const before = lab.recorder.records.length;
  lab.server.crash(lab.sim.now);
  lab.run(ms(200));
  deepStrictEqual(lab.recorder.records.slice(before).map((record) => record.kind), ["host"]);
  strictEqual(lab.server.processes.find("web"), null);
  lab.server.boot(true, lab.sim.now);
  lab.run(ms(300));
  deepStrictEqual(starts, [0, ms(200)]);
});

Deno.test("two programs of one name on a host are refused", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.client, function* () {});
  throws(() => lab.program(lab.client, function* () {}), {
    name: "RangeError",
    message: 'Cannot start program "app" on host "client": names must be unique: there is one',
  });
});

Deno.test("a call that returns at once is caused by its start; one that waited by what woke it", () => {
  const lab = new SocketLab("linux");
  lab.program(lab.client, function* (os) {
    const handle = yield* os.socket("conn");
    yield* os.connect(handle, "server", 81);
  });
  lab.run();
  const { records } = lab.recorder;
  const causeOf = (call: string): string => {
    const cause = records[lab.lastCall(lab.client, call).cause - 1]!;
    return cause.kind === "call" ? `${cause.call} ${cause.event}` : cause.kind;
  };
  strictEqual(causeOf("socket"), "socket started");
  strictEqual(causeOf("connect"), "state");
});

Deno.test("every record names an earlier record as its cause", () => {
  const lab = new SocketLab("windows", "linux");
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.skip(connection, { kind: "eof" });
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sendPattern(connection, 200_000);
      yield* os.close(connection);
    }),
  );
  lab.run(seconds(200));
  for (const record of lab.recorder.records) ok(record.cause < record.id);
  const rootless = lab.recorder.records.filter((record) => record.cause === 0);
  deepStrictEqual(rootless.map((record) => record.kind), ["process", "process"]);
});
