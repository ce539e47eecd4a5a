import { ms } from "../../../../engine/base/time.ts";
import { profiles } from "../../../../engine/tcp/mod.ts";
import {
  closeWait,
  closing,
  established,
  finWait1,
  finWait2,
  lastAck,
  listen,
  synReceived,
  synReceivedActive,
  timeWait,
} from "../../../support/tcp_script.ts";

const SYNCHRONIZED = [
  { name: "ESTABLISHED", start: established, ack: "ACK seq=1001 ack=5001", nxt: 5001 },
  { name: "FIN-WAIT-1", start: finWait1, ack: "ACK seq=1002 ack=5001", nxt: 5001 },
  { name: "FIN-WAIT-2", start: finWait2, ack: "ACK seq=1002 ack=5001", nxt: 5001 },
  { name: "CLOSE-WAIT", start: closeWait, ack: "ACK seq=1001 ack=5002", nxt: 5002 },
  { name: "CLOSING", start: closing, ack: "ACK seq=1002 ack=5002", nxt: 5002 },
  { name: "LAST-ACK", start: lastAck, ack: "ACK seq=1002 ack=5002", nxt: 5002 },
  { name: "TIME-WAIT", start: timeWait, ack: "ACK seq=1002 ack=5002", nxt: 5002 },
] as const;

for (const { name, start, ack, nxt } of SYNCHRONIZED) {
  Deno.test(`${name}: SYN in the window gets a challenge ACK, never a reset [RFC 5961 4.2, U-14]`, () => {
    start().peer(`SYN seq=${nxt}`).expect(ack).expectNothing().expectState(name);
    start().peer(`SYN seq=${nxt + 9}`).expect(ack).expectNothing().expectState(name);
    start().peer(`SYN,ACK seq=${nxt} ack=1001 len=3`).expect(ack).expectNothing()
      .expectState(name).expectReadable(0);
  });

  Deno.test(`${name}: SYN outside the window gets an ACK [RFC 9293 3.10.7.4, first] [RFC 5961 4.2, U-14]`, () => {
    start().peer("SYN seq=5000").expect(ack).expectNothing().expectState(name);
    start().peer("SYN seq=900000").expect(ack).expectNothing().expectState(name);
    start().peer("SYN,ACK seq=5000 ack=1001").expect(ack).expectNothing().expectState(name);
  });
}

Deno.test("SYN-RECEIVED of a passive OPEN: SYN in the window goes back to LISTEN [RFC 9293 3.10.7.4, fourth]", () => {
  synReceived().peer("SYN seq=5001").expectNothing().expectState("LISTEN");
});

Deno.test("SYN-RECEIVED of an active OPEN: SYN in the window gets a challenge ACK [RFC 9293 3.10.7.4, fourth]", () => {
  synReceivedActive().peer("SYN seq=5001").expect("ACK seq=1001 ack=5001").expectNothing()
    .expectState("SYN-RECEIVED");
});

Deno.test("SYN-RECEIVED: the SYN once more gets an ACK, as any segment outside the window [RFC 9293 3.10.7.4, first]", () => {
  synReceived().peer("SYN seq=5000").expect("ACK seq=1001 ack=5001").expectNothing()
    .expectState("SYN-RECEIVED");
});

Deno.test("SYN-RECEIVED: systems answer the SYN once more with the SYN,ACK", () => {
  for (const profile of ["linux", "windows", "freebsd"] as const) {
    synReceived({ profile }).peer("SYN seq=5000").expect("SYN,ACK seq=1000 ack=5001")
      .expectNothing().expectState("SYN-RECEIVED");
  }
});

Deno.test("LISTEN: an ACK is answered with a RST [RFC 9293 3.10.7.2, U-7]", () => {
  listen().peer("ACK seq=5000 ack=777").expect("RST seq=777 ack=0").expectNothing()
    .peer("SYN,ACK seq=5000 ack=778").expect("RST seq=778 ack=0").expectNothing()
    .peer("FIN,ACK seq=5000 ack=779 len=7").expect("RST seq=779").expectState("LISTEN");
});

Deno.test("LISTEN: a segment without SYN, ACK and RST is dropped [RFC 9293 3.10.7.2, fourth]", () => {
  listen().peer("- seq=5000 len=10").peer("FIN seq=5000").peer("PSH,URG seq=1 len=1 urg=1")
    .expectNothing().expectState("LISTEN");
});

Deno.test("LISTEN: data on the SYN waits for ESTABLISHED [RFC 9293 3.10.7.2, U-7]", () => {
  const t = listen().peer("SYN seq=5000 mss=1000 len=10").expect("SYN,ACK seq=1000");
  t.expectReadable(0).peer("ACK seq=5011 ack=1001").expectState("ESTABLISHED").read(10);
  t.at(ms(200)).expect("ACK ack=5011").expectNothing();
});

Deno.test("LISTEN: data and FIN on the SYN lead through ESTABLISHED to CLOSE-WAIT [RFC 9293 3.10.7.2, U-21]", () => {
  listen().peer("SYN,FIN seq=5000 mss=1000 len=10").expect("SYN,ACK seq=1000")
    .expectState("SYN-RECEIVED").peer("ACK seq=5012 ack=1001").read(10)
    .expect("ACK seq=1001 ack=5012").expectNothing()
    .expectPath("SYN-RECEIVED", "ESTABLISHED", "CLOSE-WAIT");
});

Deno.test("Challenge ACKs of a connection are limited, by profile [RFC 5961 7]", () => {
  const interval = profiles.rfc9293.challengeAckInterval;
  const t = established().peer("SYN seq=5001").expect("ACK seq=1001 ack=5001");
  t.peer("SYN seq=5002").peer("RST seq=5003").expectNothing();
  t.at(interval - 1).peer("SYN seq=5004").expectNothing();
  t.at(interval).peer("RST seq=5003").expect("ACK seq=1001 ack=5001").expectNothing();
  established({ profile: "windows" }).peer("SYN seq=5001").expect("ACK seq=1001 ack=5001")
    .peer("SYN seq=5001").expect("ACK seq=1001 ack=5001");
});
