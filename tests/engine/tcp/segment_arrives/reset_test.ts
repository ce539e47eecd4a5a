import { ms } from "../../../../engine/base/time.ts";
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
} from "../../../support/tcp_script.ts";

/** States with RCV.NXT 5001 that a reset ends with a word to the user. */
const RESET = [
  { name: "ESTABLISHED", start: established, nxt: 5001 },
  { name: "FIN-WAIT-1", start: finWait1, nxt: 5001 },
  { name: "FIN-WAIT-2", start: finWait2, nxt: 5001 },
  { name: "CLOSE-WAIT", start: closeWait, nxt: 5002 },
] as const;

/** States that a reset ends as if it had been a FIN. */
const QUIET = [
  { name: "CLOSING", start: closing, nxt: 5002 },
  { name: "LAST-ACK", start: lastAck, nxt: 5002 },
  { name: "TIME-WAIT", start: timeWait, nxt: 5002 },
] as const;

const OPENING = [
  { name: "SYN-RECEIVED (passive)", start: synReceived, nxt: 5001 },
  { name: "SYN-RECEIVED (active)", start: synReceivedActive, nxt: 5001 },
] as const;

for (const { name, start, nxt } of RESET) {
  Deno.test(`${name}: RST at RCV.NXT resets and the user hears of it [RFC 9293 3.10.7.4, U-11] [MUST-12]`, () => {
    const t = start().peer(`RST seq=${nxt}`).expectNothing().expectEnd("Reset", name);
    t.holds(t.gotSignals("Closed", "Readable", "Writable"), "the user is told");
  });
}

for (const { name, start, nxt } of QUIET) {
  Deno.test(`${name}: RST at RCV.NXT closes without an error [RFC 9293 3.10.7.4, U-13]`, () => {
    start().peer(`RST seq=${nxt}`).expectNothing().expectEnd("Closed", name);
  });
}

for (const { name, start, nxt } of [...OPENING, ...RESET, ...QUIET]) {
  Deno.test(`${name}: RST outside the window is dropped silently [RFC 9293 3.10.7.4, U-11]`, () => {
    const state = name.split(" ")[0]!;
    start().peer(`RST seq=${nxt - 1}`).peer(`RST seq=${nxt + 65_535}`)
      .peer(`RST,ACK seq=${nxt - 1} ack=1001`).expectNothing().expectState(state);
  });

  Deno.test(`${name}: RST inside the window but not at RCV.NXT gets a challenge ACK [RFC 5961 3.2, U-11]`, () => {
    const state = name.split(" ")[0]!;
    const t = start().peer(`RST seq=${nxt + 1}`);
    t.expect(`ACK seq=${t.connection.tcb.snd.nxt} ack=${nxt}`).expectNothing().expectState(state);
    start().peer(`RST seq=${nxt + 1000}`).expect(`ACK ack=${nxt}`).expectState(state);
  });
}

Deno.test("A challenged peer that has no connection answers with the exact RST, which resets [RFC 5961 3.2]", () => {
  established().peer("RST seq=5100").expect("ACK seq=1001 ack=5001")
    .peer("RST seq=5001").expectNothing().expectEnd("Reset", "ESTABLISHED");
});

Deno.test("LISTEN: RST is ignored, with or without ACK [RFC 9293 3.10.7.2, U-7]", () => {
  listen().peer("RST seq=5000").peer("RST,ACK seq=5000 ack=1000").peer("RST,SYN seq=5000")
    .expectNothing().expectState("LISTEN");
});

Deno.test("CLOSED: RST gets no answer [RFC 9293 3.10.7.1, U-6]", () => {
  closed().peer("RST seq=5000").peer("RST,ACK seq=5000 ack=1000").expectNothing()
    .expectState("CLOSED");
});

Deno.test("CLOSED: a segment without ACK gets SEQ=0, ACK=SEG.SEQ+SEG.LEN, RST,ACK [RFC 9293 3.10.7.1, U-6]", () => {
  closed().peer("SYN seq=5000").expect("RST,ACK seq=0 ack=5001").expectNothing()
    .peer("- seq=5000 len=10").expect("RST,ACK seq=0 ack=5010").expectNothing()
    .peer("FIN seq=5000 len=10").expect("RST,ACK seq=0 ack=5011").expectNothing();
});

Deno.test("CLOSED: a segment with ACK gets SEQ=SEG.ACK, RST alone [RFC 9293 3.10.7.1, U-6]", () => {
  closed().peer("ACK seq=5000 ack=777").expect("RST seq=777 ack=0").expectNothing()
    .peer("SYN,ACK seq=5000 ack=778").expect("RST seq=778 ack=0").expectNothing()
    .peer("FIN,ACK seq=5000 ack=779 len=5").expect("RST seq=779 ack=0").expectNothing();
});

Deno.test("SYN-SENT: RST with an acceptable ACK refuses the connection [RFC 9293 3.10.7.3, U-8]", () => {
  const t = synSent().peer("RST,ACK seq=0 ack=1001").expectNothing();
  t.expectEnd("Refused", "SYN-SENT").holds(t.gotSignals("Closed"), "the user is told");
});

Deno.test("SYN-SENT: RST without ACK is dropped [RFC 9293 3.10.7.3, U-8]", () => {
  synSent().peer("RST seq=1001").peer("RST seq=0").expectNothing().expectState("SYN-SENT");
});

Deno.test("SYN-SENT: RST with an unacceptable ACK is dropped without an answer [RFC 9293 3.10.7.3, U-8]", () => {
  synSent().peer("RST,ACK seq=0 ack=1000").peer("RST,ACK seq=0 ack=1002").expectNothing()
    .expectState("SYN-SENT");
});

Deno.test("SYN-RECEIVED of a passive OPEN: RST goes back to LISTEN and the user hears nothing [RFC 9293 3.10.7.4, U-12] [MUST-11]", () => {
  const t = synReceived().peer("RST seq=5001").expectNothing().expectPath("LISTEN");
  t.holds(t.connection.takeSignals() === 0 && !t.gotSignals("Closed"), "no signal is given");
});

Deno.test("SYN-RECEIVED of an active OPEN: RST refuses the connection [RFC 9293 3.10.7.4, U-12] [MUST-11]", () => {
  const t = synReceivedActive().peer("RST seq=5001").expectNothing();
  t.expectEnd("Refused", "SYN-RECEIVED").holds(t.gotSignals("Closed"), "the user is told");
});

Deno.test("A RST may carry data, which is ignored [SHLD-2]", () => {
  established().peer("RST seq=5001 len=40").expectNothing().expectReadable(0)
    .expectEnd("Reset", "ESTABLISHED");
  established().peer("RST seq=4990 len=40").expectNothing().expectState("ESTABLISHED");
});

Deno.test("A RST needs no ACK bit and its ACK field counts for nothing [RFC 9293 3.10.7.4, second]", () => {
  established().peer("RST,ACK seq=5001 ack=99999").expectNothing().expectEnd("Reset");
});

Deno.test("A RST counts with a closed window too [MUST-66]", () => {
  established({ options: { receiveBuffer: 1000 } }).peer("ACK seq=5001 ack=1001 len=1000")
    .after(ms(200)).expect("ACK ack=6001 win=0").peer("RST seq=6002").expectNothing()
    .peer("RST seq=6001").expectNothing().expectEnd("Reset", "ESTABLISHED");
});

Deno.test("A reset drops what was queued and what arrived [RFC 9293 3.10.7.4, second: queues are flushed]", () => {
  const t = established().send(3000).expect("ACK len=1000", "ACK len=1000", "PSH,ACK len=1000")
    .peer("ACK seq=5001 ack=1001 len=100").peer("RST seq=5101").expectReadable(0);
  t.holds(t.connection.unacknowledged === 0, "the send buffer is empty");
});
