import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, PORT, said, serving, SocketLab } from "../../support/socket_lab.ts";

const IN_VAIN: Record<string, string> = {
  linux: "-1 EAGAIN 11",
  freebsd: "-1 EAGAIN 35",
  windows: "-1 WSAETIMEDOUT 10060",
};

for (const [system, error] of Object.entries(IN_VAIN)) {
  Deno.test(`${system}: recv waits for the time of SO_RCVTIMEO, and the connection lives on [V: socket(7), sdk-api SO_RCVTIMEO]`, () => {
    const lab = new SocketLab(system);
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os, connection) {
        yield* os.sleep(seconds(2));
        yield* os.send(connection, bytes("late"));
        yield* os.sleep(seconds(9));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.setsockopt(connection, "SO_RCVTIMEO", 500);
        const start = os.now;
        seen.push(said(yield* os.recv(connection, 10)));
        strictEqual(os.now - start, ms(500));
        yield* os.setsockopt(connection, "SO_RCVTIMEO", 0);
        seen.push(said(yield* os.recv(connection, 10)));
      }),
    );
    lab.run(seconds(5));
    deepStrictEqual(seen, [error, "4"]);
  });

  Deno.test(`${system}: send waits for the time of SO_SNDTIMEO [V: socket(7), sdk-api SO_SNDTIMEO]`, () => {
    const lab = new SocketLab(system, system, { sendBuffer: 4096, receiveBuffer: 4096 });
    const seen: string[] = [];
    lab.program(
      lab.server,
      serving(function* (os) {
        yield* os.sleep(seconds(100));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.setsockopt(connection, "SO_SNDTIMEO", 1000);
        yield* os.send(connection, new Uint8Array(200_000)); // as much as there is room for
        seen.push(said(yield* os.send(connection, bytes("x"))));
      }),
    );
    lab.run(seconds(20));
    deepStrictEqual(seen, [error]);
  });
}

Deno.test("linux: send gives what was taken when the time of SO_SNDTIMEO is over [V: socket(7)]", () => {
  const lab = new SocketLab("linux", "linux", { sendBuffer: 10_000, receiveBuffer: 4096 });
  let sent = 0;
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(100));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.setsockopt(connection, "SO_SNDTIMEO", 1000);
      const { value, error } = yield* os.send(connection, new Uint8Array(200_000));
      strictEqual(error, "");
      sent = value;
    }),
  );
  lab.run(seconds(20));
  strictEqual(sent >= 10_000 && sent < 200_000, true);
});

Deno.test("linux: connect gives EINPROGRESS after SO_SNDTIMEO and goes on, accept EAGAIN after SO_RCVTIMEO [V: socket(7)]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.cable.pull(0);
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, PORT);
    yield* os.listen(door);
    yield* os.setsockopt(door, "SO_RCVTIMEO", 100);
    seen.push(said(yield* os.accept(door)));
    strictEqual(os.now, ms(100));
  });
  lab.program(lab.client, function* (os) {
    const connection = yield* os.socket();
    yield* os.setsockopt(connection, "SO_SNDTIMEO", 250);
    seen.push(said(yield* os.connect(connection, "server", PORT)));
    strictEqual(os.now, ms(250));
    strictEqual(lab.state(lab.client), "SYN-SENT");
    yield* os.sleep(seconds(9));
  });
  lab.run(seconds(2));
  deepStrictEqual(seen, ["-1 EAGAIN 11", "-1 EINPROGRESS 115"]);
});

Deno.test("accepted sockets have the times of their listener [S: sk_clone_lock; V: sdk-api accept]", () => {
  const lab = new SocketLab("linux", "windows");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.bind(door, 0, PORT);
    yield* os.listen(door);
    yield* os.setsockopt(door, "SO_RCVTIMEO", 100);
    const { value } = yield* os.accept(door);
    seen.push(said(yield* os.getsockopt(value, "SO_RCVTIMEO")));
    seen.push(said(yield* os.recv(value, 1)));
  });
  lab.program(
    lab.client,
    connecting(function* (os) {
      yield* os.sleep(seconds(9));
    }),
  );
  lab.run(seconds(2));
  deepStrictEqual(seen, ["100", IN_VAIN["windows"]]);
});
