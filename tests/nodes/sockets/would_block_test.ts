import { deepStrictEqual, ok } from "node:assert/strict";
import { ms, seconds } from "../../../engine/base/time.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

const WOULD_BLOCK: Record<string, string> = {
  linux: "-1 EAGAIN 11",
  freebsd: "-1 EAGAIN 35",
  windows: "-1 WSAEWOULDBLOCK 10035",
};

for (const [system, error] of Object.entries(WOULD_BLOCK)) {
  Deno.test(`${system}: recv without data and send without room do not wait on a non-blocking socket [os-profiles 3.5]`, () => {
    const lab = new SocketLab(system, system, { sendBuffer: 10_000, receiveBuffer: 10_000 });
    const seen: string[] = [];
    let partial = 0;
    lab.program(
      lab.server,
      serving(function* (os) {
        yield* os.sleep(seconds(60));
      }),
    );
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.setsockopt(connection, "O_NONBLOCK", true);
        seen.push(said(yield* os.recv(connection, 1)));
        partial = (yield* os.send(connection, new Uint8Array(100_000))).value;
        seen.push(said(yield* os.send(connection, bytes("x"))));
        yield* os.sleep(seconds(60));
      }),
    );
    lab.run();
    deepStrictEqual(seen, [error, error]);
    // T: Windows takes one send of any size, POSIX what fits.
    ok(system === "windows" ? partial === 100_000 : partial > 0 && partial < 100_000);
  });
}

/** What a connect and a blocked recv say when ICMP says unreachable. */
function unreachable(system: string, code: number, isHard: boolean): string[] {
  const lab = new SocketLab(system, system, { linkDown: "keep", dataRetries: 3 });
  const seen: string[] = [];
  lab.cable.pull(0);
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      seen.push(said(yield* os.connect(connection, "server", 80)));
      yield* os.exit(0);
    }),
  );
  lab.run(ms(100));
  const connection = lab.client.endpoint.connections()[0]!;
  connection.onUnreachable(connection.iss, isHard, code, lab.sim.now);
  lab.client.pump(connection);
  lab.run(ms(200));
  return lab.returns(lab.client, "connect").slice(0, 1);
}

const ICMP: [string, number, boolean, string[], string][] = [
  ["linux", 3, true, ["connect -1 ECONNREFUSED 111"], "port, S; measured, 10"],
  ["linux", 1, false, ["connect -1 EHOSTUNREACH 113"], "host, S; measured, 10"],
  ["linux", 0, false, ["connect -1 ENETUNREACH 101"], "net, S"],
  ["linux", 2, true, ["connect -1 ENOPROTOOPT 92"], "protocol, S: icmp_err_convert"],
  ["linux", 5, false, ["connect -1 EOPNOTSUPP 95"], "source route, S: icmp_err_convert"],
  ["freebsd", 3, true, ["connect -1 ECONNREFUSED 61"], "port, S"],
  ["freebsd", 1, false, [], "host: soft, S"],
  ["windows", 3, true, [], "ignored, V"],
];

for (const [system, code, isHard, expected, source] of ICMP) {
  Deno.test(`${system}: ICMP unreachable code ${code} while connecting [os-profiles 3.5: ${source}]`, () => {
    deepStrictEqual(unreachable(system, code, isHard), expected);
  });
}

Deno.test("linux: a timeout after a soft ICMP error gives that error [os-profiles 3.5, S]", () => {
  const lab = new SocketLab("linux", "linux", { dataRetries: 3 });
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(600));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      lab.cable.pull(os.now);
      yield* os.send(connection, bytes("x"));
      seen.push(said(yield* os.recv(connection, 1)));
    }),
  );
  lab.run(ms(200));
  const connection = lab.client.endpoint.connections()[0]!;
  connection.onUnreachable(connection.iss + 1, false, 1, lab.sim.now);
  lab.client.pump(connection);
  lab.run(seconds(600));
  deepStrictEqual(seen, ["-1 EHOSTUNREACH 113"]);
});

Deno.test("linux: connect on a socket whose connection was reset gives EISCONN, and its error stays", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os, connection) {
      yield* os.setsockopt(connection, "SO_LINGER", { onoff: true, linger: 0 });
      yield* os.close(connection);
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      seen.push(said(yield* os.connect(connection, "server", 80)));
      seen.push(said(yield* os.recv(connection, 1)));
    }),
  );
  lab.run();
  deepStrictEqual(seen, ["-1 EISCONN 106", "-1 ECONNRESET 104"]);
});
