import { strictEqual } from "node:assert/strict";
import { seconds } from "../../../engine/base/time.ts";
import { established, synSent, type TcpScript } from "../../support/tcp_script.ts";

const HOST = 1;
const PORT = 3;

/** An ICMP unreachable about the segment that began at `seq`. */
function unreachable(t: TcpScript, seq: number, isHard: boolean, code: number): TcpScript {
  t.connection.onUnreachable(seq, isHard, code, t.now);
  return t;
}

Deno.test("A soft error never aborts, in SYN-SENT nor in ESTABLISHED [MUST-56]", () => {
  unreachable(synSent(), 1000, false, HOST).expectNothing().expectState("SYN-SENT");
  const t = established().send(100).expect("PSH,ACK seq=+1 len=100");
  unreachable(t, 1001, false, HOST).expectNothing().expectState("ESTABLISHED");
  t.peer("ACK seq=+1 ack=+101").expectState("ESTABLISHED");
});

Deno.test("A soft error is remembered as the reason of a later timeout [SHLD-25]", () => {
  const t = established().send(100).expect("PSH,ACK seq=+1 len=100");
  unreachable(t, 1001, false, HOST).after(seconds(400)).expectState("CLOSED");
  strictEqual(t.connection.unreachableCode, HOST);
});

Deno.test("A hard error aborts as the RFC has it, and no system does once synchronized [SHLD-26] [RFC 5927 5.2]", () => {
  const rfc = established().send(100).expect("PSH,ACK seq=+1 len=100");
  unreachable(rfc, 1001, true, PORT).expectEnd("Unreachable", "ESTABLISHED");
  for (const profile of ["linux", "windows", "freebsd"] as const) {
    const t = established({ profile }).send(100).expect("PSH,ACK seq=+1 len=100");
    unreachable(t, 1001, true, PORT).expectState("ESTABLISHED");
  }
});

Deno.test("An opening ends with a hard error, on Linux with any, on Windows with none [RFC 5927 5.2]", () => {
  unreachable(synSent(), 1000, true, PORT).expectEnd("Unreachable", "SYN-SENT");
  unreachable(synSent({ profile: "linux" }), 1000, false, HOST).expectEnd("Unreachable");
  unreachable(synSent({ profile: "windows" }), 1000, true, PORT).expectState("SYN-SENT");
});

Deno.test("ICMP about nothing in flight is ignored [RFC 5927 4.1]", () => {
  const t = established().send(100).expect("PSH,ACK seq=+1 len=100");
  for (const seq of [1000, 1101, 5000, -1000]) {
    unreachable(t, seq, true, PORT).expectState("ESTABLISHED");
  }
  unreachable(t, 1100, true, PORT).expectState("CLOSED");
});

Deno.test("FreeBSD gives up connecting at a soft error that is not the first, after the fourth retransmission [S: tcp_notify]", () => {
  const opening = (at: number) => {
    const t = synSent({ profile: "freebsd" });
    unreachable(t, 1000, false, HOST);
    return unreachable(t.at(seconds(at)), 1000, false, HOST);
  };
  opening(14).expectState("SYN-SENT"); // sent again at 1, 3 and 7 s
  opening(16).expectEnd("Unreachable", "SYN-SENT"); // and at 15 s
  const first = synSent({ profile: "freebsd" }).at(seconds(16));
  unreachable(first, 1000, false, HOST).expectState("SYN-SENT");
});

Deno.test("windows: with TCP_FAIL_CONNECT_ON_ICMP_ERROR any unreachable ends connecting [V: IPPROTO_TCP socket options]", () => {
  const t = synSent({ profile: "windows", options: { failOnIcmp: true } });
  unreachable(t, 1000, false, HOST).expectEnd("Unreachable", "SYN-SENT");
});
