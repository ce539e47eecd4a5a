import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { minutes, seconds } from "../../../engine/base/time.ts";
import { EndReason, State } from "../../../engine/tcp/mod.ts";
import { EndpointScript } from "../../support/endpoint_script.ts";

const HOST = "10.0.0.1:80";
const A = "10.0.0.2:2000";
const B = "10.0.0.3:2000";

Deno.test("A backlog of n holds n + 1; then SYNs are dropped, or reset by Windows [os profiles]", () => {
  for (const profile of ["linux", "freebsd", "windows"] as const) {
    const t = new EndpointScript(profile);
    const listener = t.listen(HOST, 1);
    t.call("10.0.0.2:1", HOST);
    t.call("10.0.0.2:2", HOST);
    t.peer("10.0.0.2:3", HOST, "SYN seq=5000");
    if (profile === "windows") t.expect(HOST, "10.0.0.2:3", "RST,ACK seq=0 ack=5001");
    t.expectNothing();
    listener.accept();
    strictEqual(t.call("10.0.0.2:3", HOST).state, State.Established);
  }
});

Deno.test("The last ACK of a handshake is dropped while the queue is full; the SYN,ACK comes again [seen on Linux]", () => {
  const t = new EndpointScript("linux");
  const listener = t.listen(HOST, 0);
  const late = t.peer(B, HOST, "SYN seq=7000")!;
  const synAck = t.expect(HOST, B, "SYN,ACK ack=7001");
  t.call(A, HOST);
  t.peer(B, HOST, `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0}`);
  strictEqual(late.state, State.SynReceived);
  t.at(seconds(1));
  t.expect(HOST, B, "SYN,ACK ack=7001");
  listener.accept();
  t.peer(B, HOST, `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0}`);
  strictEqual(late.state, State.Established);
  strictEqual(listener.accept(), late);
});

Deno.test("How many connections wait with a backlog of 0, 1 and 4: n + 1, on FreeBSD 3n/2 + 1 [os profiles]", () => {
  const held = (profile: "linux" | "freebsd", backlog: number) => {
    const t = new EndpointScript(profile);
    const listener = t.listen(HOST, backlog);
    for (let i = 1; i <= 10 && !listener.isFull; i++) t.call(`10.0.0.2:${i}`, HOST);
    return listener.pending;
  };
  for (const [n, linux, freebsd] of [[0, 1, 1], [1, 2, 2], [4, 5, 7]] as const) {
    strictEqual(held("linux", n), linux);
    strictEqual(held("freebsd", n), freebsd);
  }
});

Deno.test("A backlog above the system's limit counts as that limit [somaxconn]", () => {
  const t = new EndpointScript("linux", { backlogMax: 2 });
  const listener = t.listen(HOST, 1000);
  for (let i = 1; i <= 3; i++) t.call(`10.0.0.2:${i}`, HOST);
  ok(listener.isFull);
});

Deno.test("With tcp_abort_on_overflow the last ACK gets RST, and the connection is gone [seen on Linux]", () => {
  const t = new EndpointScript("linux", { lastAckOverflow: "reset" });
  t.listen(HOST, 0);
  const late = t.peer(B, HOST, "SYN seq=7000")!;
  const synAck = t.expect(HOST, B, "SYN,ACK ack=7001");
  t.call(A, HOST);
  t.peer(B, HOST, `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0}`);
  t.expect(HOST, B, `RST seq=${(synAck.seq + 1) >>> 0} ack=0`);
  t.expectNothing();
  strictEqual(late.endReason, EndReason.Aborted);
  strictEqual(t.endpoint.connectionCount, 1);
});

// ---- SYN cookies

const OPTIONS = "mss=1460 ws=7 sackok ts=900/0";

/** A listener with a backlog of 0 and one connection that is opening: its queue of SYNs is full. */
function fullQueue(knobs: Readonly<Record<string, unknown>> = {}): EndpointScript {
  const t = new EndpointScript("linux", knobs);
  t.listen(HOST, 0);
  t.peer(A, HOST, "SYN seq=5000");
  t.expect(HOST, A, "SYN,ACK ack=5001");
  return t;
}

Deno.test("A SYN that finds too many opening is answered and forgotten, its ACK opens all the same [RFC 4987 3.6; seen]", () => {
  const t = fullQueue();
  strictEqual(t.peer(B, HOST, `SYN seq=7000 ${OPTIONS}`), null);
  const synAck = t.expect(HOST, B, "SYN,ACK ack=7001 mss=1460 sackok");
  strictEqual(t.endpoint.connectionCount, 1, "nothing is kept for it");
  const { timestampValue } = synAck.options;
  t.at(seconds(30));
  t.peer(A, HOST, "RST seq=5001");
  const ack = (synAck.seq + 1) >>> 0;
  const ts = `ts=901/${timestampValue}`;
  const made = t.peer(B, HOST, `PSH,ACK seq=7001 ack=${ack} len=10 ${ts}`)!;
  strictEqual(made.state, State.Established);
  strictEqual(made.readable, 10, "the text of the ACK counts");
  const { tcb } = made;
  strictEqual(tcb.snd.scale, 7);
  strictEqual(tcb.sack, true);
  strictEqual(tcb.timestamps, true);
  strictEqual(tcb.snd.mss, 1448);
  strictEqual(tcb.rtt.hasSample, false, "when the SYN,ACK was sent is not known");
});

Deno.test("Without timestamps a cookie keeps the MSS alone, rounded down to one of four [RFC 4987 3.6]", () => {
  for (const [offered, kept] of [[1460, 1460], [1459, 1440], [1400, 1300], [700, 536]] as const) {
    const t = fullQueue();
    t.peer(B, HOST, `SYN seq=7000 mss=${offered} ws=7 sackok`);
    const synAck = t.expect(HOST, B, "SYN,ACK ack=7001");
    const { windowScale, sackPermitted, hasTimestamps } = synAck.options;
    deepStrictEqual(
      { windowScale, sackPermitted, hasTimestamps },
      { windowScale: -1, sackPermitted: false, hasTimestamps: false },
      "the peer must not believe in what is forgotten [RFC 7323 2.2]",
    );
    t.peer(A, HOST, "RST seq=5001");
    const { tcb } = t.peer(B, HOST, `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0}`)!;
    strictEqual(tcb.snd.mss, kept);
    strictEqual(tcb.snd.scale, 0);
    strictEqual(tcb.sack, false);
  }
});

Deno.test("A cookie keeps what it answers: options and ECN in TSval, or neither [RFC 4987 3.6; S: tcp_conn_request]", () => {
  for (const [offered, hasEcn] of [[OPTIONS, true], ["mss=1460 ws=7 sackok", false]] as const) {
    const t = fullQueue();
    t.peer(B, HOST, `SYN,ECE,CWR seq=7000 ${offered}`);
    const synAck = t.expect(HOST, B, `SYN,ACK${hasEcn ? ",ECE" : ""} ack=7001`);
    t.peer(A, HOST, "RST seq=5001");
    const ts = hasEcn ? `ts=901/${synAck.options.timestampValue}` : "";
    const { tcb } = t.peer(B, HOST, `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0} ${ts}`)!;
    strictEqual(tcb.ecn.isOn, hasEcn);
    strictEqual(tcb.sack, hasEcn);
  }
});

Deno.test("A system without timestamps keeps no options in a cookie [RFC 4987 3.6]", () => {
  const t = fullQueue({ timestampsIfAsked: false });
  t.peer(B, HOST, `SYN seq=7000 ${OPTIONS}`);
  const { options } = t.expect(HOST, B, "SYN,ACK ack=7001");
  deepStrictEqual([options.windowScale, options.sackPermitted], [-1, false]);
});

Deno.test("The ACK of a cookie is dropped while the accept queue is full [seen]", () => {
  const t = fullQueue();
  t.peer(B, HOST, `SYN seq=7000 ${OPTIONS}`);
  const synAck = t.expect(HOST, B, "SYN,ACK ack=7001");
  const first = t.endpoint.connections()[0]!;
  t.peer(A, HOST, `ACK seq=5001 ack=${(first.iss + 1) >>> 0}`);
  const ack = `ACK seq=7001 ack=${(synAck.seq + 1) >>> 0} ts=901/${synAck.options.timestampValue}`;
  strictEqual(t.peer(B, HOST, ack), null);
  t.expectNothing();
  t.endpoint.listeners()[0]!.accept();
  strictEqual(t.peer(B, HOST, ack)!.state, State.Established);
});

Deno.test("An ACK that is no cookie, another peer's or an old one gets RST [RFC 9293 3.10.7.2, U-7]", () => {
  const t = fullQueue();
  t.peer(B, HOST, `SYN seq=7000 ${OPTIONS}`);
  const ack = (t.expect(HOST, B, "SYN,ACK ack=7001").seq + 1) >>> 0;
  for (
    const [from, seq, number] of [
      [B, 7001, (ack + 1) >>> 0],
      [B, 7101, ack],
      ["10.0.0.3:2001", 7001, ack],
    ] as const
  ) {
    strictEqual(t.peer(from, HOST, `ACK seq=${seq} ack=${number}`), null);
    t.expect(HOST, from, `RST seq=${number}`);
  }
  t.peer(A, HOST, "RST seq=5001");
  t.at(minutes(2));
  strictEqual(t.peer(B, HOST, `ACK seq=7001 ack=${ack}`), null);
  t.expect(HOST, B, `RST seq=${ack}`);
});

Deno.test("tcp_syncookies = 0 drops the SYN, 2 answers every SYN by a cookie [ip-sysctl]", () => {
  const t = fullQueue({ synCookies: "never" });
  strictEqual(t.peer(B, HOST, "SYN seq=7000"), null);
  t.expectNothing();
  const always = new EndpointScript("linux", { synCookies: "always" });
  always.listen(HOST, 10);
  strictEqual(always.peer(B, HOST, "SYN seq=7000"), null);
  always.expect(HOST, B, "SYN,ACK ack=7001");
  strictEqual(always.endpoint.connectionCount, 0);
});
