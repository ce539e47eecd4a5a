import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, type Nanos, seconds } from "../../engine/base/time.ts";
import type { SocketCalls } from "../../nodes/sockets/mod.ts";
import type { Program } from "../../nodes/sockets/wait.ts";
import { bytes, connecting, said, serving, SocketLab } from "../support/socket_lab.ts";

type Say = (text: string) => void;

/** A client and a server that are connected at 100 ms; the server waits. */
function connected(
  system: string,
  knobs: Record<string, unknown>,
  main: (os: SocketCalls, connection: number, say: Say, lab: SocketLab) => Program,
  until: Nanos = seconds(2000),
): { lab: SocketLab; seen: string[] } {
  const lab = new SocketLab(system, system, { linkDown: "keep", ...knobs });
  const seen: string[] = [];
  lab.program(
    lab.server,
    serving(function* (os) {
      yield* os.sleep(seconds(10_000));
    }),
  );
  lab.program(
    lab.client,
    connecting(function* (os, connection) {
      yield* os.sleep(ms(100));
      yield* main(os, connection, (text) => seen.push(text), lab);
    }),
  );
  lab.run(until);
  return { lab, seen };
}

/** What happened to neighbours of the client, each with its time. */
function neighbourEvents(lab: SocketLab): string[] {
  return lab.recorder.records.flatMap((body) =>
    body.kind === "nic" && body.host === "client" && body.event.startsWith("neighbour")
      ? [`${body.at / ms(1)} ${body.event.slice("neighbour ".length)}`]
      : []
  );
}

Deno.test("A neighbour that answers when it is needed first is known, which shows nowhere [ARCHITECTURE]", () => {
  const { lab } = connected("linux", {}, function* () {});
  deepStrictEqual(neighbourEvents(lab), []);
});

Deno.test("linux: without carrier the neighbour is forgotten; what is sent waits and leaves after the next request [seen, 11]", () => {
  const { lab, seen } = connected("linux", {}, function* (os, connection, say, { cable }) {
    cable.pull(os.now);
    yield* os.send(connection, bytes("x"));
    yield* os.sleep(ms(1500));
    cable.plug(os.now);
    yield* os.send(connection, bytes("y"));
    yield* os.sleep(seconds(20));
    say(said(yield* os.send(connection, bytes("z"))));
  });
  // The requests of 120 and 1120 ms find no carrier, that of 2120 ms does: 20 ms.
  deepStrictEqual(neighbourEvents(lab), ["120 incomplete", "2140 reachable"]);
  deepStrictEqual(seen, ["1"]);
  const first = lab.recorder.records.find((body) =>
    body.at > ms(120) && body.kind === "segment" && body.event === "sent" && body.host === "client"
  );
  strictEqual(first?.at, ms(2140));
});

Deno.test("linux: who asks is known to who is asked: one exchange serves both [RFC 826]", () => {
  const { lab } = connected("linux", {}, function* (os, connection, _say, { cable }) {
    cable.pull(os.now);
    cable.plug(os.now);
    yield* os.send(connection, bytes("x"));
  }, seconds(10));
  const events = lab.recorder.records.filter((body) =>
    body.kind === "nic" && body.event === "neighbour incomplete"
  );
  strictEqual(events.length, 1);
});

Deno.test("linux: a connection without a neighbour tries every 3 s and ends with EHOSTUNREACH [RFC 6069; seen, 12]", () => {
  const { lab, seen } = connected(
    "linux",
    { dataRetries: 5 },
    function* (os, connection, say, { cable }) {
      cable.pull(os.now);
      yield* os.send(connection, bytes("x"));
      say(said(yield* os.recv(connection, 1)));
      say(`${os.now / ms(1)}`);
      say(said(yield* os.send(connection, bytes("x"))));
    },
  );
  // The first RTO is at 120 + 220 + 220 ms; R2 is 12.6 s; tries are at 3.12, 6.12, 9.12, 12.12, 15.12 s.
  deepStrictEqual(seen, ["-1 EHOSTUNREACH 113", "15120", "-1 EPIPE 32"]);
  deepStrictEqual(neighbourEvents(lab).slice(0, 4), [
    "120 incomplete",
    "3120 failed",
    "3120 incomplete",
    "6120 failed",
  ]);
});

Deno.test("linux: a silent neighbour is doubted after 30 s, asked 5 s after its next use, given up 3 s later [arp(7)]", () => {
  const { lab } = connected("linux", {}, function* (os, connection, _say, { server }) {
    yield* os.sleep(seconds(1));
    server.crash(os.now);
    yield* os.sleep(seconds(40));
    yield* os.send(connection, bytes("x"));
    yield* os.sleep(seconds(60));
  });
  const events = neighbourEvents(lab);
  strictEqual(events[0], `${120 + 41_000 + 8000} failed`);
  ok(events[1]!.endsWith("incomplete"), "then every packet waits");
});

Deno.test("linux: a neighbour that is heard of stays known however long it takes [RFC 4861 7.3.1]", () => {
  const { lab } = connected("linux", {}, function* (os, connection, _say) {
    for (let i = 0; i < 10; i++) {
      yield* os.sleep(seconds(29));
      yield* os.send(connection, bytes("x"));
    }
  });
  deepStrictEqual(neighbourEvents(lab), []);
});

Deno.test("freebsd: what no neighbour takes is the reason of a later time-out, EHOSTDOWN on the link [S: t_softerror, arpresolve_full]", () => {
  const { seen } = connected(
    "freebsd",
    { dataRetries: 3, neighbourForgottenWithCarrier: true },
    function* (os, connection, say, { cable }) {
      cable.pull(os.now);
      yield* os.send(connection, bytes("x"));
      yield* os.sleep(seconds(20));
      say(said(yield* os.recv(connection, 1)));
    },
  );
  deepStrictEqual(seen, ["-1 ETIMEDOUT 60"], "5 requests take longer than 3 retransmissions");
  const patient = connected(
    "freebsd",
    { dataRetries: 6, neighbourForgottenWithCarrier: true },
    function* (os, connection, say, { cable }) {
      cable.pull(os.now);
      yield* os.send(connection, bytes("x"));
      say(said(yield* os.recv(connection, 1)));
    },
  );
  deepStrictEqual(patient.seen, ["-1 EHOSTDOWN 64"]);
});

Deno.test("linux: a packet that waits is not taken twice, and of too many the oldest goes [unres_qlen]", () => {
  const { lab } = connected(
    "linux",
    { neighbourQueue: 2 },
    function* (os, connection, _say, { cable }) {
      yield* os.setsockopt(connection, "TCP_NODELAY", true);
      cable.pull(os.now);
      for (const text of ["a", "b", "c"]) yield* os.send(connection, bytes(text));
      yield* os.sleep(seconds(1));
    },
    seconds(3),
  );
  const dropped = lab.recorder.records.flatMap((body) =>
    body.kind === "segment" && body.event === "dropped" ? [body.note] : []
  );
  ok(dropped.length > 0 && dropped.every((it) => it.startsWith("too many wait for a neighbour")));
  const sent = lab.recorder.records.filter((body) =>
    body.kind === "segment" && body.event === "sent" && body.at > ms(120)
  );
  strictEqual(sent.length, 0, "nothing left, and what waits is not recorded again");
});
