import { deepStrictEqual, notStrictEqual, ok, strictEqual } from "node:assert/strict";
import { ms, us } from "../../../engine/base/time.ts";
import { abandon, EndReason, profiles, seqDiff, State } from "../../../engine/tcp/mod.ts";
import { EndpointScript } from "../../support/endpoint_script.ts";

const HOST = "10.0.0.1:80";
const OTHER = "10.0.0.9:80";
const A = "10.0.0.2:2000";
const B = "10.0.0.3:2000";

// ---- Segments for nobody

Deno.test("A port where nobody listens: RST,ACK to a SYN, RST to an ACK, nothing to a RST [RFC 9293 3.10.7.1, U-6]", () => {
  const t = new EndpointScript();
  strictEqual(t.peer(A, HOST, "SYN seq=5000 len=3"), null);
  t.expect(HOST, A, "RST,ACK seq=0 ack=5004");
  t.peer(A, HOST, "FIN,ACK seq=5000 ack=777");
  t.expect(HOST, A, "RST seq=777 ack=0");
  t.peer(A, HOST, "RST seq=5000");
  t.peer(A, HOST, "RST,ACK seq=5000 ack=1");
  t.expectNothing();
});

Deno.test("A segment to a multicast or broadcast address is dropped silently [MUST-57]", () => {
  const t = new EndpointScript();
  t.listen("0.0.0.0:80");
  for (const to of ["224.0.0.1:80", "239.1.2.3:80", "255.255.255.255:80", "0.0.0.0:80"]) {
    strictEqual(t.peer(A, to, "SYN seq=5000"), null);
    strictEqual(t.peer(A, to, "ACK seq=5000 ack=1"), null);
  }
  t.expectNothing();
});

Deno.test("A segment from an address that is no single host's is dropped silently [MUST-63]", () => {
  const t = new EndpointScript();
  t.listen("0.0.0.0:80");
  for (const from of ["224.0.0.1:2000", "255.255.255.255:2000", "0.0.0.0:2000", "240.0.0.1:2000"]) {
    strictEqual(t.peer(from, HOST, "SYN seq=5000"), null);
    strictEqual(t.peer(from, "10.0.0.1:81", "SYN seq=5000"), null);
  }
  t.expectNothing();
});

// ---- Listeners

Deno.test("Every SYN makes a connection of its own, the listener stays [MUST-41]", () => {
  const t = new EndpointScript();
  const listener = t.listen(HOST);
  const first = t.call(A, HOST);
  const second = t.call(B, HOST);
  notStrictEqual(first, second);
  strictEqual(first.state, State.Established);
  strictEqual(listener.pending, 2);
  strictEqual(listener.accept(), first, "the first come is the first accepted");
  strictEqual(listener.accept(), second);
  strictEqual(listener.accept(), null);
});

Deno.test("A second passive OPEN of the same address and port fails and disturbs nothing [MUST-41]", () => {
  const t = new EndpointScript();
  t.listen(HOST);
  const connection = t.call(A, HOST);
  strictEqual(t.endpoint.listen(0x0a000001, 80, 1), null);
  strictEqual(connection.state, State.Established);
  t.peer(A, HOST, `PSH,ACK seq=5001 ack=${(connection.iss + 1) >>> 0} len=10`);
  strictEqual(connection.readable, 10);
});

Deno.test("A passive OPEN is possible beside SYN-SENT and SYN-RECEIVED on the same port [MUST-42]", () => {
  const t = new EndpointScript();
  const calling = t.connect(HOST, A);
  t.expect(HOST, A, "SYN mss=1460");
  strictEqual(calling.state, State.SynSent);
  t.listen(HOST);
  const called = t.peer(B, HOST, "SYN seq=7000")!;
  t.expect(HOST, B, "SYN,ACK ack=7001");
  strictEqual(called.state, State.SynReceived);
  strictEqual(t.endpoint.listen(0x0a000009, 80, 1) !== null, true);
  t.peer(A, HOST, `SYN,ACK seq=5000 ack=${(calling.iss + 1) >>> 0}`);
  t.expect(HOST, A, "ACK ack=5001");
  strictEqual(calling.state, State.Established);
});

Deno.test("A passive OPEN can name one local address; one without takes the rest [MUST-43]", () => {
  const t = new EndpointScript();
  const one = t.listen(HOST);
  t.peer(A, OTHER, "SYN seq=5000");
  t.expect(OTHER, A, "RST,ACK seq=0 ack=5001");
  const any = t.listen("0.0.0.0:80");
  t.call(A, OTHER);
  t.call(A, HOST);
  strictEqual(one.pending, 1);
  strictEqual(any.pending, 1);
});

Deno.test("A connection keeps the local address that its SYN came to [MUST-45]", () => {
  const t = new EndpointScript();
  t.listen("0.0.0.0:80");
  const connection = t.call(A, OTHER);
  connection.send(new Uint8Array(10), 0, 10);
  t.pump(connection);
  t.expect(OTHER, A, "PSH,ACK ack=5001 len=10");
  connection.abort(t.now);
  t.pump(connection);
  t.expect(OTHER, A, `RST seq=${(connection.iss + 11) >>> 0}`);
});

Deno.test("A RST in SYN-RECEIVED leaves the listener as it was, and the next SYN opens [RFC 9293 3.10.7.4, U-12] [MUST-11]", () => {
  const t = new EndpointScript();
  const listener = t.listen(HOST);
  t.peer(A, HOST, "SYN seq=5000");
  t.expect(HOST, A, "SYN,ACK ack=5001");
  t.peer(A, HOST, "RST seq=5001");
  t.expectNothing();
  strictEqual(t.endpoint.connectionCount, 0);
  strictEqual(listener.pending, 0);
  t.at(ms(10));
  strictEqual(t.call(A, HOST, 6000).state, State.Established);
});

Deno.test("LISTEN answers an ACK with RST and drops a RST [RFC 9293 3.10.7.2, U-7]", () => {
  const t = new EndpointScript();
  t.listen(HOST);
  t.peer(A, HOST, "ACK seq=5000 ack=777 len=3");
  t.expect(HOST, A, "RST seq=777 ack=0");
  t.peer(A, HOST, "RST seq=5000");
  t.peer(A, HOST, "FIN seq=5000");
  t.expectNothing();
  strictEqual(t.endpoint.connectionCount, 0);
});

Deno.test("Connections of one port are told apart by the peer's address and port [RFC 9293 3.3.1]", () => {
  const t = new EndpointScript();
  t.listen(HOST);
  const peers = [A, B, "10.0.0.2:2001"].map((from) => t.call(from, HOST));
  strictEqual(new Set(peers).size, 3);
  t.peer(A, HOST, "RST seq=5001");
  strictEqual(peers.map((it) => it.state).join(), `${State.Closed},4,4`);
  strictEqual(t.endpoint.connectionCount, 2);
});

Deno.test("Closing a listener resets what was never accepted [RFC 9293 3.10.4, 3.10.5]", () => {
  const t = new EndpointScript();
  const listener = t.listen(HOST);
  const accepted = t.call(A, HOST);
  listener.accept();
  const waiting = t.call(B, HOST);
  const orphans = t.endpoint.closeListener(listener);
  for (const orphan of orphans) abandon(orphan, t.now);
  strictEqual(orphans.length, 1);
  for (const orphan of orphans) t.pump(orphan);
  t.expect(HOST, B, `RST seq=${(waiting.iss + 1) >>> 0}`);
  strictEqual(accepted.state, State.Established);
  t.peer("10.0.0.4:2000", HOST, "SYN seq=1");
  t.expect(HOST, "10.0.0.4:2000", "RST,ACK seq=0 ack=2");
});

Deno.test("Closing a listener forgets what was still opening: its ACK gets RST [RFC 9293 3.10.7.1, U-6]", () => {
  const t = new EndpointScript();
  const listener = t.listen(HOST);
  t.peer(A, HOST, "SYN seq=5000");
  t.expect(HOST, A, "SYN,ACK ack=5001");
  const orphans = t.endpoint.closeListener(listener);
  for (const orphan of orphans) abandon(orphan, t.now);
  strictEqual(orphans.map((it) => it.state).join(), `${State.Closed}`);
  for (const orphan of orphans) t.pump(orphan);
  t.expectNothing();
  t.peer(A, HOST, "ACK seq=5001 ack=77");
  t.expect(HOST, A, "RST seq=77");
});

Deno.test("Closing a listener gives what hangs on it in the order in which it was made, and no more", () => {
  const t = new EndpointScript();
  const listener = t.listen(HOST);
  const other = t.listen("10.0.0.1:81");
  const opening = t.peer(A, HOST, "SYN seq=5000");
  t.expect(HOST, A, "SYN,ACK ack=5001");
  const waiting = t.call(B, HOST);
  t.call(B, "10.0.0.1:81");
  const later = t.peer("10.0.0.4:2000", HOST, "SYN seq=5000");
  t.expect(HOST, "10.0.0.4:2000", "SYN,ACK ack=5001");
  t.call("10.0.0.5:2000", HOST);
  t.peer("10.0.0.5:2000", HOST, "RST seq=5001"); // ended while it waited
  deepStrictEqual(t.endpoint.closeListener(listener), [opening, waiting, later]);
  strictEqual(t.endpoint.closeListener(other).length, 1);
});

// ---- Active OPEN

Deno.test("An active OPEN of a 4-tuple that is in use fails [RFC 9293 3.10.1]", () => {
  const t = new EndpointScript();
  t.connect(HOST, A);
  const options = t.endpoint.defaultOptions();
  strictEqual(t.endpoint.connect(0x0a000001, 80, 0x0a000002, 2000, options, 0), null);
});

Deno.test("Ephemeral ports are of the system's range and free [os profiles]", () => {
  for (const profile of ["rfc9293", "linux", "windows", "freebsd"] as const) {
    const t = new EndpointScript(profile);
    const { ephemeralFirst, ephemeralLast } = profiles[profile];
    const seen = new Set<number>();
    for (let i = 0; i < 200; i++) {
      const port = t.endpoint.ephemeralPort(1, 2, 80, () => false, t.now);
      ok(port >= ephemeralFirst && port <= ephemeralLast, `${port}`);
      seen.add(port);
    }
    ok(seen.size > 150, "they are chosen by chance");
  }
});

Deno.test("When every ephemeral port is in use there is none", () => {
  const t = new EndpointScript("rfc9293", { ephemeralFirst: 50_000, ephemeralLast: 50_003 });
  const taken = new Set<number>();
  for (let i = 0; i < 4; i++) {
    const port = t.endpoint.ephemeralPort(0x0a000001, 0x0a000002, 80, () => false, t.now);
    t.connect(`10.0.0.1:${port}`, "10.0.0.2:80");
    taken.add(port);
  }
  strictEqual(taken.size, 4);
  strictEqual(t.endpoint.ephemeralPort(0x0a000001, 0x0a000002, 80, () => false, t.now), 0);
  ok(t.endpoint.ephemeralPort(0x0a000001, 0x0a000003, 80, () => false, t.now) > 0, "another peer");
});

// ---- Initial sequence numbers

Deno.test("Initial sequence numbers follow a clock of 4 us and depend on the 4-tuple [MUST-8] [SHLD-1] [MUST-9]", () => {
  const issAt = (from: string, to: string, now: number) => {
    const t = new EndpointScript();
    t.now = now;
    return t.connect(from, to).iss;
  };
  const first = issAt(HOST, A, 0);
  strictEqual(seqDiff(issAt(HOST, A, us(400)), first), 100);
  strictEqual(issAt(HOST, A, 0), first, "the same seed and time give the same number");
  ok(Math.abs(seqDiff(issAt(HOST, B, 0), first)) > 1000, "another peer");
  ok(Math.abs(seqDiff(issAt("10.0.0.1:81", A, 0), first)) > 1000, "another port");
});

Deno.test("A crash forgets everything and sends nothing [RFC 9293 3.5.1]", () => {
  const t = new EndpointScript();
  t.listen(HOST);
  const connection = t.call(A, HOST);
  t.endpoint.forgetAll(t.now, EndReason.Crashed, "crash");
  strictEqual(connection.state, State.Closed);
  strictEqual(t.endpoint.connectionCount, 0);
  t.expectNothing();
  t.peer(A, HOST, "ACK seq=5001 ack=777 len=1");
  t.expect(HOST, A, "RST seq=777");
});
