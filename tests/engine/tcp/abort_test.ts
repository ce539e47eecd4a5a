import { minutes } from "../../../engine/base/time.ts";
import { EndReason } from "../../../engine/tcp/mod.ts";
import {
  closed,
  closeWait,
  closing,
  established,
  finWait1,
  finWait2,
  lastAck,
  listen,
  synReceived,
  synReceivedActive,
  synSent,
  timeWait,
} from "../../support/tcp_script.ts";

const WITH_RESET = [
  { name: "SYN-RECEIVED", start: synReceived, seq: 1001, ack: 5001 },
  { name: "SYN-RECEIVED", start: synReceivedActive, seq: 1001, ack: 5001 },
  { name: "ESTABLISHED", start: established, seq: 1001, ack: 5001 },
  { name: "FIN-WAIT-1", start: finWait1, seq: 1002, ack: 5001 },
  { name: "FIN-WAIT-2", start: finWait2, seq: 1002, ack: 5001 },
  { name: "CLOSE-WAIT", start: closeWait, seq: 1001, ack: 5002 },
] as const;

for (const [i, { name, start, seq, ack }] of WITH_RESET.entries()) {
  Deno.test(`ABORT in ${name} sends <SEQ=SND.NXT><CTL=RST> [RFC 9293 3.10.5, U-5] (${i})`, () => {
    start().abort().expect(`RST seq=${seq} ack=0`).expectNothing().expectEnd("Aborted", name)
      .expectNothingUntil(minutes(10));
  });

  Deno.test(`ABORT in ${name}: systems send RST with ACK (${i})`, () => {
    for (const profile of ["linux", "windows", "freebsd"] as const) {
      start({ profile }).abort().expect(`RST,ACK seq=${seq} ack=${ack}`).expectNothing()
        .expectEnd("Aborted", name);
    }
  });
}

const WITHOUT_RESET = [
  { name: "LISTEN", start: listen },
  { name: "SYN-SENT", start: synSent },
  { name: "CLOSING", start: closing },
  { name: "LAST-ACK", start: lastAck },
  { name: "TIME-WAIT", start: timeWait },
] as const;

for (const { name, start } of WITHOUT_RESET) {
  Deno.test(`ABORT in ${name} sends nothing [RFC 9293 3.10.5, U-5]`, () => {
    start().abort().expectNothing().expectEnd("Aborted", name).expectNothingUntil(minutes(10));
  });
}

Deno.test("ABORT in CLOSED does nothing [RFC 9293 3.10.5]", () => {
  const t = closed().abort().expectNothing();
  t.holds(t.connection.endReason === EndReason.None, "nothing ended");
});

Deno.test("ABORT drops queued data and what can be read [RFC 9293 3.10.5, U-5]", () => {
  const t = established({ window: 1000 }).send(5000).expect("ACK len=1000")
    .peer("ACK seq=5001 ack=1001 len=10").abort().expect("RST seq=2001").expectReadable(0);
  t.holds(t.connection.unacknowledged === 0, "nothing is queued");
  t.expectNothingUntil(minutes(10));
});

Deno.test("After an ABORT the peer's segments get resets as from nobody [RFC 9293 3.10.7.1]", () => {
  established().abort().expect("RST").peer("ACK seq=5001 ack=1001 len=10").expect("RST seq=1001")
    .peer("RST seq=5011").expectNothing();
});

Deno.test("The side that sends a reset is CLOSED at once, without TIME-WAIT [RFC 9293 3.5.2, U-23: no system waits]", () => {
  for (const profile of ["rfc9293", "linux", "windows", "freebsd"] as const) {
    const t = established({ profile }).abort();
    t.expectState("CLOSED").holds(t.connection.nextDeadline() === Infinity, "no timer runs");
  }
});
