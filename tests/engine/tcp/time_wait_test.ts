import { minutes, ms, type Nanos, seconds } from "../../../engine/base/time.ts";
import { type ProfileName, profiles } from "../../../engine/tcp/mod.ts";
import { closing, finWait1, timeWait } from "../../support/tcp_script.ts";

const LENGTHS: Record<ProfileName, Nanos> = {
  rfc9293: minutes(4),
  linux: seconds(60),
  windows: seconds(120),
  freebsd: seconds(60),
};

for (const [name, length] of Object.entries(LENGTHS)) {
  const profile = name as ProfileName;
  Deno.test(`TIME-WAIT of ${name} lasts exactly ${length / 1e9} s [MUST-13]`, () => {
    timeWait({ profile }).expectNothingUntil(length - 1).expectState("TIME-WAIT").at(length)
      .expectNothing().expectEnd("Closed", "TIME-WAIT");
    closing({ profile }).at(ms(10)).peer("ACK seq=5002 ack=1002").expectState("TIME-WAIT")
      .at(ms(10) + length - 1).expectState("TIME-WAIT").at(ms(10) + length).expectEnd("Closed");
    finWait1({ profile }).peer("FIN,ACK seq=5001 ack=1002").expectState("TIME-WAIT")
      .at(length - 1).expectState("TIME-WAIT").at(length).expectEnd("Closed");
  });

  Deno.test(`TIME-WAIT of ${name} acknowledges the FIN once more and starts again [RFC 9293 3.10.7.4, U-19]`, () => {
    timeWait({ profile }).at(length - 1).peer("FIN,ACK seq=5001 ack=1002")
      .expect("ACK seq=1002 ack=5002").expectNothing().at(length).expectState("TIME-WAIT")
      .at(2 * length - 2).expectState("TIME-WAIT").at(2 * length - 1).expectEnd("Closed");
  });
}

Deno.test("2 MSL of the RFC are twice 2 minutes [RFC 9293 3.4.2]", () => {
  const { msl, timeWait: length } = profiles.rfc9293;
  timeWait().holds(msl === minutes(2) && length === 2 * msl, "TIME-WAIT is 2 MSL");
});

Deno.test("TIME-WAIT: a FIN once more with its data counts as the FIN [RFC 9293 3.10.7.4, U-19]", () => {
  const t = finWait1().peer("FIN,ACK seq=5001 ack=1002 len=10").expect("ACK seq=1002 ack=5012")
    .expectState("TIME-WAIT");
  t.at(minutes(3)).peer("FIN,PSH,ACK seq=5001 ack=1002 len=10").expect("ACK seq=1002 ack=5012")
    .at(minutes(7) - 1).expectState("TIME-WAIT").at(minutes(7)).expectEnd("Closed");
});

Deno.test("TIME-WAIT: old data gets an ACK but starts nothing again [RFC 9293 3.10.7.4, first]", () => {
  timeWait().at(minutes(1)).peer("ACK seq=4990 ack=1002 len=11").expect("ACK seq=1002 ack=5002")
    .at(minutes(4)).expectEnd("Closed");
});

Deno.test("TIME-WAIT: an ACK changes nothing [RFC 9293 3.10.7.4, fifth]", () => {
  timeWait().at(minutes(1)).peer("ACK seq=5002 ack=1002").expectNothing().at(minutes(4))
    .expectEnd("Closed");
});

Deno.test("TIME-WAIT: a RST kills it as RFC 9293 and Linux have it, and is ignored by FreeBSD and Windows [RFC 1337, U-13]", () => {
  timeWait().peer("RST seq=5002").expectEnd("Closed", "TIME-WAIT");
  timeWait({ profile: "linux" }).peer("RST seq=5002").expectEnd("Closed", "TIME-WAIT");
  for (const profile of ["freebsd", "windows"] as const) {
    timeWait({ profile }).peer("RST seq=5002").expectNothing().expectState("TIME-WAIT");
  }
  timeWait({ profile: "linux", knobs: { resetInTimeWait: "ignore" } }).peer("RST seq=5002")
    .expectNothing().expectState("TIME-WAIT");
});

Deno.test("TIME-WAIT keeps what the user has not read [RFC 9293 3.10.3]", () => {
  finWait1().peer("FIN,ACK seq=5001 ack=1002 len=10").expectState("TIME-WAIT").at(minutes(1))
    .read(10).expectState("TIME-WAIT");
});

Deno.test("TIME-WAIT sends no window updates: nothing can come [RFC 9293 3.10.7.4]", () => {
  finWait1({ options: { receiveBuffer: 4000 } }).peer("FIN,ACK seq=5001 ack=1002 len=3900")
    .expect("ACK ack=8902").expectState("TIME-WAIT").read(3900).expectNothing();
});
