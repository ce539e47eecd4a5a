import { notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { minutes, ms, seconds } from "../../../engine/base/time.ts";
import {
  type Connection,
  EndReason,
  type ProfileName,
  seqDiff,
  State,
} from "../../../engine/tcp/mod.ts";
import { parseIpv4 } from "../../../engine/wire/mod.ts";
import { EndpointScript } from "../../support/endpoint_script.ts";

const HOST = "10.0.0.1:80";
const A = "10.0.0.2:2000";

/** A connection of the host in TIME-WAIT, which closed first; RCV.NXT is 5002. */
function timeWait(t: EndpointScript, stamp: number | null = null) {
  t.listen(HOST);
  const ts = stamp === null ? "" : ` ts=${stamp}/0`;
  const connection = t.call(A, HOST, 5000, ts);
  connection.listener?.accept();
  connection.close(t.now);
  t.pump(connection);
  const fin = t.expect(HOST, A, "FIN,ACK ack=5001");
  t.peer(A, HOST, `FIN,ACK seq=5001 ack=${(fin.seq + 1) >>> 0}${ts}`);
  t.expect(HOST, A, "ACK ack=5002");
  strictEqual(connection.state, State.TimeWait);
  return connection;
}

Deno.test("A SYN above the last number reopens from TIME-WAIT with an ISS above the old numbers [MAY-2]", () => {
  for (const profile of ["rfc9293", "linux", "windows", "freebsd"] as const) {
    const t = new EndpointScript(profile);
    const old = timeWait(t);
    t.at(seconds(10));
    const fresh = t.peer(A, HOST, "SYN seq=5003")!;
    const synAck = t.expect(HOST, A, "SYN,ACK ack=5004");
    notStrictEqual(fresh, old);
    strictEqual(old.state, State.Closed);
    strictEqual(old.endReason, EndReason.Closed);
    ok(seqDiff(synAck.seq, old.tcb.snd.nxt) > 0, "the new numbers lie above the old");
    t.peer(A, HOST, `ACK seq=5004 ack=${(synAck.seq + 1) >>> 0}`);
    strictEqual(fresh.state, State.Established);
    strictEqual(t.endpoint.connectionCount, 1);
  }
});

Deno.test("A SYN that is not above the last number is an old duplicate: ACK, and TIME-WAIT goes on [MAY-2]", () => {
  for (const seq of [5000, 5001, 5002]) {
    const t = new EndpointScript();
    const old = timeWait(t);
    t.at(seconds(10));
    strictEqual(t.peer(A, HOST, `SYN seq=${seq}`), old);
    t.expect(HOST, A, "ACK ack=5002");
    t.expectNothing();
    strictEqual(old.state, State.TimeWait);
    t.at(minutes(4));
    strictEqual(old.state, State.Closed);
  }
});

Deno.test("A SYN with a newer timestamp reopens whatever its number, an older one does not [SHLD-4] [RFC 6191 2, .1] [RFC 6191 2, .2]", () => {
  const reopens = (profile: "linux" | "freebsd", syn: string) => {
    const t = new EndpointScript(profile);
    const old = timeWait(t, 700);
    return t.peer(A, HOST, syn) !== old;
  };
  ok(reopens("linux", "SYN seq=4000 ts=701/0"), "newer, below the last number");
  ok(!reopens("linux", "SYN seq=6000 ts=699/0"), "older, above the last number");
  ok(reopens("linux", "SYN seq=6000 ts=700/0"), "as old, above the last number");
  ok(!reopens("linux", "SYN seq=5002 ts=700/0"), "as old, not above it");
  ok(reopens("linux", "SYN seq=6000"), "without, above the last number");
  ok(!reopens("linux", "SYN seq=4000"), "without, below it");
  ok(!reopens("freebsd", "SYN seq=4000 ts=701/0"), "FreeBSD looks at numbers alone");
});

Deno.test("Without a listener nothing reopens [MAY-2]", () => {
  const t = new EndpointScript();
  const old = timeWait(t);
  t.endpoint.closeListener(t.endpoint.listeners()[0]!);
  t.peer(A, HOST, "SYN seq=9000");
  t.expect(HOST, A, "ACK ack=5002");
  strictEqual(old.state, State.TimeWait);
});

Deno.test("Reopening can be switched off by profile [MAY-2]", () => {
  const t = new EndpointScript("rfc9293", { timeWaitReuse: false });
  const old = timeWait(t);
  t.peer(A, HOST, "SYN seq=9000");
  t.expect(HOST, A, "ACK ack=5002");
  strictEqual(old.state, State.TimeWait);
});

Deno.test("After TIME-WAIT the 4-tuple is free: a FIN once more gets RST [RFC 9293 3.10.7.1, U-6]", () => {
  const t = new EndpointScript();
  const old = timeWait(t);
  t.at(minutes(4));
  strictEqual(t.endpoint.connectionCount, 0);
  t.endpoint.closeListener(t.endpoint.listeners()[0]!);
  t.peer(A, HOST, `FIN,ACK seq=5001 ack=${(old.tcb.snd.nxt) >>> 0}`);
  t.expect(HOST, A, `RST seq=${(old.tcb.snd.nxt) >>> 0}`);
});

// ---- Active OPEN

/** A client that closed first, at 10.0.0.1:40000, and is in TIME-WAIT; what it had sent last is 1001 octets behind. */
function closedClient(
  profile: ProfileName,
  knobs: Readonly<Record<string, unknown>>,
  ts: string,
  from = "10.0.0.1:40000",
  to = "10.0.0.2:80",
): [EndpointScript, Connection] {
  const t = new EndpointScript(profile, knobs);
  const connection = t.connect(from, to);
  const syn = t.expect(from, to, "SYN");
  t.peer(to, from, `SYN,ACK seq=5000 ack=${(syn.seq + 1) >>> 0}${ts}`);
  t.expect(from, to, "ACK ack=5001");
  connection.close(t.now);
  t.pump(connection);
  const fin = t.expect(from, to, "FIN,ACK ack=5001");
  t.peer(to, from, `FIN,ACK seq=5001 ack=${(fin.seq + 1) >>> 0}${ts}`);
  t.expect(from, to, "ACK ack=5002");
  strictEqual(connection.state, State.TimeWait);
  return [t, connection];
}

/** Connects again from the same port, which was bound or chosen by the system. */
function connectAgain(
  t: EndpointScript,
  isBound: boolean,
  from = "10.0.0.1",
  to = "10.0.0.2",
): Connection | null {
  const { endpoint } = t;
  const options = endpoint.defaultOptions();
  return endpoint.connect(parseIpv4(from), 40_000, parseIpv4(to), 80, options, t.now, isBound);
}

Deno.test("Linux: connect from a bound port takes over from TIME-WAIT with timestamps at once, else never [seen]", () => {
  const [t, old] = closedClient("linux", {}, " ts=700/0");
  const fresh = connectAgain(t, true)!;
  notStrictEqual(fresh, null);
  t.pump(fresh);
  strictEqual(old.endReason, EndReason.Closed);
  const syn = t.expect("10.0.0.1:40000", "10.0.0.2:80", "SYN");
  strictEqual(seqDiff(syn.seq, old.tcb.snd.nxt), 65_537, "its ISS lies above the old numbers");
  strictEqual(syn.options.timestampEcho, 700, "TS.Recent goes on");
  const [without] = closedClient("linux", { timestamps: false }, "");
  strictEqual(connectAgain(without, true), null);
  without.at(seconds(59));
  strictEqual(connectAgain(without, true), null);
  without.at(seconds(60));
  notStrictEqual(connectAgain(without, true), null);
});

Deno.test("Linux: a port of the system's choice is free of TIME-WAIT after 1 s by tcp_tw_reuse = 1, else never [seen]", () => {
  const one = { ephemeralFirst: 40_000, ephemeralLast: 40_000 };
  const port = (t: EndpointScript) =>
    t.endpoint.ephemeralPort(parseIpv4("10.0.0.1"), parseIpv4("10.0.0.2"), 80, () => false, t.now);
  const [t] = closedClient("linux", { ...one, timeWaitConnect: "timestamps" }, " ts=700/0");
  t.at(seconds(1) - 1);
  strictEqual(port(t), 0);
  strictEqual(connectAgain(t, false), null);
  t.at(seconds(1));
  strictEqual(port(t), 40_000);
  notStrictEqual(connectAgain(t, false), null);
  for (const timeWaitConnect of ["never", "loopback"]) {
    const [other] = closedClient("linux", { ...one, timeWaitConnect }, " ts=700/0");
    other.at(seconds(59));
    strictEqual(port(other), 0, timeWaitConnect);
  }
});

Deno.test("Linux: tcp_tw_reuse = 2, the default, means connections of 127.0.0.0/8 [ip-sysctl]", () => {
  const [t] = closedClient("linux", {}, " ts=700/0", "127.0.0.1:40000", "127.0.0.1:80");
  t.at(ms(999));
  strictEqual(connectAgain(t, false, "127.0.0.1", "127.0.0.1"), null);
  t.at(ms(1000));
  notStrictEqual(connectAgain(t, false, "127.0.0.1", "127.0.0.1"), null);
});

Deno.test("No other system connects over TIME-WAIT [MUST-13] [os profiles]", () => {
  for (const profile of ["rfc9293", "windows", "freebsd"] as const) {
    const [t] = closedClient(profile, {}, profile === "freebsd" ? " ts=700/0" : "");
    t.at(seconds(30));
    strictEqual(connectAgain(t, true), null, profile);
    strictEqual(connectAgain(t, false), null, profile);
  }
});
