import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, type Nanos, NEVER, seconds } from "../../../engine/base/time.ts";
import { UnreachableCode } from "../../../engine/wire/mod.ts";
import { addLinkRule } from "../../../nodes/link_rules.ts";
import type { SocketCalls } from "../../../nodes/sockets/mod.ts";
import type { Program } from "../../../nodes/sockets/wait.ts";
import { matching } from "../../support/link_lab.ts";
import { bytes, connecting, said, serving, SocketLab } from "../../support/socket_lab.ts";

type Say = (text: string) => void;

/** What a client says that is connected at 100 ms to a server that waits; both go on for ever. */
function client(
  system: string,
  main: (os: SocketCalls, connection: number, say: Say, lab: SocketLab) => Program,
  overrides: Record<string, unknown> = {},
): { seen: string[]; lab: SocketLab } {
  const lab = new SocketLab(system, system, {
    linkDown: "keep",
    neighbourReachable: NEVER, // as if a router stood between them
    ...overrides,
  });
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(waiting),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleepUntil(ms(100));
      yield* main(os, connection, (text) => seen.push(text), lab);
      yield* os.sleep(seconds(10_000));
    }),
  );
  lab.run(seconds(2000));
  return { seen, lab };
}

/** What a poll reported, and when it returned, in milliseconds. */
function* polled(os: SocketCalls, connection: number, lab: SocketLab, timeout: Nanos = NEVER) {
  yield* os.poll(connection, ["in"], timeout);
  const record = lab.lastCall(lab.client, "poll");
  return `${os.now / ms(1)} ms: ${record.kind === "call" ? record.args["revents"] : ""}`;
}

function* waiting(os: SocketCalls): Program {
  yield* os.sleep(seconds(10_000));
}

/** "host unreachable" about what the client has in flight arrives. */
function hostUnreachable(lab: SocketLab, now: Nanos): void {
  const [connection] = lab.client.endpoint.connections();
  ok(connection !== undefined);
  connection.onUnreachable(connection.tcb.snd.una, false, UnreachableCode.Host, now);
  lab.client.pump(connection, now);
}

/** Sends a byte on a cable that is pulled, and 50 ms later a soft error comes. */
function* sendInVain(os: SocketCalls, connection: number, lab: SocketLab): Program {
  lab.cable.pull(os.now);
  yield* os.send(connection, bytes("x"));
  yield* os.sleep(ms(50));
  hostUnreachable(lab, os.now);
}

Deno.test("rfc9293: a soft error is told by poll and SO_ERROR, once, while the connection goes on [MUST-47]", () => {
  const { seen, lab } = client("rfc9293", function* (os, connection, say, lab) {
    yield* sendInVain(os, connection, lab);
    say(yield* polled(os, connection, lab));
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    lab.cable.plug(os.now);
    say(said(yield* os.send(connection, bytes("y"))));
  });
  deepStrictEqual(seen, ["150 ms: POLLERR", "113", "0", "1"]);
  strictEqual(lab.state(lab.client), "ESTABLISHED");
});

Deno.test("rfc9293: a soft error wakes a poll that waits, and no recv [MUST-47]", () => {
  for (const call of ["poll", "recv"]) {
    const lab = new SocketLab("rfc9293", "rfc9293", { neighbourReachable: NEVER });
    lab.program(lab.server, serving(waiting));
    lab.program(
      lab.client,
      connecting(function* (os, connection) {
        yield* os.sleepUntil(ms(100));
        lab.cable.pull(os.now);
        yield* os.send(connection, bytes("x"));
        if (call === "poll") yield* os.poll(connection, ["in"], NEVER);
        else yield* os.recv(connection, 1);
      }),
    );
    lab.run(ms(150));
    hostUnreachable(lab, ms(150));
    lab.run(ms(200));
    deepStrictEqual(lab.returns(lab.client, call), call === "poll" ? ["poll 1"] : []);
  }
});

Deno.test("rfc9293: without IP_RECVERR soft errors are not told, but remembered [SHLD-20] [SHLD-25]", () => {
  const { seen } = client("rfc9293", function* (os, connection, say, lab) {
    say(said(yield* os.getsockopt(connection, "IP_RECVERR")));
    say(said(yield* os.setsockopt(connection, "IP_RECVERR", false)));
    yield* sendInVain(os, connection, lab);
    say(yield* polled(os, connection, lab, seconds(60)));
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    say(said(yield* os.recv(connection, 1)));
  });
  deepStrictEqual(seen, ["1", "0", "60150 ms: ", "0", "-1 EHOSTUNREACH 113"]);
});

Deno.test("rfc9293: when 3 retransmissions had no answer, R1, poll tells ETIMEDOUT while the connection goes on [SHLD-9] [SHLD-10]", () => {
  const { seen } = client("rfc9293", function* (os, connection, say, lab) {
    lab.cable.pull(os.now);
    yield* os.send(connection, bytes("x"));
    say(yield* polled(os, connection, lab)); // sent again 1, 3 and 7 s later; nothing for 8 s more
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    lab.cable.plug(os.now);
    yield* os.sleep(seconds(40)); // sent again at 15.1 s before this, and told again at 31.1 s
    say(said(yield* os.send(connection, bytes("y"))));
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
    say(said(yield* os.getsockopt(connection, "SO_ERROR")));
  });
  deepStrictEqual(seen, ["15100 ms: POLLERR", "110", "1", "110", "0"]);
});

Deno.test("rfc9293: the report of R1 can be disabled, and R1 be another number [SHLD-9] [SHLD-20]", () => {
  const silent = (isOn: boolean, r1Retries: number) =>
    client("rfc9293", function* (os, connection, say, lab) {
      yield* os.setsockopt(connection, "IP_RECVERR", isOn);
      lab.cable.pull(os.now);
      yield* os.send(connection, bytes("x"));
      say(yield* polled(os, connection, lab, seconds(70)));
    }, { r1Retries }).seen;
  deepStrictEqual(silent(false, 3), ["70100 ms: "]);
  deepStrictEqual(silent(true, 4), ["31100 ms: POLLERR"]);
});

Deno.test("linux: with IP_RECVERR a soft error fails the next call at once, and the connection goes on [S: tcp_v4_err; ip(7)]", () => {
  const { seen, lab } = client("linux", function* (os, connection, say, lab) {
    say(said(yield* os.setsockopt(connection, "IP_RECVERR", true)));
    yield* sendInVain(os, connection, lab);
    say(yield* polled(os, connection, lab));
    say(said(yield* os.recv(connection, 1)));
    lab.cable.plug(os.now);
    say(said(yield* os.send(connection, bytes("y"))));
  });
  deepStrictEqual(seen, ["0", "150 ms: POLLIN POLLERR", "-1 EHOSTUNREACH 113", "1"]);
  strictEqual(lab.state(lab.client), "ESTABLISHED");
});

Deno.test("linux: with IP_RECVERR errors that were told are no reason of a later time-out; without it they are [S: tcp_v4_err, tcp_write_err]", () => {
  for (const [isOn, reason] of [[true, "ETIMEDOUT 110"], [false, "EHOSTUNREACH 113"]] as const) {
    const { seen } = client("linux", function* (os, connection, say, lab) {
      yield* os.setsockopt(connection, "IP_RECVERR", isOn);
      yield* sendInVain(os, connection, lab);
      if (isOn) yield* os.getsockopt(connection, "SO_ERROR");
      say(said(yield* os.recv(connection, 1)));
    }, { dataRetries: 3 });
    deepStrictEqual(seen, [`-1 ${reason}`]);
  }
});

Deno.test("linux: R1 is told to no program [S: tcp_write_timeout]", () => {
  const { seen } = client("linux", function* (os, connection, say, lab) {
    yield* os.setsockopt(connection, "IP_RECVERR", true);
    lab.cable.pull(os.now);
    yield* os.send(connection, bytes("x"));
    say(yield* polled(os, connection, lab, seconds(60)));
  });
  deepStrictEqual(seen, ["60100 ms: "]);
});

Deno.test("freebsd and windows have no IP_RECVERR; a soft error shows at most as the reason of a time-out [S: tcp_notify]", () => {
  const told: Record<string, string[]> = {
    freebsd: ["-1 ENOPROTOOPT 42", "60150 ms: "],
    windows: ["-1 WSAENOPROTOOPT 10042", ""],
  };
  for (const [system, expected] of Object.entries(told)) {
    const { seen } = client(system, function* (os, connection, say, lab) {
      say(said(yield* os.setsockopt(connection, "IP_RECVERR", true)));
      if (system === "windows") return say("");
      yield* sendInVain(os, connection, lab);
      say(yield* polled(os, connection, lab, seconds(60)));
    });
    deepStrictEqual(seen, expected);
  }
});

Deno.test("An accepted socket has IP_RECVERR of its listener [S: sk_clone]", () => {
  const lab = new SocketLab("linux");
  const seen: string[] = [];
  lab.program(lab.server, function* (os) {
    const door = yield* os.socket("door");
    yield* os.setsockopt(door, "IP_RECVERR", true);
    yield* os.bind(door, 0, 80);
    yield* os.listen(door);
    const { value } = yield* os.accept(door, "conn");
    seen.push(said(yield* os.getsockopt(value, "IP_RECVERR")));
  });
  lab.program(lab.client, connecting(function* () {}));
  lab.run();
  deepStrictEqual(seen, ["1"]);
});

/** When the client finds that its silent neighbour is gone, after the cable was pulled at 100 ms. */
function neighbourLost(system: string, r1Advice: "route" | "neighbour"): string[] {
  const { lab } = client(system, function* (os, connection, _say, lab) {
    lab.cable.pull(os.now);
    yield* os.send(connection, bytes("x"));
  }, { r1Advice, neighbourReachable: seconds(60), neighbourProbeDelay: 0 });
  return lab.recorder.records.flatMap((body) =>
    body.kind === "nic" && body.host === "client" && body.event.startsWith("neighbour")
      ? [`${body.at / ms(1)} ${body.event}`]
      : []
  );
}

Deno.test("rfc9293: at R1 IP is told, and asks for the next hop, which is not there [MUST-20] [RFC 1122 2.3.2.1]", () => {
  // The 4th timeout is at 15.1 s; then 3 requests in vain, a second each.
  strictEqual(neighbourLost("rfc9293", "neighbour")[0], "18100 neighbour failed");
  // Else it is asked for when it was not heard of for a minute.
  ok(!neighbourLost("rfc9293", "route").some((line) => parseFloat(line) < 60_000));
});

Deno.test("rfc9293: at R1 a next hop that answers stays known [MUST-20]", () => {
  const lab = new SocketLab("rfc9293", "rfc9293");
  lab.program(lab.server, serving(waiting));
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleepUntil(ms(100));
      addLinkRule(lab.network, {
        action: "drop",
        match: matching({ link: "cable", from: "client" }),
        nth: 1,
        count: Infinity,
        delay: 0,
      });
      yield* os.send(connection, bytes("x"));
      yield* waiting(os);
    }),
  );
  lab.run(seconds(60));
  deepStrictEqual(lab.recorder.records.filter((body) => body.kind === "nic"), []);
  strictEqual(lab.sent(lab.client).filter((line) => line === "PA 1").length > 4, true);
});

Deno.test("freebsd: a neighbour on the link that is gone is EHOSTDOWN [S: arpresolve_full, tcp_output]", () => {
  const { seen } = client("freebsd", function* (os, connection, say, lab) {
    lab.cable.pull(os.now);
    yield* os.send(connection, bytes("x"));
    say(said(yield* os.recv(connection, 1)));
  }, { neighbourReachable: seconds(5) });
  deepStrictEqual(seen, ["-1 EHOSTDOWN 64"]);
});
